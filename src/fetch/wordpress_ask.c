/* One request to a WordPress interface, and what its answer is. */
#include "digest/limits.h"
#include "http_core.h"
#include "wordpress.h"

/* Attempts at an answer that arrives whole and is none: a page of an overloaded cache, a body cut
 * off behind a header without length. (Answers that do not arrive are tried again by http_get.) */
#define ODD_ATTEMPTS 3

/* An answer that is not a page of posts: 100 pictures with all their sizes are below a megabyte. */
#define SIDE_MOST ((size_t)16 << 20)

/* No site has more; a larger total is a lie. */
#define TOTAL_MOST ((uint64_t)1000000000)

str wp_escape(struct arena *a, str s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *p = arena_alloc(a, s.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        unsigned char letter = c | 0x20;
        if ((letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') ||
            (c && strchr("-._~,", c))) {
            p[n++] = (char)c;
            continue;
        }
        p[n++] = '%';
        p[n++] = hex[c >> 4];
        p[n++] = hex[c & 15];
    }
    return (str){p, n};
}

/* -- The answer ------------------------------------------------------------------------------- */

/* True for {"0": …, "2": …}: PHP writes a list so once it has a gap. */
static bool is_gapped(str body)
{
    uint64_t number;
    struct json_text key;
    struct json j = json_init(body);
    return json_enter_object(&j) && json_next_member(&j, &key) &&
           str_to_uint(key.raw, UINT64_MAX, &number);
}

static void read_listed(struct wp_answer *answer, struct json *j)
{
    size_t cap = 0;
    bool object;
    json_enter_list(j, &object);
    while (json_next_listed(j, object) && answer->count < LIMIT_POSTS_PER_FILE) {
        answer->items =
            arena_grow(&answer->a, answer->items, answer->count, &cap, sizeof *answer->items);
        if (wp_item_read(j, &answer->items[answer->count]))
            answer->count++;
    }
}

/* Reads an object as a list of one. An empty one is how PHP writes an empty list; one with members and
 * without an id is neither. */
static bool read_single(struct wp_answer *answer, struct json *j, struct err *err)
{
    answer->items = arena_array(&answer->a, 1, sizeof *answer->items);
    if (!wp_item_read(j, answer->items))
        return true; /* that it is no JSON is told behind */
    answer->count = answer->items->id > 0;
    str object = answer->items->object;
    if (answer->count || str_trim(str_slice(object, 1, object.n - 1)).n == 0)
        return true;
    err_set(err, ERR_INPUT, "the answer is one object where a list of items should be");
    err_hint(err, "a plugin of the site may change what its interface answers");
    return err_at(err, answer->http.url, 0, 0);
}

/* Reads a list, or an object as a list of one. */
static bool read_items(struct wp_answer *answer, struct err *err)
{
    struct json j = json_init(answer->body);
    enum json_kind kind = json_peek(&j);
    if (kind == JSON_KIND_ARRAY || is_gapped(answer->body)) {
        read_listed(answer, &j);
    } else if (kind == JSON_KIND_OBJECT) {
        if (!read_single(answer, &j, err))
            return false;
    } else {
        json_skip(&j);
    }
    if (answer->count >= LIMIT_POSTS_PER_FILE) {
        err_set(err, ERR_LIMIT, "the answer has more than %zu items", LIMIT_POSTS_PER_FILE);
        return err_at(err, answer->http.url, 0, 0);
    }
    json_finish(&j);
    return !json_failed(&j) || json_error(&j, answer->http.url, err);
}

static bool read_whole(struct wp_answer *answer, struct err *err)
{
    struct json j = json_init(answer->body);
    json_skip(&j);
    json_finish(&j);
    return !json_failed(&j) || json_error(&j, answer->http.url, err);
}

/* The size of the collection, from whichever header there is. */
static void read_totals(struct wp_sync *s, struct wp_answer *answer, size_t size)
{
    uint64_t number;
    str total = str_trim(http_header_get(&answer->http, STR("x-wp-total")));
    str pages = str_trim(http_header_get(&answer->http, STR("x-wp-totalpages")));
    if (!s->root.totals)
        return;
    if (str_to_uint(pages, TOTAL_MOST / WP_SIZE, &number)) {
        answer->pages = (size_t)number;
        answer->total = (size_t)number * size;
        answer->totals = size > 0;
    }
    if (str_to_uint(total, TOTAL_MOST, &number)) {
        answer->total = (size_t)number;
        answer->totals = true;
    }
}

/* -- Asking ----------------------------------------------------------------------------------- */

static str url_of(struct wp_sync *s, struct wp_answer *answer, const struct wp_ask *ask)
{
    struct buf query = buf_init((size_t)64 << 10);
    buf_add(&query, ask->query);
    if (ask->size)
        buf_addf(&query, "&per_page=%zu", ask->size < WP_SIZE ? ask->size : WP_SIZE);
    if (ask->page)
        buf_addf(&query, "&page=%zu", ask->page);
    if (ask->embed)
        buf_addz(&query, "&_embed=author,wp:term,wp:featuredmedia");
    if (ask->fields)
        buf_addf(&query, "&_fields=%s", ask->fields);
    str text = buf_str(&query);
    if (str_starts(text, STR("&")))
        text = str_slice(text, 1, text.n);
    str url = wp_route(&answer->a, &s->root, ask->route, text);
    buf_release(&query);
    return url;
}

/* True for an error that a smaller request may not meet: also one that is over a limit of the
 * site's. */
static bool is_passing(const struct wp_answer *answer, const struct wp_ask *ask)
{
    int status = answer->http.status;
    return status >= 500 || status == 429 ||
           (ask->size > 1 && str_is(answer->code, "rest_invalid_param"));
}

static enum wp_outcome judge(struct wp_sync *s, struct wp_answer *answer, const struct wp_ask *ask,
                             struct err *err)
{
    switch (answer_judge(&answer->http)) {
    case ANSWER_GOOD: break;
    case ANSWER_ERROR:
        answer->code = answer_code(&answer->a, &answer->http);
        answer_explain(&answer->a, &answer->http, err);
        return is_passing(answer, ask) ? WP_FAILING : WP_DENIED;
    case ANSWER_DOWN: answer_explain(&answer->a, &answer->http, err); return WP_FAILING;
    default: answer_explain(&answer->a, &answer->http, err); return WP_CLOSED;
    }
    answer->body = buf_str(&answer->http.body);
    if (str_starts(answer->body, STR("\xEF\xBB\xBF")))
        answer->body = str_slice(answer->body, 3, answer->body.n);
    read_totals(s, answer, ask->size);
    if (ask->whole ? read_whole(answer, err) : read_items(answer, err))
        return WP_GIVEN;
    answer->count = 0;
    return WP_FAILING;
}

/* Asks once. *odd: an answer came, but not what its status promises. */
static enum wp_outcome ask_once(struct wp_sync *s, struct wp_answer *answer,
                                const struct wp_ask *ask, bool *odd, struct err *err)
{
    arena_reset(&answer->a);
    answer->items = NULL;
    answer->count = answer->total = answer->pages = 0;
    answer->totals = answer->arrived = *odd = false;
    answer->code = answer->body = STR("");
    const struct http_request request = {.site = s->sync->site,
                                         .url = url_of(s, answer, ask),
                                         .accept = STR("application/json"),
                                         .max = answer == &s->side ? SIDE_MOST : LIMIT_RESPONSE,
                                         .content = true, /* a page named the root */
                                         .once = ask->once,
                                         .apart = true};
    if (!http_get(s->sync->http, &request, &answer->a, &answer->http, err))
        return err->code == ERR_REFUSED ? WP_CLOSED : WP_FAILING;
    answer->arrived = true;
    if (s->started == INSTANT_NONE)
        s->started = answer->http.date != INSTANT_NONE ? answer->http.date : s->sync->now;
    enum wp_outcome outcome = judge(s, answer, ask, err);
    *odd = outcome != WP_GIVEN && answer->http.status < 300;
    return outcome;
}

/* A quarter of a second, then half of one. False: everything ends. */
static bool wait_a_little(struct wp_sync *s, unsigned attempt)
{
    struct http *http = s->sync->http;
    return http->replaying || engine_pause(&http->engine, (int64_t)attempt * http->second / 4);
}

enum wp_outcome wp_ask(struct wp_sync *s, struct wp_answer *answer, const struct wp_ask *ask,
                       struct err *err)
{
    for (unsigned attempt = 1;; attempt++) {
        struct err failure = {0};
        bool odd;
        enum wp_outcome outcome = ask_once(s, answer, ask, &odd, &failure);
        if (odd && !ask->once && attempt < ODD_ATTEMPTS && wait_a_little(s, attempt))
            continue;
        s->answered |= outcome == WP_GIVEN;
        bool missing = outcome == WP_DENIED && answer->http.status == 404;
        bool shut = !s->answered && outcome != WP_FAILING && !missing;
        s->closed = outcome != WP_GIVEN && (s->closed || shut);
        if (outcome != WP_GIVEN)
            *err = failure;
        return outcome;
    }
}

void wp_answer_release(struct wp_answer *answer)
{
    http_response_release(&answer->http);
    arena_release(&answer->a);
}
