/* What one raw item yielded: keeping articles and problems. */
#include "digest/limits.h"
#include "digest/parse.h"

void parsed_problem(struct parsed *out, struct arena *a, const struct err *e, bool fatal)
{
    out->failed += fatal;
    if (out->problem_count >= LIMIT_PROBLEMS_PER_ITEM)
        return;
    size_t cap = out->problem_cap;
    out->problems = arena_grow(a, out->problems, out->problem_count, &out->problem_cap, sizeof *e);
    out->fatal = arena_grow(a, out->fatal, out->problem_count, &cap, sizeof *out->fatal);
    out->problems[out->problem_count] = *e;
    out->fatal[out->problem_count++] = fatal;
}

void parsed_add(struct parsed *out, struct arena *a, struct article *article, str text)
{
    size_t cap = out->cap;
    out->articles = arena_grow(a, out->articles, out->count, &out->cap, sizeof(struct article *));
    out->texts = arena_grow(a, out->texts, out->count, &cap, sizeof *out->texts);
    out->articles[out->count] = article;
    out->texts[out->count++] = text;
}

void parsed_skip(struct parsed *out, enum skip reason)
{
    out->skipped[reason]++;
}

str skip_words(enum skip reason)
{
    switch (reason) {
    case SKIP_PROTECTED: return STR("protected by a password");
    case SKIP_UNPUBLISHED: return STR("not published");
    case SKIP_FILTERED: return STR("without any of the chosen categories or tags");
    case SKIP_REASONS: break;
    }
    return (str){0};
}
