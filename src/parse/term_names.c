/* Recovering names from slugs by the words of the article. */
#include "term_names.h"

#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/map.h"
#include "term_words.h"

/* Words of a slug, which WordPress cuts at 200 bytes; and the longest run of them looked for. */
#define SLUG_WORDS_MOST 100
#define RUN_MOST        12
/* Places of one word that are looked at: enough to know, and a bound on the work. */
#define SPOTS_MOST 500
/* Different spellings of one word that compete. */
#define FORMS_MOST 8

/* A place where a word of some key stands. */
struct spot {
    size_t word;
    struct spot *next;
};

/* The places of one key, in the text's order. */
struct spots {
    struct spot *first, *last;
    size_t count;
};

struct spellings {
    struct words words;
    struct map by_key;         /* key → struct spots */
    size_t starts[SPOTS_MOST]; /* the places of the run that is being looked at */
};

/* The words of a slug that stand together in the text, and where. */
struct run {
    size_t length; /* words */
    size_t count;  /* places, in spellings.starts */
};

/* Votes for one of several texts. */
struct votes {
    str forms[FORMS_MOST];
    size_t counts[FORMS_MOST];
    size_t used;
};

/* -- The index -------------------------------------------------------------------------------- */

static void add_spot(struct spellings *s, struct arena *a, str key, size_t word)
{
    struct spots *spots = map_get(&s->by_key, key);
    if (!spots) {
        spots = arena_alloc(a, sizeof *spots);
        map_set(&s->by_key, key, spots);
    }
    if (spots->count++ >= SPOTS_MOST)
        return;
    struct spot *spot = arena_alloc(a, sizeof *spot);
    spot->word = word;
    if (spots->last)
        spots->last->next = spot;
    else
        spots->first = spot;
    spots->last = spot;
}

struct spellings *spellings_new(struct arena *a, str title, str text)
{
    struct spellings *s = arena_alloc(a, sizeof *s);
    s->by_key.arena = a;
    words_add(&s->words, a, title);
    words_add(&s->words, a, text);
    for (size_t i = 0; i < s->words.count; i++) {
        const struct word *word = &s->words.items[i];
        add_spot(s, a, word->key, i);
        if (word->owner)
            add_spot(s, a, str_slice(word->key, 0, word->key.n - 1), i);
    }
    return s;
}

/* -- Looking up ------------------------------------------------------------------------------- */

/* The text of a word that stands for this word of a slug; "" when it does not. */
static str text_for(const struct word *word, str key)
{
    if (str_eq(word->key, key))
        return word->text;
    if (word->owner && str_eq(str_slice(word->key, 0, word->key.n - 1), key))
        return str_slice(word->text, 0, word->owner);
    return STR("");
}

/* How many words of the slug stand together from the text's word `at` on. */
static size_t match_length(const struct spellings *s, size_t at, const str *slug, size_t count)
{
    size_t n = 1;
    while (n < count && n < RUN_MOST && at + n < s->words.count) {
        const struct word *word = &s->words.items[at + n];
        if (words_joint(word->gap).n == 0 || text_for(word, slug[n]).n == 0)
            break;
        n++;
    }
    return n;
}

/* The longest run that the slug's words begin, and all its places. */
static struct run find_run(struct spellings *s, const str *slug, size_t count)
{
    struct run run = {0, 0};
    const struct spots *spots = map_get(&s->by_key, slug[0]);
    for (const struct spot *spot = spots ? spots->first : NULL; spot; spot = spot->next) {
        size_t length = match_length(s, spot->word, slug, count);
        if (length > run.length)
            run = (struct run){length, 0};
        if (length == run.length)
            s->starts[run.count++] = spot->word;
    }
    return run;
}

/* -- Spelling --------------------------------------------------------------------------------- */

static void vote(struct votes *votes, str form)
{
    size_t i = 0;
    while (i < votes->used && !str_eq(votes->forms[i], form))
        i++;
    if (i == FORMS_MOST)
        return;
    if (i == votes->used) {
        votes->forms[votes->used++] = form;
        votes->counts[i] = 0;
    }
    votes->counts[i]++;
}

/* The form with most votes, of equals the one seen first; "" when nobody voted. */
static str winner(const struct votes *votes)
{
    size_t best = 0;
    for (size_t i = 1; i < votes->used; i++)
        if (votes->counts[i] > votes->counts[best])
            best = i;
    return votes->used ? votes->forms[best] : STR("");
}

static void vote_word(struct votes *votes, const struct word *word, str key)
{
    str text = text_for(word, key);
    if (word->sure && text.n)
        vote(votes, text);
}

/* How the text spells word `n` of a run: there, else anywhere; "" when it cannot be told. */
static str spell_word(const struct spellings *s, struct run run, size_t n, str key)
{
    struct votes votes = {.used = 0};
    for (size_t i = 0; i < run.count; i++)
        vote_word(&votes, &s->words.items[s->starts[i] + n], key);
    if (votes.used == 0) {
        const struct spots *spots = map_get(&s->by_key, key);
        for (const struct spot *spot = spots ? spots->first : NULL; spot; spot = spot->next)
            vote_word(&votes, &s->words.items[spot->word], key);
    }
    return winner(&votes);
}

/* What joins word `n` of a run to the one before. */
static str spell_joint(const struct spellings *s, struct run run, size_t n)
{
    struct votes votes = {.used = 0};
    for (size_t i = 0; i < run.count; i++)
        vote(&votes, words_joint(s->words.items[s->starts[i] + n].gap));
    return winner(&votes);
}

static size_t split_slug(str slug, str *words)
{
    size_t count = 0;
    for (str word; count < SLUG_WORDS_MOST && str_next_part(&slug, '-', &word);)
        if (word.n)
            words[count++] = word;
    return count;
}

str spellings_name(struct spellings *s, struct arena *a, str slug, bool *found)
{
    str words[SLUG_WORDS_MOST] = {{NULL, 0}};
    size_t count = split_slug(slug, words);
    struct buf name = buf_init(LIMIT_FIELD);
    *found = false;
    for (size_t i = 0; i < count;) {
        struct run run = find_run(s, words + i, count - i);
        size_t length = run.length ? run.length : 1;
        for (size_t n = 0; n < length; n++) {
            str spelt = run.length ? spell_word(s, run, n, words[i + n]) : STR("");
            *found |= spelt.n > 0;
            if (name.n)
                buf_add(&name, n ? spell_joint(s, run, n) : STR(" "));
            buf_add(&name, spelt.n ? spelt : words[i + n]);
        }
        i += length;
    }
    if (!*found && name.n && name.p[0] >= 'a' && name.p[0] <= 'z')
        name.p[0] = (char)(name.p[0] - 'a' + 'A');
    str result = arena_copy(a, buf_str(&name));
    buf_release(&name);
    return result;
}
