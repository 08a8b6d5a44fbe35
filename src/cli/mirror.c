/* The images of sources whose images are to be copied into the site. */
#include "mirror.h"

#include <stdlib.h>
#include <unistd.h>

#include "digest/fs.h"
#include "digest/limits.h"

/* Where the site has them. */
#define SITE_FOLDER "media/mirror/"

#define DAY 86400

static bool is_mirrored(const struct build_run *run, const struct article *article)
{
    return run->config.sources[article->source].images == IMAGES_MIRROR;
}

/* -- What articles show ------------------------------------------------------------------------- */

static str host_of(str url)
{
    size_t from = str_find(url, STR("://"), 0) + 3, to = from;
    while (to < url.n && !strchr("/?#", url.p[to]))
        to++;
    return str_slice(url, from, to);
}

static struct mirror_host *find_host(struct mirroring *m, str name)
{
    struct mirror_host *host = map_get(&m->hosts, name);
    if (host)
        return host;
    host = arena_alloc(&m->run->arena, sizeof *host);
    host->name = name;
    map_set(&m->hosts, name, host);
    return host;
}

/* Adds an image that an article shows, unless the site has it anyway. */
static void want(struct mirroring *m, const struct article *article, str url)
{
    if ((!str_starts(url, STR("http://")) && !str_starts(url, STR("https://"))) ||
        url.n > LIMIT_URL)
        return;
    struct wanted *wanted = map_get(&m->by_url, url);
    if (wanted) {
        wanted->shown =
            article->published.utc > wanted->shown ? article->published.utc : wanted->shown;
        return;
    }
    wanted = arena_alloc(&m->run->arena, sizeof *wanted);
    wanted->image.url = arena_copy(&m->run->arena, url);
    wanted->source = article->source;
    wanted->shown = article->published.utc;
    wanted->host = find_host(m, host_of(wanted->image.url));
    map_set(&m->by_url, wanted->image.url, wanted);
    m->items = arena_grow(&m->run->arena, m->items, m->count, &m->cap, sizeof(struct wanted *));
    m->items[m->count++] = wanted;
}

static bool want_of_body(struct mirroring *m, const struct article *article, struct buf *bytes,
                         struct err *err)
{
    struct arena scratch = {0};
    html body;
    str text, url;
    if (m->run->config.sources[article->source].content != CONTENT_FULL)
        return true;
    if (!spool_get(m->run->spool, article, bytes, &body, &text, err))
        return false;
    for (size_t at = 0; render_next_image(body, &at, &scratch, &url);)
        want(m, article, url);
    arena_release(&scratch);
    return true;
}

static bool gather(struct mirroring *m, struct err *err)
{
    struct build_run *run = m->run;
    struct buf bytes = buf_init(LIMIT_PAGE);
    bool good = true;
    for (size_t i = 0; i < run->article_count && good; i++) {
        const struct article *article = run->articles[i];
        if (!is_mirrored(run, article))
            continue;
        want(m, article, article->image.url);
        good = want_of_body(m, article, &bytes, err);
    }
    buf_release(&bytes);
    return good;
}

/* -- What is known of them ---------------------------------------------------------------------- */

str mirror_file(const struct mirroring *m, const struct stored_variant *variant)
{
    return fs_join(&m->run->arena, m->folder, variant->file);
}

static bool files_are_there(const struct mirroring *m, const struct stored_image *image)
{
    for (size_t i = 0; i < image->count; i++)
        if (access(mirror_file(m, &image->variants[i]).p, R_OK) != 0)
            return false;
    return image->count > 0;
}

