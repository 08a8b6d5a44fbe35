/*
 * The configuration: digest.yaml and the flags that override it, as one plain struct.
 *
 * Every field has its effective value after config_load and config_finish; nothing behind the
 * command line asks whether it was given. Where each value came from is kept for `digest config`.
 */
#ifndef DIGEST_CONFIG_H
#define DIGEST_CONFIG_H

#include "digest/arena.h"
#include "digest/err.h"
#include "digest/log.h"
#include "digest/time.h"

/* Where a value came from. */
enum origin { ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_ENVIRONMENT, ORIGIN_FLAG };

/* One effective value, for printing: key path ("site.title", "sources[0].name"), its text and its
 * origin with the line for ORIGIN_FILE and the flag's or variable's name for the others. */
struct setting {
    str key;
    str value;
    enum origin origin;
    unsigned line;
    str by;
};

/* What a source delivers. SOURCE_FILES: files of any kind, told apart by their content. SOURCE_OPML: a
 * list of feeds, which the command line replaces by the feeds before anything else is done. */
enum source_kind { SOURCE_WORDPRESS, SOURCE_TEXT, SOURCE_FEED, SOURCE_FILES, SOURCE_OPML };

/* What is shown of a source that cannot be read now: what it had, nothing, or no build at all. */
enum on_error { ON_ERROR_LAST_GOOD, ON_ERROR_SKIP, ON_ERROR_FAIL };

/* Images of articles: shown from where they are, copied into the site, or left out. */
enum image_policy { IMAGES_LINK, IMAGES_MIRROR, IMAGES_NONE };

/* What a filter does to the articles it finds: leaves them out; keeps them off the front page and out
 * of the site's feeds; adds a tag; puts them first on the front page. */
enum filter_action { FILTER_DROP, FILTER_HIDE, FILTER_TAG, FILTER_PIN };

/* Where a filter looks; FILTER_ANY is title, dek, summary, text and names of terms and authors. */
enum filter_field {
    FILTER_ANY,
    FILTER_TITLE,
    FILTER_TEXT,
    FILTER_URL,
    FILTER_AUTHOR,
    FILTER_CATEGORY,
    FILTER_TAGS,
    FILTER_LANGUAGE,
};

struct pattern;

/* One entry of `filters:`, the site's or a source's. */
struct filter {
    enum filter_field field;
    enum filter_action action;
    struct pattern *pattern; /* freed by config_release */
    str text;                /* the pattern as written */
    str tag;                 /* FILTER_TAG: the tag's name */
    unsigned line;           /* of the entry in the file */
};

struct filters {
    struct filter *items;
    size_t count;
};

/* How much of an article is shown. */
enum content_policy { CONTENT_FULL, CONTENT_EXCERPT, CONTENT_LINK };

struct str_list {
    str *items;
    size_t count;
};

/* One entry of `sources:`. */
struct source {
    str key;  /* stable identifier: `key:`, else the slug of the name; unique */
    str name; /* shown to readers; unique */
    enum source_kind kind;
    str location; /* as written: a path, folder, pattern or URL */
    bool remote;  /* location is an http or https URL */
    bool listed;  /* the location came out of a fetched list, and is on another server than that:
                     only public addresses may be asked */
    str path;     /* location resolved against the configuration's folder; "" when remote */
    str home;     /* the source's own site, an absolute URL or "" */
    str icon;     /* an absolute URL or "" */
    str language; /* BCP 47 tag; the site's unless given */
    enum content_policy content;
    struct str_list strip;      /* selectors of blocks to remove from bodies */
    struct str_list categories; /* wordpress: only articles in one of these (slugs) or below; else:
                                   for articles that name none */
    struct str_list tagged;     /* wordpress: only articles with one of these tags (slugs) */
    struct str_list default_categories; /* wordpress: for articles that name none */
    struct str_list tags;               /* for articles that name none */
    struct str_list types; /* wordpress: post types besides "post", by slug or rest_base */
    struct filters filters;
    enum on_error on_error;
    enum image_policy images;
    uint32_t image_width; /* images: mirror; pixels that images are scaled down to */
    int64_t since; /* instant: older articles are neither fetched nor shown; or INSTANT_NONE */
    size_t max_articles;   /* only that many, the newest; 0 is all */
    int64_t interval;      /* seconds: not asked again before; 0 is at every run */
    bool allow_empty;      /* an answer without any article is taken for true */
    unsigned max_removals; /* per cent of a source's articles that one run may remove */
    str user;              /* credentials for the source's host; or "" */
    str password_env;      /* the environment variable with the password; or "" */
    str password_file;     /* the file with the password, resolved; or "" */
    str ca_file;           /* certificates to trust besides the system's, resolved; or "" */
    bool insecure;         /* TLS certificates are not checked */
    unsigned timeout;      /* seconds that one request may take */
    unsigned patience;     /* seconds that failing requests and pauses may take in all */
    unsigned time_limit;   /* seconds that the source may take in all */
    str media;             /* folder with saved copies of the source's images, resolved; or "" */
    unsigned line;         /* of the entry in the file */
};

