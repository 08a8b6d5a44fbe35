/* Model → pages → output: every file of the plan, on all cores, and the images that are shown. */
#include "build.h"
#include "digest/limits.h"
#include "digest/pool.h"
#include "theme_files.h"

/* What a worker keeps from one page to the next. */
struct worker {
    struct arena scratch;
    struct buf body, page;
    struct err err;
};

struct rendering {
    struct build_run *run;
    struct worker *workers;
    atomic_size_t done;
};

static bool body_of(void *context, const struct article *article, struct buf *buf, html *body,
                    str *text, struct err *err)
{
    return spool_get(context, article, buf, body, text, err);
}

bool build_plan(struct build_run *run, struct err *err)
{
    struct theme_files files;
    str folder = arena_copy(&run->arena, run->config.templates);
    if (!theme_files_load(&files, &run->arena, folder.p, err) ||
        !theme_load(&run->theme, &run->arena, files.items, files.count, run->config.language, err))
        return false;
    run->site = (struct site){
        .config = &run->config,
        .zone = &run->zone,
        .model = &run->model,
        .theme = run->theme,
        .body = body_of,
        .context = run->spool,
        .mirror = &run->mirror,
    };
    render_plan(&run->plan, &run->arena, &run->site);
    return true;
}

static bool render_one(void *context, size_t index, unsigned number)
{
    struct rendering *r = context;
    struct worker *worker = &r->workers[number];
    const struct page *page = &r->run->plan.pages[index];
    arena_reset(&worker->scratch);
    buf_reset(&worker->page);
    if (!render_page(&r->run->site, page, &worker->scratch, &worker->body, &worker->page,
                     &worker->err) ||
        !output_put(r->run->output, page->path, buf_str(&worker->page), &worker->err))
        return false;
    if (number == 0)
        log_progress(&r->run->cli->log, "writing", atomic_load(&r->done), r->run->plan.count);
    atomic_fetch_add(&r->done, 1);
    return true;
}

static bool render_pages(struct build_run *run, struct err *err)
{
    unsigned jobs = run->config.jobs;
    struct rendering r = {.run = run, .workers = arena_array(&run->arena, jobs, sizeof *r.workers)};
    for (unsigned i = 0; i < jobs; i++) {
        r.workers[i].body = buf_init(LIMIT_PAGE);
        r.workers[i].page = buf_init(LIMIT_PAGE);
    }
    bool good = pool_run(jobs, run->plan.count, render_one, &r);
    log_progress(&run->cli->log, "writing", 1, 1);
    for (unsigned i = 0; i < jobs; i++) {
        if (!good && r.workers[i].err.code != ERR_NONE)
            *err = r.workers[i].err;
        arena_release(&r.workers[i].scratch);
        buf_release(&r.workers[i].body);
        buf_release(&r.workers[i].page);
    }
    return good;
}

/* Copies the files of mirrored images that pages show. Two images may be one file. */
static bool copy_mirrored(struct build_run *run, struct err *err)
{
    struct map copied = {.arena = &run->arena};
    for (size_t i = 0; i < run->mirror.count; i++) {
        struct mirrored *image = &run->mirror.items[i];
        for (size_t k = 0; atomic_load(&image->used) && k < image->count; k++) {
            struct mirrored_file *file = &image->files[k];
            if (map_get(&copied, file->site_path))
                continue;
            map_set(&copied, file->site_path, file);
            if (!output_put_file(run->output, file->site_path, file->file.p, err))
                return false;
        }
    }
    return true;
}

static bool copy_images(struct build_run *run, struct err *err)
{
    for (size_t i = 0; i < run->config.source_count; i++) {
        for (size_t k = 0; k < run->media[i].count; k++) {
            struct media_file *file = &run->media[i].files[k];
            if (atomic_load(&file->used) &&
                !output_put_file(run->output, file->site_path, file->file.p, err))
                return false;
        }
    }
    return true;
}

bool build_render(struct build_run *run, struct err *err)
{
    if (!render_pages(run, err) || !copy_images(run, err) || !copy_mirrored(run, err))
        return false;
    for (size_t i = 0; i < run->lost_image_count; i++)
        output_keep(run->output, run->lost_images[i]);
    return true;
}

/* -- --dump-context --------------------------------------------------------------------------- */

/* The page at a path as people write it: "/tags/x", "tags/x/", "tags/x/index.html". */
static const struct page *find_page(const struct build_run *run, str wanted)
{
    while (str_starts(wanted, STR("/")))
        wanted = str_slice(wanted, 1, wanted.n);
    for (size_t i = 0; i < run->plan.count; i++) {
        str path = run->plan.pages[i].path;
        if (str_eq(path, wanted))
            return &run->plan.pages[i];
        if (!str_starts(path, wanted))
            continue;
        str rest = str_slice(path, wanted.n, path.n);
        if (str_is(rest, "/index.html") ||
            (str_is(rest, "index.html") && (!wanted.n || str_ends(wanted, STR("/")))))
            return &run->plan.pages[i];
    }
    return NULL;
}

bool build_dump(struct build_run *run, const char *path, struct err *err)
{
    const struct page *page = find_page(run, str_of(path));
    if (!page) {
        err_set(err, ERR_USAGE, "the site has no page %s", path);
        return err_hint(err, "paths are those of the site, such as / or tags/ or 2026/05/07/");
    }
    struct value context = {0};
    struct arena scratch = {0};
    struct buf body = buf_init(LIMIT_PAGE), out = buf_init(2 * LIMIT_PAGE);
    bool good = render_context(&context, &run->site, page, &scratch, &body, err);
    if (good) {
        value_to_json(&out, &context);
        buf_addc(&out, '\n');
        cli_out(run->cli, buf_str(&out));
    }
    arena_release(&scratch);
    buf_release(&body);
    buf_release(&out);
    return good;
}
