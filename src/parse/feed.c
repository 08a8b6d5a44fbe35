/* Feeds: finding out what a document is, taking it apart into entries, making articles of these. */
#include "feed.h"

#include "charset.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "text_kind.h"
#include "xml.h"

/* How much of a document is looked at for where its XML begins. */
#define LOOK_AT ((size_t)8192)

static bool is_http(str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

/* -- What it is ------------------------------------------------------------------------------- */

static size_t find_nocase(str s, str needle, size_t from)
{
    for (size_t i = from; i + needle.n <= s.n; i++)
        if (str_eq_nocase(str_slice(s, i, i + needle.n), needle))
            return i;
    return SIZE_MAX;
}

/* Where a feed begins behind something that does not belong there, such as a notice of PHP. */
static size_t find_root(str text)
{
    static const char *const roots[] = {"<?xml", "<rss", "<feed", "<rdf:rdf"};
    str head = str_slice(text, 0, LOOK_AT);
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t at = find_nocase(head, str_of(roots[i]), 0);
        first = at < first ? at : first;
    }
    return first;
}

static bool begins_nocase(str s, const char *prefix)
{
    str p = str_of(prefix);
    return s.n >= p.n && str_eq_nocase(str_slice(s, 0, p.n), p);
}

static bool is_html(str text)
{
    return begins_nocase(text, "<!doctype html") || begins_nocase(text, "<html") ||
           begins_nocase(text, "<head") || begins_nocase(text, "<body");
}

/* Fills *err with what a text is that is neither XML nor JSON, or an HTML page. */
static bool refuse(struct arena *a, str text, struct err *err)
{
    if (text.n == 0)
        return err_set(err, ERR_INPUT, "it is empty");
    if (!is_html(text))
        return err_set(err, ERR_INPUT, "no feed: it begins with \"%.*s\"",
                       STR_ARGS(text_clean(a, str_slice(text, 0, 400), 80)));
    size_t from = find_nocase(str_slice(text, 0, LOOK_AT), STR("<title"), 0);
    from = from == SIZE_MAX ? from : str_find_char(text, '>', from);
    size_t to = from == SIZE_MAX ? from : str_find_char(text, '<', from);
    if (to == SIZE_MAX)
        err_set(err, ERR_INPUT, "an HTML page instead of a feed");
    else
        err_set(err, ERR_INPUT, "an HTML page instead of a feed, titled \"%.*s\"",
                STR_ARGS(feed_plain(a, str_slice(text, from + 1, to), 80)));
    return err_hint(err, "look for the page's link to its feed; `digest add URL` does");
}

/* Reads a document of any form. */
static bool read_document(struct feed_job *job, struct buf *store, struct err *err)
{
    str bytes = job->raw.bytes, declared = xml_declared_encoding(bytes);
    const char *binary = text_kind_binary(bytes, utf8_detect(bytes) == ENCODING_UTF16LE ||
                                                     utf8_detect(bytes) == ENCODING_UTF16BE);
    if (bytes.n > LIMIT_FEED_FILE)
        return err_set(err, ERR_LIMIT, "a feed has at most %zu MiB", LIMIT_FEED_FILE >> 20);
    if (binary)
        return err_set(err, ERR_INPUT, "%s instead of a feed", binary);
    str text = str_trim(charset_text(store, bytes, declared.n ? declared : job->raw.item->charset));
    if (str_starts(text, STR("{")) || str_starts(text, STR("[")))
        return feed_json_read(job, text, err);
    bool begins = str_starts(text, STR("<?")) || (str_starts(text, STR("<!")) && !is_html(text));
    size_t root = is_html(text) ? SIZE_MAX : begins ? 0 : find_root(text);
    if (root == SIZE_MAX && (is_html(text) || !str_starts(text, STR("<"))))
        return refuse(job->a, text, err);
    if (root != SIZE_MAX)
        text = str_slice(text, root, text.n);
    return feed_xml_read(job, text, err);
}

/* -- Taking it apart -------------------------------------------------------------------------- */

/* What entries take from the feed when they do not say it themselves. */
static void complete_item(const struct feed_document *document, struct feed_item *item)
{
    if (item->authors.count == 0)
        item->authors = document->authors;
    if (item->language.n == 0)
        item->language = document->language;
    if (item->content.text.n == 0) {
        item->content = item->summary;
        item->summary = (struct feed_text){0};
    }
    /* A page of its own is where the article's relative URLs start, as its readers see it. */
    if (item->base.n == 0)
        item->base = item->url.n ? item->url : document->url.n ? document->url : document->home;
}

