/*
 * Text files → articles: finds out what a file is, has it read, and fills the article from what
 * front matter, the text itself, the file's name and the source say, in this order.
 */
#include "text.h"

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/slug.h"
#include "digest/utf8.h"
#include "lead.h"
#include "own_image.h"
#include "strips.h"
#include "texts.h"

/* Windows-1252 has characters of one byte that take three in UTF-8. */
#define DECODED_MOST (3 * LIMIT_TEXT_FILE)

/* The cleaned body. */
struct body {
    html content;
    str text;
    struct sanitize_findings seen;
};

static bool is_markdown(str name)
{
    return str_ends_nocase(name, STR(".md")) || str_ends_nocase(name, STR(".markdown")) ||
           str_ends_nocase(name, STR(".mdown"));
}

/* Adds a doubt about the whole file. */
static void doubt(struct text_job *job, const char *why, const char *hint)
{
    struct err e = {0};
    err_set(&e, ERR_INPUT, "%s", why);
    if (hint)
        err_hint(&e, "%s", hint);
    err_at(&e, job->raw.item->path, 0, 0);
    parsed_problem(job->out, job->a, &e, false);
}

/* -- Texts from the web ----------------------------------------------------------------------- */

/* The URL that a text was fetched from; "" for a file. */
static str own_url(const struct raw_item *item)
{
    bool url = item->stored &&
               (str_starts(item->path, STR("http://")) || str_starts(item->path, STR("https://")));
    return url ? item->path : (str){0};
}

/* What a text is called: the file's name, or the path of the URL. */
static str name_of(struct arena *a, const struct raw_item *item)
{
    str url = own_url(item);
    if (url.n == 0)
        return item->name;
    str path = str_slice(url, str_find(url, STR("://"), 0) + 3, url.n);
    size_t slash = str_find_char(path, '/', 0), end = 0;
    path = slash == SIZE_MAX ? (str){0} : str_slice(path, slash + 1, path.n);
    while (end < path.n && path.p[end] != '?' && path.p[end] != '#')
        end++;
    struct buf decoded = buf_init(path.n), valid = buf_init(3 * path.n);
    buf_add_percent_decoded(&decoded, str_slice(path, 0, end));
    utf8_repair(&valid, buf_str(&decoded));
    str name = arena_copy(a, buf_str(&valid));
    buf_release(&decoded);
    buf_release(&valid);
    return name;
}

/* -- The body --------------------------------------------------------------------------------- */

static struct body clean_body(struct text_job *job, str markup, str url)
{
    struct sanitize_options options = {
        .base = url.n ? url : job->raw.source->home,
        .top_heading = 2,
        .own_image = own_image,
        .context = &job->raw,
    };
    strips_compile(&options, job->raw.source, job->out, job->a);
    struct body body = {0};
    struct buf text = buf_init(LIMIT_BODY);
    body.content = sanitize(job->a, markup, &options, &text, &body.seen);
    body.text = arena_copy(job->a, buf_str(&text));
    buf_release(&text);
    if (body.seen.cut)
        doubt(job, "the text is nested too deeply or too large; some of it was simplified", NULL);
    return body;
}

/* Reads what stands behind the front matter; *front gets what else the text says. */
static bool read_body(struct text_job *job, str text, struct meta *front, struct body *body,
                      struct err *err)
{
    struct buf markup = buf_init(LIMIT_BODY);
    bool good;
    if (job->raw.item->markdown || is_markdown(job->name)) {
        good = markdown_read(text, job->a, front, &markup, err);
    } else {
        struct meta inferred = meta_init();
        good = plain_read(job, text, front, &inferred, &markup, err);
        meta_complete(front, &inferred);
    }
    if (good)
        *body =
            clean_body(job, buf_str(&markup), front->url.n ? front->url : own_url(job->raw.item));
    buf_release(&markup);
    return good || err_at(err, job->raw.item->path, 0, 0);
}

/* -- The article ------------------------------------------------------------------------------ */

static bool has_word(str s)
{
    for (size_t at = 0; at < s.n;)
        if (utf8_is_word(utf8_next(s, &at)))
            return true;
    return false;
}

/* The last resort is the file's time, which a copy or a checkout changes; of a URL it is the time of
 * its last change, or when it was first seen. That is said. */
static void set_dates(struct text_job *job, const struct meta *meta, bool named,
                      struct article *article)
{
    article->published = meta->published.utc != INSTANT_NONE ? meta->published : job->file_date;
    article->modified = meta->modified;
    if (meta->published.utc == INSTANT_NONE && !named) {
        article->dated_by_file = true;
        doubt(job,
              job->raw.item->stored
                  ? "no date in the text or its address; that of its last change, or of its first "
                    "fetch, is taken"
                  : "no date in the text or the file's name; the time of the file is taken",
              "begin the file with the lines ---, date: 2026-05-07, ---");
    }
    if (article->modified.utc == INSTANT_NONE || article->modified.utc < article->published.utc)
        article->modified = article->published;
}

