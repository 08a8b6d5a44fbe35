/*
 * The front page: the newest edition, laid out like a newspaper's.
 *
 * A lead story, a few more with it, the latest in the order of time, then the largest sections.
 * Pinned articles come first. No article stands there twice, hidden ones not at all, and however
 * long the archive, the page stays the same size.
 */
#include "page.h"

/* The newest articles among which the lead is looked for: the first with a picture and a text. */
#define LEAD_WINDOW 8
/* Stories beside the lead; taken first, when they have pictures, from the newest of a window. */
#define SECOND_MOST   4
#define SECOND_WINDOW 12
/* Articles of the river, which goes on to the end of the newest day but never beyond the last. */
#define RIVER_LEAST   8
#define RIVER_MOST    16
#define SECTIONS_MOST 4
/* Articles in a section; one with fewer that are not yet on the page is left out. */
#define SECTION_MOST  4
#define SECTION_LEAST 2
#define SOURCES_MOST  10
#define TOPICS_MOST   20

#define TAKEN_MOST (1 + SECOND_MOST + RIVER_MOST + SECTIONS_MOST * SECTION_MOST)

/* The front page being laid out. */
struct layout {
    const struct view *view;
    const struct model *model;
    const struct entry *taken[TAKEN_MOST]; /* what is on the page already */
    size_t count;
};

static bool is_taken(const struct layout *l, const struct entry *entry)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->taken[i] == entry)
            return true;
    return false;
}

/* Puts an article on the page. */
static struct value take(struct layout *l, const struct entry *entry)
{
    l->taken[l->count++] = entry;
    struct value card = card_value(l->view, entry);
    value_set(l->view->a, &card, "pinned", value_bool(entry->article->pinned));
    return card;
}

static bool has_image(const struct layout *l, const struct entry *entry)
{
    return lead_image(l->view->site, entry).url.n > 0;
}

static bool can_lead(const struct layout *l, const struct entry *entry)
{
    return has_image(l, entry) && (card_summary(entry).n || card_dek(entry).n);
}

static struct value lead_value(struct layout *l)
{
    const struct model *model = l->model;
    if (model->pinned_count)
        return take(l, model->pinned[0]);
    for (size_t i = 0; i < model->shown_count && i < LEAD_WINDOW; i++)
        if (can_lead(l, model->shown[i]))
            return take(l, model->shown[i]);
    return model->shown_count ? take(l, model->shown[0]) : value_bool(false);
}

static struct value second_value(struct layout *l)
{
    struct value list = value_list();
    for (size_t i = 0; i < l->model->pinned_count && list.count < SECOND_MOST; i++)
        if (!is_taken(l, l->model->pinned[i]))
            value_push(l->view->a, &list, take(l, l->model->pinned[i]));
    for (int pictures = 1; pictures >= 0; pictures--) {
        for (size_t i = 0; i < l->model->shown_count && i < SECOND_WINDOW; i++) {
            const struct entry *entry = l->model->shown[i];
            if (list.count < SECOND_MOST && !is_taken(l, entry) &&
                (!pictures || has_image(l, entry)))
                value_push(l->view->a, &list, take(l, entry));
        }
    }
    return list;
}

/* -- The river -------------------------------------------------------------------------------- */

