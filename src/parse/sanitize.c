/* The way from foreign markup to ours: read, build, mend, trim, write. */
#include "digest/sanitize.h"

#include "digest/limits.h"
#include "digest/utf8.h"
#include "sanitize_line.h"

static str copy_of(struct arena *a, str s)
{
    return s.n > 0 ? arena_copy(a, s) : (str){0};
}

/* The text of the caption of the figure that holds n, or "". */
static str caption_of(struct arena *a, const struct node *n)
{
    while (n && n->element != EL_FIGURE)
        n = n->parent;
    for (const struct node *child = n ? n->first : 0; child; child = child->next) {
        if (child->element != EL_FIGCAPTION)
            continue;
        struct buf text = buf_init(LIMIT_BODY);
        tree_write_text(&text, child);
        str caption = text_clean(a, buf_str(&text), LIMIT_FIELD);
        buf_release(&text);
        return caption;
    }
    return (str){0};
}

static void find_image(struct arena *a, const struct cleaner *c)
{
    const struct node *n = c->root;
    while (n && n->element != EL_IMG)
        n = node_next(n, c->root);
    if (!n)
        return;
    uint64_t width = 0, height = 0;
    str_to_uint(node_attr(n, "width"), UINT32_MAX, &width);
    str_to_uint(node_attr(n, "height"), UINT32_MAX, &height);
    c->findings->first_image = (struct image){
        .url = copy_of(a, node_attr(n, "src")),
        .alt = copy_of(a, node_attr(n, "alt")),
        .caption = caption_of(a, n),
        .width = (uint32_t)width,
        .height = (uint32_t)height,
    };
}

/* Findings point into the scratch arena until here. */
static void keep_findings(struct arena *a, struct sanitize_findings *findings)
{
    findings->source_link.url = copy_of(a, findings->source_link.url);
    findings->source_link.text = copy_of(a, findings->source_link.text);
    findings->first_heading1 = copy_of(a, findings->first_heading1);
}

static void mend(struct cleaner *c)
{
    anchors_mark(c);
    tree_tidy(c, c->root);
    tree_trim(c);
    if (anchors_resolve(c)) {
        tree_tidy(c, c->root);
        tree_trim(c);
        anchors_resolve(c);
    }
    headings_level(c);
}

html sanitize(struct arena *a, str markup, const struct sanitize_options *options, struct buf *text,
              struct sanitize_findings *findings)
{
    struct arena scratch = {0};
    struct cleaner c = {.scratch = &scratch, .options = options, .findings = findings};
    *findings = (struct sanitize_findings){0};
    if (markup.n > LIMIT_BODY) {
        findings->cut = true;
        markup = utf8_cut(markup, LIMIT_BODY);
    }
    tree_build(&c, markup);
    mend(&c);
    struct buf out = buf_init(LIMIT_BODY);
    if (!tree_write(&out, c.root))
        findings->cut = true;
    if (text)
        tree_write_text(text, c.root);
    find_image(a, &c);
    keep_findings(a, findings);
    html result = {arena_copy(a, buf_str(&out))};
    buf_release(&out);
    arena_release(&scratch);
    return result;
}
