/*
 * The parts of the WordPress client. wordpress.c is the course of one synchronisation;
 *
 *     _state         what is remembered from one to the next
 *     _filter        slugs of categories and tags → ids
 *     _types         names of types of posts → routes
 *     _ask, _item    one request and its answer; an object in it
 *     _walk, _fetch  a collection page by page; posts by their ids
 *     _bring         all posts, the changed ones, the newest
 *     _parts         authors, terms and media that are not embedded
 *     _compose       a post made whole
 *     _keep          posts → documents, committed
 *     _sweep, _leave what is there no more
 *     _names         categories, tags and authors that are called otherwise now
 *     _degrade       the site's feed instead
 *
 * Where it says "posts", it means the posts of any type: they share one table, so that their ids
 * never meet.
 */
#ifndef DIGEST_FETCH_WORDPRESS_H
#define DIGEST_FETCH_WORDPRESS_H

#include "digest/map.h"
#include "sync.h"
#include "wordpress_item.h"

/* Items of a collection in one request: the most that WordPress allows. Each smaller size divides
 * the one before, so that any part of a page is itself a page: smaller requests need no
 * `offset`. */
#define WP_SIZE 100

/* -- One request (_ask) ----------------------------------------------------------------------- */

struct wp_ask {
    str route;          /* "wp/v2/posts" */
    str query;          /* encoded, without what follows; may be "" */
    const char *fields; /* `_fields`; null: all */
    bool embed;         /* with author, terms and featured media */
    size_t size, page;  /* `per_page` and `page`; 0: not said */
    bool once;          /* do not try again */
    bool whole;         /* not a list: the caller reads the body */
};

/* What came of it. */
enum wp_outcome {
    WP_GIVEN,
    WP_DENIED,  /* WordPress said no: status and code tell why */
    WP_FAILING, /* nothing that can be used, for now; a smaller request might succeed */
    WP_CLOSED,  /* something else than WordPress's interface answers, or nobody may ask it */
};

/* An answer. What is in it lives until the next request that uses it. */
struct wp_answer {
    struct arena a;
    struct http_response http;
    bool arrived;          /* there is an answer at all */
    str body;              /* without byte order mark */
    struct wp_item *items; /* of a list; an object alone is a list of one */
    size_t count;
    size_t pages; /* of the collection, as the server counts them; or 0 */
    size_t total; /* of its items */
    bool totals;  /* it is known */
    str code;     /* WP_DENIED: WordPress's error code */
};

struct wp_sync;

/* Asks. The answer is JSON to its last byte, or it is not WP_GIVEN; then *err says what it was. */
enum wp_outcome wp_ask(struct wp_sync *s, struct wp_answer *answer, const struct wp_ask *ask,
                       struct err *err);

/* True when the first page of a list has less than it was asked for, since the server gives no more
 * at a time: its pages are more than they would be else. */
bool wp_is_capped(const struct wp_answer *page, size_t size);

/* Frees it. */
void wp_answer_release(struct wp_answer *answer);

/* s for a query: all but letters, digits and "-._~," percent-encoded. */
str wp_escape(struct arena *a, str s);

/* -- Sets of ids (_ids) ----------------------------------------------------------------------- */

/* A set of numbers above 0, eight bytes each. Zero-initialise; freed by wp_ids_release. */
struct wp_ids {
    uint64_t *slots;
    size_t count, cap;
};

/* Adds one; false: it was there. */
bool wp_ids_add(struct wp_ids *ids, uint64_t id);

/* True when the set has it. */
bool wp_ids_has(const struct wp_ids *ids, uint64_t id);

/* Empties the set and frees its memory. */
void wp_ids_release(struct wp_ids *ids);

/* A list of them in an arena. */
struct wp_list {
    uint64_t *items;
    size_t count, cap;
};

/* Appends an id; the list lives in the arena. */
void wp_list_add(struct wp_list *list, struct arena *a, uint64_t id);

/* "1,2,3", of those from `from` on, at most `count`. */
str wp_list_join(struct arena *a, const struct wp_list *list, size_t from, size_t count);

/* -- The state of a synchronisation ----------------------------------------------------------- */

/* One of the newest posts. */
struct wp_latest {
    uint64_t id;
    str modified;      /* as wp_item_modified */
    int64_t published; /* as wp_item_published */
};

/* A kind of posts. */
struct wp_type {
    str slug;              /* "post" */
    str route;             /* "wp/v2/posts" */
    bool categories, tags; /* it has these taxonomies */
    /* Names of notes. */
    const char *cursor_note, *walk_note, *lost_note, *window_note;
    int64_t cursor; /* all changes until then are known; or INSTANT_NONE: never walked to its end */
    int64_t newest; /* change seen; or INSTANT_NONE */
    str window;     /* "&after=…" or "": older posts are not asked for */
    bool narrowed;  /* the window is that of a limited number of posts, of which there are more */
    bool walked;    /* all of it, in this run */
    bool skipped;   /* could not be read; the others could */
    /* What the look at the newest posts told. */
    struct wp_latest *latest;
    size_t latest_count;
    bool latest_all; /* these are all there are */
    size_t total;    /* of those asked for */
    bool totals;
    struct wp_list lost; /* that could not be read in this run */
};

