/*
 * Looking for the REST interface: what the URL itself says, the Link header, the link element, then
 * the places where WordPress has it. A root counts only when its index was read: with plain permalinks
 * /wp-json/ is answered by the front page.
 */
#include "search.h"

#include "blocker.h"
#include "digest/limits.h"
#include "html_plain.h"
#include "places.h"
#include "wp_index.h"

/* Obstacles that are met before it is given up. */
#define BLOCKED_MAX 3

#define REST_REL "https://api.w.org/"

/* -- Trouble ---------------------------------------------------------------------------------- */

/* Notes what stands in the way unless something more telling is known. */
static void note_trouble(struct search *s, int rank, const struct err *trouble)
{
    if (rank > s->rank) {
        s->rank = rank;
        s->trouble = *trouble;
    }
}

/* How much an answer tells of why there is no interface; 0 is nothing. Answers at places that were
 * only guessed tell less. */
static int rank_of(enum answer answer, bool guessed)
{
    switch (answer) {
    case ANSWER_BLOCKED: return guessed ? 2 : 6;
    case ANSWER_DOWN: return guessed ? 1 : 5;
    case ANSWER_ERROR: return guessed ? 0 : 4;
    case ANSWER_GOOD:
    case ANSWER_FOREIGN: break;
    }
    return 0;
}

static void note_answer(struct search *s, const struct http_response *response, bool guessed)
{
    struct err err;
    enum answer answer = answer_judge(response);
    answer_explain(s->a, response, &err);
    s->blocked += answer == ANSWER_BLOCKED;
    s->closed =
        s->closed || (answer == ANSWER_BLOCKED && body_begins_json(buf_str(&response->body)));
    note_trouble(s, s->closed ? 7 : rank_of(answer, guessed), &err);
}

/* -- Roots ------------------------------------------------------------------------------------ */

bool search_ask(struct search *s, struct http_response *out, str url, struct err *err)
{
    /* Where the page fails, it is no use to insist. */
    bool down = s->visited && (!s->answered || s->page.status >= 500);
    struct http_request request = {
        .site = s->site,
        .url = url,
        .accept = STR("application/json"),
        .max = LIMIT_REST_INDEX,
        .content = true,
        .once = down,
        .apart = true,
    };
    return http_get(s->http, &request, s->a, out, err);
}

/* True unless the root was tried already, or enough were. */
static bool is_new(struct search *s, str root)
{
    for (size_t i = 0; i < s->tried_count; i++)
        if (str_eq(s->tried[i], root))
            return false;
    if (s->tried_count == ROOTS_TRIED || s->closed || s->blocked >= BLOCKED_MAX)
        return false;
    s->tried[s->tried_count++] = root;
    return true;
}

/* The root that an index was really found at, when it has moved there for good. */
static void follow_move(struct wp_root *root, struct arena *a, const struct http_response *response)
{
    struct wp_root moved;
    size_t fields = str_find(response->url, STR(WP_INDEX_QUERY), 0);
    if (!response->moved || fields == SIZE_MAX || fields == 0)
        return;
    root_at(&moved, a, str_slice(response->url, 0, fields - 1));
    root->url = moved.url;
    root->routed = moved.routed;
}

/* True when an answer shows that the root is one; fills in what it says. WordPress.com's roots have no
 * index: there a list of posts must do. */
static bool is_root(struct wp_root *root, struct arena *a, const struct http_response *response)
{
    str bytes = buf_str(&response->body);
    if (answer_judge(response) != ANSWER_GOOD)
        return false;
    if (!root->totals)
        return str_starts(body_start(bytes), STR("["));
    if (!wp_index_read(root, a, bytes))
        return false;
    follow_move(root, a, response);
    return true;
}

