/* Does the system know this time zone? */
#include "check.h"

#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/suggest.h"

#define ZONES "/usr/share/zoneinfo"

/* A name of the database, which cannot lead out of its folder. */
static bool name_safe(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == 0 || !strchr("_+-/", c)))
            return false;
    }
    return name.n > 0 && name.n <= 64 && name.p[0] != '/' && !str_has(name, STR("//"));
}

/* True for a compiled zone (RFC 8536: it begins with "TZif"); the folder has other files too. */
static bool zone_exists(struct arena *a, str name)
{
    struct err ignored = {0};
    struct buf bytes = buf_init(LIMIT_CONFIG);
    str path = fs_join(a, STR(ZONES), name);
    bool is_zone = fs_kind(path.p) == FS_FILE && fs_read(&bytes, path.p, &ignored) &&
                   str_starts(buf_str(&bytes), STR("TZif"));
    buf_release(&bytes);
    return is_zone;
}

/* The known zone that was probably meant, or null. */
static const char *nearest_zone(struct arena *a, str name)
{
    struct fs_list files;
    struct err ignored = {0};
    if (!fs_list(&files, a, ZONES, true, &ignored))
        return NULL;
    const char **names = arena_array(a, files.count, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < files.count; i++) {
        str zone = str_of(files.items[i].path.p + sizeof ZONES); /* behind the slash */
        /* "posix/" and "right/" repeat the whole tree. */
        if (!str_starts(zone, STR("posix/")) && !str_starts(zone, STR("right/")) && name_safe(zone))
            names[count++] = zone.p;
    }
    return suggest(name, names, count);
}

bool check_timezone(struct arena *a, str name, struct err *err)
{
    if (str_is(name, "UTC") || (name_safe(name) && zone_exists(a, name)))
        return true;
    err_set(err, ERR_CONFIG, "no time zone is called \"%.*s\"", STR_ARGS(str_slice(name, 0, 64)));
    if (fs_kind(ZONES) != FS_FOLDER)
        return err_hint(err, "this system has no time zone database: install tzdata, or use UTC");
    const char *meant = nearest_zone(a, name);
    if (meant)
        return err_hint(err, "did you mean \"%s\"?", meant);
    return err_hint(err, "write a name such as \"Europe/Berlin\" or \"UTC\"");
}
