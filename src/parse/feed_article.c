/* Entries of feeds → articles. */
#include "digest/utf8.h"
#include "feed.h"
#include "feed_markup.h"
#include "own_image.h"
#include "strips.h"
#include "text.h"
#include "texts.h"

/* An image that is said to be no wider shows less than one of the text. */
#define THUMBNAIL 200

/* The cleaned body. */
struct body {
    html content;
    str text;  /* plain, blocks parted by newlines */
    str words; /* the same without the lines of attachments */
    struct sanitize_findings seen;
};

void feed_articles_init(struct feed_articles *f, struct parsed *out, struct arena *a,
                        const struct raw *raw)
{
    *f = (struct feed_articles){.out = out, .a = a, .raw = *raw, .text = buf_init(LIMIT_BODY)};
    f->sanitize =
        (struct sanitize_options){.top_heading = 2, .own_image = own_image, .context = &f->raw};
    strips_compile(&f->sanitize, raw->source, out, a);
}

void feed_articles_release(struct feed_articles *f)
{
    arena_release(&f->scratch);
    buf_release(&f->text);
}

static void problem(struct feed_articles *f, const struct feed_item *item, bool fatal,
                    const char *why)
{
    struct err e = {0};
    err_set(&e, ERR_INPUT, "entry %.*s %s", STR_ARGS(utf8_cut(item->id, 120)), why);
    err_at(&e, f->raw.item->path, 0, 0);
    parsed_problem(f->out, f->a, &e, fatal);
}

/* -- The body --------------------------------------------------------------------------------- */

static size_t find_last(str s, str needle)
{
    for (size_t i = s.n; i > 0; i--)
        if (str_starts(str_slice(s, i - 1, s.n), needle))
            return i - 1;
    return SIZE_MAX;
}

/* Cuts the paragraph that WordPress puts behind texts in feeds, in many languages: "The post … appeared
 * first on …". It has two links, and the first is to the entry. */
static str without_advert(str markup, str url)
{
    size_t begin = find_last(markup, STR("<p>"));
    str paragraph = begin == SIZE_MAX ? (str){0} : str_trim(str_slice(markup, begin, markup.n));
    size_t first = str_find(paragraph, STR("<a "), 0);
    size_t second = first == SIZE_MAX ? first : str_find(paragraph, STR("<a "), first + 1);
    if (url.n == 0 || second == SIZE_MAX || paragraph.n > LIMIT_FIELD ||
        str_find(paragraph, STR("<a "), second + 1) != SIZE_MAX ||
        !str_has(str_slice(paragraph, first, second), url) ||
        str_find(paragraph, STR("</p>"), 0) != paragraph.n - strlen("</p>"))
        return markup;
    return str_slice(markup, 0, begin);
}

/* What a file is to be called; null when it is nothing to be played. */
static const char *attachment_kind(const struct feed_attachment *file)
{
    if (str_starts(file->type, STR("audio/")) ||
        (!file->type.n && feed_ends_in(file->url, FEED_AUDIO)))
        return "Audio";
    if (str_starts(file->type, STR("video/")) ||
        (!file->type.n && feed_ends_in(file->url, FEED_VIDEO)))
        return "Video";
    return NULL;
}

/* The last segment of a URL's path, decoded; or its host. */
static str file_name(struct arena *a, str url)
{
    size_t end = 0;
    while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
        end++;
    while (end > 0 && url.p[end - 1] == '/')
        end--;
    size_t from = end;
    while (from > 0 && url.p[from - 1] != '/')
        from--;
    struct buf name = buf_init(LIMIT_URL), valid = buf_init(3 * LIMIT_URL);
    buf_add_percent_decoded(&name, str_slice(url, from, end));
    utf8_repair(&valid, buf_str(&name));
    str text = text_clean(a, buf_str(&valid), LIMIT_TITLE);
    buf_release(&name);
    buf_release(&valid);
    return text;
}

/* Appends a link to an audio or video file, unless the text has one already: "Audio: talk.mp3, 34 MB".
 * A podcast has nothing else. Returns how many lines it appended. */
