/* What sources say of how they are fetched and of what is shown of them. */
#include "config_site.h"

#include <unistd.h>

#define WP(lines)                                                                                  \
    "site:\n  url: https://example.org/\nsources:\n  - name: A\n    wordpress: "                   \
    "https://w.example/\n" lines
#define TEXT(lines) "sources:\n  - name: A\n    text: a\n" lines
#define FEED(lines) "sources:\n  - name: A\n    feed: https://f.example/feed\n" lines

/* -- Values ----------------------------------------------------------------------------------- */

static void live_sources_have_defaults(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, FEED("")));
    const struct source *a = &s->config.sources[0];
    assert_int_equal(a->on_error, ON_ERROR_LAST_GOOD);
    assert_int_equal(a->images, IMAGES_LINK);
    assert_int_equal(a->image_width, 1280);
    assert_true(a->since == INSTANT_NONE);
    assert_int_equal(a->max_articles, 0);
    assert_int_equal(a->interval, 0);
    assert_false(a->allow_empty || a->insecure || a->listed);
    assert_int_equal(a->max_removals, 30);
    assert_int_equal(a->timeout, 60);
    assert_int_equal(a->patience, 60);
    assert_int_equal(a->time_limit, 1800);
    assert_int_equal(s->config.per_host, 2);
    assert_str(s->config.contact, "");
    assert_str(s->config.user_agent, "digest/" DIGEST_VERSION);
    assert_str(setting(s, "sources[0].timeout")->value, "60s");
    assert_int_equal(setting(s, "sources[0].timeout")->origin, ORIGIN_DEFAULT);
    assert_str(setting(s, "sources[0].max_removals")->value, "30%");
}

static void everything_of_a_live_source_is_read(void **state)
{
    struct site *s = *state;
    write_in(s, "ca.pem", STR("x"));
    assert_true(load_text(s, WP("    categories: [a]\n"
                                "    tagged: [b, c]\n"
                                "    types: [page, events]\n"
                                "    default_categories: D\n"
                                "    on_error: skip\n"
                                "    images: mirror\n"
                                "    image_width: 800\n"
                                "    since: 2026-01-02\n"
                                "    max_articles: 50\n"
                                "    interval: 1h 30m\n"
                                "    allow_empty: true\n"
                                "    max_removals: 5\n"
                                "    user: me\n"
                                "    password_env: WP_PASSWORD\n"
                                "    ca_file: ca.pem\n"
                                "    timeout: 30s\n"
                                "    patience: 0\n"
                                "    time_limit: 2 hours\n")));
    assert_int_equal(s->message_size, 0);
    const struct source *a = &s->config.sources[0];
    assert_int_equal(a->tagged.count, 2);
    assert_str(a->types.items[1], "events");
    assert_str(a->default_categories.items[0], "D");
    assert_int_equal(a->on_error, ON_ERROR_SKIP);
    assert_int_equal(a->images, IMAGES_MIRROR);
    assert_int_equal(a->image_width, 800);
    assert_int_equal(a->since, 1767312000);
    assert_int_equal(a->max_articles, 50);
    assert_int_equal(a->interval, 5400);
    assert_true(a->allow_empty);
    assert_int_equal(a->max_removals, 5);
    assert_str(a->user, "me");
    assert_str(a->password_env, "WP_PASSWORD");
    assert_true(str_ends(a->ca_file, STR("/ca.pem")));
    assert_int_equal(a->timeout, 30);
    assert_int_equal(a->patience, 0);
    assert_int_equal(a->time_limit, 7200);
    assert_str(setting(s, "sources[0].since")->value, "2026-01-02T00:00:00Z");
    assert_int_equal(setting(s, "sources[0].time_limit")->line, 23);
}

static void fetch_has_the_defaults_of_sources(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, "fetch:\n"
                             "  contact: https://example.org/bot\n"
                             "  per_host: 4\n"
                             "  timeout: 20s\n"
                             "  patience: 5m\n"
                             "  time_limit: 1h\n"
                             "  on_error: fail\n"
                             "  images: none\n" FEED("    patience: 1m\n")));
    const struct source *a = &s->config.sources[0];
    assert_int_equal(a->timeout, 20);
    assert_int_equal(a->patience, 60);
    assert_int_equal(a->time_limit, 3600);
    assert_int_equal(a->on_error, ON_ERROR_FAIL);
    assert_int_equal(a->images, IMAGES_NONE);
    assert_int_equal(s->config.per_host, 4);
    assert_str(s->config.user_agent, "digest/" DIGEST_VERSION " (+https://example.org/bot)");
    assert_int_equal(setting(s, "sources[0].timeout")->origin, ORIGIN_FILE);
    assert_int_equal(setting(s, "sources[0].timeout")->line, 4);
    assert_int_equal(setting(s, "sources[0].patience")->line, 12);
    assert_refused(s, "fetch: {timeout: 0s, per_host: 0, images: all, pacience: 1s}\n" FEED(""),
                   "digest.yaml:1:18: \"0s\" is not between 1s and 1h");
    assert_said(s, "\"0\" is not a number from 1 to 32");
    assert_said(s, "images must be link, mirror or none, not \"all\"");
    assert_said(s, "did you mean \"patience\"?");
    assert_int_equal(s->log.errors, 4); /* each once, however many sources there are */
}

