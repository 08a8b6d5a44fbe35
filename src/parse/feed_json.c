/* JSON Feed, versions 1.0 and 1.1, taken apart. */
#include "digest/sanitize.h"
#include "feed.h"

/* What the members of the outermost object say of it. */
struct probe {
    bool items, version;
    bool wordpress; /* a post, or an error of its interface */
};

static str read_text(struct json *j, struct arena *a, size_t limit)
{
    struct json_text token;
    if (json_read_text(j, &token))
        return arena_copy(a, str_trim(json_decode(a, token, limit, NULL)));
    json_skip(j);
    return (str){0};
}

static str read_url(struct feed_job *job, struct json *j)
{
    str url = read_text(j, job->a, LIMIT_URL + 1);
    return url.n ? url_resolve(job->a, job->document->url, url, false) : url;
}

static void read_items(struct feed_job *job, struct json *j)
{
    struct feed_document *document = job->document;
    if (!json_enter_array(j)) {
        json_skip(j);
        return;
    }
    while (json_next_item(j)) {
        struct feed_item *item = feed_add_item(job);
        if (!item) {
            json_skip(j);
        } else if (!feed_item_read(j, job->a, document->url, item)) {
            document->count--;
        } else if (!feed_item_is_something(item)) {
            document->count--;
            document->failed++;
        }
    }
}

static void read_member(struct feed_job *job, struct json *j, struct json_text key)
{
    struct feed_document *document = job->document;
    if (json_text_is(key, STR("title")))
        document->title = text_clean(job->a, read_text(j, job->a, LIMIT_BODY), LIMIT_TITLE);
    else if (json_text_is(key, STR("home_page_url")))
        document->home = read_url(job, j);
    else if (json_text_is(key, STR("next_url")))
        document->next = read_url(job, j);
    else if (json_text_is(key, STR("language")))
        document->language = read_text(j, job->a, 100);
    else if (json_text_is(key, STR("author")) || json_text_is(key, STR("authors")))
        feed_people_read(j, job->a, &document->authors);
    else if (json_text_is(key, STR("items")))
        read_items(job, j);
    else
        json_skip(j);
}

/* Looks at the keys only, and takes the feed's own address, which the others are relative to. What is
 * malformed further down is found later. */
static struct probe probe_object(struct feed_job *job, struct json j)
{
    struct probe probe = {0};
    struct json_text key;
    json_enter_object(&j);
    while (json_next_member(&j, &key)) {
        if (json_text_is(key, STR("items")))
            probe.items = json_peek(&j) == JSON_KIND_ARRAY;
        else if (json_text_is(key, STR("version")))
            probe.version = true;
        else if (json_text_is(key, STR("rendered")) || json_text_is(key, STR("namespaces")) ||
                 json_text_is(key, STR("code")) || json_text_is(key, STR("_links")))
            probe.wordpress = true;
        if (json_text_is(key, STR("feed_url")) && job->document->url.n == 0)
            job->document->url = read_url(job, &j);
        else
            json_skip(&j);
    }
    return probe;
}

bool feed_json_read(struct feed_job *job, str text, struct err *err)
{
    struct json j = json_init(text);
    struct json_text key;
    if (json_peek(&j) != JSON_KIND_OBJECT) {
        err_set(err, ERR_INPUT, "JSON, but no JSON Feed, which is an object");
        return err_hint(err, "give saved WordPress answers to a `wordpress:` source");
    }
    struct probe probe = probe_object(job, j);
    if (!probe.items) {
        err_set(err, ERR_INPUT, "JSON, but no JSON Feed: it has no \"items\"");
        return err_hint(err, probe.wordpress
                                 ? "give saved WordPress answers to a `wordpress:` source"
                                 : "a JSON Feed is an object with \"version\" and \"items\"");
    }
    json_enter_object(&j);
    job->document->versions = true;
    while (json_next_member(&j, &key))
        read_member(job, &j, key);
    json_finish(&j);
    if (json_failed(&j)) {
        json_error(&j, job->raw.item->path, &job->doubt);
        job->doubt.hint[0] = '\0'; /* it speaks of answers that are not used at all */
    }
    return true;
}
