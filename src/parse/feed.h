/*
 * Reading feeds, in steps that know little of each other: feed_xml.c and feed_json.c take a feed
 * apart into its items, as they are written; feed_ids.c sees to it that each has an identifier of
 * its own; feed_item.c writes an item as JSON and reads it; feed_article.c makes an article of one.
 * feed.c finds out what a document is and goes through these steps.
 */
#ifndef DIGEST_PARSE_FEED_H
#define DIGEST_PARSE_FEED_H

#include "digest/json.h"
#include "digest/limits.h"
#include "digest/parse.h"
#include "digest/sanitize.h"

/* Text that is plain, or markup. */
struct feed_text {
    str text;
    bool html;
};

struct feed_person {
    str name;
    str url; /* or "" */
};

struct feed_people {
    struct feed_person *items;
    size_t count, cap;
};

struct feed_names {
    str *items;
    size_t count, cap;
};

/* An audio or video file. */
struct feed_attachment {
    str url, type, title;
    uint64_t size; /* bytes; 0 when unknown */
};

struct feed_attachments {
    struct feed_attachment *items;
    size_t count, cap;
};

/* An entry as its feed has it. URLs are absolute, or "" where that could not be. */
struct feed_item {
    str id;   /* "" when it has none of its own */
    str url;  /* of the article */
    str base; /* that URLs in the content are relative to; "" : the article's */
    struct feed_text title, summary, content;
    str published, modified; /* as they are written */
    struct feed_people authors;
    struct feed_names tags, categories;
    str language;       /* as it is written */
    struct image image; /* alt and caption are text */
    struct feed_attachments attachments;
    struct link source; /* where it is from */
};

/* A whole feed. */
struct feed_document {
    str url; /* its own: relative URLs start there; "" when unknown */
    str title, home, next, language;
    struct feed_people authors; /* of entries that name none */
    struct feed_item *items;
    size_t count, cap;
    size_t failed; /* items without anything in them */
    bool versions; /* of items with the same identifier the newest counts: Atom and JSON Feed */
};

/* What the steps share. */
struct feed_job {
    struct arena *a;
    struct raw raw;
    struct feed_document *document;
    struct err doubt; /* why the rest of it could not be read; ERR_NONE when all could */
};

/* -- Taking apart ----------------------------------------------------------------------------- */

/* Reads an XML feed (valid UTF-8 but for NULs). False: it is no feed; *err says what it is. */
bool feed_xml_read(struct feed_job *job, str text, struct err *err);

/* Reads a JSON Feed (UTF-8). False: as feed_xml_read. */
bool feed_json_read(struct feed_job *job, str text, struct err *err);

/* Adds an empty item; null, and a doubt, when there are LIMIT_FEED_ENTRIES already. */
struct feed_item *feed_add_item(struct feed_job *job);

/* Adds to a list that keeps at most LIMIT_TERMS, none twice; "" is not added. */
void feed_names_add(struct feed_names *names, struct arena *a, str name);
void feed_people_add(struct feed_people *people, struct arena *a, struct feed_person person);

/* Adds a file unless its URL is there already, up to LIMIT_ATTACHMENTS. */
void feed_attachments_add(struct feed_attachments *list, struct arena *a,
                          struct feed_attachment attachment);

/* True when there is something in it that an article could be made of. */
bool feed_item_is_something(const struct feed_item *item);

/* Gives each item an identifier of its own, and drops those that are there twice. */
void feed_identify(struct feed_document *document, struct arena *a);

/* -- Items as JSON (docs/store.md, "Feed entries") -------------------------------------------- */

/* Appends an item, in one line. */
void feed_item_write(struct buf *out, const struct feed_item *item);

/* Reads the object that comes next: one that feed_item_write made, or an item of a JSON Feed, whose
 * URLs may be relative to `base`. False: it is no object, which is skipped, or the reader failed. */
bool feed_item_read(struct json *j, struct arena *a, str base, struct feed_item *item);

/* Reads what comes next as a feed does: an object with a name, or a list of them. */
void feed_people_read(struct json *j, struct arena *a, struct feed_people *people);

/* -- Articles --------------------------------------------------------------------------------- */

/* What all articles of one raw item share. */
struct feed_articles {
    struct parsed *out;
    struct arena *a; /* for what stays */
    struct raw raw;
    struct arena scratch; /* emptied after each article */
    struct buf text;      /* plain text of the current one */
    struct sanitize_options sanitize;
    size_t undated; /* articles that only have the file's time */
};

/* Gets ready to make articles of the entries of an item. */
void feed_articles_init(struct feed_articles *f, struct parsed *out, struct arena *a,
                        const struct raw *raw);

/* Makes an article of an entry and adds it to those parsed, or a problem. */
void feed_articles_add(struct feed_articles *f, const struct feed_item *item);

/* Frees what is not in the arena. */
void feed_articles_release(struct feed_articles *f);

/* -- Values ----------------------------------------------------------------------------------- */

/*
 * Reads a date as feeds write it: RFC 822 and RFC 3339 with the usual faults, W3CDTF down to a year,
 * RFC 850, C's asctime. One without a zone is of `zone` (null: UTC). False, *out untouched: no date.
 */
bool feed_date_read(str s, const struct zone *zone, struct stamp *out);

/* Adds the people whom RSS's author or dc:creator names: "mail (Name)", "Name <mail>", several names
 * with commas. An address alone is nobody. */
void feed_people_read_text(struct feed_people *people, struct arena *a, str text);

/* The plain text of a title or name that is HTML by habit: decoded once, tags of HTML dropped, but not
 * what only looks like one ("C<T>"). At most `limit` bytes, in the arena. */
str feed_plain(struct arena *a, str text, size_t limit);

/* True for the names of HTML's elements. */
bool feed_is_html_name(str name);

/* True when text has a tag of HTML in it. */
bool feed_has_tags(str text);

/* Endings of files that can be played. */
#define FEED_AUDIO ".mp3 .m4a .aac .ogg .oga .opus .flac .wav"
#define FEED_VIDEO ".mp4 .m4v .mov .webm .ogv"

/* True when the path of a URL ends in one of the space-separated endings. */
bool feed_ends_in(str url, const char *endings);

/* A text as HTML. What has no tags is made paragraphs, which blank lines part; the lines of plain
 * text are kept. Borrowed, or in the arena. */
str feed_text_markup(struct arena *a, const struct feed_text *text);

#endif