static void servers_are_told_who_asks(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, WP("")));
    assert_str(s->config.contact, "https://example.org/");
    assert_str(setting(s, "fetch.contact")->by, "site.url");
    assert_str(s->config.user_agent, "digest/" DIGEST_VERSION " (+https://example.org/)");
    assert_true(load_text(s, "fetch: {user_agent: My Reader/2}\n" WP("")));
    assert_str(s->config.user_agent, "My Reader/2");
    assert_true(load_text(s, "fetch: {contact: 'mailto:me@example.org'}\n" WP("")));
    assert_refused(s, "fetch: {contact: me@example.org}\n" WP(""),
                   "write \"mailto:me@example.org\"");
    assert_refused(s, "fetch: {user_agent: Zürich}\n" WP(""), "must be written in ASCII");
}

/* -- Since ------------------------------------------------------------------------------------ */

/* `since: text` means this instant, in RFC 3339. The present is 2026-05-07T08:00:00Z. */
static void assert_since(struct site *s, const char *zone, const char *text, const char *instant)
{
    str yaml = arena_printf(
        &s->arena, "site: {url: 'https://e.example/', timezone: %s}\n" FEED("    since: %s\n"),
        zone, text);
    if (!load_text(s, yaml.p))
        fail_msg("%s: %s", text, s->messages);
    assert_str(setting(s, "sources[0].since")->value, instant);
}

static void since_is_a_date_or_goes_back_from_the_present(void **state)
{
    struct site *s = *state;
    assert_since(s, "UTC", "2026-05-07", "2026-05-07T00:00:00Z");
    assert_since(s, "Europe/Berlin", "2026-05-07", "2026-05-07T00:00:00+02:00");
    assert_since(s, "Europe/Berlin", "2026-01-07", "2026-01-07T00:00:00+01:00");
    assert_since(s, "UTC", "'2026-05-07T06:00:00+02:00'", "2026-05-07T04:00:00Z");
    assert_since(s, "UTC", "0d", "2026-05-07T00:00:00Z");
    assert_since(s, "UTC", "90d", "2026-02-06T00:00:00Z");
    assert_since(s, "UTC", "12 weeks", "2026-02-12T00:00:00Z");
    assert_since(s, "UTC", "6m", "2025-11-07T00:00:00Z");
    assert_since(s, "UTC", "3 Months", "2026-02-07T00:00:00Z");
    assert_since(s, "UTC", "1y", "2025-05-07T00:00:00Z");
    assert_since(s, "Pacific/Auckland", "1d", "2026-05-06T00:00:00+12:00");
    assert_since(s, "UTC", "1000000y", "0001-01-07T00:00:00Z");
    s->flags.now = "2026-03-31T12:00:00Z";
    assert_since(s, "UTC", "1m", "2026-02-28T00:00:00Z");
    s->flags.now = "2024-03-31T12:00:00Z";
    assert_since(s, "UTC", "1m", "2024-02-29T00:00:00Z");
    assert_since(s, "UTC", "13m", "2023-02-28T00:00:00Z");
}

static void wrong_spans_are_refused_with_how_to_write_them(void **state)
{
    struct site *s = *state;
    static const char *const since[] = {"soon", "d90",   "90",   "90s",
                                        "-1d",  "1d 2w", "1.5d", "2026-13-01"};
    for (size_t i = 0; i < sizeof since / sizeof *since; i++)
        assert_refused(s, arena_printf(&s->arena, FEED("    since: %s\n"), since[i]).p,
                       "or how far back: 90d, 12w, 6m (months) or 1y");
    assert_refused(s, FEED("    since: 2026-05-08\n"), "lies in the future");
    static const char *const interval[] = {"60",   "1 fortnight", "m",     "1h30",
                                           "1,5h", "-5m",         "1h -5m"};
    for (size_t i = 0; i < sizeof interval / sizeof *interval; i++) {
        assert_refused(s, arena_printf(&s->arena, FEED("    interval: %s\n"), interval[i]).p,
                       arena_printf(&s->arena, "\"%s\" is not a span of time", interval[i]).p);
        assert_said(s, "write a number and a unit: 90s, 30m, 2h, 1d or 1w");
    }
    assert_refused(s, FEED("    timeout: 2h\n"), "\"2h\" is not between 1s and 1h");
    assert_refused(s, FEED("    time_limit: 100w\n"), "\"100w\" is not between 1s and 1d");
}

