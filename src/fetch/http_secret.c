/*
 * Secrets are found by where they stand: before the "@" of a URL, and as values of parameters that
 * are called like secrets. Keys of interfaces are passed in URLs often enough.
 */
#include "http_secret.h"

#include <stdlib.h>

/* Shorter texts than this are not searched for. */
#define SHORTEST 6

static bool has_nocase(str s, str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (str_eq_nocase(str_slice(s, i, i + word.n), word))
            return true;
    return false;
}

/* True for the name of a parameter that holds a secret. "author" and "keyword" do not. */
static bool names_secret(str name)
{
    static const str parts[] = {{"pass", 4},  {"pwd", 3},       {"secret", 6},
                                {"token", 5}, {"signature", 9}, {"credential", 10}};
    static const str whole[] = {{"sig", 3}, {"auth", 4}, {"session", 7}, {"sid", 3}, {"jwt", 3}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (has_nocase(name, parts[i]))
            return true;
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        if (str_eq_nocase(name, whole[i]))
            return true;
    return str_ends_nocase(name, STR("key"));
}

static bool ends_value(char c)
{
    return c == '&' || c == '#' || c == ';' || c == '"' || c == '\'' || c == '<' || c == '>' ||
           (unsigned char)c <= ' ';
}

/* When a parameter with a secret begins at `at`, sets *value to where its value begins and *end
 * behind it. */
static bool secret_at(str text, size_t at, size_t *value, size_t *end)
{
    size_t i = at;
    while (i < text.n && text.p[i] != '=' && text.p[i] != '?' && text.p[i] != '/' &&
           !ends_value(text.p[i]))
        i++;
    if (i >= text.n || text.p[i] != '=' || !names_secret(str_slice(text, at, i)))
        return false;
    *value = i + 1;
    for (i = *value; i < text.n && !ends_value(text.p[i]); i++)
        ;
    *end = i;
    return true;
}

/* Where the user and password end that begin at `at`, behind "//": behind the last "@" before the
 * path. `at` when there are none. */
static size_t login_end(str text, size_t at)
{
    size_t end = at;
    for (size_t i = at; i < text.n; i++) {
        char c = text.p[i];
        if (c == '/' || c == '?' || c == '#' || c == '"' || c == '<' || (unsigned char)c <= ' ')
            break;
        if (c == '@')
            end = i + 1;
    }
    return end;
}

static bool begins_parameter(char c)
{
    return c == '?' || c == '&' || c == ';';
}

void secret_add_url(struct buf *out, str text)
{
    size_t value, end, shown = 0;
    for (size_t i = 1; i < text.n; i++) {
        if (begins_parameter(text.p[i - 1]) && secret_at(text, i, &value, &end)) {
            buf_add(out, str_slice(text, shown, value));
            buf_addz(out, SECRET_SHOWN);
            shown = i = end;
        } else if (text.p[i - 1] == '/' && text.p[i] == '/') {
            buf_add(out, str_slice(text, shown, i + 1));
            shown = login_end(text, i + 1);
            i = shown > i + 1 ? shown - 1 : i;
        }
    }
    buf_add(out, str_slice(text, shown, text.n));
}

str secret_url(struct arena *a, str text)
{
    struct buf out = buf_init(SIZE_MAX);
    secret_add_url(&out, text);
    str shown = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return shown;
}

void secrets_add(struct secrets *secrets, struct arena *a, str text)
{
    if (text.n < SHORTEST)
        return;
    secrets->items =
        arena_grow(a, secrets->items, secrets->count, &secrets->cap, sizeof *secrets->items);
    secrets->items[secrets->count++] = text;
}

void secrets_add_of_url(struct secrets *secrets, struct arena *a, str url)
{
    size_t value, end;
    for (size_t i = 1; i < url.n; i++)
        if (begins_parameter(url.p[i - 1]) && secret_at(url, i, &value, &end))
            secrets_add(secrets, a, str_slice(url, value, end));
}

/* Moves every entry of `next`, where each secret is found next, to `from` or behind; returns the
 * number of the first one, or the count when none is left. */
static size_t first_secret(const struct secrets *secrets, size_t *next, str text, size_t from)
{
    size_t first = secrets->count;
    for (size_t i = 0; i < secrets->count; i++) {
        if (next[i] < from)
            next[i] = str_find(text, secrets->items[i], from);
        bool earlier = first == secrets->count ? next[i] != SIZE_MAX : next[i] < next[first];
        bool longer = first < secrets->count && next[i] == next[first] &&
                      secrets->items[i].n > secrets->items[first].n;
        if (earlier || longer)
            first = i;
    }
    return first;
}

void secrets_strike(struct buf *out, const struct secrets *secrets, str text)
{
    size_t from = 0, found;
    size_t *next = mem_alloc((secrets->count + 1) * sizeof *next);
    for (size_t i = 0; i < secrets->count; i++)
        next[i] = str_find(text, secrets->items[i], 0);
    while ((found = first_secret(secrets, next, text, from)) < secrets->count) {
        buf_add(out, str_slice(text, from, next[found]));
        buf_addz(out, SECRET_SHOWN);
        from = next[found] + secrets->items[found].n;
    }
    buf_add(out, str_slice(text, from, text.n));
    free(next);
}
