/*
 * Every system call of a build's last stage, failing or being the last one, in turn: the site must
 * be the old one or the new one, a failure must say what failed, and the next run must succeed and
 * leave nothing behind. Where files go in place one by one, the site may be mixed until then.
 */
#include <pthread.h>
#include <sys/wait.h>

#include "digest/pool.h"
#include "faults.h"
#include "site_run.h"

/* The spare site is kept from here on, so that both kinds are tried. Takes the place of the
 * library's own, which is in an object by itself. */
extern const size_t output_spare_from;
const size_t output_spare_from = 7;

/* Two sites to go back and forth between: pages that change, stay, come, go, and a file that is a
 * folder in the other. Of the small one the spare is not kept. */
static const struct page sites[2][10] = {
    {{"2026/a/index.html", "stays"},
     {"2026/b/index.html", "only in the first"},
     {"2026/b/more.html", "only in the first"},
     {"c", "a file"},
     {"d/x/index.html", "below d"},
     {"feed.xml", "first"},
     {"index.html", "first front"}},
    {{"2026/a/index.html", "stays"},
     {"2026/n/index.html", "only in the second"},
     {"c/index.html", "a folder"},
     {"d", "d itself"},
     {"feed.xml", "second"},
     {"index.html", "second front"}},
};

/* What makes both of them large. */
static const struct page more[] = {{"tags/a", "a"}, {"tags/b", "b"}, {0}};

/* The box, what its file system refuses, the pictures of both sites, and which one is there. */
struct bench {
    struct sandbox box;
    struct refusals refuse;
    bool large; /* with what makes the sites large */
    long step;  /* how many calls from one failure to the next */
    bool first; /* each run begins with nothing: no store, no output */
    str pictures[2];
    int now;
    unsigned random;
};

/* One page moves at a time, so a reader may meet a mixture until the next run. */
static bool is_in_place(const struct bench *b)
{
    return b->refuse.exchange || b->refuse.stage_beside;
}

/* A number below n. The same in each run, so that a failure can be met again. */
static unsigned draw(struct bench *b, unsigned n)
{
    b->random = b->random * 1664525 + 1013904223;
    return (b->random >> 8) % n;
}

/* -- One run ---------------------------------------------------------------------------------- */

static bool put_pages(struct output *output, const struct page *pages, struct err *err)
{
    for (const struct page *page = pages; page->path; page++)
        if (!output_put(output, str_of(page->path), str_of(page->text), err))
            return false;
    return true;
}

static bool run_stages(struct bench *b, const struct page *pages, struct store **store,
                       struct output **output, struct err *err)
{
    struct output_counts counts;
    const char *path = sandbox_at(&b->box, "public");
    if (!store_open(store, sandbox_at(&b->box, ".digest/store.db"), err))
        return false;
    struct ledger ledger = store_ledger(*store, &b->box.arena, path);
    if (!output_open(output, path, NULL, &ledger, false, err))
        return false;
    if (!put_pages(*output, pages, err) || (b->large && !put_pages(*output, more, err)))
        return false;
    return output_commit(*output, &counts, err);
}

static bool run_site(struct bench *b, int site, struct err *err)
{
    struct store *store = NULL;
    struct output *output = NULL;
    bool ok = run_stages(b, sites[site], &store, &output, err);
    output_close(output);
    store_close(store);
    return ok;
}

/* -- What must be true afterwards ------------------------------------------------------------- */

static str picture(struct bench *b)
{
    return sandbox_picture(&b->box, "public", PICTURE_CONTENT);
}

/* The site is the old one or the new one as it stands, before anything mends it. */
static void check_whole(struct bench *b, long at)
{
    if (is_in_place(b) || (b->first && fs_kind(sandbox_at(&b->box, "public")) == FS_ABSENT))
        return;
    str is = picture(b);
    if (!str_eq(is, b->pictures[0]) && !str_eq(is, b->pictures[1]))
        fail_msg("at call %ld the site was neither the old nor the new one:\n%.*s", at,
                 STR_ARGS(is));
}

