/*
 * Answers of servers from anywhere: whatever comes instead of what was asked for is judged, named and
 * looked through for links, the same twice, in valid text of one line.
 *
 * Input: a status (one byte, times 4), a Link field, a charset, and the body, the latter three parted
 * by NUL bytes.
 */
#include <stdlib.h>

#include "../../src/fetch/blocker.h"
#include "../../src/fetch/body.h"
#include "../../src/fetch/feed_head.h"
#include "../../src/fetch/html_links.h"
#include "../../src/fetch/places.h"
#include "../../src/fetch/wp_index.h"
#include "digest/utf8.h"

#define PAGE "https://example.org/blog/"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void must_be_text(str s)
{
    must(utf8_valid(s));
    for (size_t i = 0; i < s.n; i++)
        must((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7F);
}

static void judge(struct arena *a, const struct http_response *response)
{
    struct err err = {0}, again = {0};
    enum answer answer = answer_judge(response);
    must(answer == answer_judge(response));
    must(answer == ANSWER_ERROR || answer_code(a, response).n == 0);
    if (answer == ANSWER_GOOD)
        return;
    answer_explain(a, response, &err);
    blocker_explain(a, response, WANT_REST, &again);
    must(strcmp(err.why, again.why) == 0 && err.hint[0]);
    must((answer == ANSWER_DOWN) == (err.code == ERR_NETWORK));
    must_be_text(str_of(err.why));
}

static void look_for_links(struct arena *a, str field, str charset, str body)
{
    struct web_links links = {0};
    struct html_head head;
    struct wp_root root;
    link_header_read(&links, a, field);
    html_head_read(&head, a, body, STR(PAGE), charset);
    must_be_text(head.title);
    must(links.count <= LINKS_MAX && head.links.count <= LINKS_MAX);
    for (size_t i = 0; i < head.links.count; i++) {
        str url = head.links.items[i].target, places[PLACES_MAX];
        must(str_starts(url, STR("http")));
        root_at(&root, a, url);
        must(wp_root_read(&root, a, wp_root_write(a, &root)));
        must(places_of(a, url, places) <= PLACES_MAX);
    }
    html_feed(&head.links);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    str rest = {(const char *)bytes + 1, n ? n - 1 : 0}, field = {0}, charset = {0};
    if (n == 0)
        return 0;
    str_next_part(&rest, '\0', &field);
    str_next_part(&rest, '\0', &charset);
    struct arena a = {0};
    struct http_header headers[] = {{STR("link"), field}, {STR("server"), charset}};
    struct http_response response = {.status = 4 * bytes[0],
                                     .url = STR(PAGE),
                                     .headers = headers,
                                     .header_count = 2,
                                     .body = buf_init(1 << 20)};
    buf_add(&response.body, rest);
    judge(&a, &response);
    look_for_links(&a, field, charset, rest);
    struct feed_head feed;
    struct wp_root root = {.v2 = false};
    feed_head_read(&feed, &a, rest, STR(PAGE));
    must_be_text(feed.title);
    wp_index_read(&root, &a, rest);
    must(body_kind_name(body_kind(rest))[0]);
    buf_release(&response.body);
    arena_release(&a);
    return 0;
}
