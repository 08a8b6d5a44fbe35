/* Finding out what a URL is that someone wants to read from. */
#include "blocker.h"
#include "digest/limits.h"
#include "feed_head.h"
#include "places.h"
#include "search.h"
#include "text.h"

static struct search new_search(const struct search *like, str url)
{
    return (struct search){.a = like->a, .http = like->http, .site = like->site, .url = url};
}

/* -- WordPress -------------------------------------------------------------------------------- */

enum posts { POSTS_SOME, POSTS_NONE, POSTS_CLOSED };

/* Asks for one post. *err is filled when there is no list of them. */
static enum posts ask_posts(struct search *s, const struct wp_root *root, struct err *err)
{
    struct http_response response = {0};
    enum posts posts = POSTS_CLOSED;
    str url = wp_route(s->a, root, STR("wp/v2/posts"), STR("per_page=1&_fields=id"));
    if (search_ask(s, &response, url, err)) {
        str body = body_start(buf_str(&response.body));
        bool list = answer_judge(&response) == ANSWER_GOOD && str_starts(body, STR("["));
        if (list)
            posts = str_starts(str_trim(str_slice(body, 1, body.n)), STR("]")) ? POSTS_NONE
                                                                               : POSTS_SOME;
        else
            answer_explain(s->a, &response, err);
    }
    http_response_release(&response);
    return posts;
}

static str with_slash(struct arena *a, str url)
{
    return str_ends(url, STR("/")) ? url : arena_printf(a, "%.*s/", STR_ARGS(url));
}

/* True when what starts from `home` comes to the same root. */
static bool leads_back(const struct search *s, const struct wp_root *root, str home)
{
    struct search again = new_search(s, home);
    struct wp_root found;
    struct err ignored = {0};
    bool same = search_wordpress(&again, &found, &ignored) && str_eq(found.url, root->url);
    search_release(&again);
    return same;
}

/* What the user should write: the site, else what led to the root, else the root itself. */
static str location_of(const struct search *s, const struct wp_root *root)
{
    struct wp_root above;
    if (root->home.n && (str_eq(with_slash(s->a, root->home), with_slash(s->a, s->url)) ||
                         leads_back(s, root, root->home)))
        return with_slash(s->a, root->home);
    return root_above(&above, s->a, s->url) ? root->url : s->url;
}

/* The category that a URL of WordPress is about; "" when it is about more. */
static str category_of(str url)
{
    str path = url_cut(url).path;
    size_t at = str_find(path, STR("/category/"), 0);
    str slug = at == SIZE_MAX ? (str){0} : str_slice(path, at + 10, path.n);
    return str_slice(slug, 0, str_find_char(slug, '/', 0));
}

/* WordPress.com's interface has no index: the page says the name. */
static void complete_root(struct search *s, struct wp_root *root)
{
    struct url_cut cut = url_cut(s->url);
    if (root->totals || root_above(&(struct wp_root){.v2 = true}, s->a, s->url))
        return;
    search_visit(s);
    root->name = s->head.title;
    root->home = arena_printf(s->a, "%.*s/", STR_ARGS(cut.origin));
}

static void found_wordpress(struct discovery *out, struct search *s, struct wp_root *root,
                            enum posts posts)
{
    complete_root(s, root);
    *out = (struct discovery){.kind = SOURCE_WORDPRESS,
                              .location = location_of(s, root),
                              .name = root->name,
                              .home = root->home};
    str category = category_of(s->url);
    if (posts == POSTS_NONE)
        out->doubt = STR("it has no posts; other kinds of articles are asked for with `types:`");
    else if (category.n)
        out->doubt = arena_printf(s->a,
                                  "this is the whole site; for the category alone add "
                                  "`categories: [%.*s]`",
                                  STR_ARGS(category));
}

/* -- Feeds ------------------------------------------------------------------------------------ */

