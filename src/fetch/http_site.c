/* The settings of a source that matter for asking its server: credentials, certificates, patience. */
#include "http_site.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "digest/fs.h"
#include "http_system.h"

/* A password file; the longest real ones are tokens of some hundred bytes. */
#define PASSWORD_MAX ((size_t)4096)
/* A file of certificates; the system's has 200 kB. */
#define CERTIFICATES_MAX ((size_t)8 << 20)

#define DEFAULT_TIMEOUT  60
#define DEFAULT_PATIENCE 60

/* -- Credentials ------------------------------------------------------------------------------ */

/* Base64 with padding (RFC 4648 section 4), NUL-terminated. */
static str base64(struct arena *a, str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)s.p;
    char *out = arena_alloc(a, (s.n + 2) / 3 * 4 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i += 3) {
        unsigned bits = (unsigned)p[i] << 16;
        bits |= i + 1 < s.n ? (unsigned)p[i + 1] << 8 : 0;
        bits |= i + 2 < s.n ? (unsigned)p[i + 2] : 0;
        out[n++] = digits[bits >> 18];
        out[n++] = digits[bits >> 12 & 63];
        out[n++] = i + 1 < s.n ? digits[bits >> 6 & 63] : '=';
        out[n++] = i + 2 < s.n ? digits[bits & 63] : '=';
    }
    return (str){out, n};
}

/* Reads a file whole into the arena. */
static bool read_whole(str *out, struct arena *a, str path, size_t max, struct err *err)
{
    struct buf bytes = buf_init(max);
    bool read = fs_read(&bytes, arena_copy(a, path).p, err);
    *out = arena_copy(a, buf_str(&bytes));
    buf_release(&bytes);
    return read;
}

/* A setting that cannot be used, whatever kind of failure it was. */
static bool bad_setting(const char *setting, struct err *err)
{
    err->code = ERR_CONFIG;
    return err_hint(err, "`%s:` must name a file that can be read", setting);
}

