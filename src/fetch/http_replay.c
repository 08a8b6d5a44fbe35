/* Taking answers from a recording. Its files may come with a bug report from anybody: they are input
 * like any other. */
#include "http_record.h"

#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/time.h"
#include "http_answer.h"
#include "http_secret.h"

/* What may stand before a body, and in an index. */
#define HEAD_MAX ((size_t)1 << 20)

/* The value of a line "name: value" in head; false when there is none. */
static bool find_line(str head, str name, str *value)
{
    str line;
    while (str_next_line(&head, &line))
        if (str_starts(line, name) && str_starts(str_slice(line, name.n, line.n), STR(": "))) {
            *value = str_slice(line, name.n + 2, line.n);
            return true;
        }
    return false;
}

/* -- Opening ---------------------------------------------------------------------------------- */

static bool not_a_recording(const char *folder, struct err *err)
{
    err_set(err, ERR_INPUT, "no recording that can be replayed");
    err_at(err, str_of(folder), 0, 0);
    return err_hint(err, "a folder made by `digest fetch --record` has a file \"" RECORDING_INDEX
                         "\" that begins with \"" RECORDING_FIRST "\"");
}

/* Reads the index: its first line and the instant. */
static bool read_index(struct recording *r, str text)
{
    struct stamp now;
    bool zone;
    str line, value;
    if (!str_next_line(&text, &line) || !str_is(line, RECORDING_FIRST) ||
        !find_line(text, STR("now"), &value) || !time_parse_iso(value, &now, &zone))
        return false;
    r->now = now.utc;
    return true;
}

bool recording_open(struct recording **out, const char *folder, struct err *err)
{
    struct err ignored = {0};
    struct buf text = buf_init(HEAD_MAX);
    struct recording *r = mem_alloc(sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    r->folder = arena_copy(&r->arena, str_of(folder));
    r->asked.arena = &r->arena;
    str path = fs_join(&r->arena, r->folder, STR(RECORDING_INDEX));
    bool good = fs_read(&text, path.p, &ignored) && read_index(r, buf_str(&text));
    buf_release(&text);
    if (good) {
        *out = r;
        return true;
    }
    recording_free(r);
    return not_a_recording(folder, err);
}

/* -- Exchanges -------------------------------------------------------------------------------- */

/* One file, taken apart. */
struct record {
    str head, body;
};

static bool take_apart(struct record *out, str bytes)
{
    str line, value;
    uint64_t n;
    size_t end = str_find(bytes, STR("\n\n"), 0);
    if (end == SIZE_MAX)
        return false;
    out->head = str_slice(bytes, 0, end + 1);
    out->body = str_slice(bytes, end + 2, bytes.n);
    return str_next_line(&out->head, &line) && str_is(line, EXCHANGE_FIRST) &&
           find_line(out->head, STR("body"), &value) && str_to_uint(value, SIZE_MAX, &n) &&
           n == out->body.n;
}

/* The failure that was recorded, with its words. */
static bool play_failure(const struct record *record, const struct http_request *request,
                         struct arena *a, struct err *err)
{
    str kind = {0}, why = {0}, hint = {0};
    find_line(record->head, STR("failure"), &kind);
    find_line(record->head, STR("why"), &why);
    find_line(record->head, STR("hint"), &hint);
    enum err_code code = str_is(kind, "limit")     ? ERR_LIMIT
                         : str_is(kind, "refused") ? ERR_REFUSED
                                                   : ERR_NETWORK;
    err_set(err, code, "%.*s", STR_ARGS(why));
    if (hint.n)
        err_hint(err, "%.*s", STR_ARGS(hint));
    return err_at(err, secret_url(a, request->url), 0, 0);
}

/* The headers of a record as answer_read takes them. */
static str headers_of(const struct record *record, struct arena *a)
{
    struct buf lines = buf_init(HEAD_MAX);
    str rest = record->head, line;
    while (str_next_line(&rest, &line))
        if (str_starts(line, STR("header: "))) {
            buf_add(&lines, str_slice(line, 8, line.n));
            buf_addc(&lines, '\n');
        }
    str head = arena_copy(a, buf_str(&lines));
    buf_release(&lines);
    return head;
}

static bool play_answer(const struct record *record, const struct http_request *request,
                        struct arena *a, struct http_response *out, struct err *err)
{
    str url = {0}, moved = {0};
    find_line(record->head, STR("url"), &url);
    find_line(record->head, STR("moved"), &moved);
    if (record->body.n > request->max && out->status < 300)
        return err_set(err, ERR_LIMIT, "the answer is larger than the limit, %zu bytes",
                       request->max);
    if (out->status == 304 && request->etag.n == 0 && request->last_modified.n == 0) {
        err_set(err, ERR_NETWORK,
                "the recording answers \"not changed\", but nothing is kept here "
                "that could have changed");
        return err_hint(err, "record again from an empty store");
    }
    out->url = arena_copy(a, url);
    out->moved = str_is(moved, "yes");
    answer_read(out, a, headers_of(record, a));
    buf_reset(&out->body);
    out->body.max = record->body.n;
    buf_add(&out->body, record->body);
    return true;
}

static bool play(const struct record *record, const struct http_request *request, struct arena *a,
                 struct http_response *out, struct err *err)
{
    str status, kind;
    uint64_t number = 0;
    if (find_line(record->head, STR("failure"), &kind))
        return play_failure(record, request, a, err);
    if (find_line(record->head, STR("status"), &status) && str_to_uint(status, 999, &number)) {
        out->status = (int)number;
        return play_answer(record, request, a, out, err) ||
               err_at(err, secret_url(a, request->url), 0, 0);
    }
    return err_set(err, ERR_INPUT, "the recorded exchange has neither status nor failure");
}

/* Reads the file of the next exchange. */
static bool read_record(struct buf *bytes, str path, const struct http_request *request,
                        struct arena *a, struct err *err)
{
    if (fs_kind(path.p) == FS_FILE)
        return fs_read(bytes, path.p, err);
    err_set(err, ERR_NETWORK, "not in the recording");
    return err_at(err, secret_url(a, request->url), 0, 0);
}

bool recording_play(struct recording *recording, const struct http_request *request,
                    struct arena *a, struct http_response *out, struct err *err)
{
    struct record record;
    struct buf bytes = buf_init(LIMIT_RESPONSE + HEAD_MAX);
    str path = recording_next(recording, a, request);
    bool played = read_record(&bytes, path, request, a, err);
    if (played && !take_apart(&record, buf_str(&bytes))) {
        err_set(err, ERR_INPUT, "a recorded exchange that is damaged");
        played = err_at(err, path, 0, 0);
    } else if (played) {
        played = play(&record, request, a, out, err) || err_at(err, path, 0, 0);
    }
    buf_release(&bytes);
    return played;
}
