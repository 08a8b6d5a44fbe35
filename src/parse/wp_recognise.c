/* What a file is that should be JSON and is not: people save what they see. */
#include "digest/utf8.h"
#include "wp.h"

/* How much of a file is looked at to tell what it is. */
#define LOOK_AT ((size_t)64 << 10)
/* Characters of it that are quoted. */
#define QUOTE ((size_t)80)

static size_t find_nocase(str s, str needle, size_t from)
{
    for (size_t i = from; i + needle.n <= s.n; i++)
        if (str_eq_nocase(str_slice(s, i, i + needle.n), needle))
            return i;
    return SIZE_MAX;
}

static bool has_nocase(str s, str needle)
{
    return find_nocase(s, needle, 0) != SIZE_MAX;
}

static bool starts_nocase(str s, str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_slice(s, 0, prefix.n), prefix);
}

/* The first characters as text, for a message. */
static str quote(struct arena *a, str s)
{
    struct buf valid = buf_init(LOOK_AT);
    utf8_repair(&valid, str_slice(s, 0, QUOTE * 8));
    str text = text_clean(a, html_to_text(a, buf_str(&valid)), QUOTE);
    buf_release(&valid);
    return text;
}

static bool is_php_notice(str head)
{
    static const char *const kinds[] = {
        "Warning", "Notice", "Deprecated", "Fatal error", "Parse error", "Strict Standards", NULL};
    str begin = str_slice(head, 0, 40);
    for (size_t i = 0; kinds[i]; i++) {
        size_t at = str_find(begin, str_of(kinds[i]), 0);
        str behind = at == SIZE_MAX ? STR("") : str_slice(head, at + strlen(kinds[i]), head.n);
        if (str_starts(behind, STR(": ")) || str_starts(behind, STR("</b>")))
            return true;
    }
    return false;
}

static bool refuse_html(struct arena *a, str head, struct err *err)
{
    size_t at = find_nocase(head, STR("<title"), 0);
    size_t open = at == SIZE_MAX ? SIZE_MAX : str_find_char(head, '>', at);
    size_t close = open == SIZE_MAX ? SIZE_MAX : find_nocase(head, STR("</title"), open);
    if (close == SIZE_MAX)
        err_set(err, ERR_INPUT, "an HTML page instead of JSON");
    else
        err_set(err, ERR_INPUT, "an HTML page instead of JSON, titled \"%.*s\"",
                STR_ARGS(quote(a, str_slice(head, open + 1, close))));
    return err_hint(err,
                    "save the answer of /wp-json/wp/v2/posts?_embed; without pretty permalinks "
                    "it is at /?rest_route=/wp/v2/posts&_embed");
}

static bool refuse_markup(struct arena *a, str head, struct err *err)
{
    if (starts_nocase(head, STR("<?php")))
        return err_set(err, ERR_INPUT, "PHP source code instead of JSON: \"%.*s\"",
                       STR_ARGS(quote(a, str_slice(head, 5, head.n))));
    str begin = str_slice(head, 0, 4096);
    if (str_has(begin, STR("wordpress.org/export/")))
        err_set(err, ERR_INPUT, "a WordPress export (WXR) instead of JSON");
    else if (str_has(begin, STR("<rss")) || str_has(begin, STR("<rdf:RDF")))
        err_set(err, ERR_INPUT, "an RSS feed instead of JSON");
    else if (str_has(begin, STR("<feed")))
        err_set(err, ERR_INPUT, "an Atom feed instead of JSON");
    else if (has_nocase(begin, STR("<html")) || has_nocase(begin, STR("<!doctype html")) ||
             has_nocase(begin, STR("<head")) || has_nocase(begin, STR("<body")))
        return refuse_html(a, head, err);
    else
        err_set(err, ERR_INPUT, "markup instead of JSON: \"%.*s\"", STR_ARGS(quote(a, head)));
    return err_hint(err, "save the answer of /wp-json/wp/v2/posts?_embed");
}

/* JSONP: perhaps an empty comment, a function's name, a bracket. */
static bool is_jsonp(str head, str *name)
{
    str s = str_starts(head, STR("/**/")) ? str_slice(head, 4, head.n) : head;
    size_t n = 0;
    while (n < s.n &&
           (s.p[n] == '_' || s.p[n] == '$' || s.p[n] == '.' || (s.p[n] >= '0' && s.p[n] <= '9') ||
            ((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z')))
        n++;
    *name = str_slice(s, 0, n);
    return n > 0 && n < s.n && s.p[n] == '(';
}

static bool begins_value(str head)
{
    static const char *const begins[] = {"{", "[", "\"", "-", "0", "1",    "2",     "3",    "4",
                                         "5", "6", "7",  "8", "9", "true", "false", "null", NULL};
    for (size_t i = 0; begins[i]; i++)
        if (str_starts(head, str_of(begins[i])))
            return true;
    return false;
}

bool wp_recognise(struct arena *a, str bytes, struct err *err)
{
    str head = str_slice(str_trim(bytes), 0, LOOK_AT), name;
    if (head.n == 0)
        return err_set(err, ERR_INPUT, "the file is empty");
    if (begins_value(head))
        return true;
    if (str_starts(head, STR("\x1f\x8b")) || str_starts(head, STR("PK\x03\x04")))
        return err_set(err, ERR_INPUT, "a compressed file instead of JSON") ||
               err_hint(err, "unpack it first");
    if (is_php_notice(head))
        return err_set(err, ERR_INPUT, "a PHP message stands before the JSON: \"%.*s\"",
                       STR_ARGS(quote(a, head))) ||
               err_hint(err, "fetch it with the header \"Accept: application/json\", or switch "
                             "display_errors off on that site");
    if (str_starts(head, STR("<")))
        return refuse_markup(a, head, err);
    if (is_jsonp(head, &name))
        return err_set(err, ERR_INPUT, "JSONP instead of JSON: a call of \"%.*s\"",
                       STR_ARGS(utf8_cut(name, QUOTE))) ||
               err_hint(err, "fetch it without the parameter _jsonp");
    return err_set(err, ERR_INPUT, "not JSON: it begins with \"%.*s\"", STR_ARGS(quote(a, head)));
}