/* Describes the feed in an answer. */
static void describe_feed(struct discovery *out, struct search *s, str location,
                          const struct http_response *response)
{
    struct feed_head head;
    feed_head_read(&head, s->a, buf_str(&response->body), response->url);
    *out = (struct discovery){
        .kind = SOURCE_FEED, .location = location, .name = head.title, .home = head.home};
}

/* The page itself is a feed, or it names one that is. */
static bool try_feed(struct discovery *out, struct search *s, str feed)
{
    struct http_response response = {0};
    struct err ignored = {0};
    if (s->kind == BODY_FEED && s->answered && s->page.status == 200) {
        describe_feed(out, s, s->feed, &s->page);
        return true;
    }
    struct http_request request = {
        .site = s->site, .url = feed, .max = LIMIT_FEED_FILE, .content = true};
    bool found = feed.n && http_get(s->http, &request, s->a, &response, &ignored) &&
                 response.status == 200 && body_kind(buf_str(&response.body)) == BODY_FEED;
    if (found)
        describe_feed(out, s, response.moved ? response.url : feed, &response);
    http_response_release(&response);
    return found;
}

/* The feed of a WordPress whose interface cannot be used, and why not. */
static bool try_feed_of_wordpress(struct discovery *out, struct search *s, str home,
                                  const struct err *why)
{
    search_visit(s);
    str feed = s->feed.n ? s->feed : discover_feed(s->a, s->http, s->site, home);
    if (!try_feed(out, s, feed))
        return false;
    out->doubt = arena_printf(
        s->a, "WordPress cannot be asked, so only what its feed has comes: %s", why->why);
    return true;
}

/* True when the URL is a feed that somebody else than WordPress made: its host has one, too, but that
 * is not what was asked for. */
static bool is_foreign_feed(struct search *s)
{
    struct feed_head head;
    if (!s->visited || !s->answered || s->kind != BODY_FEED)
        return false;
    feed_head_read(&head, s->a, buf_str(&s->page.body), s->page.url);
    return !head.wordpress;
}

/* -- All -------------------------------------------------------------------------------------- */

static bool with_root(struct discovery *out, struct search *s, struct wp_root *root,
                      struct err *err)
{
    struct err why = {0};
    if (is_foreign_feed(s) && try_feed(out, s, s->feed))
        return true;
    if (!root->v2)
        err_set(&why, ERR_REFUSED,
                "its REST interface has no wp/v2: a WordPress older than 4.7, or a "
                "plugin closes it");
    enum posts posts = root->v2 ? ask_posts(s, root, &why) : POSTS_CLOSED;
    if (posts != POSTS_CLOSED) {
        found_wordpress(out, s, root, posts);
        return true;
    }
    if (try_feed_of_wordpress(out, s, root->home.n ? root->home : s->url, &why))
        return true;
    *err = why;
    return err_at(err, s->url, 0, 0);
}

static bool try_text(struct discovery *out, struct search *s)
{
    if (!s->answered || s->page.status != 200 || !text_is_article(&s->page, s->kind))
        return false;
    *out = (struct discovery){.kind = SOURCE_TEXT, .location = s->url};
    return true;
}

static bool without_root(struct discovery *out, struct search *s, const struct err *err)
{
    bool wordpress = s->closed || search_is_wordpress(s);
    if (wordpress && s->kind != BODY_FEED)
        return try_feed_of_wordpress(out, s, s->folder.n ? s->folder : s->url, err);
    return try_feed(out, s, s->feed) || try_text(out, s);
}

bool fetch_discover(struct discovery *out, struct arena *a, struct http *http,
                    struct http_site *site, str url, struct err *err)
{
    struct search s = {.a = a, .http = http, .site = site, .url = url};
    struct wp_root root;
    struct err none = {0};
    bool found = search_wordpress(&s, &root, &none) ? with_root(out, &s, &root, err)
                                                    : without_root(out, &s, &none);
    if (!found && none.code)
        *err = none;
    search_release(&s);
    return found;
}
