/*
 * The selectors of the `strip:` setting: element, .class, #id, compounds of these, descendants.
 * Names match in lower case as the tokenizer gives them; classes and ids case-sensitively.
 */
#include "selector.h"

#include "digest/sanitize.h"

/* "div.box.ad": all parts must hold; name and id may be empty. */
struct compound {
    str name;
    str id;
    str *classes;
    size_t class_count, class_cap;
};

struct selector {
    struct compound *compounds; /* from the outermost to the element itself */
    size_t count, cap;
};

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || (unsigned char)c >= 0x80;
}

static str take_name(str *s)
{
    size_t n = 0;
    while (n < s->n && is_name_byte(s->p[n]))
        n++;
    str name = str_slice(*s, 0, n);
    *s = str_slice(*s, n, s->n);
    return name;
}

static str lower_copy(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        copy[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (str){copy, s.n};
}

static void add_class(struct arena *a, struct compound *c, str name)
{
    c->classes = arena_grow(a, c->classes, c->class_count, &c->class_cap, sizeof *c->classes);
    c->classes[c->class_count++] = name;
}

/* Takes one compound off *s. */
static bool take_compound(struct arena *a, struct compound *c, str *s, struct err *err)
{
    str whole = *s;
    c->name = lower_copy(a, take_name(s));
    while (s->n > 0 && (s->p[0] == '.' || s->p[0] == '#')) {
        char kind = s->p[0];
        *s = str_slice(*s, 1, s->n);
        str name = take_name(s);
        if (name.n == 0)
            return err_set(err, ERR_CONFIG, "selector \"%.*s\": no name after \"%c\"",
                           STR_ARGS(whole), kind);
        if (kind == '#' && c->id.n > 0)
            return err_set(err, ERR_CONFIG, "selector \"%.*s\" has two ids", STR_ARGS(whole));
        if (kind == '#')
            c->id = arena_copy(a, name);
        else
            add_class(a, c, arena_copy(a, name));
    }
    bool ended = s->n == 0 || s->p[0] == ' ' || s->p[0] == '\t';
    if (ended && whole.n != s->n)
        return true;
    err_set(err, ERR_CONFIG, "selector \"%.*s\" is not understood", STR_ARGS(whole));
    return err_hint(err, "use an element, .class, #id or combinations such as \"div.box .ad\"");
}

struct selector *selector_parse(struct arena *a, str s, struct err *err)
{
    struct selector *selector = arena_alloc(a, sizeof *selector);
    str rest = str_trim(s);
    if (rest.n == 0) {
        err_set(err, ERR_CONFIG, "the selector is empty");
        return 0;
    }
    for (; rest.n > 0; rest = str_trim(rest)) {
        struct compound compound = {0};
        if (!take_compound(a, &compound, &rest, err))
            return 0;
        selector->compounds = arena_grow(a, selector->compounds, selector->count, &selector->cap,
                                         sizeof *selector->compounds);
        selector->compounds[selector->count++] = compound;
    }
    return selector;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool class_has(str classes, str word)
{
    for (size_t i = 0; i < classes.n;) {
        while (i < classes.n && is_white(classes.p[i]))
            i++;
        size_t from = i;
        while (i < classes.n && !is_white(classes.p[i]))
            i++;
        if (i > from && str_eq(str_slice(classes, from, i), word))
            return true;
    }
    return false;
}

static bool step_matches(const struct compound *c, const struct path_step *step)
{
    if (c->name.n > 0 && !str_eq(c->name, step->name))
        return false;
    if (c->id.n > 0 && !str_eq(c->id, step->id))
        return false;
    for (size_t i = 0; i < c->class_count; i++)
        if (!class_has(step->classes, c->classes[i]))
            return false;
    return true;
}

bool selector_matches(const struct selector *s, const struct path_step *path, size_t n)
{
    size_t left = s->count;
    if (left == 0 || n == 0 || !step_matches(&s->compounds[--left], &path[--n]))
        return false;
    /* Descendants only, so taking the nearest fitting ancestor each time is never wrong. */
    for (; left > 0 && n > 0; n--)
        if (step_matches(&s->compounds[left - 1], &path[n - 1]))
            left--;
    return left == 0;
}
