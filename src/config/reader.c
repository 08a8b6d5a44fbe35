/* Typed fields of digest.yaml, and the messages about them. */
#include "reader.h"

#include "check.h"
#include "digest/limits.h"
#include "digest/suggest.h"

/* The line'th line of text, or nothing. */
static str line_of(str text, unsigned line)
{
    str found = {0};
    while (line > 0 && str_next_line(&text, &found))
        line--;
    return line ? (str){0} : found;
}

bool reader_may_show(str line)
{
    static const char *const words[] = {"passw", "pass:", "secret", "token", "authorization", NULL};
    for (size_t i = 0; i < line.n; i++)
        for (size_t k = 0; words[k]; k++) {
            str word = str_of(words[k]);
            if (str_eq_nocase(str_slice(line, i, i + word.n), word))
                return false;
        }
    return !has_userinfo(line);
}

static void place_in_file(struct reader *r, struct place at, struct err *e)
{
    err_at(e, r->file, at.line, at.column);
    str line = line_of(r->text, at.line);
    if (at.line && reader_may_show(line))
        err_excerpt(e, line);
}

void reader_report(struct reader *r, struct place at, struct err *e)
{
    place_in_file(r, at, e);
    log_problem(r->log, LOG_ERROR, (str){0}, e);
    r->errors++;
}

void reader_fault(struct reader *r, struct place at, const char *hint, const char *format, ...)
{
    struct err e = {0};
    char why[sizeof e.why];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    err_set(&e, ERR_CONFIG, "%s", why);
    if (hint)
        err_hint(&e, "%s", hint);
    reader_report(r, at, &e);
}

void reader_warn(struct reader *r, struct place at, struct err *e)
{
    place_in_file(r, at, e);
    log_problem(r->log, LOG_WARNING, (str){0}, e);
}

void reader_note(struct reader *r, const struct setting *setting)
{
    r->settings =
        arena_grow(r->arena, r->settings, r->setting_count, &r->setting_cap, sizeof *r->settings);
    r->settings[r->setting_count] = *setting;
    if (has_userinfo(
            setting->value)) /* refused, but `digest config --json` prints it all the same */
        r->settings[r->setting_count].value = STR("(not shown)");
    r->setting_count++;
}

struct place place_of(const struct yaml *node)
{
    return (struct place){node->line, node->column};
}

static const char *kind_name(const struct yaml *node)
{
    switch (node->kind) {
    case YAML_NULL: return "nothing";
    case YAML_SCALAR: return "text";
    case YAML_LIST: return "a list";
    case YAML_MAP: return "a mapping";
    }
    return "";
}

static void wrong_kind(struct reader *r, const struct yaml *node, const char *name,
                       const char *wanted)
{
    reader_fault(r, place_of(node), NULL, "%s must be %s, not %s", name, wanted, kind_name(node));
}

bool reader_map(struct reader *r, const struct yaml *node, const char *name)
{
    if (node->kind == YAML_MAP)
        return true;
    if (node->kind != YAML_NULL)
        wrong_kind(r, node, name, "a mapping of keys to values");
    return false;
}

static size_t count_words(const char *const *words)
{
    size_t n = 0;
    while (words && words[n])
        n++;
    return n;
}

static bool has_word(const char *const *words, str word)
{
    for (size_t i = 0; words && words[i]; i++)
        if (str_is(word, words[i]))
            return true;
    return false;
}

/* "a, b or c" */
static str alternatives(struct arena *a, const char *const *words)
{
    str all = {0};
    size_t count = count_words(words);
    for (size_t i = 0; i < count; i++)
        all = arena_printf(a, "%.*s%s%s", STR_ARGS(all),
                           i == 0 ? "" : (i + 1 < count ? ", " : " or "), words[i]);
    return all;
}

