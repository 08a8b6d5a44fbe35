/* Making recordings. */
#include "http_record.h"

#include <stdlib.h>

#include "digest/fs.h"
#include "digest/hash.h"
#include "digest/limits.h"
#include "digest/time.h"
#include "http_secret.h"

/* -- Folders ---------------------------------------------------------------------------------- */

static struct recording *recording_new(const char *folder)
{
    struct recording *r = mem_alloc(sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    r->folder = arena_copy(&r->arena, str_of(folder));
    r->asked.arena = &r->arena;
    return r;
}

void recording_free(struct recording *recording)
{
    if (!recording)
        return;
    pthread_mutex_destroy(&recording->lock);
    arena_release(&recording->arena);
    free(recording);
}

static bool write_index(struct recording *r, struct err *err)
{
    struct buf text = buf_init(1024);
    buf_addz(&text, RECORDING_FIRST "\nprogram: digest " DIGEST_VERSION "\nnow: ");
    time_add_rfc3339(&text, (struct stamp){.utc = r->now});
    buf_addc(&text, '\n');
    str path = fs_join(&r->arena, r->folder, STR(RECORDING_INDEX));
    bool written = fs_create(path.p, buf_str(&text), err);
    buf_release(&text);
    return written;
}

/* Makes the folder; refuses one with something in it, which a recording would mix with. */
static bool prepare_folder(struct recording *r, struct err *err)
{
    struct fs_list found;
    if (!fs_mkdir_all(r->folder.p, err) || !fs_list(&found, &r->arena, r->folder.p, true, err))
        return false;
    if (found.count == 0)
        return true;
    err_set(err, ERR_USAGE, "the folder to record in is not empty");
    err_at(err, r->folder, 0, 0);
    return err_hint(err, "name a new folder, or remove this one");
}

bool recording_create(struct recording **out, const char *folder, int64_t now, struct err *err)
{
    struct recording *r = recording_new(folder);
    r->now = now;
    if (prepare_folder(r, err) && write_index(r, err)) {
        *out = r;
        return true;
    }
    recording_free(r);
    return false;
}

/* -- Names ------------------------------------------------------------------------------------ */

str recording_next(struct recording *recording, struct arena *a, const struct http_request *request)
{
    char hex[33];
    str url = secret_url(a, str_trim(request->url));
    str key =
        arena_printf(a, "%s %.*s", request->method == HTTP_HEAD ? "HEAD" : "GET", STR_ARGS(url));
    pthread_mutex_lock(&recording->lock);
    unsigned *asked = map_get(&recording->asked, key);
    if (!asked) {
        asked = arena_alloc(&recording->arena, sizeof *asked);
        map_set(&recording->asked, arena_copy(&recording->arena, key), asked);
    }
    unsigned number = ++*asked;
    pthread_mutex_unlock(&recording->lock);
    hash_hex(hash_of(key), hex);
    return fs_join(a, recording->folder, arena_printf(a, "%s-%u.http", hex, number));
}

/* -- Exchanges -------------------------------------------------------------------------------- */

/* A file that is being written. */
struct page {
    struct buf text;
    struct arena scratch;
    struct secrets secrets;
};

/* Adds "name: value", the value without secrets and on one line; nothing when it is empty. */
static void add_line(struct page *p, const char *name, str value)
{
    if (value.n == 0)
        return;
    struct buf clean = buf_init(SIZE_MAX);
    str url = secret_url(&p->scratch, value);
    secrets_strike(&clean, &p->secrets, url);
    for (size_t i = 0; i < clean.n; i++)
        if (clean.p[i] == '\n' || clean.p[i] == '\r' || clean.p[i] == '\0')
            clean.p[i] = ' ';
    buf_addf(&p->text, "%s: ", name);
    buf_add(&p->text, buf_str(&clean));
    buf_addc(&p->text, '\n');
    buf_release(&clean);
}

static void add_request(struct page *p, const struct exchange *x)
{
    const struct http_request *r = x->request;
    const struct trail *trail = x->trail;
    buf_addz(&p->text, EXCHANGE_FIRST "\n");
    add_line(p, "request",
             arena_printf(&p->scratch, "%s %.*s", r->method == HTTP_HEAD ? "HEAD" : "GET",
                          STR_ARGS(r->url)));
    add_line(p, "accept", r->accept);
    add_line(p, "if-none-match", r->etag);
    add_line(p, "if-modified-since", r->last_modified);
    if (trail->tries > 1)
        buf_addf(&p->text, "tries: %u\n", trail->tries);
    for (size_t i = 0; i < trail->hops; i++)
        add_line(
            p, "redirect",
            arena_printf(&p->scratch, "%d %.*s", trail->statuses[i], STR_ARGS(trail->urls[i + 1])));
}

/* Headers that only matter between this server and this client, or let someone in. */
static bool is_private_header(str name)
{
    return str_starts(name, STR("set-cookie")) || str_has(name, STR("nonce")) ||
           str_has(name, STR("token")) || str_has(name, STR("authorization"));
}

static void add_response(struct page *p, const struct http_response *r)
{
    buf_addf(&p->text, "status: %d\n", r->status);
    add_line(p, "url", r->url);
    add_line(p, "moved", r->moved ? STR("yes") : STR("no"));
    for (size_t i = 0; i < r->header_count; i++)
        if (!is_private_header(r->headers[i].name))
            add_line(p, "header",
                     arena_printf(&p->scratch, "%.*s: %.*s", STR_ARGS(r->headers[i].name),
                                  STR_ARGS(r->headers[i].value)));
    struct buf body = buf_init(SIZE_MAX);
    secrets_strike(&body, &p->secrets, buf_str(&r->body));
    buf_addf(&p->text, "body: %zu\n\n", body.n);
    buf_add(&p->text, buf_str(&body));
    buf_release(&body);
}

static const char *code_name(enum err_code code)
{
    return code == ERR_LIMIT ? "limit" : code == ERR_REFUSED ? "refused" : "network";
}

static void add_failure(struct page *p, const struct err *failure)
{
    add_line(p, "failure", str_of(code_name(failure->code)));
    add_line(p, "why", str_of(failure->why));
    add_line(p, "hint", str_of(failure->hint));
    buf_addz(&p->text, "body: 0\n\n");
}

bool recording_keep(struct recording *recording, const struct exchange *exchange, struct err *err)
{
    const struct secrets *known = &exchange->request->site->secrets;
    struct page p = {.text = buf_init(SIZE_MAX)};
    for (size_t i = 0; i < known->count; i++)
        secrets_add(&p.secrets, &p.scratch, known->items[i]);
    secrets_add_of_url(&p.secrets, &p.scratch, exchange->request->url);
    add_request(&p, exchange);
    if (exchange->response)
        add_response(&p, exchange->response);
    else
        add_failure(&p, exchange->failure);
    str path = recording_next(recording, &p.scratch, exchange->request);
    bool written = fs_replace(path.p, buf_str(&p.text), err);
    buf_release(&p.text);
    arena_release(&p.scratch);
    return written;
}
