/* A loop on several threads: each takes the next index from one counter. */
#include "digest/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "digest/arena.h"

/* What the workers of one loop share. */
struct loop {
    pool_round *round;
    void *context;
    size_t count;
    atomic_size_t next;
    atomic_bool failed;
};

struct worker {
    struct loop *loop;
    unsigned number;
    pthread_t thread;
};

static void *work(void *argument)
{
    const struct worker *worker = argument;
    struct loop *loop = worker->loop;
    while (!atomic_load(&loop->failed)) {
        size_t index = atomic_fetch_add(&loop->next, 1);
        if (index >= loop->count)
            break;
        if (!loop->round(loop->context, index, worker->number))
            atomic_store(&loop->failed, true);
    }
    return NULL;
}

bool pool_run(unsigned workers, size_t count, pool_round *round, void *context)
{
    struct loop loop = {.round = round, .context = context, .count = count};
    if (workers > count)
        workers = count ? (unsigned)count : 1;
    if (workers <= 1) {
        work(&(struct worker){.loop = &loop});
        return !atomic_load(&loop.failed);
    }
    struct worker *crew = mem_alloc(workers * sizeof *crew);
    unsigned started = 1;
    crew[0] = (struct worker){.loop = &loop};
    for (; started < workers; started++) {
        crew[started] = (struct worker){.loop = &loop, .number = started};
        /* A system short of threads only makes the loop slower. */
        if (pthread_create(&crew[started].thread, NULL, work, &crew[started]) != 0)
            break;
    }
    work(&crew[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(crew[i].thread, NULL);
    free(crew);
    return !atomic_load(&loop.failed);
}

unsigned pool_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 1 ? (unsigned)n : 1;
}