/* Kinds of parts of posts. */
enum wp_part { WP_PART_AUTHOR, WP_PART_CATEGORY, WP_PART_TAG, WP_PART_MEDIA, WP_PARTS };

/* Those that have a name, before the others. */
#define WP_NAMED WP_PART_MEDIA

/* What is known of parts that were not embedded where they should have been. */
struct wp_parts {
    struct map known[WP_PARTS];    /* id in decimal → what is known; of media for one page only */
    struct wp_list want[WP_PARTS]; /* to be asked for now */
    bool closed[WP_PARTS];         /* nobody may ask for them */
    unsigned failures[WP_PARTS];
    unsigned round;
};

/* A category of the site. */
struct wp_category {
    uint64_t id, parent;
    str slug, name;
    bool chosen;
};

/* All of them. */
struct wp_tree {
    struct wp_category *items;
    size_t count, cap;
    bool asked, complete;
    struct map by_id; /* decimal id → struct wp_category */
};

/* What something is called: a fingerprint of its name and slug, and its place in the tree. */
struct wp_name {
    uint64_t id, parent;
    uint32_t print;
};

struct wp_name_list {
    struct wp_name *items;
    size_t count, cap;
};

/* The names of one kind. */
struct wp_names {
    struct wp_name_list noted; /* of the last time, by id; once they are recalled */
    bool recalled;
    struct wp_name_list met; /* with posts of this run, and not noted so */
    struct wp_ids met_ids;
    bool suspicious; /* one of those was noted otherwise */
};

struct wp_sync {
    struct sync *sync;
    struct arena keep; /* lives as long as this */
    struct arena work; /* of the posts being kept */
    struct wp_answer page, side;
    struct buf out; /* documents being made */
    struct wp_root root;
    bool recalled; /* the root is a remembered one */
    bool answered; /* it gave something */
    bool closed;   /* it gave nothing at all, and not because it fails: another way may be open */
    str feed;      /* of the site, when finding the root told; or "" */
    struct wp_type *types;
    size_t type_count;
    struct str_list former; /* routes of types that were asked for the last time only */
    str settings;           /* fingerprint of what decides which posts are asked for */
    bool changed;           /* it is another one than the last time */
    bool unsettled;         /* what it leaves out has not been found yet */
    str filter;             /* "&categories=5,7&tags=9" or "" */
    size_t size;            /* `per_page`: WP_SIZE, or what the server can bear */
    bool ignores;           /* the server does not know modified_after */
    bool lesser;            /* the last run could only read the feed */
    bool strays;     /* posts were given that nobody asked for: `include` is not understood */
    int64_t started; /* the server's idea of the present at its first answer */
    struct wp_parts parts;
    struct wp_tree tree;
    struct wp_names names[WP_NAMED];
    size_t renamed; /* found in this run */
    bool anew;      /* posts are made anew though they are kept */
    unsigned lost_in_a_row;
    unsigned quiet;     /* pages in a row without anything to keep */
    bool unnumbered;    /* a post without an id was reported */
    struct note *notes; /* for the next commit */
    size_t note_count, note_cap;
    size_t done, expected; /* for the progress bar */
};

/* -- What is remembered (_state) -------------------------------------------------------------- */

/* Prepares *s for a run. */
void wp_init(struct wp_sync *s, struct sync *sync);

/* Frees what a run took. */
void wp_release(struct wp_sync *s);

/* The value of a note; "" when there is none. */
str wp_note(struct wp_sync *s, const char *name);

/* Sets a note with the next commit, unless that is what it is. The name must outlive the run; the
 * value is copied. */
void wp_note_set(struct wp_sync *s, const char *name, str value);

/* A note that is an instant; INSTANT_NONE unless it is one. */
int64_t wp_note_instant(struct wp_sync *s, const char *name);

/* Sets such a note; INSTANT_NONE forgets it. */
void wp_note_set_instant(struct wp_sync *s, const char *name, int64_t instant);

/* "2026-05-07T08:10:43Z", as the interface takes it; in the arena. */
str wp_date(struct arena *a, int64_t instant);

/* Reads what the last run left, and finds out whether what is asked for has changed since. */
void wp_recall(struct wp_sync *s);

/* Names the notes of a type and reads them; those of other settings are forgotten. */
void wp_type_recall(struct wp_sync *s, struct wp_type *type);

