/* The words of one language, laid over plainer ones, and what is said with them. */
#include "words.h"

#include <stdlib.h>

/* What pages are built with, besides what templates name: missing ones are an error at start and
 * not a hole in a page. */
static const char *const needed_texts[] = {
    "date",           "date_full",
    "date_short",     "month_year",
    "time",           "tags",
    "categories",     "authors",
    "sources",        "archive",
    "page",           "about_tag",
    "about_category", "about_author",
    "about_source",   "about_day",
    "about_month",    "about_year",
    "about_archive",  "about_tags",
    "about_front",    "about_sources",
    "about_authors",  "about_categories",
    "not_found",      "about_not_found",
    "moved",          "about_moved",
    "read_at",        "digit_group",
    "numbered",       "title_of",
    "newest",         "day_name",
    "image_gone",
};

static const char *const needed_counts[] = {"articles", "minutes", "more"};

static const struct theme_file *find_file(const struct theme_file *files, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(files[i].name, name))
            return &files[i];
    return NULL;
}

static str lower(struct arena *a, str s)
{
    str copy = arena_copy(a, s);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] + 'a' - 'A');
    return copy;
}

/* -- Loading ---------------------------------------------------------------------------------- */

/* Lays the file for `language`, if there is one, over the table. */
static bool lay_over(struct words *w, struct arena *a, const struct theme_file *file,
                     struct err *err)
{
    struct value layer = {0};
    if (!value_from_json(&layer, a, file->bytes, file->place, err))
        return false;
    if (layer.type != VALUE_MAP) {
        err_set(err, ERR_TEMPLATE, "the words are no JSON object");
        return err_at(err, file->place, 1, 1);
    }
    for (size_t i = 0; i < layer.count; i++)
        value_set(a, &w->table, arena_copy(a, layer.fields[i].name).p, layer.fields[i].value);
    return true;
}

static bool read_list(const struct words *w, const char *key, str *out, size_t count,
                      struct err *err)
{
    const struct value *list = value_get(&w->table, str_of(key));
    if (!list || list->type != VALUE_LIST || list->count != count)
        return err_set(err, ERR_TEMPLATE, "the words lack \"%s\", a list of %zu names", key, count);
    for (size_t i = 0; i < count; i++)
        out[i] = list->items[i].text;
    return true;
}

static bool has_needed(const struct words *w, struct err *err)
{
    for (size_t i = 0; i < sizeof needed_texts / sizeof *needed_texts; i++)
        if (!words_get(w, needed_texts[i]).n)
            return err_set(err, ERR_TEMPLATE, "the words lack \"%s\"", needed_texts[i]);
    for (size_t i = 0; i < sizeof needed_counts / sizeof *needed_counts; i++) {
        const struct value *forms = value_get(&w->table, str_of(needed_counts[i]));
        if (!forms || forms->type != VALUE_MAP || !value_get(forms, STR("other")))
            return err_set(err, ERR_TEMPLATE,
                           "the words lack \"%s\", an object with \"one\" and \"other\"",
                           needed_counts[i]);
    }
    return true;
}

/* Takes out of the table what C code reads often. */
static bool settle(struct words *w, struct err *err)
{
    const struct value *from = value_get(&w->table, STR("digit_group_from"));
    uint64_t digits = 4;
    if (from)
        (void)str_to_uint(from->text, 99, &digits);
    w->group_from = (unsigned)digits;
    w->group = words_get(w, "digit_group");
    const struct value *zero = value_get(&w->table, STR("zero_is_one"));
    w->zero_is_one = zero && value_true(zero);
    return has_needed(w, err) && read_list(w, "months", w->months, 12, err) &&
           read_list(w, "months_short", w->months_short, 12, err) &&
           read_list(w, "weekdays", w->weekdays, 7, err);
}

/* Lays the files for "de", then for "de-at", over English. */
static bool lay_language(struct words *w, struct arena *a, const struct theme_file *files,
                         size_t count, str language, struct err *err)
{
    str tag = lower(a, language);
    for (size_t end = 0; end < tag.n; end++) {
        end = str_find_char(tag, '-', end);
        str name = str_slice(tag, 0, end);
        const struct theme_file *file =
            find_file(files, count, arena_printf(a, "strings/%.*s.json", STR_ARGS(name)));
        if (file && !str_is(name, "en") && !lay_over(w, a, file, err))
            return false;
        if (file)
            w->language = language;
        if (end == SIZE_MAX)
            break;
    }
    return true;
}