static void numbers_have_their_limits(void **state)
{
    struct site *s = *state;
    assert_refused(s, FEED("    images: mirror\n    image_width: 199\n"),
                   "\"199\" is not a number from 200 to 4000");
    assert_refused(s, FEED("    images: mirror\n    image_width: 4001\n"), "\"4001\"");
    assert_refused(s, FEED("    max_articles: many\n"), "\"many\" is not a number");
    assert_refused(s, FEED("    max_removals: 101%\n"), "\"101%\" is not a share from 0% to 100%");
    assert_refused(s, FEED("    max_removals: '%'\n"), "\"%\" is not a share");
    assert_refused(s, FEED("    insecure: yes\n"), "insecure must be false or true, not \"yes\"");
    assert_refused(s, FEED("    on_error: lastgood\n"), "did you mean \"last-good\"?");
    assert_true(load_text(s, FEED("    max_removals: 30 %\n")));
    assert_int_equal(s->config.sources[0].max_removals, 30);
}

/* -- Kinds ------------------------------------------------------------------------------------ */

static void keys_of_wordpress_are_refused_elsewhere(void **state)
{
    struct site *s = *state;
    assert_refused(s, FEED("    types: [x]\n    tagged: [y]\n    default_categories: [z]\n"),
                   "digest.yaml:4:12: \"types:\" is only for WordPress sources");
    assert_said(s, "\"tagged:\" is only for WordPress sources");
    assert_said(s, "hint: write \"categories:\" instead");
    assert_int_equal(s->log.errors, 3);
}

static void keys_without_effect_are_warnings(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, TEXT("    interval: 1h\n    user: me\n    timeout: 1s\n"
                                  "    image_width: 300\n    on_error: fail\n    since: 1y\n")));
    assert_said(s, "digest.yaml:4:15: \"interval:\" has no effect on files");
    assert_said(s, "\"user:\" has no effect on files");
    assert_said(s, "\"timeout:\" has no effect on files");
    assert_said(s, "\"image_width:\" has no effect on images that are not mirrored");
    assert_not_said(s, "on_error");
    assert_not_said(s, "since");
    assert_int_equal(s->config.sources[0].on_error, ON_ERROR_FAIL);
}

static void a_list_of_feeds_is_a_kind_of_its_own(void **state)
{
    struct site *s = *state;
    assert_true(
        load_text(s, "sources:\n  - name: A\n    opml: feeds.opml\n    interval: 1h\n"
                     "    home: https://e.example/\n  - name: B\n    opml: https://b.example/\n"));
    assert_int_equal(s->config.sources[0].kind, SOURCE_OPML);
    assert_true(str_ends(s->config.sources[0].path, STR("/feeds.opml")));
    assert_int_equal(s->config.sources[0].interval, 3600);
    assert_true(s->config.sources[1].remote);
    assert_not_said(s, "\"interval:\" has no effect");
    assert_said(s, "\"home:\" has no effect on a list of feeds");
}

/* -- Secrets ---------------------------------------------------------------------------------- */

static void a_password_in_the_file_is_refused_and_not_repeated(void **state)
{
    struct site *s = *state;
    static const char *const keys[] = {"password", "passwd", "token", "application_password"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_refused(s,
                       arena_printf(&s->arena, FEED("    user: me\n    %s: hunter2\n"), keys[i]).p,
                       "digest.yaml:5:5: a secret may not stand in the configuration\n"
                       "  hint: write \"password_env:\" with the name of an environment variable");
    }
    assert_refused(s,
                   "sources:\n  - {name: A, feed: 'https://f.example/', user: me, "
                   "password: hunter2, contnt: full}\n",
                   "unknown key \"contnt\"");
    assert_refused(s, FEED("    user: me\n    password_env: hunter2!\n"),
                   "password_env is not the name of an environment variable");
    assert_refused(s, FEED("    user: me\n    password_env: $WP\n"), "write its name only");
    assert_refused(s, "sources:\n  - {name: A, feed: x, password: hunter2, : }}\n",
                   "digest.yaml:2:");
    assert_not_said(s, "hunter2");
}

