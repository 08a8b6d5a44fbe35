/* What a source says, checked against its kind and among itself. */
#include "check.h"
#include "digest/fs.h"
#include "item.h"

/* Keys that only matter to what is fetched over the network. */
static const char *const remote_keys[] = {
    "types",        "interval",      "allow_empty", "max_removals", "user",
    "password_env", "password_file", "ca_file",     "insecure",     "timeout",
    "patience",     "time_limit",    NULL};

/* Keys for WordPress only, and what others write instead. */
static const struct {
    const char *key, *instead;
} wordpress_keys[] = {
    {"tagged", "filters can drop articles by their tags"},
    {"types", "only a WordPress has types of posts"},
    {"default_categories", "write \"categories:\" instead"},
    {NULL, NULL},
};

static void refuse(const struct item *e, const char *key, const char *hint, const char *why)
{
    reader_fault(e->reader, place_of(item_get(e, key)), hint, "%s", why);
}

static void check_wordpress(const struct item *e)
{
    for (size_t i = 0; wordpress_keys[i].key && e->source->kind != SOURCE_WORDPRESS; i++)
        if (item_get(e, wordpress_keys[i].key))
            reader_fault(e->reader, place_of(item_get(e, wordpress_keys[i].key)),
                         wordpress_keys[i].instead, "\"%s:\" is only for WordPress sources",
                         wordpress_keys[i].key);
}

/* Warns of a key that changes nothing here. */
static void warn(const struct item *e, const char *key, const char *where)
{
    struct err err = {0};
    const struct yaml *node = item_get(e, key);
    if (!node)
        return;
    err_set(&err, ERR_CONFIG, "\"%s:\" has no effect on %s", key, where);
    reader_warn(e->reader, place_of(node), &err);
}

static void warn_of_useless(const struct item *e)
{
    const struct source *s = e->source;
    bool list = s->kind == SOURCE_OPML;
    for (size_t i = 0; remote_keys[i] && s->path.n && !list; i++)
        if (s->kind == SOURCE_WORDPRESS || strcmp(remote_keys[i], "types") != 0)
            warn(e, remote_keys[i], "files");
    if (list) {
        warn(e, "home", "a list of feeds");
        warn(e, "icon", "a list of feeds");
    }
    if (s->images != IMAGES_MIRROR)
        warn(e, "image_width", "images that are not mirrored");
}

static void check_credentials(const struct item *e)
{
    const struct source *s = e->source;
    const char *password = item_get(e, "password_env") ? "password_env" : "password_file";
    bool has_password = item_get(e, password);
    if (item_get(e, "password_env") && item_get(e, "password_file"))
        refuse(e, "password_file", "keep one of \"password_env:\" and \"password_file:\"",
               "the password is in two places");
    if (!item_get(e, "user")) {
        if (has_password)
            refuse(e, password, "add \"user:\"", "there is a password, but no user");
        return;
    }
    if (!has_password)
        refuse(e, "user",
               "add \"password_env:\" with the name of an environment variable, or "
               "\"password_file:\"",
               "there is a user, but no password");
    if (!s->remote)
        refuse(e, "user", "give the feed that needs them an entry of its own",
               "a list that is a file has no server that user and password are for");
    else if (!url_is_https(s->location) && !is_loopback_url(e->reader->arena, s->location))
        refuse(e, "user", "write \"https://\" in the source's address",
               "the password would be sent for everyone to read");
}

static void check_tls(const struct item *e)
{
    const struct source *s = e->source;
    if (s->ca_file.n && fs_kind(s->ca_file.p) != FS_FILE)
        reader_fault(e->reader, place_of(item_get(e, "ca_file")), NULL, "there is no file %.*s",
                     STR_ARGS(s->ca_file));
    if (s->insecure && s->remote && !url_is_https(s->location))
        refuse(e, "insecure", "leave it out, or write \"https://\" in the source's address",
               "plain http has no certificates that could be left unchecked");
    if (s->insecure && s->ca_file.n)
        refuse(e, "ca_file", "keep one of \"ca_file:\" and \"insecure:\"",
               "certificates that are not checked need no \"ca_file:\"");
}

void item_check(struct item *e)
{
    if (!e->keys_known || !e->source->location.n)
        return; /* what is missing may be what is misspelt */
    check_wordpress(e);
    warn_of_useless(e);
    if (e->source->remote || e->source->kind == SOURCE_OPML) {
        check_credentials(e);
        check_tls(e);
    }
}
