/* Finding the word that was meant, for hints in messages. */
#include "digest/suggest.h"

/* Words longer than this are not options, keys or names of zones. */
enum { WORD_MAX = 64 };

/* Copies the word in lower case to out; false when it does not fit. */
static bool fold(str word, char out[WORD_MAX])
{
    if (word.n == 0 || word.n > WORD_MAX)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return true;
}

const char *suggest(str word, const char *const *words, size_t count)
{
    enum { SHORTEST_PREFIX = 3 };
    char typed[WORD_MAX], known[WORD_MAX];
    if (!fold(word, typed))
        return NULL;
    str given = {typed, word.n};

    const char *best = NULL;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        str candidate = str_of(words[i]);
        if (!fold(candidate, known))
            continue;
        candidate.p = known;
        size_t longer = candidate.n > given.n ? candidate.n : given.n;
        size_t allowed = longer < 3 ? 1 : longer / 3;
        size_t distance = str_distance(given, candidate);
        if (given.n >= SHORTEST_PREFIX && str_starts(candidate, given))
            distance = distance < allowed ? distance : allowed;
        if (distance <= allowed && distance < best_distance) {
            best = words[i];
            best_distance = distance;
        }
    }
    return best;
}