static void a_password_in_a_url_is_refused_and_not_repeated(void **state)
{
    struct site *s = *state;
    static const char *const urls[] = {
        "https://me:hunter2@f.example/", "http://hunter2@f.example", "ftp://me:hunter2@f.example/",
        "https://me:hunter2 @f.example/", "https://me:hunter2@f.example/?@"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        str yaml = arena_printf(&s->arena, "sources:\n  - name: A\n    feed: %s\n", urls[i]);
        assert_refused(s, yaml.p, "may not contain a user name or password");
        assert_str(setting(s, "sources[0].feed")->value, "(not shown)");
    }
    assert_said(s, "a source has \"user:\" with \"password_env:\"");
    assert_not_said(s, "hunter2");
    assert_true(load_text(s, "sources:\n  - name: A\n    feed: https://f.example/@me?q=a@b\n"));
}

static void user_and_password_belong_together(void **state)
{
    struct site *s = *state;
    assert_refused(s, FEED("    user: me\n"), "digest.yaml:4:11: there is a user, but no password");
    assert_refused(s, FEED("    password_env: X\n"), "there is a password, but no user");
    assert_refused(s, FEED("    password_file: x\n"), "hint: add \"user:\"");
    assert_refused(s, FEED("    user: me\n    password_env: X\n    password_file: x\n"),
                   "the password is in two places");
    assert_refused(s, FEED("    user: 'me:x'\n    password_env: X\n"), "cannot have a colon");
    assert_refused(
        s, "sources:\n  - name: A\n    opml: feeds.opml\n    user: me\n    password_env: X\n",
        "has no server that user and password are for");
    assert_true(load_text(s, FEED("    user: me\n    password_file: /run/secrets/x\n")));
    assert_str(s->config.sources[0].password_file, "/run/secrets/x");
}

#define SECRET_FEED "sources:\n  - name: A\n    feed: '%s'\n    user: me\n    password_env: X\n"

static void passwords_are_not_sent_in_the_clear(void **state)
{
    struct site *s = *state;
    static const char *const clear[] = {"http://f.example/",         "HTTP://f.example:8080/",
                                        "http://127.0.0.1.example/", "http://127.1.example/",
                                        "http://localhost.example/", "http://[::2]/"};
    static const char *const fine[] = {"https://f.example/",     "HTTPS://f.example/",
                                       "http://localhost:8000/", "http://127.0.0.1:99/",
                                       "http://127.9.9.9/",      "http://[::1]:80/"};
    for (size_t i = 0; i < 6; i++) {
        assert_refused(s, arena_printf(&s->arena, SECRET_FEED, clear[i]).p,
                       "the password would be sent for everyone to read");
        if (!load_text(s, arena_printf(&s->arena, SECRET_FEED, fine[i]).p))
            fail_msg("%s: %s", fine[i], s->messages);
    }
}

static void certificates_make_sense(void **state)
{
    struct site *s = *state;
    assert_refused(s, FEED("    ca_file: none.pem\n"), "digest.yaml:4:14: there is no file ");
    assert_refused(s, FEED("    ca_file: .\n"), "there is no file ");
    assert_refused(s, FEED("    ca_file: https://x.example/ca\n"),
                   "\"ca_file:\" is a file with certificates, not a URL");
    assert_refused(s, "sources:\n  - name: A\n    feed: http://f.example/\n    insecure: true\n",
                   "plain http has no certificates");
    write_in(s, "ca.pem", STR("x"));
    assert_refused(s, FEED("    ca_file: ca.pem\n    insecure: true\n"),
                   "certificates that are not checked need no \"ca_file:\"");
    assert_true(load_text(s, FEED("    insecure: true\n")));
    assert_true(s->config.sources[0].insecure);
}

/* -- Filters ---------------------------------------------------------------------------------- */