/* Reports a doubt (fatal false) or a loss. */
void wp_doubt(struct wp_sync *s, const struct err *problem, bool fatal);

/* -- What is asked for (_filter, _types) ------------------------------------------------------ */

/*
 * Resolves the source's categories, with all below them, and tags to s->filter: what was remembered
 * or, with `anew`, by asking. False: ERR_CONFIG, one of them does not exist; or it cannot be known.
 */
bool wp_filter(struct wp_sync *s, bool anew, struct err *err);

/* Reads all categories into s->tree, once in a run, by way of s->side. False: they could not be
 * read. */
bool wp_tree_read(struct wp_sync *s, struct err *err);

/* The category with an id; null when the tree has none. */
struct wp_category *wp_tree_find(const struct wp_tree *tree, uint64_t id);

/* Fills s->types from the source's types, and the collection that its URL names. False: ERR_CONFIG,
 * no such type; or it cannot be known. */
bool wp_types(struct wp_sync *s, bool anew, struct err *err);

/* Reports the types of posts that the site has and nobody asked for. */
void wp_types_report(struct wp_sync *s);

/* What a URL of a collection (".../wp-json/wp/v2/pages?categories=5") asks for: the last part of
 * its route, and "&categories=5" of those parameters that choose posts. "" for other URLs. */
void wp_location(struct arena *a, str url, str *base, str *query);

/* -- Collections (_walk) ---------------------------------------------------------------------- */

/*
 * A walk through a collection in the order of ids, page by page. Every item that is there during
 * the whole walk is met, whatever appears or vanishes meanwhile: when the total changes between two
 * pages, pages before are read again until one has items that were met.
 */
struct wp_walk {
    struct wp_sync *s;
    struct wp_type *type; /* of posts; null for others */
    str route, query;
    const char *fields;
    bool embed;
    struct wp_answer *answer; /* where pages are read to; posts to s->page */
    unsigned limit;           /* pages at most */
    bool light;    /* what cannot be read makes it incomplete; else items are given up singly */
    size_t offset; /* how many items were asked for; to go on with an earlier walk: set at first */
    uint64_t high; /* the highest id met; likewise */
    /* Takes items that were not met before. */
    bool (*take)(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err);
    void *context;
    /* Found out; `seen` is released by the caller. */
    struct wp_ids seen;
    size_t size, total;
    bool totals, complete;
    /* Its own. */
    uint64_t low; /* lowest id of the last page */
    size_t idle;  /* items asked for since one that was new */
    unsigned pages, lost;
    bool ended;
};

/* Walks. False: the collection cannot be read (any further). */
bool wp_walk_run(struct wp_walk *w, struct err *err);

/* -- Bringing posts (_bring) ------------------------------------------------------------------- */

/* Looks at the newest posts of a type, by ids only: fills in type->latest and its neighbours. */
enum wp_outcome wp_look(struct wp_sync *s, struct wp_type *type, struct err *err);

/* "&after=…" for posts published at an instant or later; "" for INSTANT_NONE. */
str wp_window_from(struct wp_sync *s, int64_t from);

/* Finds out how far back the newest posts reach that a source is limited to, and sets
 * type->window. */
bool wp_window(struct wp_sync *s, struct wp_type *type, struct err *err);

/* Brings all posts of a type; goes on where an earlier run was broken off. */
bool wp_bring_all(struct wp_sync *s, struct wp_type *type, struct err *err);

/* Brings the posts that were changed since the last run, unless all were just walked through, and
 * those of the newest that are not kept as they are. Sets s->ignores when the server does not
 * understand what is asked. */
bool wp_bring_new(struct wp_sync *s, struct wp_type *type, struct err *err);

/* Brings posts that could not be read the last time. */
bool wp_bring_lost(struct wp_sync *s, struct wp_type *type, struct err *err);

/* Sets the note of the posts that could not be read in this run. */
void wp_note_lost(struct wp_sync *s, const struct wp_type *type);

/* Adds those of some posts that are not kept as they are to a list; those that came whole, since
 * the server does not leave out what was not asked for, are kept at once. */
bool wp_sift(struct wp_sync *s, struct wp_type *type, struct wp_item *items, size_t count,
             struct wp_list *wanted, struct err *err);

/* -- Posts by id (_fetch) --------------------------------------------------------------------- */

/* Brings the posts with these ids, as far as they are there and can be read. */
bool wp_fetch(struct wp_sync *s, struct wp_type *type, const struct wp_list *ids, struct err *err);

/* A post that could not be read although it was the only one asked for. */
struct wp_lone {
    struct wp_type *type;
    struct wp_ask ask; /* for it alone, to be tried once */
    uint64_t id;       /* 0: not known; `ask` then has its place in the list */
    struct err why;
};

