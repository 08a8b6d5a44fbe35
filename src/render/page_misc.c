/* Pages that are no place to stay: not found, moved, not yet there. */
#include "page.h"

bool fill_not_found(const struct view *view, struct value *context, struct frame *frame,
                    struct err *err)
{
    (void)err;
    const struct model *model = view->site->model;
    size_t count = model->shown_count < 5 ? model->shown_count : 5;
    field_list(view, context, "latest", "has_latest", card_list(view, model->shown, count));
    frame->title = words_get(view->words, "not_found");
    frame->description = frame_text(view, "about_not_found", (str){0});
    frame->noindex = true;
    return true;
}

/* A page that leads to `path`, which is called `title`. */
static void lead_to(const struct view *view, struct value *context, struct frame *frame, str path,
                    str title)
{
    struct value target = value_map();
    field_text(view, &target, "title", title);
    field_href(view, &target, "href", path);
    value_set(view->a, context, "target", target);
    frame->title = words_get(view->words, "moved");
    frame->description = frame_text(view, "about_moved", title);
    frame->canonical = link_absolute(view->a, view->site->config, path);
    frame->noindex = true;
}

bool fill_redirect(const struct view *view, struct value *context, struct frame *frame,
                   struct err *err)
{
    (void)err;
    const struct redirect *redirect = view->page->subject;
    lead_to(view, context, frame, redirect->to->path, redirect->to->article->title);
    return true;
}

bool fill_onward(const struct view *view, struct value *context, struct frame *frame,
                 struct err *err)
{
    (void)err;
    const str *head = view->page->subject;
    lead_to(view, context, frame, *head, words_get(view->words, "newest"));
    return true;
}
