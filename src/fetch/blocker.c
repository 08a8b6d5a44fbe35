/*
 * Judging answers: WordPress's own word first, then the known obstacles, then what status and bytes
 * say.
 */
#include "blocker.h"

#include "body.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "html_links.h"
#include "html_plain.h"

/* Characters of a foreign text that a message shows. */
#define QUOTED 80

/* -- WordPress's word ------------------------------------------------------------------------- */

/* An error as WordPress writes it, and WordPress.com ("error" for "code"). */
struct wp_error {
    struct json_text code, message, error;
    struct json_text status; /* of data */
};

static void read_data(struct json *j, void *field)
{
    static const struct json_member members[] = {JSON_MEMBER("status", json_read_text_field, 0),
                                                 JSON_MEMBERS_END};
    json_read_members(j, members, field);
}

static bool is_success(int status)
{
    return status >= 200 && status < 300;
}

/* Reads an error object. In an answer of success only one that begins as errors do is looked at:
 * what is fine may have megabytes. */
static bool read_error(struct wp_error *out, const struct http_response *response)
{
    static const struct json_member members[] = {
        JSON_MEMBER("code", json_read_text_field, offsetof(struct wp_error, code)),
        JSON_MEMBER("message", json_read_text_field, offsetof(struct wp_error, message)),
        JSON_MEMBER("error", json_read_text_field, offsetof(struct wp_error, error)),
        JSON_MEMBER("data", read_data, offsetof(struct wp_error, status)),
        JSON_MEMBERS_END,
    };
    str body = body_start(buf_str(&response->body));
    struct json j = json_init(body), first = j;
    struct json_text key;
    *out = (struct wp_error){.code = {.string = false}};
    bool begins = json_enter_object(&first) && json_next_member(&first, &key) &&
                  (json_text_is(key, STR("code")) || json_text_is(key, STR("error")));
    if (is_success(response->status) && !begins)
        return false;
    if (!json_read_members(&j, members, out) || json_failed(&j))
        return false;
    if (!out->code.string)
        out->code = out->error;
    return out->code.string && out->message.string &&
           (!is_success(response->status) || out->status.raw.n);
}

/* The status that counts: a proxy may have made another one of it. */
static int status_of(const struct wp_error *error, const struct http_response *response)
{
    uint64_t status;
    if (is_success(response->status) && str_to_uint(error->status.raw, 599, &status))
        return (int)status;
    return response->status;
}

/* True when the URL asks for one thing by its number: the last segment of its route is one. */
static bool asks_for_one(str url)
{
    size_t query = str_find_char(url, '?', 0);
    str route = str_slice(url, 0, query);
    size_t at = str_find(url, STR("rest_route="), 0);
    if (at != SIZE_MAX)
        route = str_slice(url, at, str_find_char(url, '&', at));
    size_t n = route.n;
    while (n > 0 && route.p[n - 1] >= '0' && route.p[n - 1] <= '9')
        n--;
    return n < route.n && n > 0 &&
           (route.p[n - 1] == '/' || str_ends_nocase(str_slice(route, 0, n), STR("%2f")));
}

static bool code_starts(str code, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (str_starts(code, str_of(*prefixes)))
            return true;
    return false;
}

/* Codes that say that the credentials were not accepted. */
static bool is_login_code(str code)
{
    static const char *const codes[] = {"incorrect_password",
                                        "invalid_username",
                                        "invalid_email",
                                        "empty_username",
                                        "empty_password",
                                        "application_passwords_disabled",
                                        "invalid_application_credentials",
                                        NULL};
    return code_starts(code, codes);
}

/* True for a refusal that a plugin makes, to keep visitors out of the interface: plugins have codes
 * of their own, those of WordPress itself are known. One that some share with WordPress is its own only
 * where it asks for one post, or for the user. */
static bool is_closed(str code, str url)
{
    static const char *const own[] = {
        "rest_cannot_", "rest_user_",    "rest_post_",    "rest_cookie_",  "rest_forbidden_",
        "rest_term_",   "rest_comment_", "rest_invalid_", "rest_no_route", NULL};
    if (str_is(code, "rest_cannot_access"))
        return true;
    if (str_is(code, "rest_forbidden"))
        return !asks_for_one(url);
    if (str_is(code, "rest_not_logged_in"))
        return !str_has(url, STR("users/me")) && !str_has(url, STR("users%2Fme"));
    return !is_login_code(code) && !code_starts(code, own);
}