static bool recall(struct mirroring *m, struct err *err)
{
    struct stored_image *images;
    size_t count;
    if (!store_images(m->run->store, &m->run->arena, &images, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct wanted *wanted = map_get(&m->by_url, images[i].url);
        if (!wanted)
            continue;
        wanted->image = images[i];
        wanted->whole = files_are_there(m, &images[i]);
    }
    return true;
}

static bool is_gone(const struct wanted *wanted)
{
    return !wanted->whole && wanted->image.failures >= MIRROR_GONE_FROM;
}

/* True when an image is to be fetched now. What was found gone is looked for again after a day, three
 * days, then every week. */
static bool is_due(const struct wanted *wanted, int64_t now)
{
    unsigned tries = wanted->image.failures;
    int64_t wait = tries < MIRROR_GONE_FROM        ? 0
                   : tries == MIRROR_GONE_FROM     ? DAY
                   : tries == MIRROR_GONE_FROM + 1 ? 3 * DAY
                                                   : 7 * DAY;
    int64_t since = now - wanted->image.checked;
    return !wanted->whole && (since >= wait || since < 0);
}

/* The newest articles' images first; then by address. */
static int compare_due(const void *a, const void *b)
{
    const struct wanted *x = *(struct wanted *const *)a, *y = *(struct wanted *const *)b;
    if (x->shown != y->shown)
        return x->shown > y->shown ? -1 : 1;
    return str_compare(x->image.url, y->image.url);
}

/* -- Fetching ----------------------------------------------------------------------------------- */

/* What the run has to say of an image that is gone. */
static void report_gone(struct build_run *run, const struct wanted *wanted)
{
    struct err err = {0};
    err_set(&err, ERR_INPUT, "the image cannot be copied: %.*s", STR_ARGS(wanted->image.why));
    err_at(&err, wanted->image.url, 0, 0);
    err_hint(&err, "a placeholder stands in its place; it is tried again after a day, three days, "
                   "then every week");
    log_problem(&run->cli->log, LOG_WARNING, run->config.sources[wanted->source].name, &err);
}

static void report_fetched(struct build_run *run, struct wanted **due, size_t count, size_t left)
{
    size_t fates[MIRROR_GONE + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        fates[due[i]->fate]++;
        if (due[i]->fate == MIRROR_GONE)
            report_gone(run, due[i]);
        else if (due[i]->fate == MIRROR_MISSED)
            log_line(&run->cli->log, LOG_DEBUG, "image not reached: %.*s: %.*s",
                     STR_ARGS(due[i]->image.url), STR_ARGS(due[i]->image.why));
    }
    log_line(&run->cli->log, LOG_NOTE, "images: %zu copied, %zu gone, %zu left for the next run",
             fates[MIRROR_COPIED], fates[MIRROR_GONE],
             fates[MIRROR_MISSED] + fates[MIRROR_NOT_ASKED] + left);
}

/* Fetches what is due, as much as one run may. */
static bool fetch_due(struct mirroring *m, struct http *http, struct err *err)
{
    struct wanted **due = arena_array(&m->run->arena, m->count, sizeof(struct wanted *));
    size_t count = 0, left = 0;
    for (size_t i = 0; i < m->count; i++)
        if (is_due(m->items[i], m->run->config.now))
            due[count++] = m->items[i];
    if (!count)
        return true;
    qsort(due, count, sizeof *due, compare_due);
    if (count > LIMIT_IMAGES_PER_RUN) {
        left = count - LIMIT_IMAGES_PER_RUN;
        count = LIMIT_IMAGES_PER_RUN;
    }
    if (!mirror_fetch(m, http, due, count, err))
        return false;
    report_fetched(m->run, due, count, left);
    return true;
}

/* -- What pages show ---------------------------------------------------------------------------- */

static void fill_copies(struct mirroring *m, struct mirrored *out, const struct wanted *wanted)
{
    const struct stored_image *image = &wanted->image;
    size_t count = wanted->whole ? image->count : 0;
    /* More than pages offer were kept by another version; the last is the largest. */
    size_t from = count > MIRRORED_FILES ? count - MIRRORED_FILES : 0;
    for (size_t i = from; i < count; i++)
        out->files[out->count++] = (struct mirrored_file){
            .file = mirror_file(m, &image->variants[i]),
            .site_path =
                arena_printf(&m->run->arena, SITE_FOLDER "%.*s", STR_ARGS(image->variants[i].file)),
            .width = image->variants[i].width,
            .height = image->variants[i].height,
        };
}

static void fill_mirror(struct mirroring *m)
{
    struct mirror *mirror = &m->run->mirror;
    size_t quiet = 0;
    mirror->by_url.arena = &m->run->arena;
    mirror->items = arena_array(&m->run->arena, m->count, sizeof *mirror->items);
    for (size_t i = 0; i < m->count; i++) {
        const struct wanted *wanted = m->items[i];
        if (!wanted->whole && !is_gone(wanted))
            continue;
        struct mirrored *copies = &mirror->items[mirror->count++];
        fill_copies(m, copies, wanted);
        map_set(&mirror->by_url, wanted->image.url, copies);
        if (copies->count || wanted->fate == MIRROR_GONE)
            continue;
        quiet++;
        log_line(&m->run->cli->log, LOG_DEBUG, "image gone: %.*s: %.*s",
                 STR_ARGS(wanted->image.url), STR_ARGS(wanted->image.why));
    }
    if (quiet)
        log_line(&m->run->cli->log, LOG_NOTE,
                 "%zu image%s found gone before, and not due for another try (-v lists them)",
                 quiet, quiet == 1 ? " was" : "s were");
}

bool build_mirror(struct build_run *run, struct http *http, struct err *err)
{
    struct mirroring m = {
        .run = run, .by_url = {.arena = &run->arena}, .hosts = {.arena = &run->arena}};
    if (!gather(&m, err))
        return false;
    if (!m.count)
        return true;
    m.folder = store_media_folder(run->store, &run->arena);
    if (!recall(&m, err) || (http && !fetch_due(&m, http, err)))
        return false;
    fill_mirror(&m);
    return true;
}
