/* Conditional requests across runs. */
#include "validators.h"

static str note_of(struct arena *a, const struct sync *sync, const char *name)
{
    return sync->keeper->note(sync->keeper->context, a, name);
}

/* The first note is "CONFIGURED URL": addresses have no spaces. */
struct validators validators_load(struct arena *a, const struct sync *sync,
                                  const struct validator_names *names, str configured)
{
    struct validators v = {.names = names, .configured = configured, .url = configured};
    str note = note_of(a, sync, names->url), before, url;
    bool same = str_next_part(&note, ' ', &before) && str_eq(before, configured) &&
                str_next_part(&note, ' ', &url) && url.n;
    if (!same)
        return v;
    v.url = url;
    if (!sync->full) {
        v.etag = note_of(a, sync, names->etag);
        v.modified = note_of(a, sync, names->modified);
    }
    return v;
}

/* What a server names so that it can be sent back; longer ones are some mistake. */
static str short_header(const struct http_response *response, str name)
{
    str value = http_header_get(response, name);
    return value.n <= 300 ? value : (str){0};
}

/* WordPress dates a feed by the latest of its posts. With one in the future the feed would count as
 * unchanged until then, whatever is added to it, and its ETag is made of that date. */
static bool is_dated_ahead(const struct http_response *response)
{
    int64_t dated = validators_date(response);
    return dated != INSTANT_NONE && response->date != INSTANT_NONE && dated > response->date;
}

void validators_take(struct validators *v, const struct http_response *response)
{
    v->etag = v->modified = (str){0};
    if (is_dated_ahead(response))
        return;
    v->etag = short_header(response, STR("etag"));
    v->modified = short_header(response, STR("last-modified"));
}

bool validators_keep(const struct validators *v, const struct sync *sync, struct err *err)
{
    struct arena a = {0};
    str url = arena_printf(&a, "%.*s %.*s", STR_ARGS(v->configured), STR_ARGS(v->url));
    struct note notes[] = {
        {v->names->url, url}, {v->names->etag, v->etag}, {v->names->modified, v->modified}};
    struct batch batch = {.notes = notes, .note_count = sizeof notes / sizeof notes[0]};
    bool ok = sync->keeper->commit(sync->keeper->context, &batch, err);
    arena_release(&a);
    return ok;
}

bool validators_untouched(const struct validators *v, const struct http_response *response)
{
    return response->status == 304 && (v->etag.n || v->modified.n);
}

int64_t validators_date(const struct http_response *response)
{
    struct stamp stamp;
    bool zone;
    str date = http_header_get(response, STR("last-modified"));
    return time_parse_text(date, &stamp, &zone) ? stamp.utc : INSTANT_NONE;
}