static void filters_are_read_in_their_order(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, "filters:\n"
                             "  - {pattern: ads, action: drop}\n" TEXT(
                                 "    filters:\n"
                                 "      - pattern:\n"
                                 "          - /x+/i\n"
                                 "          - two  words\n"
                                 "        field: title\n"
                                 "        action: hide\n"
                                 "      - {pattern: chip, tag: Chips, field: tag}\n"
                                 "      - {pattern: top, action: pin, field: url}\n")));
    const struct filters *own = &s->config.sources[0].filters;
    assert_int_equal(s->config.filters.count, 1);
    assert_int_equal(s->config.filters.items[0].field, FILTER_ANY);
    assert_int_equal(s->config.filters.items[0].action, FILTER_DROP);
    assert_int_equal(own->count, 4);
    assert_str(own->items[1].text, "two words");
    assert_int_equal(own->items[1].action, FILTER_HIDE);
    assert_int_equal(own->items[1].field, FILTER_TITLE);
    assert_int_equal(own->items[2].action, FILTER_TAG);
    assert_int_equal(own->items[2].field, FILTER_TAGS);
    assert_str(own->items[2].tag, "Chips");
    assert_int_equal(own->items[3].action, FILTER_PIN);
    assert_int_equal(own->items[3].field, FILTER_URL);
    assert_int_equal(s->config.pattern_count, 5);
    assert_str(setting(s, "filters[0]")->value, "drop \"ads\" in any");
    assert_str(setting(s, "sources[0].filters[2]")->value, "tag \"Chips\" for \"chip\" in tag");
    assert_int_equal(setting(s, "sources[0].filters[2]")->line, 12);
}

static void wrong_filters_are_refused_all_at_once(void **state)
{
    struct site *s = *state;
    assert_refused(s,
                   "filters:\n"
                   "  - {action: drop}\n"
                   "  - {pattern: a}\n"
                   "  - {pattern: a, action: mute}\n"
                   "  - {pattern: a, action: drop, field: titel}\n"
                   "  - {pattern: a, action: tag}\n"
                   "  - {pattern: a, action: drop, tag: X}\n"
                   "  - {pattern: '/(/', action: drop}\n"
                   "  - {patern: a, action: drop}\n"
                   "  - just text\n"
                   "  - {pattern: [a, ''], action: drop}\n"
                   "  - {pattern: a, action: , tag: }\n" TEXT(""),
                   "digest.yaml:2:5: the filter does not say what to find");
    assert_said(s, "digest.yaml:3:5: the filter does not say what to do");
    assert_said(s, "action must be drop, hide, tag or pin, not \"mute\"");
    assert_said(s, "digest.yaml:5:39: field must be any, title,");
    assert_said(s, "did you mean \"title\"?");
    assert_said(s, "digest.yaml:6:5: the filter does not say which tag to add");
    assert_said(s, "digest.yaml:7:37: the filter has \"tag:\", but another action");
    assert_said(s, "digest.yaml:8:15: the pattern is no regular expression: missing closing");
    assert_said(s, "did you mean \"pattern\"?");
    assert_said(s, "a filter must be a mapping of keys to values, not text");
    assert_said(s, "pattern has an empty entry");
    assert_said(s, "digest.yaml:12:5: the filter does not say what to do");
    assert_int_equal(s->log.errors, 11);
    assert_int_equal(s->config.pattern_count, 0);
    assert_refused(s, "filters: {a: b}\n" TEXT(""), "\"filters:\" must be a list");
}

static void too_many_filters_are_refused(void **state)
{
    struct site *s = *state;
    struct buf yaml = buf_init((size_t)1 << 20);
    buf_addz(&yaml, "filters:\n");
    for (int i = 0; i <= LIMIT_FILTERS; i++)
        buf_addz(&yaml, "  - {pattern: a, action: drop}\n");
    buf_addz(&yaml, MINIMAL);
    assert_refused(s, yaml.p, "there are more than 500 filters");
    buf_release(&yaml);
}

int u_config_live(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(live_sources_have_defaults),
        TEST(everything_of_a_live_source_is_read),
        TEST(fetch_has_the_defaults_of_sources),
        TEST(servers_are_told_who_asks),
        TEST(since_is_a_date_or_goes_back_from_the_present),
        TEST(wrong_spans_are_refused_with_how_to_write_them),
        TEST(numbers_have_their_limits),
        TEST(keys_of_wordpress_are_refused_elsewhere),
        TEST(keys_without_effect_are_warnings),
        TEST(a_list_of_feeds_is_a_kind_of_its_own),
        TEST(a_password_in_the_file_is_refused_and_not_repeated),
        TEST(a_password_in_a_url_is_refused_and_not_repeated),
        TEST(user_and_password_belong_together),
        TEST(passwords_are_not_sent_in_the_clear),
        TEST(certificates_make_sense),
        TEST(filters_are_read_in_their_order),
        TEST(wrong_filters_are_refused_all_at_once),
        TEST(too_many_filters_are_refused),
    };
    return cmocka_run_group_tests_name("config.live", tests, NULL, NULL);
}
