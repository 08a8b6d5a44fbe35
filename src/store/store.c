/* Opening the store: its folder, its lock, its database. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "body.h"
#include "digest/fs.h"
#include "media.h"

/*
 * The lock is a flock on a file of its own beside the database: SQLite's locks last a transaction,
 * this one a run. It ends with the process, however that ends. The file stays: to remove it would
 * let two processes hold locks on two files of one name.
 */
static bool lock_fail(struct store *store, const char *path, struct err *err)
{
    char pid[16] = "";
    ssize_t n = pread(store->lock, pid, sizeof pid - 1, 0);
    uint64_t number;
    if (n > 0 && str_to_uint(str_trim((str){pid, (size_t)n}), INT32_MAX, &number))
        err_set(err, ERR_BUSY, "another digest (process %u) is at work here", (unsigned)number);
    else
        err_set(err, ERR_BUSY, "another digest is at work here");
    err_hint(err, "wait until it is done");
    return err_at(err, str_of(path), 0, 0);
}

static bool lock_take(struct store *store, const char *path, struct err *err)
{
    store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (store->lock < 0) {
        err_errno(err, "cannot open the lock of the store");
        err_hint(err, "make it and its folder writable, or choose another store with --store");
        return err_at(err, str_of(path), 0, 0);
    }
    int failed;
    do
        failed = flock(store->lock, LOCK_EX | LOCK_NB);
    while (failed && errno == EINTR);
    if (failed && errno == EWOULDBLOCK)
        return lock_fail(store, path, err);
    if (failed) {
        err_errno(err, "cannot lock the store");
        return err_at(err, str_of(path), 0, 0);
    }
    /* A courtesy to whoever finds it locked; a full disk is no reason to stop here. */
    char pid[16];
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(store->lock, 0) != 0 || pwrite(store->lock, pid, (size_t)n, 0) != n)
        errno = 0;
    return true;
}

static bool lock_open(struct store *store, struct err *err)
{
    struct arena a = {0};
    bool ok = lock_take(store, arena_printf(&a, "%s.lock", store->path).p, err);
    arena_release(&a);
    return ok;
}

static char *copy_text(str s)
{
    char *copy = mem_alloc(s.n + 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    return copy;
}

/* Creates the store's folder and finds the absolute names of both. */
static bool find_place(struct store *store, const char *path, struct err *err)
{
    struct arena a = {0};
    str folder = fs_folder(&a, str_of(path));
    char *real = NULL;
    bool ok = fs_mkdir_all(folder.p, err);
    if (ok && !(real = realpath(folder.p, NULL))) {
        err_errno(err, "cannot find the folder of the store");
        ok = err_at(err, folder, 0, 0);
    }
    if (ok) {
        store->folder = copy_text(str_of(real));
        store->path = copy_text(fs_join(&a, str_of(real), fs_name(str_of(path))));
    }
    free(real);
    arena_release(&a);
    return ok;
}

bool store_open(struct store **out, const char *path, struct err *err)
{
    struct store *store = mem_alloc(sizeof *store);
    store->lock = -1;
    if (find_place(store, path, err) && lock_open(store, err) && db_open(store, err)) {
        media_sweep(store);
        *out = store;
        return true;
    }
    store_close(store);
    return false;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    db_close(store);
    body_tools_free(store->tools);
    if (store->lock >= 0)
        close(store->lock);
    free(store->path);
    free(store->folder);
    free(store);
}