static bool try_root(struct search *s, struct wp_root *out, const struct wp_root *candidate,
                     bool guessed)
{
    struct http_response response = {0};
    struct err err = {0};
    struct wp_root root = *candidate;
    if (!is_new(s, root.url))
        return false;
    bool index = root.totals;
    str url = wp_route(s->a, &root, index ? STR("") : STR("wp/v2/posts"),
                       index ? STR(WP_INDEX_QUERY) : STR("per_page=1&_fields=id"));
    bool found = false;
    if (!search_ask(s, &response, url, &err))
        note_trouble(s, guessed ? 1 : 3, &err);
    else if ((found = is_root(&root, s->a, &response)))
        *out = root;
    else
        note_answer(s, &response, guessed);
    http_response_release(&response);
    return found;
}

/* Tries the roots that links name. */
static bool try_links(struct search *s, struct wp_root *out, const struct web_links *links,
                      str base)
{
    for (size_t i = 0; i < links->count; i++) {
        struct wp_root root;
        str url = link_has_rel(&links->items[i], STR(REST_REL))
                      ? http_resolve(s->a, base, links->items[i].target)
                      : (str){0};
        if (url.n == 0)
            continue;
        root_at(&root, s->a, url);
        if (try_root(s, out, &root, false))
            return true;
    }
    return false;
}

/* -- The page --------------------------------------------------------------------------------- */

