/*
 * Bytes of a text file → clean UTF-8 lines.
 *
 * Files come from editors, mail programs and clipboards of four decades. What they mean by the end
 * of a line becomes "\n"; control characters, which mean nothing here, go.
 */
#include "charset.h"
#include "digest/limits.h"
#include "digest/utf8.h"
#include "text.h"
#include "text_kind.h"

static bool refuse(const struct text_job *job, const char *kind, const char *hint, struct err *err)
{
    err_set(err, ERR_INPUT, "this is %s, not a text article", kind);
    if (hint)
        err_hint(err, "%s", hint);
    return err_at(err, job->raw.item->path, 0, 0);
}

/* The bytes that a line ending or control character at p takes, with what it becomes; 0 when what
 * is there stays as it is. A form feed ends a line, as it does a page. */
static size_t special_length(const char *p, size_t left, const char **becomes)
{
    const unsigned char *u = (const unsigned char *)p;
    *becomes = "";
    if (u[0] == '\r' || u[0] == '\f' || u[0] == '\v') {
        *becomes = "\n";
        return u[0] == '\r' && left >= 2 && u[1] == '\n' ? 2 : 1;
    }
    if (u[0] < 0x20 || u[0] == 0x7F)
        return u[0] == '\n' || u[0] == '\t' ? 0 : 1;
    if (u[0] == 0xC2 && left >= 2 && u[1] < 0xA0) {
        *becomes = u[1] == 0x85 ? "\n" : ""; /* NEL; other C1 controls */
        return 2;
    }
    if (u[0] == 0xE2 && left >= 3 && u[1] == 0x80 && (u[2] == 0xA8 || u[2] == 0xA9)) {
        *becomes = u[2] == 0xA8 ? "\n" : "\n\n"; /* line and paragraph separator */
        return 3;
    }
    /* A byte order mark that came along with pasted text. */
    return u[0] == 0xEF && left >= 3 && u[1] == 0xBB && u[2] == 0xBF ? 3 : 0;
}

/* Appends the text with uniform line endings and without controls. */
static void add_lines(struct buf *out, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        const char *becomes;
        size_t length = special_length(text.p + i, text.n - i, &becomes);
        if (length) {
            buf_add(out, str_slice(text, from, i));
            buf_addz(out, becomes);
            from = i + length;
        }
        i += length ? length : 1;
    }
    buf_add(out, str_slice(text, from, text.n));
}

/* More than every fourth letter over 0x7F does not happen in the languages of Windows-1252. */
static void check_1252(struct text_job *job, str bytes)
{
    size_t high = 0, letters = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        bool over = (unsigned char)bytes.p[i] >= 0x80;
        char lower = (char)(bytes.p[i] | 0x20);
        high += over;
        letters += over || (lower >= 'a' && lower <= 'z');
    }
    if (high <= letters / 4 || high < 8)
        return;
    struct err doubt = {0};
    err_set(&doubt, ERR_INPUT, "not UTF-8, read as Windows-1252, which it does not look like");
    err_hint(&doubt, "convert it to UTF-8, for example with iconv");
    err_at(&doubt, job->raw.item->path, 0, 0);
    parsed_problem(job->out, job->a, &doubt, false);
}

/* True when UTF-16 turned out to be something else: its letters would be scattered all over. */
static bool is_scattered(str text)
{
    size_t odd = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        odd += c == 0xFFFD || (c < 0x20 && !(c >= '\t' && c <= '\r')) ||
               (c >= 0xE000 && c <= 0xF8FF) || c > 0x3FFFF;
    }
    return odd > utf8_count(text) / 50;
}

bool text_decode(struct text_job *job, struct buf *out, struct err *err)
{
    str bytes = job->raw.bytes;
    if (bytes.n > LIMIT_TEXT_FILE) {
        err_set(err, ERR_LIMIT, "a text article has at most %zu MiB", LIMIT_TEXT_FILE >> 20);
        return err_at(err, job->raw.item->path, 0, 0);
    }
    if (bytes.n == 0) {
        err_set(err, ERR_INPUT, "the file is empty");
        return err_at(err, job->raw.item->path, 0, 0);
    }
    enum encoding encoding = utf8_detect(bytes);
    bool utf16 = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    const char *hint = NULL, *kind = text_kind_binary(bytes, utf16);
    if (kind)
        return refuse(job, kind, NULL, err);

    struct buf store = buf_init(out->max);
    str named = job->raw.item->charset, text;
    if (named.n) {
        text = charset_text(&store, bytes, named);
    } else {
        utf8_from(&store, bytes, encoding);
        text = buf_str(&store);
    }
    kind = text_kind_markup(text, &hint);
    if (!kind && utf16 && is_scattered(text))
        kind = "binary data";
    if (!kind) {
        if (encoding == ENCODING_WINDOWS1252 && named.n == 0)
            check_1252(job, bytes);
        add_lines(out, text);
    }
    buf_release(&store);
    return kind ? refuse(job, kind, hint, err) : true;
}