static struct feed_entry entry_of(struct feed_job *job, const struct feed_item *item,
                                  struct buf *json)
{
    struct stamp published;
    struct feed_entry entry = {.id = item->id, .url = item->url, .modified = item->modified};
    entry.published = feed_date_read(item->published, job->raw.zone, &published) ||
                              feed_date_read(item->modified, job->raw.zone, &published)
                          ? published.utc
                          : INSTANT_NONE;
    buf_reset(json);
    feed_item_write(json, item);
    entry.json = arena_copy(job->a, buf_str(json));
    return entry;
}

static void fill_feed(struct feed *out, struct feed_job *job)
{
    struct feed_document *document = job->document;
    struct buf json = buf_init(8 * LIMIT_FEED_FILE);
    feed_identify(document, job->a);
    *out = (struct feed){.title = document->title,
                         .home = document->home,
                         .next = document->next,
                         .count = document->count,
                         .failed = document->failed,
                         .cut = job->doubt.code != ERR_NONE,
                         .doubt = job->doubt};
    out->entries = arena_array(job->a, document->count, sizeof *out->entries);
    for (size_t i = 0; i < document->count; i++) {
        complete_item(document, &document->items[i]);
        out->entries[i] = entry_of(job, &document->items[i], &json);
    }
    buf_release(&json);
}

bool feed_split(struct feed *out, struct arena *a, const struct raw *raw, struct err *err)
{
    struct feed_document document = {.url = raw->source->home};
    struct feed_job job = {.a = a, .raw = *raw, .document = &document};
    struct buf store = buf_init(3 * raw->bytes.n + 16);
    if (is_http(raw->item->path))
        document.url = raw->item->path;
    bool good = read_document(&job, &store, err);
    buf_release(&store);
    if (!good)
        return err_at(err, raw->item->path, 0, 0);
    err_at(&job.doubt, raw->item->path, 0, 0);
    fill_feed(out, &job);
    return true;
}

str feed_post_id(str id)
{
    size_t mark = str_find_char(id, '?', 0);
    str query = mark == SIZE_MAX ? (str){0} : str_slice(id, mark + 1, id.n), part;
    uint64_t number;
    if (!is_http(id))
        return (str){0};
    while (str_next_part(&query, '&', &part)) {
        if (str_starts(part, STR("#038;")))
            part = str_slice(part, 5, part.n);
        part = str_starts(part, STR("p=")) ? str_slice(part, 2, part.n) : (str){0};
        if (str_to_uint(part, UINT64_MAX, &number) && number > 0 && !str_starts(part, STR("0")))
            return part;
    }
    return (str){0};
}

/* -- Articles --------------------------------------------------------------------------------- */

/* Reads an entry as it is kept and makes an article of it. */
static bool add_entry(struct feed_articles *f, str text, struct err *err)
{
    struct json j = json_init(text);
    struct feed_item item;
    bool read = feed_item_read(&j, f->a, (str){0}, &item);
    json_finish(&j);
    if (json_failed(&j))
        return json_error(&j, f->raw.item->path, err);
    if (!read)
        return err_set(err, ERR_INPUT, "what is kept is no entry of a feed");
    f->out->announced++;
    feed_articles_add(f, &item);
    return true;
}

/* Adds a doubt about the whole feed, or a loss. */
static void report(struct feed_articles *f, bool fatal, str why)
{
    struct err e = {0};
    err_set(&e, ERR_INPUT, "%.*s", STR_ARGS(why));
    err_at(&e, f->raw.item->path, 0, 0);
    parsed_problem(f->out, f->a, &e, fatal);
}

static bool add_entries(struct feed_articles *f, struct err *err)
{
    struct feed feed = {0};
    if (!feed_split(&feed, f->a, &f->raw, err))
        return false;
    f->out->announced += feed.failed;
    for (size_t i = 0; i < feed.failed; i++)
        report(f, true, STR("an entry has neither a title nor text"));
    for (size_t i = 0; i < feed.count; i++)
        if (!add_entry(f, feed.entries[i].json, err))
            return false;
    if (feed.cut)
        parsed_problem(f->out, f->a, &feed.doubt, false);
    if (f->undated)
        report(f, false,
               arena_printf(f->a, "%zu entr%s no date; the file's time is used", f->undated,
                            f->undated == 1 ? "y has" : "ies have"));
    return true;
}

bool parse_feed(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err)
{
    struct parsed before = *out;
    struct feed_articles f;
    feed_articles_init(&f, out, a, raw);
    bool good =
        raw->item->kind == RAW_ENTRY ? add_entry(&f, raw->bytes, err) : add_entries(&f, err);
    feed_articles_release(&f);
    if (good)
        return true;
    *out = before;
    return err_at(err, raw->item->path, 0, 0);
}