/* Which plugin closes the interface, by its code; "" when several have it. */
static const char *closing_plugin(str code)
{
    static const char *const known[][2] = {
        {"rest_cannot_access", " (as the plugin Disable REST API does)"},
        {"rest_login_required", " (as the plugin Disable WP REST API does)"},
        {"itsec_rest_api_access_restricted", " (the plugin Solid Security, iThemes or Kadence)"},
        {"rest_authentication_error", " (as the plugin Perfmatters does)"},
        {"rest_unauthorized", " (as the plugin Force Login does)"},
        {"rest_disabled", " (by a plugin)"},
        {NULL, NULL}};
    for (size_t i = 0; known[i][0]; i++)
        if (str_is(code, known[i][0]))
            return known[i][1];
    return "";
}

static str decoded(struct arena *a, struct json_text text)
{
    return json_decode(a, text, LIMIT_FIELD, NULL);
}

str quoted(struct arena *a, str text)
{
    str first = text_first(text, QUOTED);
    if (text.n == 0)
        return (str){0};
    return arena_printf(a, "\u201C%.*s%s\u201D", STR_ARGS(first), first.n < text.n ? "\u2026" : "");
}

/* What WordPress's error means. */
static void find_error(struct finding *out, struct arena *a, const struct wp_error *error,
                       const struct http_response *response)
{
    int status = status_of(error, response);
    str code = decoded(a, error->code);
    str message = quoted(a, html_plain(a, decoded(a, error->message), LIMIT_FIELD));
    str said = arena_printf(a, "%.*s (%.*s, status %d)", STR_ARGS(message), STR_ARGS(code), status);
    bool refused = status == 401 || status == 403;
    if (status >= 500 || status == 429)
        *out = (struct finding){ANSWER_DOWN,
                                status == 503 || status == 429 ? REMEDY_LATER : REMEDY_OWNER,
                                arena_printf(a, "WordPress fails: %.*s", STR_ARGS(said))};
    else if (refused && is_closed(code, response->url))
        *out = (struct finding){ANSWER_BLOCKED, REMEDY_OPEN,
                                arena_printf(a, "its REST interface is closed to visitors%s: %.*s",
                                             closing_plugin(code), STR_ARGS(said))};
    else
        *out = (struct finding){ANSWER_ERROR, refused ? REMEDY_LOGIN : REMEDY_ADDRESS,
                                arena_printf(a, "WordPress says %.*s", STR_ARGS(said))};
}

/* -- PHP -------------------------------------------------------------------------------------- */

/* Messages of PHP in place of or before what it should have printed, and its source where nothing
 * runs it. */
static bool find_php(struct finding *out, struct arena *a, const struct http_response *response)
{
    static const char *const words[] = {
        "Fatal error:",    "Parse error:",     "Warning:",          "Notice:",
        "Deprecated:",     "PHP Fatal error:", "PHP Warning:",      "PHP Notice:",
        "PHP Deprecated:", "PHP Parse error:", "Strict Standards:", NULL};
    str start = body_start(buf_str(&response->body));
    bool source = str_starts(start, STR("<?php"));
    if (!source && str_eq_nocase(str_slice(start, 0, 9), STR("<!doctype")))
        return false;
    str text = source ? text_folded(a, str_slice(start, 0, 1024), LIMIT_FIELD)
                      : html_plain(a, start, LIMIT_FIELD);
    if (!source && !code_starts(text, words))
        return false;
    *out = (struct finding){ANSWER_DOWN, REMEDY_OWNER,
                            arena_printf(a, "%s came first: %.*s",
                                         source ? "PHP source code" : "a message of PHP",
                                         STR_ARGS(quoted(a, text)))};
    return true;
}

/* -- Everything ------------------------------------------------------------------------------- */

/* What status and bytes say of an answer that nothing more is known about. */
static void find_plain(struct finding *out, struct arena *a, const struct http_response *response)
{
    int status = response->status;
    struct html_head head = {.title = {0}};
    str bytes = buf_str(&response->body);
    enum body_kind kind = body_kind(bytes);
    if (kind == BODY_HTML || kind == BODY_MARKUP)
        html_head_read(&head, a, str_slice(bytes, 0, LIMIT_DISCOVERY), response->url,
                       response->charset);
    str title = quoted(a, head.title);
    const char *space = title.n ? " " : "";
    if (status == 401 || status == 403)
        *out = (struct finding){ANSWER_BLOCKED, REMEDY_ALLOW, STR("access is refused")};
    else if (status == 410)
        *out = (struct finding){ANSWER_FOREIGN, REMEDY_GONE, STR("it is gone for good")};
    else if (status == 404)
        *out = (struct finding){ANSWER_FOREIGN, REMEDY_ADDRESS,
                                STR("there is nothing at this address")};
    else if (status == 408 || status == 425 || status >= 500)
        *out = (struct finding){ANSWER_DOWN, REMEDY_LATER, STR("the server fails")};
    else if (is_success(status))
        *out = (struct finding){
            ANSWER_FOREIGN, REMEDY_FEED,
            arena_printf(a, "%s%s%.*s", body_kind_name(kind), space, STR_ARGS(title))};
    else
        *out = (struct finding){ANSWER_FOREIGN, REMEDY_ADDRESS,
                                STR("the server answers with an error")};
    if (!is_success(status) && title.n)
        out->what =
            arena_printf(a, "%.*s, with the page %.*s", STR_ARGS(out->what), STR_ARGS(title));
}