/* True when the server answers a request for no more than the ids of what it gave no answer about:
 * then asking for less of it has sense. */
bool wp_is_alive(struct wp_sync *s, const struct wp_ask *ask);

/*
 * Tries once more; *given: it is in s->page now. If that fails, too, but the server is there, gives
 * the post up and reports it. False: the server does not answer, or too many were given up in a
 * row.
 */
bool wp_single(struct wp_sync *s, struct wp_lone *lone, bool *given, struct err *err);

/* -- Keeping (_keep, _parts, _compose) -------------------------------------------------------- */

/* Makes documents of posts in s->page, commits them with the notes that were set, and counts. */
bool wp_keep(struct wp_sync *s, struct wp_type *type, struct wp_item *items, size_t count,
             struct err *err);

/* Commits the notes that were set, and departures. */
bool wp_commit(struct wp_sync *s, struct departure *departures, size_t count, struct err *err);

/* True when a post is kept as it is now: it is present, with the same date of change ("":
 * unknown). */
bool wp_is_kept(struct wp_sync *s, uint64_t id, str modified);

/* Finds what of posts is neither embedded nor known, and asks for it. */
void wp_parts_resolve(struct wp_sync *s, struct wp_item **items, size_t count);

/* An object of a part as it is kept; "" when there is none. *pending is set when it could not be
 * asked for. */
str wp_part_known(struct wp_sync *s, enum wp_part part, uint64_t id, bool *pending);

/* Appends a post as it is kept: one JSON object with `_embedded` as WordPress makes it. False when
 * a part of it could not be asked for, so that the post is to be asked for again. */
bool wp_compose(struct wp_sync *s, const struct wp_item *item, struct buf *out);

/* The parts of `_embedded` as they stand in it; "" where absent. An error in the place of one
 * counts as absent: it has neither name nor address. */
struct wp_embedded {
    str author, terms, media;
};

/* Finds them. */
struct wp_embedded wp_embedded_of(const struct wp_item *item);

/* True when an object can stand for an author. */
bool wp_is_author(str object);

/* True when an object can stand for media. */
bool wp_is_media(str object);

/* Reads the id and taxonomy of an embedded term; false for anything else. */
bool wp_term_read(str object, uint64_t *id, str *taxonomy);

/* The embedded terms of a post that are looked at; articles show LIMIT_TERMS of a kind. */
#define WP_TERMS_MOST ((size_t)256)

/* Which they are. WP_PARTS: neither a category nor a tag. */
struct wp_terms {
    uint64_t ids[WP_TERMS_MOST];
    enum wp_part parts[WP_TERMS_MOST];
    size_t count;
};

/* Reads the groups of an embedded `wp:term`. */
void wp_terms_of(struct wp_terms *out, str groups);

/* True when one of them has the id. */
bool wp_terms_have(const struct wp_terms *terms, enum wp_part part, uint64_t id);

/* Appends an object of a part with those of its members that are kept. */
void wp_part_write(struct wp_sync *s, struct buf *out, enum wp_part part, str object);

/* -- What is there no more (_sweep, _leave) --------------------------------------------------- */

/* Reads all ids, brings the posts that are unknown or changed, and lets those go that are not there
 * any more. */
bool wp_sweep(struct wp_sync *s, struct err *err);

/* True when it is time for one, or something does not add up. *err: the store. */
bool wp_sweep_is_due(struct wp_sync *s, bool *due, struct err *err);

/* Finds out which of the present documents, none of them in `there`, are gone or left out, and says
 * so to the keeper. *finished: all of them were looked at. */
bool wp_leave(struct wp_sync *s, const struct wp_ids *there, bool *finished, struct err *err);

/* Nothing at all is there, with status 200. What is kept stays, unless the source may be empty. */
bool wp_leave_empty(struct wp_sync *s, struct err *err);

/* The present documents: ids that are numbers go to *ids, the others to *odd (unless null). */
bool wp_present(struct wp_sync *s, struct arena *a, struct wp_list *ids, struct str_list *odd,
                struct err *err);

/* -- Other names (_names) --------------------------------------------------------------------- */

/* Looks at the names that are embedded in new posts. */
void wp_names_meet(struct wp_sync *s, struct wp_item **items, size_t count);

/* Compares what categories, tags and authors are called with the last time, as far as that was read
 * in this run, or, when it is `due`, by asking for all of it; and brings the kept posts anew of those
 * that are called otherwise. False: they could not be brought. */
bool wp_names(struct wp_sync *s, bool due, struct err *err);

/* -- The feed instead (_degrade) -------------------------------------------------------------- */

/* Reads the site's feed, since *why keeps the interface closed, and says so. False, *err is *why:
 * there is no feed either. */
bool wp_degrade(struct wp_sync *s, const struct err *why, struct err *err);

#endif
