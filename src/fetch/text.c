/* Texts: one URL, one article. */
#include "text.h"

#include "blocker.h"
#include "digest/limits.h"
#include "html_links.h"
#include "validators.h"

static bool path_ends(str url, const char *const *endings)
{
    str path = str_slice(url, 0, str_find_char(url, '?', 0));
    path = str_slice(path, 0, str_find_char(path, '#', 0));
    for (; *endings; endings++)
        if (str_ends_nocase(path, str_of(*endings)))
            return true;
    return false;
}

bool text_is_markdown(str type, str url)
{
    static const char *const endings[] = {".md", ".markdown", NULL};
    return str_is(type, "text/markdown") || str_is(type, "text/x-markdown") ||
           path_ends(url, endings);
}

bool text_is_article(const struct http_response *response, enum body_kind kind)
{
    if (str_is(response->type, "text/html") || str_is(response->type, "application/xhtml+xml"))
        return false;
    /* Markdown may begin with a tag, and a text with a bracket. */
    if (kind == BODY_MARKUP || kind == BODY_JSON)
        return text_is_markdown(response->type, response->url) ||
               str_is(response->type, "text/plain");
    return kind == BODY_TEXT;
}

/* -- What it is instead ----------------------------------------------------------------------- */

static bool explain_page(struct arena *a, const struct http_response *response, struct err *err)
{
    struct html_head head;
    html_head_read(&head, a, buf_str(&response->body), response->url, response->charset);
    str title = quoted(a, head.title), feed = html_feed(&head.links);
    err_set(err, ERR_INPUT, "an HTML page%s%.*s, not a text", title.n ? " " : "", STR_ARGS(title));
    err_at(err, response->url, 0, 0);
    if (str_starts(head.generator, STR("WordPress")))
        return err_hint(err, "it is of a WordPress: use `wordpress:` with this address");
    if (feed.n)
        return err_hint(err, "it names a feed: `feed: %.*s`", STR_ARGS(feed));
    return err_hint(err, "pages are not read; use the site's feed (`feed:`) or a plain text");
}

static bool explain_kind(struct arena *a, const struct http_response *response, enum body_kind kind,
                         struct err *err)
{
    struct finding known;
    bool page = kind == BODY_HTML || kind == BODY_MARKUP;
    if (page && blocker_find(&known, a, response))
        return blocker_explain(a, response, WANT_TEXT, err);
    if (page)
        return explain_page(a, response, err);
    err_set(err, ERR_INPUT, "%s, not a text", body_kind_name(kind));
    err_at(err, response->url, 0, 0);
    if (kind == BODY_FEED)
        return err_hint(err, "use `feed:` instead of `text:`");
    if (kind == BODY_JSON)
        return err_hint(err, "for WordPress use `wordpress:` with the site's address");
    return err_hint(err, "a text is .txt or .md");
}

static bool explain(struct arena *a, const struct http_response *response, enum body_kind kind,
                    struct err *err)
{
    if (response->status == 200)
        return explain_kind(a, response, kind, err);
    return blocker_explain(a, response, WANT_TEXT, err);
}

/* -- Keeping it ------------------------------------------------------------------------------- */

static bool keep(struct sync *sync, const struct http_response *response,
                 const struct validators *asked, struct err *err)
{
    str bytes = buf_str(&response->body), url = sync->source->location;
    struct document document = {
        .id = url,
        .kind = RAW_TEXT,
        .url = url,
        .bytes = bytes,
        .content = hash_of(bytes),
        .published = INSTANT_NONE,
        .dated = validators_date(response),
        .charset = response->charset,
        .markdown = text_is_markdown(response->type, url),
    };
    enum document_fate fate = DOCUMENT_FAILED;
    struct batch batch = {.documents = &document, .fates = &fate, .count = 1};
    if (!sync->keeper->commit(sync->keeper->context, &batch, err))
        return false;
    sync->counts.announced = sync->counts.fetched = 1;
    sync->counts.added = fate == DOCUMENT_NEW;
    sync->counts.changed = fate == DOCUMENT_CHANGED;
    sync->counts.unchanged = fate == DOCUMENT_UNCHANGED;
    sync->counts.failed = fate == DOCUMENT_FAILED;
    /* Only now: what was not kept must come again. */
    struct validators now = *asked;
    validators_take(&now, response);
    return fate == DOCUMENT_FAILED || validators_keep(&now, sync, err);
}

/* A text without a word: what was kept is better than that. */
static bool refuse_empty(struct sync *sync, const struct http_response *response)
{
    struct err problem = {0};
    err_set(&problem, ERR_INPUT, "the text is empty; what was kept before stays");
    err_at(&problem, response->url, 0, 0);
    sync->keeper->problem(sync->keeper->context, &problem, false);
    return true;
}

static bool take(struct sync *sync, struct arena *a, const struct http_response *response,
                 const struct validators *asked, struct err *err)
{
    enum body_kind kind = body_kind(buf_str(&response->body));
    if (validators_untouched(asked, response)) {
        sync->counts.announced = sync->counts.unchanged = 1;
        sync->counts.untouched = true;
        return true;
    }
    if (response->status == 200 && kind == BODY_EMPTY)
        return refuse_empty(sync, response);
    if (response->status == 200 && text_is_article(response, kind))
        return keep(sync, response, asked, err);
    return explain(a, response, kind, err);
}

bool sync_text(struct sync *sync, struct err *err)
{
    static const struct validator_names names = {"text_url", "text_etag", "text_modified"};
    struct arena a = {0};
    struct http_response response = {0};
    struct known known;
    str url = sync->source->location;
    struct validators asked = validators_load(&a, sync, &names, url);
    /* What is not kept any more must come whole. */
    if (!sync->keeper->known(sync->keeper->context, &a, url, &known))
        asked.etag = asked.modified = (str){0};
    struct http_request request = {
        .site = sync->site,
        .url = url,
        .accept = STR("text/markdown, text/plain;q=0.9, */*;q=0.5"),
        .etag = asked.etag,
        .last_modified = asked.modified,
        .max = LIMIT_TEXT_FILE,
    };
    bool ok = http_get(sync->http, &request, &a, &response, err) &&
              take(sync, &a, &response, &asked, err);
    http_response_release(&response);
    arena_release(&a);
    return ok;
}