/* Asks for the URL itself. A page is asked for as such: some servers choose by that. */
static bool ask_page(struct search *s, enum http_method method, struct http_response *out,
                     struct err *err)
{
    struct http_request request = {
        .site = s->site,
        .url = s->url,
        .method = method,
        .accept = STR("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        .max = LIMIT_FEED_FILE,
        .once = method == HTTP_HEAD,
        .apart = true,
    };
    return http_get(s->http, &request, s->a, out, err);
}

/* Adds the links of the header fields behind those of the page. */
static void add_header_links(struct search *s)
{
    struct web_links own = link_headers(s->a, &s->page), *all = &s->head.links;
    for (size_t i = 0; i < own.count && all->count < LINKS_MAX; i++) {
        struct web_link link = own.items[i];
        link.target = http_resolve(s->a, s->page.url, link.target);
        if (link.target.n)
            all->items[all->count++] = link;
    }
}

void search_visit(struct search *s)
{
    if (s->visited)
        return;
    s->visited = true;
    s->answered = ask_page(s, HTTP_GET, &s->page, &s->unanswered);
    if (!s->answered)
        return;
    str body = buf_str(&s->page.body);
    s->kind = body_kind(body);
    bool markup = s->kind == BODY_HTML || s->kind == BODY_MARKUP;
    html_head_read(&s->head, s->a, markup ? str_slice(body, 0, LIMIT_DISCOVERY) : (str){0},
                   s->page.url, s->page.charset);
    add_header_links(s);
    if (s->kind == BODY_FEED)
        s->feed = s->page.moved ? s->page.url : s->url;
    else if (s->page.status < 400)
        s->feed = html_feed(&s->head.links);
}

bool search_is_wordpress(const struct search *s)
{
    str body = buf_str(&s->page.body);
    if (!s->answered)
        return false;
    for (size_t i = 0; i < s->head.links.count; i++)
        if (link_has_rel(&s->head.links.items[i], STR(REST_REL)))
            return true;
    return str_starts(s->head.generator, STR("WordPress")) || str_has(body, STR("/wp-content/")) ||
           str_has(body, STR("/wp-includes/"));
}

/* -- The search ------------------------------------------------------------------------------- */

/* The URL itself: WordPress.com, or something within the interface. s->folder is then where its site
 * is, to look around there. */
static bool try_url(struct search *s, struct wp_root *out)
{
    struct wp_root root;
    if (root_of_wordpress_com(&root, s->a, s->url))
        return try_root(s, out, &root, false);
    if (!root_above(&root, s->a, s->url))
        return false;
    struct url_cut cut = url_cut(root.url);
    size_t folder = cut.path.n;
    if (str_ends(cut.path, STR("/wp-json/")))
        folder -= STR("wp-json/").n;
    if (str_ends(str_slice(cut.path, 0, folder), STR("/index.php/")))
        folder -= STR("index.php/").n;
    s->folder = arena_printf(s->a, "%.*s%.*s", STR_ARGS(cut.origin),
                             STR_ARGS(str_slice(cut.path, 0, folder)));
    return try_root(s, out, &root, false);
}

/* The header fields of the URL. Servers that do not like HEAD are asked again with GET. */
static bool try_head(struct search *s, struct wp_root *out)
{
    struct http_response response = {0};
    struct err ignored = {0};
    bool found = false;
    if (ask_page(s, HTTP_HEAD, &response, &ignored) && response.status < 500) {
        struct web_links links = link_headers(s->a, &response);
        found = try_links(s, out, &links, response.url);
    }
    http_response_release(&response);
    return found;
}

/* The page: it may be an index under an unusual address, or name the root. */
static bool try_page(struct search *s, struct wp_root *out)
{
    search_visit(s);
    if (!s->answered)
        return false;
    struct wp_root root;
    root_at(&root, s->a, s->page.url);
    if (s->kind == BODY_JSON && answer_judge(&s->page) == ANSWER_GOOD &&
        wp_index_read(&root, s->a, buf_str(&s->page.body))) {
        *out = root;
        return true;
    }
    return try_links(s, out, &s->head.links, s->page.url);
}

/* The usual places in the folders of a URL. */
static bool try_places(struct search *s, struct wp_root *out, str url)
{
    str places[PLACES_MAX];
    size_t count = places_of(s->a, url, places);
    for (size_t i = 0; i < count; i++) {
        struct wp_root roots[ROOTS_PER_PLACE];
        roots_of_place(s->a, places[i], roots);
        for (size_t k = 0; k < ROOTS_PER_PLACE; k++)
            if (try_root(s, out, &roots[k], true))
                return true;
    }
    return false;
}

/* What is there instead. */
static bool nothing_found(struct search *s, struct err *err)
{
    struct finding found;
    search_visit(s);
    bool wordpress = search_is_wordpress(s), fine = s->answered && s->page.status < 400;
    /* What guessed places answer says little of a page that is fine and not WordPress's. */
    if (s->rank > 2 || (s->rank > 0 && (wordpress || !fine))) {
        *err = s->trouble;
        return false;
    }
    if (!s->answered) {
        *err = s->unanswered;
        return false;
    }
    if (!fine || blocker_find(&found, s->a, &s->page))
        return blocker_explain(s->a, &s->page, WANT_REST, err);
    if (wordpress) {
        err_set(err, ERR_REFUSED, "a page of WordPress, but its REST interface is not there");
        err_at(err, s->url, 0, 0);
        return err_hint(err, "a plugin hides it, or the site is a static copy: use its feed "
                             "(`feed:`), or ask the owner");
    }
    str title = quoted(s->a, s->head.title);
    err_set(err, ERR_INPUT, "no WordPress is there, but %s%s%.*s", body_kind_name(s->kind),
            title.n ? " " : "", STR_ARGS(title));
    err_at(err, s->url, 0, 0);
    if (s->feed.n)
        return err_hint(err, "it has a feed: `feed: %.*s`", STR_ARGS(s->feed));
    return err_hint(err, "check the address; if the site has a feed, use `feed:`");
}

bool search_wordpress(struct search *s, struct wp_root *out, struct err *err)
{
    if (try_url(s, out) || (!s->folder.n && try_head(s, out)) || try_page(s, out))
        return true;
    /* A host that does not answer is not asked any further; a page that is too large is there. */
    bool there = s->answered || s->unanswered.code == ERR_LIMIT;
    if (s->folder.n == 0)
        s->folder = s->answered ? s->page.url : s->url;
    if (there && try_places(s, out, s->folder))
        return true;
    return nothing_found(s, err);
}

void search_release(struct search *s)
{
    http_response_release(&s->page);
}
