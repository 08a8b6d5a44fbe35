/* Time zones: a table of changes, asked of the C library once. */
#include <stdlib.h>
#include <time.h>

#include "digest/fs.h"
#include "digest/time.h"

#define ZONE_FOLDER "/usr/share/zoneinfo"

/* 1900-01-01 and 2200-01-01, in UTC. */
#define ZONE_BEGIN INT64_C(-2208988800)
#define ZONE_END   INT64_C(7258118400)

/* Two changes closer together than this, the second undoing the first, would go unseen. The
 * closest that the database has are four days apart (Freetown, 1939); Boa Vista had a summer time
 * of seven days in 2000. */
#define ZONE_STEP (INT64_C(2) * 86400)

/* A table being built. */
struct table {
    struct arena *a;
    int64_t *from;
    int32_t *offsets;
    size_t count, from_cap, offsets_cap;
};

static void table_add(struct table *t, int64_t from, int32_t offset)
{
    t->from = arena_grow(t->a, t->from, t->count, &t->from_cap, sizeof *t->from);
    t->offsets = arena_grow(t->a, t->offsets, t->count, &t->offsets_cap, sizeof *t->offsets);
    t->from[t->count] = from;
    t->offsets[t->count] = offset;
    t->count++;
}

/* The offset that the C library's current zone has at an instant. */
static int32_t system_offset(int64_t utc)
{
    time_t t = (time_t)utc;
    struct tm broken_down;
    return localtime_r(&t, &broken_down) ? (int32_t)broken_down.tm_gmtoff : 0;
}

/* The first instant after `low` at which the offset is no longer `offset`; at `high` it is not. */
static int64_t find_change(int64_t low, int64_t high, int32_t offset)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (system_offset(middle) == offset)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void table_fill(struct table *t)
{
    int32_t offset = system_offset(ZONE_BEGIN);
    table_add(t, INT64_MIN, offset);
    int64_t low = ZONE_BEGIN;
    while (low < ZONE_END) {
        int64_t high = low + ZONE_STEP;
        if (system_offset(high) == offset) {
            low = high;
            continue;
        }
        low = find_change(low, high, offset);
        offset = system_offset(low);
        table_add(t, low, offset);
    }
}

/* True for the names that the database gives its zones; no path leads out of its folder. */
static bool is_zone_name(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-' && c != '+' && c != '/')
            return false;
    }
    return name.n > 0 && name.n < 100 && name.p[0] != '/';
}

/* The database's folder holds a few files that are no zones. */
#define ZONE_FILE_LARGEST ((size_t)1 << 20)

static bool is_zone_file(const char *path)
{
    struct buf bytes = buf_init(ZONE_FILE_LARGEST);
    struct err ignored = {0};
    bool is_zone = fs_read(&bytes, path, &ignored) && str_starts(buf_str(&bytes), STR("TZif"));
    buf_release(&bytes);
    return is_zone;
}

static bool fail(struct err *err, str name)
{
    if (fs_kind(ZONE_FOLDER) == FS_ABSENT) {
        err_set(err, ERR_CONFIG, "no time zone \"%.*s\": the system has no time zone database",
                STR_ARGS(name));
        return err_hint(err, "install the package tzdata, or use UTC");
    }
    err_set(err, ERR_CONFIG, "no time zone \"%.*s\"", STR_ARGS(name));
    return err_hint(err, "write it as the time zone database does, such as Europe/Berlin or UTC");
}

/* Makes `value` the C library's zone. Called before there are other threads, as time.h says. */
static void use_zone(const char *value)
{
    setenv("TZ", value, 1);
    tzset();
}

bool zone_load(struct zone *out, struct arena *a, str name, struct err *err)
{
    struct table table = {.a = a};
    if (str_is(name, "UTC")) { /* without a database, too */
        table_add(&table, INT64_MIN, 0);
    } else {
        str path = arena_printf(a, ZONE_FOLDER "/%.*s", STR_ARGS(name));
        if (!is_zone_name(name) || !is_zone_file(path.p))
            return fail(err, name);
        /* An absolute path, since for a name alone the library asks the environment where. */
        use_zone(arena_printf(a, ":%s", path.p).p);
        table_fill(&table);
        use_zone("UTC0");
    }
    *out = (struct zone){arena_copy(a, name), table.count, table.from, table.offsets};
    return true;
}

int32_t zone_offset(const struct zone *zone, int64_t utc)
{
    if (zone->count == 0)
        return 0;
    /* The last entry that is not behind utc; the first never is. */
    size_t low = 0, high = zone->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->from[middle] <= utc)
            low = middle;
        else
            high = middle;
    }
    return zone->offsets[low];
}

int64_t zone_instant(const struct zone *zone, struct civil local)
{
    /* The offsets a day before and a day behind: the change itself, if there is one near, lies
     * between. No zone is further than 14 hours from UTC. */
    int64_t wall = civil_instant(local, 0);
    int64_t before = wall - zone_offset(zone, wall - 86400);
    int64_t behind = wall - zone_offset(zone, wall + 86400);
    bool before_holds = before + zone_offset(zone, before) == wall;
    bool behind_holds = behind + zone_offset(zone, behind) == wall;
    int64_t earlier = before < behind ? before : behind;
    int64_t later = before < behind ? behind : before;
    if (before_holds && behind_holds)
        return earlier;
    if (before_holds)
        return before;
    return behind_holds ? behind : later;
}