static bool read_password(str *out, struct arena *a, const struct source *source, struct err *err)
{
    bool set = true;
    if (source->password_env.n)
        *out = system_variable(a, arena_copy(a, source->password_env).p, &set);
    else if (!read_whole(out, a, source->password_file, PASSWORD_MAX, err))
        return bad_setting("password_file", err);
    while (out->n && (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
        out->n--;
    if (out->n)
        return true;
    if (source->password_env.n) {
        err_set(err, ERR_CONFIG, "the environment variable %.*s is %s",
                STR_ARGS(source->password_env), set ? "empty" : "not set");
        return err_hint(err, "it must hold the password of user \"%.*s\"", STR_ARGS(source->user));
    }
    err_set(err, ERR_CONFIG, "the password file is empty");
    return err_at(err, source->password_file, 0, 0);
}

/* Refuses to send a password where others can read it. */
static bool check_way(const struct http_site *site, struct err *err)
{
    if (site->location.secure || url_is_loopback(&site->location))
        return true;
    err_set(err, ERR_CONFIG, "a password would be sent over plain http, where others can read it");
    return err_hint(err, "write the URL with https://, or leave out `user:`");
}

static bool load_credentials(struct http_site *site, const struct source *source, struct err *err)
{
    struct arena *a = &site->arena;
    str password;
    if (source->user.n == 0 || site->location.host.n == 0)
        return true;
    if (str_find_char(source->user, ':', 0) != SIZE_MAX)
        return err_set(err, ERR_CONFIG, "a user name cannot have a colon in it");
    if (!source->password_env.n && !source->password_file.n) {
        err_set(err, ERR_CONFIG, "a user but no password");
        return err_hint(err, "name what holds it by `password_env:` or `password_file:`");
    }
    if (!check_way(site, err) || !read_password(&password, a, source, err))
        return false;
    str pair = arena_printf(a, "%.*s:%.*s", STR_ARGS(source->user), STR_ARGS(password));
    str token = base64(a, pair);
    site->authorization = arena_printf(a, "Basic %.*s", STR_ARGS(token));
    secrets_add(&site->secrets, a, password);
    secrets_add(&site->secrets, a, token);
    return true;
}

/* -- Certificates ----------------------------------------------------------------------------- */

/* The file of certificates that libcurl would use; "" when there is none. */
static str system_certificates(struct arena *a)
{
    struct err ignored = {0};
    char *path = NULL;
    str found = {0};
    CURL *easy = curl_easy_init();
    if (easy && curl_easy_getinfo(easy, CURLINFO_CAINFO, &path) == CURLE_OK && path)
        if (!read_whole(&found, a, str_of(path), CERTIFICATES_MAX, &ignored))
            found = (str){0};
    curl_easy_cleanup(easy);
    return found;
}

static bool load_certificates(struct http_site *site, const struct source *source, struct err *err)
{
    str own;
    if (source->ca_file.n == 0)
        return true;
    if (!read_whole(&own, &site->arena, source->ca_file, CERTIFICATES_MAX, err))
        return bad_setting("ca_file", err);
    if (!str_has(own, STR("-----BEGIN "))) {
        err_set(err, ERR_CONFIG, "no certificates in PEM form");
        err_at(err, source->ca_file, 0, 0);
        return err_hint(err, "they begin with a line \"-----BEGIN CERTIFICATE-----\"");
    }
    str all = system_certificates(&site->arena);
    site->ca = arena_printf(&site->arena, "%.*s\n%.*s", STR_ARGS(own), STR_ARGS(all));
    return true;
}

/* -- Sites ------------------------------------------------------------------------------------ */

/* Reads the places that the configuration names. */
static bool load_places(struct http_site *site, const struct source *source, struct err *err)
{
    struct arena *a = &site->arena;
    if (url_read(&site->location, a, source->location) != URL_GOOD)
        site->location = (struct url){0};
    if (url_read(&site->home, a, source->home) != URL_GOOD)
        site->home = (struct url){0};
    secrets_add_of_url(&site->secrets, a, arena_copy(a, source->location));
    if (!site->location.login)
        return true;
    err_set(err, ERR_CONFIG, "the URL has a user name or password in it");
    return err_hint(err, "use `user:` and `password_env:` or `password_file:` instead");
}

bool site_new(struct http_site **out, const struct source *source, bool secrets, struct err *err)
{
    struct http_site *site = mem_alloc(sizeof *site);
    *site = (struct http_site){
        .insecure = source->insecure,
        .listed = source->listed,
        .timeout = source->timeout ? source->timeout : DEFAULT_TIMEOUT,
        .patience = source->patience ? source->patience : DEFAULT_PATIENCE,
        .time_limit = source->time_limit,
    };
    pthread_mutex_init(&site->lock, NULL);
    bool good =
        load_places(site, source, err) &&
        (!secrets || (load_credentials(site, source, err) && load_certificates(site, source, err)));
    if (!good) {
        err_at(err, secret_url(&site->arena, source->location), 0, 0);
        site_free(site);
        return false;
    }
    *out = site;
    return true;
}

void site_free(struct http_site *site)
{
    if (!site)
        return;
    pthread_mutex_destroy(&site->lock);
    arena_release(&site->arena);
    free(site);
}

bool site_covers(const struct http_site *site, const struct url *u)
{
    return url_covers(&site->location, u) || url_covers(&site->home, u);
}

unsigned http_site_requests(const struct http_site *site)
{
    return atomic_load(&site->requests);
}

/* -- Patience --------------------------------------------------------------------------------- */

/* Call with the lock held. */
static int64_t time_left(struct http_site *site, unsigned second)
{
    int64_t now = system_ms();
    if (site->started == 0)
        site->started = now;
    if (site->time_limit == 0)
        return INT64_MAX;
    return site->started + (int64_t)site->time_limit * second - now;
}

int64_t site_time_left(struct http_site *site, unsigned second)
{
    pthread_mutex_lock(&site->lock);
    int64_t left = time_left(site, second);
    pthread_mutex_unlock(&site->lock);
    return left;
}

void site_spend(struct http_site *site, int64_t ms)
{
    pthread_mutex_lock(&site->lock);
    site->spent += ms;
    pthread_mutex_unlock(&site->lock);
}

bool site_take_pause(struct http_site *site, int64_t ms, unsigned second)
{
    pthread_mutex_lock(&site->lock);
    bool fits =
        site->spent + ms <= (int64_t)site->patience * second && ms < time_left(site, second);
    if (fits)
        site->spent += ms;
    pthread_mutex_unlock(&site->lock);
    return fits;
}
