/*
 * RSS and Atom, taken apart.
 *
 * All their versions are read alike, by one table of elements (feed_fields.c): feeds mix them. What
 * is understood depends on an element's place, namespace and name only.
 */
#include "feed_xml.h"

#include "digest/sanitize.h"
#include "feed_markup.h"
#include "xml.h"

/* -- Entering and leaving --------------------------------------------------------------------- */

static void reset_ranks(unsigned ranks[FIELD_COUNT])
{
    for (int i = 0; i < FIELD_COUNT; i++)
        ranks[i] = RANK_NONE;
}

static void begin_item(struct feed_reader *r)
{
    r->item = feed_add_item(r->job);
    reset_ranks(r->ranks);
    r->image_score = 0;
    if (r->item)
        r->item->language = r->frames[r->depth].language;
    else
        r->frames[r->depth].place = PLACE_OTHER;
}

static void end_item(struct feed_reader *r)
{
    if (!feed_item_is_something(r->item)) {
        r->job->document->count--;
        r->job->document->failed++;
    }
    r->item = NULL;
}

/* The place that the root makes; what is no feed's root is remembered. */
static void begin_root(struct feed_reader *r, enum space space, str local)
{
    struct feed_frame *frame = &r->frames[r->depth];
    bool known = (space & (SPACE_RSS | SPACE_ATOM)) != 0 || str_is(local, "rdf");
    r->rooted = true;
    r->atom = known && (str_is(local, "feed") || str_is(local, "entry"));
    r->job->document->versions = r->atom;
    if (known && (str_is(local, "rss") || str_is(local, "rdf"))) {
        frame->place = PLACE_ROOT;
    } else if (known && (str_is(local, "feed") || str_is(local, "channel"))) {
        frame->place = PLACE_CHANNEL;
    } else if (known && str_is(local, "entry")) {
        frame->place = PLACE_ITEM;
        frame->field = FIELD_ITEM;
        begin_item(r);
    } else {
        r->rooted = false;
        r->foreign = arena_copy(r->job->a, local);
    }
    if (r->rooted)
        r->job->document->language = frame->language;
}

/* -- Elements --------------------------------------------------------------------------------- */

/* What xml:base and xml:lang say holds for what is inside, too. */
static void inherit(struct feed_reader *r, const struct tag *tag)
{
    struct feed_frame *frame = &r->frames[r->depth], *around = frame - 1;
    str base = xml_tag_attribute(tag, "xml:base"), language = xml_tag_attribute(tag, "xml:lang");
    *frame = (struct feed_frame){.base = around->base, .language = around->language};
    if (base.n && (base = feed_resolve(r, base)).n)
        frame->base = base;
    if (language.n)
        frame->language = arena_copy(r->job->a, language);
}

/* Elements whose inside counts: the place that they make. */
static enum place place_of(enum field field)
{
    switch (field) {
    case FIELD_CHANNEL: return PLACE_CHANNEL;
    case FIELD_ITEM: return PLACE_ITEM;
    case FIELD_PERSON: return PLACE_PERSON;
    case FIELD_ORIGIN: return PLACE_SOURCE;
    case FIELD_MEDIA:
    case FIELD_GROUP: return PLACE_MEDIA;
    case FIELD_IMAGE: return PLACE_IMAGE;
    default: return PLACE_OTHER;
    }
}

static bool is_text_field(enum field field)
{
    return field > FIELD_NONE && field < FIELD_ENCLOSURE;
}

static void begin_capture(struct feed_reader *r, const struct field_rule *rule, enum space space,
                          const struct tag *tag)
{
    struct capture *c = &r->capture;
    buf_reset(&c->text);
    buf_reset(&c->inner);
    c->rule = rule;
    c->depth = r->depth;
    c->marked = false;
    c->attribute = (str){0};
    c->form = field_form(r, rule, space, tag);
}

static void begin_element(struct feed_reader *r, const struct tag *tag)
{
    str local;
    enum space space = spaces_find(&r->spaces, tag->name, &local);
    if (r->depth == 1) {
        begin_root(r, space, local);
        return;
    }
    struct feed_frame *frame = &r->frames[r->depth];
    const struct field_rule *rule = field_find(frame[-1].place, space, local);
    if (!rule)
        return;
    frame->field = rule->field;
    frame->place = place_of(rule->field);
    if (is_text_field(rule->field))
        begin_capture(r, rule, space, tag);
    attributes_take(r, rule, tag);
    if (rule->field == FIELD_ITEM)
        begin_item(r);
    if (rule->field == FIELD_PERSON || rule->field == FIELD_IMAGE) {
        r->person = (struct feed_person){0};
        buf_reset(&r->loose);
    }
}