/* The headers of an answer to HEAD are those of the list that GET would bring. */
static bool is_head_of_list(const struct http_response *response)
{
    return response->body.n == 0 && str_has(response->type, STR("json")) &&
           http_header_get(response, STR("x-wp-total")).n;
}

static void find(struct finding *out, struct arena *a, const struct http_response *response)
{
    struct wp_error error;
    bool json = body_begins_json(buf_str(&response->body));
    if (json && read_error(&error, response)) {
        find_error(out, a, &error, response);
        return;
    }
    if (is_success(response->status) && (json || is_head_of_list(response))) {
        *out = (struct finding){ANSWER_GOOD, REMEDY_ADDRESS, STR("JSON that was not expected")};
        return;
    }
    if (!find_php(out, a, response) && !blocker_find(out, a, response))
        find_plain(out, a, response);
}

enum answer answer_judge(const struct http_response *response)
{
    struct arena a = {0};
    struct finding found;
    find(&found, &a, response);
    arena_release(&a);
    return found.kind;
}

str answer_code(struct arena *a, const struct http_response *response)
{
    struct wp_error error;
    if (!body_begins_json(buf_str(&response->body)) || !read_error(&error, response))
        return (str){0};
    struct finding found;
    find_error(&found, a, &error, response);
    return found.kind == ANSWER_ERROR ? decoded(a, error.code) : (str){0};
}

/* -- Explaining ------------------------------------------------------------------------------- */

static const char *remedy_line(enum remedy remedy, enum wanted wanted)
{
    bool rest = wanted == WANT_REST;
    switch (remedy) {
    case REMEDY_ALLOW:
        return rest ? "ask the site's owner to allow digest's user agent (`fetch: user_agent:` and "
                      "`contact:` say who asks), or take the site's feed instead (`feed:`)"
                    : "ask the site's owner to allow digest's user agent (`fetch: user_agent:` and "
                      "`contact:` say who asks)";
    case REMEDY_LOGIN:
        return rest ? "give `user:` and `password_env:` (WordPress: an application password) if "
                      "you may "
                      "read it, or take the site's feed instead (`feed:`)"
                    : "give `user:` and `password_env:` if you may read it";
    case REMEDY_OPEN:
        return "take the site's feed instead (`feed:`), give `user:` and `password_env:` (an "
               "application password), or ask the owner to open the interface to visitors";
    case REMEDY_LATER: return "try again later; what was fetched before is kept";
    case REMEDY_OWNER:
        return "only the site's owner can repair it; what was fetched before is kept";
    case REMEDY_GONE: return "take the source out, or look for its new address";
    case REMEDY_ADDRESS:
        return wanted == WANT_FEED ? "check the address; `digest add` finds the feed of a site"
                                   : "check the address";
    case REMEDY_FEED: break;
    }
    return rest ? "check the address; if the site has a feed, use `feed:`" : "check the address";
}

static const char *wanted_name(enum wanted wanted)
{
    switch (wanted) {
    case WANT_REST: return "an answer of WordPress's REST interface";
    case WANT_FEED: return "a feed";
    case WANT_TEXT: break;
    }
    return "a text";
}

bool blocker_explain(struct arena *a, const struct http_response *response, enum wanted wanted,
                     struct err *err)
{
    struct finding found;
    find(&found, a, response);
    const char *status = "";
    if (!is_success(response->status) && !str_has(found.what, STR("status ")))
        status = arena_printf(a, " (status %d)", response->status).p;
    enum err_code code = found.kind == ANSWER_DOWN ? ERR_NETWORK : ERR_REFUSED;
    bool instead = found.remedy == REMEDY_FEED;
    err_set(err, code, "%.*s%s%s%s", STR_ARGS(found.what), status, instead ? " instead of " : "",
            instead ? wanted_name(wanted) : "");
    err_at(err, response->url, 0, 0);
    return err_hint(err, "%s", remedy_line(found.remedy, wanted));
}

bool answer_explain(struct arena *a, const struct http_response *response, struct err *err)
{
    return blocker_explain(a, response, WANT_REST, err);
}