static void unknown_key(struct reader *r, const struct yaml_pair *pair,
                        const struct known_keys *known)
{
    struct err e = {0};
    const char *in = known->name[0] ? " in " : "";
    if (has_word(known->secrets, pair->key)) {
        reader_fault(r, (struct place){pair->line, pair->column}, known->instead,
                     "a secret may not stand in the configuration");
        return;
    }
    err_set(&e, ERR_CONFIG, "unknown key \"%.*s\"%s%s", STR_ARGS(pair->key), in, known->name);
    const char *meant = suggest(pair->key, known->keys, count_words(known->keys));
    if (has_word(known->elsewhere, pair->key))
        err_hint(&e, "%s", known->belongs);
    else if (meant)
        err_hint(&e, "did you mean \"%s\"?", meant);
    else
        err_hint(&e, "known keys: %.*s", STR_ARGS(alternatives(r->arena, known->keys)));
    reader_report(r, (struct place){pair->line, pair->column}, &e);
}

bool reader_keys(struct reader *r, const struct yaml *map, const struct known_keys *known)
{
    bool all_known = true;
    for (size_t i = 0; i < map->count; i++)
        if (!has_word(known->keys, map->pairs[i].key)) {
            unknown_key(r, &map->pairs[i], known);
            all_known = false;
        }
    return all_known;
}

const struct yaml *reader_get(const struct yaml *map, const char *key)
{
    const struct yaml *node = yaml_get(map, key);
    return node && node->kind != YAML_NULL ? node : NULL;
}

/* Copies text with runs of white space as one space, trimmed. False: it has a control character. */
static bool fold_space(struct arena *a, str text, str *out)
{
    char *p = arena_alloc(a, text.n + 1);
    size_t n = 0;
    text = str_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
        if ((c < ' ' && !space) || c == 0x7F)
            return false;
        if (!space)
            p[n++] = (char)c;
        else if (p[n - 1] != ' ')
            p[n++] = ' ';
    }
    *out = (str){p, n};
    return true;
}

bool reader_text(struct reader *r, const struct yaml *node, const char *name, size_t max, str *out)
{
    if (!node || node->kind == YAML_NULL)
        return false;
    if (node->kind != YAML_SCALAR) {
        wrong_kind(r, node, name, "text");
        return false;
    }
    str text;
    if (!fold_space(r->arena, node->text, &text)) {
        reader_fault(r, place_of(node), NULL, "%s has a control character", name);
        return false;
    }
    if (text.n > max) {
        reader_fault(r, place_of(node), NULL, "%s is longer than %zu bytes", name, max);
        return false;
    }
    *out = text;
    return true;
}

void reader_list(struct reader *r, const struct yaml *node, const char *name, struct str_list *out)
{
    if (!node || node->kind == YAML_NULL)
        return;
    if (node->kind == YAML_MAP) {
        wrong_kind(r, node, name, "a list");
        return;
    }
    size_t count = node->kind == YAML_LIST ? node->count : 1;
    const char *entry_name = arena_printf(r->arena, "an entry of %s", name).p;
    out->items = arena_array(r->arena, count, sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        const struct yaml *item = node->kind == YAML_LIST ? node->items[i] : node;
        str text = {0};
        bool read = reader_text(r, item, entry_name, LIMIT_FIELD, &text);
        if (text.n)
            out->items[out->count++] = text;
        else if (read || item->kind == YAML_NULL)
            reader_fault(r, place_of(item), NULL, "%s has an empty entry", name);
    }
}

bool choice_find(struct arena *a, str text, const char *name, const char *const *words, size_t *out,
                 struct err *err)
{
    for (size_t i = 0; words[i]; i++)
        if (str_is(text, words[i])) {
            *out = i;
            return true;
        }
    const char *meant = suggest(text, words, count_words(words));
    err_set(err, ERR_CONFIG, "%s must be %.*s, not \"%.*s\"", name,
            STR_ARGS(alternatives(a, words)), STR_ARGS(str_slice(text, 0, 64)));
    return meant ? err_hint(err, "did you mean \"%s\"?", meant) : false;
}

bool reader_choice(struct reader *r, const struct yaml *node, const char *name,
                   const char *const *words, size_t *out)
{
    str text;
    struct err e = {0};
    if (!reader_text(r, node, name, LIMIT_FIELD, &text))
        return false;
    if (choice_find(r->arena, text, name, words, out, &e))
        return true;
    reader_report(r, place_of(node), &e);
    return false;
}