/* An element inside of text: the text is markup, as a whole. */
static void begin_inner(struct feed_reader *r, const struct tag *tag)
{
    struct capture *c = &r->capture;
    str base = r->frames[r->depth].base;
    if (!c->marked)
        markup_add_text(&c->inner, buf_str(&c->text));
    c->marked = true;
    bool own_base = !str_eq(base, r->frames[c->depth].base);
    markup_open(&c->inner, r->job->a, tag, own_base ? base : (str){0});
}

static void on_start(void *state, const struct tag *tag)
{
    struct feed_reader *r = state;
    if (++r->depth >= FEED_DEPTH)
        return;
    spaces_declare(&r->spaces, r->job->a, tag, r->depth);
    inherit(r, tag);
    if (r->capture.rule)
        begin_inner(r, tag);
    else
        begin_element(r, tag);
}

static void end_element(struct feed_reader *r)
{
    const struct feed_frame *frame = &r->frames[r->depth];
    bool origin = frame[-1].place == PLACE_SOURCE;
    if (frame->place == PLACE_ITEM)
        end_item(r);
    else if (frame->place == PLACE_PERSON)
        person_take(r, origin ? 3 : 1);
    else if (frame->place == PLACE_IMAGE)
        image_take(r, str_trim(buf_str(&r->loose)));
}

static void on_end(void *state, str name)
{
    struct feed_reader *r = state;
    if (r->depth < FEED_DEPTH) {
        if (r->capture.rule && r->depth > r->capture.depth) {
            markup_close(&r->capture.inner, name);
        } else if (r->capture.rule) {
            field_take(r);
            r->capture.rule = NULL;
        } else {
            end_element(r);
        }
        spaces_leave(&r->spaces, r->depth);
    }
    r->depth--;
}

static void on_text(void *state, str text)
{
    struct feed_reader *r = state;
    struct capture *c = &r->capture;
    if (c->rule) {
        buf_add(&c->text, text);
        if (c->marked)
            markup_add_text(&c->inner, text);
    } else if (r->depth < FEED_DEPTH &&
               (r->frames[r->depth].place & (PLACE_PERSON | PLACE_IMAGE)) != 0) {
        buf_add(&r->loose, text);
    }
}

/* -- The feed --------------------------------------------------------------------------------- */

/* Says what a document is whose root is no feed's. */
static bool refuse(const struct feed_reader *r, struct err *err)
{
    static const struct {
        const char *root, *kind;
    } kinds[] = {
        {"opml", "a list of feeds (OPML)"},
        {"html", "an HTML page"},
        {"urlset", "a sitemap"},
        {"sitemapindex", "a sitemap"},
        {"svg", "an SVG image"},
        {"opensearchdescription", "a description of a search"},
        {"error", "an error message in XML"},
        {"service", "a list of collections (AtomPub)"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(r->foreign, kinds[i].root))
            return err_set(err, ERR_INPUT, "%s instead of a feed", kinds[i].kind);
    return err_set(err, ERR_INPUT, "XML, but no feed: its outermost element is <%.*s>",
                   STR_ARGS(text_clean(r->job->a, r->foreign, 60)));
}

bool feed_xml_read(struct feed_job *job, str text, struct err *err)
{
    struct feed_reader *r = arena_alloc(job->a, sizeof *r);
    r->job = job;
    r->capture.text = r->capture.inner = r->loose = buf_init(2 * LIMIT_FEED_FILE);
    reset_ranks(r->channel_ranks);
    struct event_sink sink = {r, on_start, on_end, on_text};
    bool good = xml_read(text, job->raw.item->path, &sink, &job->doubt, err);
    /* An item that does not end is not all there. */
    if (good && r->item)
        job->document->count--;
    if (good && !r->rooted)
        good = refuse(r, err);
    buf_release(&r->capture.text);
    buf_release(&r->capture.inner);
    buf_release(&r->loose);
    return good;
}
