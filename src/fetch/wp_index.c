/* Reading the index of a REST interface: WordPress handbook, "Discovery". */
#include "wp_index.h"

#include "body.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "html_plain.h"

struct index {
    struct json_text name, home, url;
    struct namespaces {
        bool there, v2;
    } namespaces, routes;
};

static void read_namespaces(struct json *j, void *field)
{
    struct namespaces *out = field;
    struct json_text text;
    bool object;
    out->there = json_enter_list(j, &object);
    if (!out->there) {
        json_skip(j);
        return;
    }
    while (json_next_listed(j, object)) {
        if (json_read_text(j, &text))
            out->v2 = out->v2 || json_text_is(text, STR("wp/v2"));
        else
            json_skip(j);
    }
}

/* Servers that do not know _fields for the index send all, routes included. */
static void read_routes(struct json *j, void *field)
{
    struct namespaces *out = field;
    struct json_text key;
    out->there = json_enter_object(j);
    if (!out->there) {
        json_skip(j);
        return;
    }
    while (json_next_member(j, &key)) {
        out->v2 = out->v2 || json_text_is(key, STR("/wp/v2"));
        json_skip(j);
    }
}

static str url_of(struct arena *a, struct json_text text)
{
    str url = json_decode(a, text, LIMIT_URL, NULL);
    return http_resolve(a, url, url);
}

bool wp_index_read(struct wp_root *root, struct arena *a, str bytes)
{
    static const struct json_member members[] = {
        JSON_MEMBER("name", json_read_text_field, offsetof(struct index, name)),
        JSON_MEMBER("home", json_read_text_field, offsetof(struct index, home)),
        JSON_MEMBER("url", json_read_text_field, offsetof(struct index, url)),
        JSON_MEMBER("namespaces", read_namespaces, offsetof(struct index, namespaces)),
        JSON_MEMBER("routes", read_routes, offsetof(struct index, routes)),
        JSON_MEMBERS_END,
    };
    struct index index = {.name = {.string = false}};
    struct json j = json_init(body_start(bytes));
    if (!json_read_members(&j, members, &index))
        return false;
    json_finish(&j);
    if (json_failed(&j) || !(index.namespaces.there || index.routes.there))
        return false;
    root->v2 = index.namespaces.v2 || index.routes.v2;
    root->home = url_of(a, index.home.raw.n ? index.home : index.url);
    root->name = html_plain(a, json_decode(a, index.name, LIMIT_FIELD, NULL), LIMIT_TITLE);
    return true;
}
