/* Names of people, as bylines and front matter give them. */
#ifndef DIGEST_PARSE_NAMES_H
#define DIGEST_PARSE_NAMES_H

#include "text.h"

/*
 * Adds the people that a byline without its "By" names ("Jane Doe, John Roe and Ann Poe, Staff
 * Writer"): what comes after a comma and is a job, an employer or a place is left out. False,
 * nothing added, when it does not begin with a name of a person or agency.
 */
bool names_read_byline(struct label_list *list, struct arena *a, str names);

/* Adds the people that an `author:` value names. Nobody asks whether they look like names. */
void names_read_value(struct label_list *list, struct arena *a, str names);

#endif
