/*
 * The filter before the builder. It keeps a trail of open elements of its own, in plain source
 * order, since selectors speak of the source and not of what is made of it.
 */
#include "sanitize_strip.h"

static bool is_void(const struct source_element *e)
{
    return e && (e->role == ROLE_LEAF || e->role == ROLE_VOID || e->role == ROLE_EMBED);
}

static bool is_block(const struct source_element *e)
{
    return e && (e->role == ROLE_BLOCK || e->role == ROLE_WRAP);
}

/* Cuts the trail; what was being left out may end with it. */
static void cut_trail(struct strip_filter *f, size_t count)
{
    f->count = count;
    if (count < f->dropping)
        f->dropping = 0;
}

/* End tags that HTML lets authors leave out: p before any block, items and cells before the next. */
static void end_implied(struct strip_filter *f, str name, const struct source_element *source)
{
    if (f->count == 0 || f->beyond > 0)
        return;
    str top = f->trail[f->count - 1].name;
    bool paragraph = str_is(top, "p") && is_block(source);
    bool item = str_eq(top, name) && (str_is(top, "li") || str_is(top, "td") || str_is(top, "th") ||
                                      str_is(top, "dt") || str_is(top, "dd") || str_is(top, "tr"));
    if (paragraph || item)
        cut_trail(f, f->count - 1);
}

static bool is_unwanted(struct strip_filter *f, const struct tag *tag)
{
    const struct sanitize_options *options = f->c->options;
    for (size_t i = 0; i < options->strip_count; i++)
        if (selector_matches(options->strip[i], f->trail, f->count))
            return true;
    return policy_is_clutter(tag);
}

static void on_start(void *state, const struct tag *tag)
{
    struct strip_filter *f = state;
    const struct source_element *source = source_element_find(tag->name);
    end_implied(f, tag->name, source);
    if (f->count == TRAIL_MAX) {
        f->beyond += !is_void(source);
        if (f->dropping == 0)
            f->next->start(f->next->state, tag);
        return;
    }
    bool outside = f->dropping == 0;
    f->trail[f->count++] =
        (struct path_step){tag->name, tag_attribute(tag, "id"), tag_attribute(tag, "class")};
    bool unwanted = outside && is_unwanted(f, tag);
    if (is_void(source))
        f->count--;
    else if (unwanted)
        f->dropping = f->count;
    if (outside && !unwanted)
        f->next->start(f->next->state, tag);
}

static void on_end(void *state, str name)
{
    struct strip_filter *f = state;
    bool outside = f->dropping == 0;
    if (f->beyond > 0) {
        f->beyond--;
    } else {
        size_t i = f->count;
        while (i > 0 && !str_eq(f->trail[i - 1].name, name))
            i--;
        if (i > 0)
            cut_trail(f, i - 1);
    }
    if (outside)
        f->next->end(f->next->state, name);
}

static void on_text(void *state, str text)
{
    struct strip_filter *f = state;
    if (f->dropping == 0)
        f->next->text(f->next->state, text);
}

struct event_sink strip_sink(struct strip_filter *f)
{
    return (struct event_sink){.state = f, .start = on_start, .end = on_end, .text = on_text};
}