bool words_load(struct words *out, struct arena *a, const struct theme_file *files, size_t count,
                str language, struct err *err)
{
    *out = (struct words){.language = STR("en"), .table = value_map()};
    const struct theme_file *english = find_file(files, count, STR("strings/en.json"));
    if (!english)
        return err_set(err, ERR_TEMPLATE, "the theme has no strings/en.json");
    if (!lay_over(out, a, english, err) || !lay_language(out, a, files, count, language, err))
        return false;
    if (!settle(out, err)) {
        err_hint(err, "a site's own strings/en.json replaces the built-in one: copy that first");
        return err_at(err, english->place, 0, 0);
    }
    return true;
}

/* -- Speaking --------------------------------------------------------------------------------- */

str words_get(const struct words *words, const char *key)
{
    const struct value *value = value_get(&words->table, str_of(key));
    return value && value->type == VALUE_TEXT ? value->text : (str){0};
}

static const struct filling *filling_of(const struct filling *fillings, str name)
{
    for (; fillings->name; fillings++)
        if (str_is(name, fillings->name))
            return fillings;
    return NULL;
}

/* Takes the pattern's next piece off *rest: text as it stands, or what fills a placeholder. */
static str next_piece(str *rest, const struct filling *fillings)
{
    size_t open = str_find_char(*rest, '{', 0);
    size_t close = open == 0 ? str_find_char(*rest, '}', 0) : SIZE_MAX;
    const struct filling *filling =
        close < rest->n ? filling_of(fillings, str_slice(*rest, 1, close)) : NULL;
    size_t end = filling ? close + 1 : open == 0 ? 1 : open;
    str piece = filling ? filling->value : str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end, rest->n);
    return piece;
}

static str fill(struct arena *a, str pattern, const struct filling *fillings)
{
    size_t n = 0;
    for (str rest = pattern; rest.n;)
        n += next_piece(&rest, fillings).n;
    str text = {arena_alloc(a, n + 1), n};
    char *to = (char *)(uintptr_t)text.p;
    for (str rest = pattern; rest.n;) {
        str piece = next_piece(&rest, fillings);
        if (piece.n)
            memcpy(to, piece.p, piece.n);
        to += piece.n;
    }
    return text;
}

str words_fill(struct arena *a, const struct words *words, const char *key,
               const struct filling *fillings)
{
    return fill(a, words_get(words, key), fillings);
}

str words_number(struct arena *a, const struct words *words, uint64_t n)
{
    str digits = arena_printf(a, "%llu", (unsigned long long)n);
    if (digits.n < words->group_from || !words->group.n)
        return digits;
    size_t groups = (digits.n - 1) / 3;
    char *p = arena_alloc(a, digits.n + groups * words->group.n + 1);
    size_t at = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0) {
            memcpy(p + at, words->group.p, words->group.n);
            at += words->group.n;
        }
        p[at++] = digits.p[i];
    }
    return (str){p, at};
}

str words_count(struct arena *a, const struct words *words, const char *key, uint64_t n)
{
    const struct value *forms = value_get(&words->table, str_of(key));
    bool one = n == 1 || (n == 0 && words->zero_is_one);
    const struct value *form = value_get(forms, one ? STR("one") : STR("other"));
    if (!form)
        form = value_get(forms, STR("other"));
    const struct filling fillings[] = {{"n", words_number(a, words, n)}, {0}};
    return form ? fill(a, form->text, fillings) : fillings[0].value;
}

/* A number below 10,000 in at least `least` digits. */
static str decimal(struct arena *a, int number, size_t least)
{
    char *p = arena_alloc(a, 4);
    size_t at = 4;
    for (; at > 0 && (number > 0 || 4 - at < least); number /= 10)
        p[--at] = (char)('0' + number % 10);
    return (str){p + at, 4 - at};
}

str words_date(struct arena *a, const struct words *words, const char *key, struct civil date)
{
    str day = decimal(a, date.day, 1);
    str first = words_get(words, "first_day");
    const struct filling fillings[] = {
        {"weekday", words->weekdays[date.weekday]},
        {"day", date.day == 1 && first.n ? first : day},
        {"month", words->months[date.month - 1]},
        {"month_short", words->months_short[date.month - 1]},
        {"year", decimal(a, date.year, 1)},
        {"hour", decimal(a, date.hour, 2)},
        {"minute", decimal(a, date.minute, 2)},
        {0},
    };
    return words_fill(a, words, key, fillings);
}