static bool same_day(const struct civil *a, const struct civil *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

static struct value day_value(const struct view *view, const struct civil *date)
{
    struct period day = {date->year, date->month, date->day, NULL, 0};
    struct value map = value_map();
    field_text(view, &map, "name", words_date(view->a, view->words, "date_full", *date));
    field_text(view, &map, "short", words_date(view->a, view->words, "day_name", *date));
    field_text(view, &map, "iso",
               arena_printf(view->a, "%04d-%02d-%02d", date->year, date->month, date->day));
    field_href(view, &map, "href", period_path(view->a, &day));
    return map;
}

/* The latest of what is left, by day. */
static struct value river_value(struct layout *l)
{
    struct value days = value_list(), items = value_list();
    const struct entry *last = NULL;
    size_t shown = 0;
    for (size_t i = 0; i < l->model->shown_count && shown < RIVER_MOST; i++) {
        const struct entry *entry = l->model->shown[i];
        if (is_taken(l, entry))
            continue;
        bool new_day = last && !same_day(&last->date, &entry->date);
        bool old_day = !same_day(&entry->date, &l->model->shown[0]->date);
        if (shown >= RIVER_LEAST && old_day)
            break;
        if (new_day) {
            struct value day = day_value(l->view, &last->date);
            value_set(l->view->a, &day, "items", items);
            value_push(l->view->a, &days, day);
            items = value_list();
        }
        value_push(l->view->a, &items, take(l, entry));
        last = entry;
        shown++;
    }
    if (last) {
        struct value day = day_value(l->view, &last->date);
        value_set(l->view->a, &day, "items", items);
        value_push(l->view->a, &days, day);
    }
    return days;
}

/* -- Sections --------------------------------------------------------------------------------- */

/* True when the article may stand here and does not yet. */
static bool is_left(const struct layout *l, const struct entry *entry)
{
    return !entry->article->hidden && !is_taken(l, entry);
}

static size_t count_left(const struct layout *l, const struct term *term)
{
    size_t left = 0;
    for (size_t i = 0; i < term->count && left < SECTION_MOST; i++)
        left += is_left(l, term->entries[i]);
    return left;
}

static struct value section_value(struct layout *l, const struct term *term)
{
    struct value section = term_link(l->view, term), items = value_list();
    for (size_t i = 0; i < term->count && items.count < SECTION_MOST; i++)
        if (is_left(l, term->entries[i]))
            value_push(l->view->a, &items, take(l, term->entries[i]));
    value_set(l->view->a, &section, "items", items);
    return section;
}

/* The largest categories, or tags where there are none, with what is not on the page yet. */
static struct value sections_value(struct layout *l)
{
    enum term_kind kind = l->model->term_count[TERM_CATEGORY] ? TERM_CATEGORY : TERM_TAG;
    struct term **terms = terms_by_use(l->view->a, l->model, kind);
    struct value list = value_list();
    for (size_t i = 0; i < l->model->term_count[kind] && list.count < SECTIONS_MOST; i++)
        if (count_left(l, terms[i]) >= SECTION_LEAST)
            value_push(l->view->a, &list, section_value(l, terms[i]));
    return list;
}

/* The most used terms of a kind with their counts; those of sources with their newest article. */
static struct value most_used(const struct layout *l, enum term_kind kind, size_t most)
{
    const struct view *view = l->view;
    struct term **terms = terms_by_use(view->a, l->model, kind);
    struct value list = value_list();
    for (size_t i = 0; i < l->model->term_count[kind] && i < most; i++) {
        struct value item = term_link(view, terms[i]);
        const struct entry *newest = terms[i]->entries[0];
        field_count(view, &item, terms[i]->count);
        value_set(view->a, &item, "newest",
                  moment_value(view, newest->article->published.utc, newest->offset));
        value_push(view->a, &list, item);
    }
    return list;
}

static struct value edition_value(const struct layout *l)
{
    return l->model->shown_count ? day_value(l->view, &l->model->shown[0]->date)
                                 : value_bool(false);
}

bool fill_front(const struct view *view, struct value *context, struct frame *frame,
                struct err *err)
{
    (void)err;
    struct layout l = {.view = view, .model = view->site->model};
    struct value lead = lead_value(&l), second = second_value(&l);
    struct value river = river_value(&l), sections = sections_value(&l);
    value_set(view->a, context, "edition", edition_value(&l));
    value_set(view->a, context, "lead", lead);
    field_list(view, context, "second", "has_second", second);
    field_list(view, context, "days", "has_days", river);
    field_list(view, context, "sections", "has_sections", sections);
    field_list(view, context, "sources", "has_sources", most_used(&l, TERM_SOURCE, SOURCES_MOST));
    field_list(view, context, "topics", "has_topics", most_used(&l, TERM_TAG, TOPICS_MOST));
    frame->description = view->site->config->description.n
                             ? view->site->config->description
                             : frame_text(view, "about_front", (str){0});
    if (l.count)
        frame->image = lead_image(view->site, l.taken[0]);
    return true;
}