/* Nothing is left in the box but what belongs there: of a large site the spare. */
static void check_clean(struct bench *b, bool spare, long at)
{
    struct err err = {0};
    struct fs_list list;
    str box = sandbox_picture(&b->box, ".", PICTURE_CONTENT);
    if (str_has(box, STR(".digest-stage/new")) || (!spare && str_has(box, STR("digest-stage"))))
        fail_msg("after call %ld something is left:\n%.*s", at, STR_ARGS(box));
    assert_true(fs_list(&list, &b->box.arena, sandbox_at(&b->box, ".digest"), false, &err));
    assert_int_equal(list.count, 2); /* the store and its lock */
}

/* A run without faults brings the site to where it should be. */
static void check_next_run(struct bench *b, int site, long at)
{
    struct err err = {0};
    if (!run_site(b, site, &err))
        fail_msg("after call %ld the next run failed: %s: %s", at, err.file, err.why);
    b->now = site;
    assert_same_picture(b->pictures[site], picture(b));
    check_clean(b, site == 0 || b->large, at);
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

/* The site that the next run makes; before a first run everything goes. */
static int prepare(struct bench *b)
{
    struct err err = {0};
    if (!b->first)
        return 1 - b->now;
    assert_true(fs_remove_all(sandbox_at(&b->box, "public"), &err));
    assert_true(fs_remove_all(sandbox_at(&b->box, ".digest"), &err));
    return 0;
}

/* -- The faults ------------------------------------------------------------------------------- */

/* Returns how many calls the run had. */
static long fail_at(struct bench *b, enum fault fault, long at)
{
    struct err err = {0};
    int next = prepare(b);
    size_t files = open_files();
    faults_arm(fault, at, at % 2 ? EIO : ENOSPC);
    bool ok = run_site(b, next, &err);
    long calls = faults_disarm();
    if (ok)
        assert_same_picture(b->pictures[next], picture(b));
    else if (err.code == ERR_NONE || !err.why[0])
        fail_msg("at call %ld a failure without a reason", at);
    check_whole(b, at);
    if (open_files() != files)
        fail_msg("at call %ld a file was left open", at);
    check_next_run(b, next, at);
    return calls;
}

/* Each call, or one in `step`, fails once. The walk ends when a run had no call of that number any
 * more. */
static void every_failure(struct bench *b)
{
    long at = 1;
    while (fail_at(b, FAULT_FAIL, at) >= at)
        at += b->step;
    assert_true(at > 100);
}

static void every_short_write(struct bench *b)
{
    for (long at = 1; fail_at(b, FAULT_SHORT, at) >= at;)
        at++;
}

/* The run ends at that call. Returns false when it had fewer. */
static bool end_at(struct bench *b, int site, long at)
{
    struct err err = {0};
    faults_arm(FAULT_END, at, EIO);
    bool ok = run_site(b, site, &err);
    bool ended = faults_disarm() >= at;
    assert_true(ended || ok);
    check_whole(b, at);
    return ended;
}

/* The run ends at each call; then the run that mends it does, too, at some call of its own. */
static void every_end(struct bench *b)
{
    bool ended = true;
    for (long at = 1; ended; at++) {
        int next = prepare(b);
        ended = end_at(b, next, at);
        end_at(b, next, 1 + draw(b, (unsigned)at + 20));
        check_next_run(b, next, at);
    }
}

/* -- On each kind of file system -------------------------------------------------------------- */

/* Things that are not digest's, there in both sites. */
static void make_foreign_things(struct bench *b)
{
    sandbox_write(&b->box, "public/CNAME", "example.org");
    sandbox_write(&b->box, "public/.git/HEAD", "ref");
    sandbox_write(&b->box, "public/2026/b/notes", "mine");
    assert_int_equal(mkdir(sandbox_at(&b->box, "public/empty"), 0750), 0);
    assert_int_equal(symlink("nowhere", sandbox_at(&b->box, "public/link")), 0);
}

static void begin(struct bench *b)
{
    struct err err = {0};
    sandbox_open(&b->box);
    assert_true(run_site(b, 0, &err));
    faults_refuse(b->refuse);
    if (!b->first) {
        make_foreign_things(b);
        b->pictures[0] = picture(b);
        assert_true(run_site(b, 1, &err));
        b->now = 1;
    }
    b->pictures[b->now] = picture(b);
}

static void end(struct bench *b)
{
    faults_refuse((struct refusals){0});
    sandbox_close(&b->box);
}

static void check_all_faults(struct bench b)
{
    begin(&b);
    every_failure(&b);
    every_end(&b);
    every_short_write(&b);
    end(&b);
}

static void a_first_build_survives_every_fault(void **state)
{
    (void)state;
    check_all_faults((struct bench){.step = 1, .first = true});
}

static void an_exchange_survives_every_fault(void **state)
{
    (void)state;
    check_all_faults((struct bench){.step = 1});
}

static void an_exchange_with_the_spare_of_before_survives_every_fault(void **state)
{
    (void)state;
    check_all_faults((struct bench){.step = 3, .large = true});
}

static void copies_instead_of_links_survive_every_fault(void **state)
{
    (void)state;
    check_all_faults((struct bench){.step = 3, .refuse = {.links = true, .openat2 = true}});
}

static void a_commit_in_place_survives_every_fault(void **state)
{
    (void)state;
    check_all_faults((struct bench){.step = 3, .refuse = {.exchange = true}, .large = true});
}

static void a_stage_inside_the_output_survives_every_fault(void **state)
{
    (void)state;
    check_all_faults((struct bench){.step = 3, .refuse = {.stage_beside = true, .openat2 = true}});
}

/* -- Kills at any moment, with threads at work ------------------------------------------------- */

#define PAGES 150
#define KILLS 120

struct crowd {
    struct output *output;
    int version;
};

static bool put_round(void *context, size_t i, unsigned worker)
{
    struct crowd *crowd = context;
    struct err err = {0};
    char path[64], text[64];
    (void)worker;
    /* A tenth of the pages changes its path with the version, the others their text. */
    int path_version = i % 10 ? 0 : crowd->version;
    snprintf(path, sizeof path, "%zu/%zu-%d/index.html", i % 5, i, path_version);
    int n = snprintf(text, sizeof text, "page %zu of version %d", i, crowd->version);
    return output_put(crowd->output, str_of(path), (str){text, (size_t)n}, &err);
}

static bool run_crowd(struct bench *b, int version)
{
    struct store *store = NULL;
    struct crowd crowd = {.version = version};
    struct output_counts counts;
    struct err err = {0};
    const char *path = sandbox_at(&b->box, "public");
    bool ok = store_open(&store, sandbox_at(&b->box, ".digest/store.db"), &err);
    if (ok) {
        struct ledger ledger = store_ledger(store, &b->box.arena, path);
        ok = output_open(&crowd.output, path, NULL, &ledger, false, &err) &&
             pool_run(2, PAGES, put_round, &crowd) && output_commit(crowd.output, &counts, &err);
    }
    output_close(crowd.output);
    store_close(store);
    return ok;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Starts a run and kills it after so many microseconds. True when it was not done by then. */
static bool run_crowd_and_kill(struct bench *b, int version, unsigned microseconds)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(run_crowd(b, version) ? 0 : 1);
    usleep(microseconds);
    kill(child, SIGKILL);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

static void a_site_survives_kills_at_any_moment(void **state)
{
    struct bench b = {0};
    (void)state;
    sandbox_open(&b.box);
    for (int version = 0; version < 2; version++) {
        assert_true(run_crowd(&b, version));
        sandbox_write(&b.box, "public/CNAME", "example.org");
    }
    double before = seconds();
    for (int version = 0; version < 2; version++) {
        assert_true(run_crowd(&b, version));
        b.pictures[version] = picture(&b);
    }
    unsigned usual = (unsigned)((seconds() - before) / 2 * 1e6);
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
        killed += run_crowd_and_kill(&b, i % 2, draw(&b, usual + usual / 4));
        check_whole(&b, i);
    }
    assert_true(killed > 0);
    assert_true(run_crowd(&b, 1));
    assert_same_picture(b.pictures[1], picture(&b));
    check_clean(&b, true, KILLS);
    sandbox_close(&b.box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_build_survives_every_fault),
        cmocka_unit_test(an_exchange_survives_every_fault),
        cmocka_unit_test(an_exchange_with_the_spare_of_before_survives_every_fault),
        cmocka_unit_test(copies_instead_of_links_survive_every_fault),
        cmocka_unit_test(a_commit_in_place_survives_every_fault),
        cmocka_unit_test(a_stage_inside_the_output_survives_every_fault),
        cmocka_unit_test(a_site_survives_kills_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