static size_t add_attachment(struct feed_articles *f, struct buf *out,
                             const struct feed_attachment *file)
{
    const char *kind = attachment_kind(file);
    struct buf escaped = buf_init(6 * LIMIT_URL);
    markup_add_text(&escaped, file->url);
    bool wanted =
        kind && !str_has(buf_str(out), file->url) && !str_has(buf_str(out), buf_str(&escaped));
    if (wanted) {
        buf_addf(out, "\n<p><a href=\"%.*s\">%s: ", STR_ARGS(buf_str(&escaped)), kind);
        markup_add_text(out, file->title.n ? file->title : file_name(&f->scratch, file->url));
        if (file->size >= 500000)
            buf_addf(out, ", %llu MB", (unsigned long long)((file->size + 500000) / 1000000));
        buf_addz(out, "</a></p>");
    }
    buf_release(&escaped);
    return wanted;
}

/* The text without its last lines. */
static str without_lines(str text, size_t lines)
{
    while (lines && text.n) {
        while (text.n && text.p[text.n - 1] != '\n')
            text.n--;
        text = str_trim(text);
        lines--;
    }
    return text;
}

static struct body clean_body(struct feed_articles *f, const struct feed_item *item)
{
    struct body body = {0};
    struct buf markup = buf_init(LIMIT_BODY);
    str content = without_advert(feed_text_markup(&f->scratch, &item->content), item->url);
    bool cut = content.n > LIMIT_BODY;
    size_t lines = 0;
    buf_add(&markup, utf8_cut(content, LIMIT_BODY));
    for (size_t i = 0; i < item->attachments.count; i++)
        lines += add_attachment(f, &markup, &item->attachments.items[i]);
    buf_reset(&f->text);
    f->sanitize.base = item->base.n ? item->base : item->url.n ? item->url : f->raw.source->home;
    body.content = sanitize(f->a, buf_str(&markup), &f->sanitize, &f->text, &body.seen);
    body.text = arena_copy(f->a, str_trim(buf_str(&f->text)));
    body.words = without_lines(body.text, lines);
    buf_release(&markup);
    if (cut)
        problem(f, item, false, "is too large; the rest of it is left out");
    else if (body.seen.cut)
        problem(f, item, false, "is nested too deeply or too large; some of it was simplified");
    return body;
}

/* -- Words ------------------------------------------------------------------------------------ */

/* A title for an article of pictures: what one shows, else what its address says. */
static str title_of_image(struct feed_articles *f, const struct feed_item *item,
                          const struct body *body)
{
    if (body->content.markup.n == 0 && item->image.url.n == 0)
        return (str){0};
    if (body->seen.first_image.alt.n)
        return text_clean(f->a, body->seen.first_image.alt, LIMIT_TITLE);
    if (item->image.caption.n)
        return text_clean(f->a, item->image.caption, LIMIT_TITLE);
    return title_of_name(f->a, file_name(&f->scratch, item->url));
}

static bool set_texts(struct feed_articles *f, const struct feed_item *item,
                      const struct body *body, struct article *article)
{
    struct texts texts = {
        .excerpt = without_advert(feed_text_markup(&f->scratch, &item->summary), item->url),
        .body = body->words.n ? body->words : body->text,
        .heading = body->seen.first_heading1,
        .fallback = title_of_image(f, item, body),
        .title = item->title.html ? feed_plain(f->a, item->title.text, LIMIT_TITLE)
                                  : text_clean(f->a, item->title.text, LIMIT_TITLE),
    };
    article->words = (uint32_t)utf8_words(body->words);
    return texts_fill(article, f->a, &f->scratch, &texts);
}

static void set_language(struct feed_articles *f, const struct feed_item *item,
                         const struct body *body, struct article *article)
{
    str tag = language_tag(f->a, item->language);
    article->language = text_language(body->words.n ? body->words : article->title,
                                      tag.n ? tag : f->raw.source->language);
    article->direction = language_direction(article->language);
}

/* -- Everything else -------------------------------------------------------------------------- */

/* The last resort is the time of the file, or when the entry was first seen. */
static void set_dates(struct feed_articles *f, const struct feed_item *item,
                      struct article *article)
{
    bool published = feed_date_read(item->published, f->raw.zone, &article->published);
    bool modified = feed_date_read(item->modified, f->raw.zone, &article->modified);
    if (!published && modified) {
        article->published = article->modified;
    } else if (!published) {
        int64_t utc = f->raw.item->mtime;
        article->published = (struct stamp){utc, f->raw.zone ? zone_offset(f->raw.zone, utc) : 0};
        article->dated_by_file = true;
        f->undated++;
    }
    if (!modified || article->modified.utc < article->published.utc)
        article->modified = article->published;
}

