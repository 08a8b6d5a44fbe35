/* Loops on threads: every index once, workers apart, stopping. */
#include <pthread.h>
#include <stdatomic.h>

#include "check.h"
#include "digest/pool.h"

#define COUNT   20000
#define WORKERS 7

struct tally {
    atomic_int seen[COUNT];
    size_t by_worker[WORKERS]; /* no lock, no atomic: a worker has only itself */
    size_t fail_at;
    pthread_t caller;
    atomic_bool other_thread;
};

static bool count_round(void *context, size_t index, unsigned worker)
{
    struct tally *tally = context;
    atomic_fetch_add(&tally->seen[index], 1);
    tally->by_worker[worker]++;
    if (!pthread_equal(pthread_self(), tally->caller))
        atomic_store(&tally->other_thread, true);
    return index != tally->fail_at;
}

static struct tally tally;

static int prepare(void **state)
{
    (void)state;
    memset(&tally, 0, sizeof tally);
    tally.fail_at = SIZE_MAX;
    tally.caller = pthread_self();
    return 0;
}

static void every_index_runs_once(void **state)
{
    (void)state;
    assert_true(pool_run(WORKERS, COUNT, count_round, &tally));
    size_t total = 0;
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(atomic_load(&tally.seen[i]), 1);
    for (size_t i = 0; i < WORKERS; i++)
        total += tally.by_worker[i];
    assert_int_equal(total, COUNT);
}

static void one_worker_needs_no_thread(void **state)
{
    (void)state;
    assert_true(pool_run(1, COUNT, count_round, &tally));
    assert_int_equal(tally.by_worker[0], COUNT);
    assert_false(atomic_load(&tally.other_thread));
}

static void a_failed_round_stops_the_loop(void **state)
{
    (void)state;
    tally.fail_at = 10;
    assert_false(pool_run(1, COUNT, count_round, &tally));
    assert_int_equal(tally.by_worker[0], 11);
}

static void a_round_that_fails_on_any_thread_is_told(void **state)
{
    (void)state;
    tally.fail_at = COUNT - 1;
    assert_false(pool_run(WORKERS, COUNT, count_round, &tally));
    assert_int_equal(atomic_load(&tally.seen[COUNT - 1]), 1);
}

static void no_rounds_are_no_failure(void **state)
{
    (void)state;
    assert_true(pool_run(WORKERS, 0, count_round, &tally));
    assert_true(pool_run(0, 3, count_round, &tally));
    assert_int_equal(tally.by_worker[0], 3);
    assert_true(pool_processors() >= 1);
}

int u_base_pool(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_index_runs_once, prepare),
        cmocka_unit_test_setup(one_worker_needs_no_thread, prepare),
        cmocka_unit_test_setup(a_failed_round_stops_the_loop, prepare),
        cmocka_unit_test_setup(a_round_that_fails_on_any_thread_is_told, prepare),
        cmocka_unit_test_setup(no_rounds_are_no_failure, prepare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
