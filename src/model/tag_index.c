/*
 * The tags that an article without any is demonstrably about.
 *
 * Known tags are filed under their first word; the words of a text are walked once, and at each
 * the tags that begin with it are compared. Literal matches alone mislead, so the bar is high: in
 * the title or dek, or twice in the text; short names in capitals ("US", "IT") only as they are
 * written; and no tag that most of the known articles bear, since it says nothing.
 */
#include <stdlib.h>

#include "digest/utf8.h"
#include "parts.h"

/* Tags given to one article. */
#define TAGS_GIVEN 6
/* A tag on more than this share of at least COMMON_FROM tagged articles is too common. */
#define COMMON_PERCENT 30
#define COMMON_FROM    10
/* Names of capitals up to this many bytes must occur as they are written. */
#define ACRONYM_MOST 4
/* Words in the name of a tag that is looked for. */
#define WORDS_MOST 6

struct known {
    str name;
    str words[WORDS_MOST]; /* folded; as written for an acronym */
    size_t word_count;
    size_t uses;
    bool acronym;
    struct known *next; /* with the same first word, folded */
};

struct tag_index {
    struct map by_word; /* first word, folded → struct known */
    size_t articles;    /* that bear tags */
};

/* A tag met in the text. */
struct match {
    const struct known *tag;
    size_t in_title, in_text;
};

struct matches {
    struct match *items;
    size_t count, cap;
};

/* Takes the next word (letters, numbers, and what joins them inside) off *rest. */
static bool next_word(str *rest, str *word)
{
    size_t at = 0, begin = 0, end = 0;
    while (at < rest->n) {
        size_t here = at;
        uint32_t c = utf8_next(*rest, &at);
        bool inside = utf8_is_word(c) || c == '+' || c == '#';
        if (inside && !end)
            begin = here;
        if (inside)
            end = at;
        else if (end)
            break;
    }
    *word = str_slice(*rest, begin, end);
    *rest = str_slice(*rest, at, rest->n);
    return end > 0;
}

static bool is_acronym(str name)
{
    if (name.n > ACRONYM_MOST)
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] >= 'a' && name.p[i] <= 'z')
            return false;
    return true;
}

static bool split_name(struct arena *a, struct known *tag)
{
    str rest = tag->name, word;
    while (next_word(&rest, &word)) {
        if (tag->word_count == WORDS_MOST)
            return false;
        tag->words[tag->word_count++] = tag->acronym ? word : utf8_fold(a, word);
    }
    return tag->word_count > 0 && utf8_count(tag->name) > 1;
}

static void file_tag(struct tag_index *index, struct arena *a, struct map *by_key,
                     const struct label *label)
{
    str key = name_key(a, label->name);
    struct known *tag = map_get(by_key, key);
    if (tag) {
        tag->uses++;
        return;
    }
    tag = arena_alloc(a, sizeof *tag);
    *tag = (struct known){.name = label->name, .uses = 1};
    tag->acronym = is_acronym(label->name);
    map_set(by_key, key, tag);
    if (!split_name(a, tag))
        return;
    str first = utf8_fold(a, tag->words[0]);
    tag->next = map_get(&index->by_word, first);
    map_set(&index->by_word, first, tag);
}

struct tag_index *tag_index_new(struct arena *a, struct article **articles, size_t count)
{
    struct tag_index *index = arena_alloc(a, sizeof *index);
    struct map by_key = {.arena = a};
    index->by_word.arena = a;
    for (size_t i = 0; i < count; i++) {
        const struct labels *tags = &articles[i]->tags;
        index->articles += tags->count > 0;
        for (size_t k = 0; k < tags->count; k++)
            file_tag(index, a, &by_key, &tags->items[k]);
    }
    return index;
}

static bool too_common(const struct tag_index *index, const struct known *tag)
{
    return index->articles >= COMMON_FROM && tag->uses * 100 > index->articles * COMMON_PERCENT;
}

/* True when the words of tag stand at the head of the text that begins with `first`. */
static bool stands_here(struct arena *a, const struct known *tag, str first, str rest)
{
    str word = first;
    for (size_t i = 0; i < tag->word_count; i++) {
        if (i && !next_word(&rest, &word))
            return false;
        if (!str_eq(tag->acronym ? word : utf8_fold(a, word), tag->words[i]))
            return false;
    }
    return true;
}

static struct match *match_of(struct matches *m, struct arena *a, const struct known *tag)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->items[i].tag == tag)
            return &m->items[i];
    m->items = arena_grow(a, m->items, m->count, &m->cap, sizeof *m->items);
    m->items[m->count] = (struct match){.tag = tag};
    return &m->items[m->count++];
}

static void find_in(const struct tag_index *index, struct arena *a, str text, bool title,
                    struct matches *m)
{
    for (str rest = text, word; next_word(&rest, &word);) {
        const struct known *tag = map_get(&index->by_word, utf8_fold(a, word));
        for (; tag; tag = tag->next) {
            if (too_common(index, tag) || !stands_here(a, tag, word, rest))
                continue;
            struct match *match = match_of(m, a, tag);
            match->in_title += title;
            match->in_text += !title;
        }
    }
}

/* Most frequent first, the title counting double; then by name. */
static int compare_matches(const void *left, const void *right)
{
    const struct match *a = left, *b = right;
    size_t weight_a = 2 * a->in_title + a->in_text, weight_b = 2 * b->in_title + b->in_text;
    if (weight_a != weight_b)
        return weight_a > weight_b ? -1 : 1;
    return str_compare(a->tag->name, b->tag->name);
}

struct labels tag_index_match(const struct tag_index *index, struct arena *a,
                              const struct article *article, str text)
{
    struct matches m = {0};
    find_in(index, a, article->title, true, &m);
    find_in(index, a, article->dek, true, &m);
    find_in(index, a, text, false, &m);
    if (m.count)
        qsort(m.items, m.count, sizeof *m.items, compare_matches);

    /* No source gave these names, so they have no say in how a tag is spelt. */
    struct labels labels = {arena_array(a, TAGS_GIVEN, sizeof(struct label)), 0};
    for (size_t i = 0; i < m.count && labels.count < TAGS_GIVEN; i++) {
        const struct match *match = &m.items[i];
        if (match->in_title || match->in_text >= 2)
            labels.items[labels.count++] =
                (struct label){.name = match->tag->name, .guessed = GUESS_BARE};
    }
    return labels;
}