/* The names an entry gives, else those that the source gives to articles without. WordPress puts new
 * posts into "Uncategorized", which says nothing. */
static struct labels labels_of(struct feed_articles *f, const struct feed_names *names,
                               const struct str_list *others)
{
    struct label_list list = {0};
    for (size_t i = 0; i < names->count; i++)
        if (!str_is(names->items[i], "Uncategorized"))
            label_list_add(&list, f->a, names->items[i]);
    bool named = list.count > 0;
    for (size_t i = 0; !named && i < others->count; i++)
        label_list_add(&list, f->a, others->items[i]);
    return (struct labels){list.items, list.count};
}

static void set_labels(struct feed_articles *f, const struct feed_item *item,
                       struct article *article)
{
    const struct source *source = f->raw.source;
    struct label_list authors = {0};
    for (size_t i = 0; i < item->authors.count; i++)
        label_list_add(&authors, f->a, item->authors.items[i].name);
    article->authors = (struct labels){authors.items, authors.count};
    article->tags = labels_of(f, &item->tags, &source->tags);
    article->categories = labels_of(f, &item->categories,
                                    source->kind == SOURCE_WORDPRESS ? &source->default_categories
                                                                     : &source->categories);
}

static void set_image(struct feed_articles *f, const struct feed_item *item,
                      const struct body *body, struct article *article)
{
    struct image image = item->image;
    const struct image *first = &body->seen.first_image;
    if (f->raw.source->images == IMAGES_NONE)
        return;
    bool small = image.width && image.width <= THUMBNAIL && first->url.n;
    if (image.url.n == 0 || small || str_eq(image.url, first->url)) {
        article->image = *first;
        return;
    }
    own_image(&f->raw, image.url, &image);
    image.alt = text_clean(f->a, image.alt, LIMIT_FIELD);
    image.caption = text_clean(f->a, image.caption, LIMIT_FIELD);
    article->image = image;
}

static void set_via(struct feed_articles *f, const struct feed_item *item, const struct body *body,
                    struct article *article)
{
    struct link links[2], named;
    size_t count = 0;
    if (item->source.url.n && !str_eq(item->source.url, article->url) &&
        link_read(&named, f->a, item->source.url)) {
        str text = text_clean(f->a, item->source.text, LIMIT_FIELD);
        links[count++] = (struct link){named.url, text.n ? text : named.text};
    }
    if (body->seen.source_link.url.n &&
        (count == 0 || !str_eq(links[0].url, body->seen.source_link.url)))
        links[count++] = body->seen.source_link;
    article->via.items = arena_array(f->a, count, sizeof *links);
    for (size_t i = 0; i < count; i++)
        article->via.items[i] = links[i];
    article->via.count = count;
}

/* WordPress puts the form that asks for a post's password in the place of its text, also in feeds. */
static bool is_protected(struct feed_articles *f, const struct feed_item *item)
{
    return str_has(feed_text_markup(&f->scratch, &item->content),
                   STR("class=\"post-password-form\""));
}

void feed_articles_add(struct feed_articles *f, const struct feed_item *item)
{
    if (is_protected(f, item)) {
        parsed_skip(f->out, SKIP_PROTECTED);
        arena_reset(&f->scratch);
        return;
    }
    struct article *article = arena_alloc(f->a, sizeof *article);
    struct body body = clean_body(f, item);
    article->source = f->raw.item->source;
    article->id = f->raw.item->kind == RAW_ENTRY ? f->raw.item->name : item->id;
    article->url = item->url;
    article->body = body.content;
    if (set_texts(f, item, &body, article)) {
        set_dates(f, item, article);
        set_labels(f, item, article);
        set_image(f, item, &body, article);
        set_language(f, item, &body, article);
        set_via(f, item, &body, article);
        article_hash(article);
        parsed_add(f->out, f->a, article, body.text);
    } else {
        problem(f, item, true, "has neither a title nor text");
    }
    arena_reset(&f->scratch);
}
