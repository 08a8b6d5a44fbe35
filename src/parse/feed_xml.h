/*
 * The reading of one XML feed: feed_xml.c walks through it, feed_fields.c knows which element is
 * what and takes texts, feed_links.c takes what is said in attributes: links, files, images.
 */
#ifndef DIGEST_PARSE_FEED_XML_H
#define DIGEST_PARSE_FEED_XML_H

#include "feed.h"
#include "feed_space.h"

/* Where an element stands. Bits, so that a set of them is a number. */
enum place {
    PLACE_OTHER = 0,
    PLACE_ROOT = 1, /* of RSS and RDF */
    PLACE_CHANNEL = 2,
    PLACE_ITEM = 4,
    PLACE_PERSON = 8,
    PLACE_SOURCE = 16, /* Atom's copy of the feed that an entry is from */
    PLACE_MEDIA = 32,  /* media:group and media:content */
    PLACE_IMAGE = 64,  /* an item's image element */
};

/* What an element says. */
enum field {
    FIELD_NONE,
    /* Its text counts. */
    FIELD_TITLE,
    FIELD_LINK,
    FIELD_ID,
    FIELD_ORIGINAL,
    FIELD_PUBLISHED,
    FIELD_MODIFIED,
    FIELD_CREATOR,
    FIELD_NAME,
    FIELD_HOMEPAGE,
    FIELD_CATEGORY,
    FIELD_SUBJECT,
    FIELD_SUMMARY,
    FIELD_CONTENT,
    FIELD_CAPTION,
    FIELD_LANGUAGE,
    FIELD_SOURCE,
    FIELD_IMAGE_URL,
    /* Its attributes count. */
    FIELD_ENCLOSURE,
    FIELD_THUMBNAIL,
    FIELD_PICTURE,
    /* What is inside counts. */
    FIELD_CHANNEL,
    FIELD_ITEM,
    FIELD_PERSON,
    FIELD_ORIGIN,
    FIELD_MEDIA,
    FIELD_GROUP,
    FIELD_IMAGE,
    FIELD_COUNT,
};

/* Of several elements that say the same the one of the lowest rank counts; that of nothing. */
#define RANK_NONE 99u

/* One line of the table of elements. */
struct field_rule {
    enum field field;
    unsigned places, spaces; /* sets of bits */
    const char *name;
    unsigned rank;
};

/* libxml2 ends a document that is nested deeper than 256. */
#define FEED_DEPTH 260

/* An open element. */
struct feed_frame {
    enum place place;
    enum field field;
    str base;         /* by xml:base; or "" */
    str language;     /* by xml:lang; or "" */
    bool shows_image; /* media:content that became the item's image */
};

/* How the text of an element is to be read. */
enum form {
    FORM_HTML,
    FORM_TEXT,
    FORM_GUESS, /* HTML when it looks so */
    FORM_NOTHING,
};

/* The element whose text is being taken. */
struct capture {
    const struct field_rule *rule; /* null: none */
    unsigned depth;
    enum form form;
    bool marked;   /* it has elements inside; the text is then in `inner` */
    str attribute; /* that matters for it: domain, url, "false" of a guid that is no link */
    struct buf text, inner;
};

struct feed_reader {
    struct feed_job *job;
    struct spaces spaces;
    struct feed_frame frames[FEED_DEPTH]; /* the first stands for what is around the root */
    unsigned depth;
    str foreign;                         /* the name of a root that is no feed's */
    bool rooted;                         /* it is a feed's */
    bool atom;                           /* its root is Atom's */
    struct feed_item *item;              /* being read; or null */
    unsigned ranks[FIELD_COUNT];         /* of what the item has */
    unsigned channel_ranks[FIELD_COUNT]; /* of what the feed has */
    int image_score;                     /* of the item's image */
    struct feed_person person;
    struct capture capture;
    struct buf loose; /* text directly in a PLACE_PERSON or PLACE_IMAGE */
};

/* The rule for an element called `local` at a place; null when there is none. */
const struct field_rule *field_find(enum place place, enum space space, str local);

/* How the text of an element of a field is written, as its attributes say. */
enum form field_form(const struct feed_reader *r, const struct field_rule *rule, enum space space,
                     const struct tag *tag);

/* Takes the text captured last. */
void field_take(struct feed_reader *r);

/* True when something of this field and rank is better than what is there; then it is noted as
 * being there. */
bool rank_better(struct feed_reader *r, enum field field, unsigned rank);

/* Takes the element that a person's was: a name, or loose text. */
void person_take(struct feed_reader *r, unsigned rank);

/* Where relative URLs start that stand in the element read now. */
str feed_base(const struct feed_reader *r);

/* The absolute URL that a reference there means; or "". */
str feed_resolve(const struct feed_reader *r, str reference);

/* Takes the attributes of links, of Atom's category, and of fields whose attributes count. */
void attributes_take(struct feed_reader *r, const struct field_rule *rule, const struct tag *tag);

/* Takes an image of which only the address is known. */
void image_take(struct feed_reader *r, str reference);

#endif
