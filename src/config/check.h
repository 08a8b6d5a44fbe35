/*
 * Rules for single values: addresses, language tags, time zones, keys. Pure but for the look into
 * the time zone database. Each returns false with the reason, and a remedy, in *err (ERR_CONFIG).
 */
#ifndef DIGEST_CONFIG_CHECK_H
#define DIGEST_CONFIG_CHECK_H

#include "digest/arena.h"
#include "digest/err.h"

/* True when s begins like an absolute URL of any scheme ("ftp://"). */
bool is_url(str s);

/* True when a URL in the text has something before its host: "https://user:password@host/". */
bool has_userinfo(str text);

/* The host of an http or https URL in lower case, without port and brackets; "" for other texts. */
str url_host(struct arena *a, str url);

/* "https://host:8080" of an http or https URL, borrowed from it; "" for other texts. */
str url_origin(str url);

/* True when the URL leads to this very machine: localhost, 127.0.0.0/8 or ::1. */
bool is_loopback_url(struct arena *a, str url);

/* True for an https URL. */
bool url_is_https(str url);

/* Checks an absolute http or https URL (RFC 3986): a host, a sane port, no user name or password,
 * no characters that URLs cannot have. */
bool check_url(str url, struct err *err);

/* check_url for the address of the site itself: also ASCII only, no query and no fragment. */
bool check_base_url(str url, struct err *err);

/* Checks the grammar of a language tag (BCP 47, RFC 5646 section 2.1) and gives it in its usual
 * case ("pt-BR", "zh-Hant"). Grandfathered tags are refused. */
bool check_language(struct arena *a, str tag, str *canonical, struct err *err);

/* Checks that the system knows a time zone of that name ("Europe/Berlin"); "UTC" always exists. */
bool check_timezone(struct arena *a, str name, struct err *err);

#endif
