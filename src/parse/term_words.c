/* Taking a text apart into words, and judging whether their capitals mean anything. */
#include "term_words.h"

#include "digest/slug.h"
#include "digest/utf8.h"

/* Words with fewer letters ("of", "and") are small in title-case headings too. */
#define SMALL_WORD 4

enum shape { SHAPE_LOWER, SHAPE_CAPITAL, SHAPE_MIXED, SHAPE_UPPER };

static bool is_ascii_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The byte behind the letters and digits at `at`; `at` itself when there are none. */
static size_t pass_letters(str s, size_t at)
{
    while (at < s.n) {
        size_t next = at;
        if ((unsigned char)s.p[at] >= 0x80 ? !utf8_is_word(utf8_next(s, &next))
                                           : !is_ascii_word(s.p[at]))
            break;
        at = next > at ? next : at + 1;
    }
    return at;
}

/* The bytes of the apostrophe at `at`, or 0. */
static size_t apostrophe(str s, size_t at)
{
    str rest = str_slice(s, at, s.n);
    return str_starts(rest, STR("'")) ? 1 : str_starts(rest, STR("’")) ? strlen("’") : 0;
}

/* Finds the next word of s at or after *at, apostrophes inside included. */
static bool next_word(str s, size_t *at, struct word *word)
{
    size_t begin = *at, end;
    while (begin < s.n && (end = pass_letters(s, begin)) == begin)
        utf8_next(s, &begin);
    if (begin >= s.n)
        return false;
    size_t bare = end;
    for (size_t mark; (mark = apostrophe(s, end)) > 0;) {
        size_t more = pass_letters(s, end + mark);
        if (more == end + mark)
            break;
        bare = end;
        end = more;
    }
    word->text = str_slice(s, begin, end);
    bool genitive = str_ends(word->text, STR("'s")) || str_ends(word->text, STR("’s"));
    word->owner = genitive ? bare - begin : 0;
    *at = end;
    return true;
}

/* A word as WordPress writes it in slugs: lower case, without accents and apostrophes. */
static str key_of(struct arena *a, str word)
{
    char *p = arena_alloc(a, word.n);
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++) {
        size_t mark = apostrophe(word, i);
        if (mark) {
            i += mark - 1;
            continue;
        }
        if ((unsigned char)word.p[i] >= 0x80)
            return slug_make(a, word);
        p[n++] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] | 0x20) : word.p[i];
    }
    return (str){p, n};
}

static enum shape shape_of(str text)
{
    size_t upper = 0, lower = 0, at = 0;
    bool first = false;
    while (at < text.n) {
        bool begin = at == 0;
        uint32_t c = utf8_next(text, &at);
        bool is_upper = c < 0x80 ? c >= 'A' && c <= 'Z' : utf8_is_upper(c);
        upper += is_upper;
        lower += !is_upper && (c >= 0x80 || (c >= 'a' && c <= 'z'));
        first |= begin && is_upper;
    }
    if (upper == 0)
        return SHAPE_LOWER;
    if (lower == 0 && upper > 1)
        return SHAPE_UPPER;
    return first && upper == 1 ? SHAPE_CAPITAL : SHAPE_MIXED;
}

str words_joint(str gap)
{
    static const char *const joints[][2] = {{" ", " "}, {"-", "-"},    {"\u2011", "-"},
                                            {".", "."}, {"/", "/"},    {"\u00A0", " "},
                                            {"&", "&"}, {" & ", " & "}};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (str_is(gap, joints[i][0]))
            return str_of(joints[i][1]);
    return STR("");
}

/* True when a sentence may begin behind this gap. */
static bool begins_sentence(str gap)
{
    static const char *const signs[] = {".", "!", "?", ":", "…", "“", "„", "\"", "«", "‘", NULL};
    if (gap.n == 0)
        return true;
    if (words_joint(gap).n)
        return false;
    for (size_t i = 0; signs[i]; i++)
        if (str_has(gap, str_of(signs[i])))
            return true;
    return false;
}

/* Sets `sure` in the words of one block, which says itself how it uses capitals. */
static void judge(struct word *words, size_t count)
{
    size_t lower = 0, capital = 0, upper = 0;
    for (size_t i = 0; i < count; i++) {
        enum shape shape = shape_of(words[i].text);
        bool counts = words[i].text.n >= SMALL_WORD && !begins_sentence(words[i].gap);
        lower += counts && shape == SHAPE_LOWER;
        capital += counts && shape == SHAPE_CAPITAL;
        upper += counts && shape == SHAPE_UPPER;
    }
    bool shouted = upper > 2 && upper > lower + capital;
    bool titled = capital > lower;
    for (size_t i = 0; i < count; i++) {
        enum shape shape = shape_of(words[i].text);
        bool explained = titled || begins_sentence(words[i].gap);
        words[i].sure =
            shape == SHAPE_LOWER || (!shouted && !(shape == SHAPE_CAPITAL && explained));
    }
}

void words_add(struct words *words, struct arena *a, str text)
{
    for (str line; words->count < WORDS_MOST && str_next_line(&text, &line);) {
        size_t first = words->count, at = 0, end = 0;
        struct word word;
        while (words->count < WORDS_MOST && next_word(line, &at, &word)) {
            word.gap = first < words->count ? str_slice(line, end, (size_t)(word.text.p - line.p))
                                            : STR("");
            end = at;
            word.key = key_of(a, word.text);
            words->items =
                arena_grow(a, words->items, words->count, &words->cap, sizeof *words->items);
            words->items[words->count++] = word;
        }
        judge(words->items + first, words->count - first);
    }
}