struct config {
    str file;   /* path of the configuration, as given or found */
    str folder; /* its folder; relative paths in it start there */
    str title;
    str description;
    str url;           /* absolute, http or https, with a slash at its end */
    str language;      /* BCP 47 */
    str timezone;      /* IANA name */
    unsigned per_page; /* articles on a full index page, 10..200 */
    str output;        /* folder the site is written to, resolved */
    str store;         /* database file, resolved */
    str templates; /* folder whose files override the default theme's, resolved; need not exist */
    unsigned jobs; /* worker threads, at least 1 */
    int64_t now;   /* the build's idea of the present, an instant; not shown on any page */
    bool offline, full, strict;
    str user_agent;         /* `fetch: user_agent:`, else digest's own with the contact */
    str contact;            /* `fetch: contact:`, an URL; else the site's */
    unsigned per_host;      /* `fetch: per_host:`, requests at a time on one host */
    struct filters filters; /* for all sources */
    struct source *sources;
    size_t source_count, source_cap;
    struct pattern **patterns; /* all of filters, for config_release */
    size_t pattern_count;
    struct setting *settings; /* for `digest config`, in the file's documented order */
    size_t setting_count;
};

/* Flags that override the file; null or 0 where not given. Paths are relative to the working
 * directory. */
struct config_flags {
    const char *folder; /* [DIR]: looks for digest.yaml there */
    const char *config; /* --config FILE */
    const char *output, *url, *store;
    const char *jobs; /* --jobs N, as written */
    const char *now;  /* --now TIME, as written; SOURCE_DATE_EPOCH comes second, the clock last */
    bool offline, full, strict;
    bool no_sources;               /* a file without any source is fine: one is about to be added */
    const char *source_date_epoch; /* the environment variable's value, or null */
    int64_t clock;                 /* the time when the program was started */
    unsigned processors;           /* default of jobs */
};

/*
 * Finds, reads and checks the configuration and applies the flags. Everything in *out lives in the
 * arena. All problems are reported to log, each with its place, the offending line and a
 * suggestion, before it returns false with the number of them in *err (ERR_CONFIG, or ERR_USAGE
 * for a flag's value).
 */
bool config_load(struct config *out, struct arena *a, const struct config_flags *flags,
                 struct log *log, struct err *err);

/* One feed of a list of feeds, as the list describes it. */
struct listed_feed {
    str title;    /* "" unless given */
    str url;      /* absolute http(s), or a path relative to the list's folder */
    str home;     /* of its site; or "" */
    str category; /* names joined by "/"; or "" */
};

/*
 * Adds a source for one feed of the list config->sources[list] (SOURCE_OPML), behind the others. What
 * is set for the list holds for the feed, but credentials only on the list's own host. Its key is made
 * from its URL and its name from the title, both unlike those that are there. What the list says is
 * its category is the category of articles that name none. Does nothing when a source has that URL
 * already. Everything lives in the arena. False: the URL is none, a path in a list that was fetched,
 * or there are LIMIT_SOURCES already.
 */
bool config_add_feed(struct config *config, struct arena *a, size_t list,
                     const struct listed_feed *feed, struct err *err);

/* Takes the lists of feeds (SOURCE_OPML) out of the sources, once their feeds were added. */
void config_drop_lists(struct config *config);

/* Frees what of a configuration is not in the arena: patterns. A zeroed one is fine. */
void config_release(struct config *config);

#endif
