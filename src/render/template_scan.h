/* Finding the tags of a template's source. */
#ifndef DIGEST_RENDER_TEMPLATE_SCAN_H
#define DIGEST_RENDER_TEMPLATE_SCAN_H

#include "template_code.h"

/* One tag as it stands in the source. Offsets are in bytes. */
struct tag {
    char kind;        /* one of # ^ / > < $ ! = & or 'v' for a plain variable; { } counts as & */
    bool dynamic;     /* the name was written *name: > and < and what closes < */
    str name;         /* trimmed; not for ! and = */
    size_t from, to;  /* the tag with its delimiters */
    bool first, last; /* nothing but blanks on its line before it, behind it */
    size_t line_from; /* where the blanks before it begin; from, unless first */
    size_t line_to;   /* behind its line's end; to, unless last */
};

/* Where the scanner is and which delimiters hold there. */
struct scanner {
    const struct template *in;
    struct arena *arena; /* for new delimiters */
    size_t at;
    str open, close;
    str close_raw, close_delimiters; /* close after "}", after "=" */
};

/* A scanner at the beginning of t's source. */
struct scanner scan_start(const struct template *t, struct arena *a);

/*
 * Takes the next tag into *tag; *found says whether there was one. A change of delimiters has
 * taken effect when its tag is returned. False: the tag is malformed.
 */
bool scan_tag(struct scanner *s, struct tag *tag, bool *found, struct err *err);

#endif