/* The article's own labels, else the source's for articles that name none. */
static struct labels labels_or(struct text_job *job, const struct label_list *own,
                               const struct str_list *others)
{
    struct label_list list = *own;
    for (size_t i = 0; own->count == 0 && i < others->count; i++)
        label_list_add(&list, job->a, others->items[i]);
    return (struct labels){list.items, list.count};
}

static void set_labels(struct text_job *job, const struct meta *meta, struct article *article)
{
    static const struct str_list none;
    article->authors = labels_or(job, &meta->authors, &none);
    article->categories = labels_or(job, &meta->categories, &job->raw.source->categories);
    article->tags = labels_or(job, &meta->tags, &job->raw.source->tags);
}

static void set_image(const struct meta *meta, const struct body *body, struct article *article)
{
    struct image image = meta->image;
    if (image.url.n == 0) {
        image = body->seen.first_image;
        /* `image_alt:` may be meant for it, too. */
        if (image.url.n && meta->image.alt.n)
            image.alt = meta->image.alt;
        if (image.url.n && meta->image.caption.n)
            image.caption = meta->image.caption;
    }
    article->image = image;
}

static void set_texts(struct text_job *job, const struct meta *meta, const struct body *body,
                      struct article *article)
{
    article->dek = meta->dek;
    article->summary = meta->summary;
    if (article->summary.n == 0) {
        str lead = body->text.n ? text_lead(job->a, body->text) : meta->dek;
        str summary = text_summary(job->a, lead, LIMIT_SUMMARY);
        article->summary = text_clean(job->a, summary, LIMIT_FIELD); /* code has tabs */
    }
    article->words = (uint32_t)utf8_words(body->text);
    article->language = meta->language;
    if (article->language.n == 0)
        article->language =
            text_language(body->text.n ? body->text : article->title, job->raw.source->language);
    article->direction = language_direction(article->language);
}

static void set_via(struct text_job *job, const struct meta *meta, const struct body *body,
                    struct article *article)
{
    struct link via = meta->via.url.n ? meta->via : body->seen.source_link;
    if (via.url.n == 0)
        return;
    article->via.items = arena_alloc(job->a, sizeof via);
    article->via.items[0] = via;
    article->via.count = 1;
}

static void add_article(struct text_job *job, const struct meta *meta, const struct body *body)
{
    struct arena *a = job->a;
    struct article *article = arena_alloc(a, sizeof *article);
    struct stamp ignored;
    str name;
    bool dated = text_date_of_name(job, job->name, &ignored, &name);

    article->source = job->raw.item->source;
    article->id = job->raw.item->name;
    article->url = meta->url.n ? meta->url : own_url(job->raw.item);
    article->title = meta->title.n ? meta->title : body->seen.first_heading1;
    if (article->title.n == 0)
        article->title = title_of_name(a, name);
    if (has_word(meta->slug))
        article->slug = slug_from_foreign(a, meta->slug);
    else if (dated && has_word(name))
        article->slug = slug_make(a, name);
    article->body = body->content;
    set_texts(job, meta, body, article);
    set_dates(job, meta, dated, article);
    set_labels(job, meta, article);
    set_image(meta, body, article);
    set_via(job, meta, body, article);
    article_hash(article);
    parsed_add(job->out, a, article, body->text);
}

/* -- The file --------------------------------------------------------------------------------- */

/* The date of the file's name, else its time. */
static struct stamp file_date(const struct text_job *job)
{
    struct stamp date;
    str ignored;
    if (text_date_of_name(job, job->name, &date, &ignored))
        return date;
    int64_t utc = job->raw.item->mtime;
    return (struct stamp){utc, job->raw.zone ? zone_offset(job->raw.zone, utc) : 0};
}

static bool read_text(struct text_job *job, str text, struct err *err)
{
    struct meta meta = meta_init();
    struct body body = {0};
    str behind = text;
    if (!front_matter_read(job, &behind, &meta, err))
        return false;
    job->out->announced++;
    if (meta.draft) {
        parsed_skip(job->out, SKIP_UNPUBLISHED);
        return true;
    }
    if (str_trim(behind).n == 0 && meta.title.n == 0) {
        err_set(err, ERR_INPUT, "there is nothing in the file but %s",
                behind.n < text.n ? "front matter without a title" : "white space");
        return err_at(err, job->raw.item->path, 0, 0);
    }
    if (!read_body(job, behind, &meta, &body, err))
        return false;
    add_article(job, &meta, &body);
    return true;
}

bool parse_text(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err)
{
    struct parsed before = *out;
    struct text_job job = {.out = out, .a = a, .raw = *raw, .name = name_of(a, raw->item)};
    job.file_date = file_date(&job);
    struct buf text = buf_init(DECODED_MOST);
    bool good = text_decode(&job, &text, err) && read_text(&job, buf_str(&text), err);
    buf_release(&text);
    if (!good)
        *out = before;
    return good;
}
