/* What is known of a text article besides its body: keeping it and putting it together. */
#include "digest/limits.h"
#include "digest/sanitize.h"
#include "text.h"

struct meta meta_init(void)
{
    return (struct meta){.published = {INSTANT_NONE, 0}, .modified = {INSTANT_NONE, 0}};
}

void label_list_add(struct label_list *list, struct arena *a, str name)
{
    name = text_clean(a, name, LIMIT_FIELD);
    if (name.n == 0 || list->count >= LIMIT_TERMS)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->items[i].name, name))
            return;
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = (struct label){.name = name};
}

void label_list_add_terms(struct label_list *list, struct arena *a, str names)
{
    char separator = str_find_char(names, ',', 0) == SIZE_MAX ? ';' : ',';
    for (str name; str_next_part(&names, separator, &name);) {
        name = str_trim(name);
        /* "#ai, #chips", but not "C#" nor a bare "#". */
        if (name.n > 1 && name.p[0] == '#')
            name = str_slice(name, 1, name.n);
        label_list_add(list, a, name);
    }
}

static void complete_str(str *into, str from)
{
    if (into->n == 0)
        *into = from;
}

static void complete_stamp(struct stamp *into, struct stamp from)
{
    if (into->utc == INSTANT_NONE)
        *into = from;
}

static void complete_labels(struct label_list *into, struct label_list from)
{
    if (into->count == 0)
        *into = from;
}

void meta_complete(struct meta *into, const struct meta *from)
{
    complete_str(&into->title, from->title);
    complete_str(&into->dek, from->dek);
    complete_str(&into->summary, from->summary);
    complete_str(&into->slug, from->slug);
    complete_str(&into->url, from->url);
    complete_str(&into->language, from->language);
    complete_stamp(&into->published, from->published);
    complete_stamp(&into->modified, from->modified);
    complete_labels(&into->authors, from->authors);
    complete_labels(&into->categories, from->categories);
    complete_labels(&into->tags, from->tags);
    if (into->image.url.n == 0)
        into->image = from->image;
    if (into->via.url.n == 0)
        into->via = from->via;
}

/* Where "http://" or "https://" begins in s, or SIZE_MAX. */
static size_t find_url(str s)
{
    size_t plain = str_find(s, STR("http://"), 0), secure = str_find(s, STR("https://"), 0);
    return plain < secure ? plain : secure;
}

/* What is before the URL, without the brackets and punctuation that lead over to it. */
static str trim_lead(str s)
{
    while (s.n && strchr(" \t([<,:-|", s.p[s.n - 1]))
        s.n--;
    if (str_ends(s, STR("—")) || str_ends(s, STR("–")))
        s.n -= strlen("—");
    return str_trim(s);
}

/* The host of an absolute URL, without "www.": what an origin is called that has no other name. */
static str host_of(str url)
{
    size_t start = str_find(url, STR("://"), 0);
    str host = start == SIZE_MAX ? url : str_slice(url, start + 3, url.n);
    size_t end = 0;
    while (end < host.n && !strchr("/?#", host.p[end]))
        end++;
    host = str_slice(host, 0, end);
    return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

bool link_read(struct link *out, struct arena *a, str s)
{
    s = str_trim(s);
    size_t start = find_url(s);
    if (start == SIZE_MAX)
        return false;
    size_t end = start;
    while (end < s.n && !strchr(" \t\n<>\"", s.p[end]))
        end++;
    bool bracketed = start > 0 && strchr("([<", s.p[start - 1]);
    str after = str_slice(s, end, s.n), url = str_slice(s, start, end);
    while (url.n &&
           (strchr(".,;", url.p[url.n - 1]) || (bracketed && strchr(")]>", url.p[url.n - 1]))))
        url.n--;
    after = str_trim(after);
    if (after.n && !str_is(after, ">") && !str_is(after, ">."))
        return false;
    url = url_resolve(a, (str){0}, url, false);
    if (url.n == 0)
        return false;
    str text = text_clean(a, trim_lead(str_slice(s, 0, start)), LIMIT_FIELD);
    *out = (struct link){url, text.n ? text : host_of(url)};
    return true;
}

/* The longest tag that RFC 5646 4.4.1 asks to have room for. */
#define LANGUAGE_LONGEST 35

str language_tag(struct arena *a, str s)
{
    s = str_trim(s);
    if (s.n < 2 || s.n > LANGUAGE_LONGEST)
        return (str){0};
    char *tag = arena_alloc(a, s.n + 1);
    size_t length = 0; /* of the subtag */
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] == '_' ? '-' : s.p[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z', digit = c >= '0' && c <= '9';
        bool fits = c == '-' ? length > 0 && i > 1 && i + 1 < s.n : letter || (digit && i > 1);
        length = c == '-' ? 0 : length + 1;
        if (!fits || length > 8)
            return (str){0};
        tag[i] = c;
    }
    return (str){tag, s.n};
}
