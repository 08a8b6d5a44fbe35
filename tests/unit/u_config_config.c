/* Reading digest.yaml: values, defaults, flags, and what is said of everything that is wrong. */
#include "config_site.h"

#include <unistd.h>

/* -- Values ----------------------------------------------------------------------------------- */

static void defaults_hold_where_nothing_is_given(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, MINIMAL));
    assert_str(s->config.title, "Digest");
    assert_str(s->config.description, "");
    assert_str(s->config.url, "http://localhost/");
    assert_str(s->config.language, "en");
    assert_str(s->config.timezone, "UTC");
    assert_int_equal(s->config.per_page, 50);
    assert_int_equal(s->config.jobs, 3);
    assert_int_equal(s->config.now, 1778140800);
    assert_true(str_ends(s->config.output, STR("/public")));
    assert_true(str_ends(s->config.store, STR("/.digest/store.db")));
    assert_true(str_ends(s->config.templates, STR("/templates")));
    assert_str(s->config.folder, s->folder);
    assert_false(s->config.offline || s->config.full || s->config.strict);
    assert_int_equal(s->config.sources[0].content, CONTENT_FULL);
    assert_str(s->config.sources[0].language, "en");
}

static void a_missing_url_is_a_warning(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, MINIMAL));
    assert_said(s, "warning: ");
    assert_said(s, "no url; feeds and canonical links");
    assert_int_equal(s->log.errors, 0);
}

static void every_value_is_read(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, "site:\n"
                             "  title: 'A \"B\"  C'\n"
                             "  description: >\n    one\n    two\n"
                             "  url: https://example.org/ai\n"
                             "  language: PT-br\n"
                             "  timezone: Europe/Berlin\n"
                             "  per_page: 10\n"
                             "output: out/\n"
                             "store: s.db\n"
                             "templates: ./t//\n"
                             "jobs: 7\n"
                             "publish:\n  anything: { is: fine }\n"
                             "sources:\n"
                             "  - name: Ä B\n"
                             "    key: own-key\n"
                             "    wordpress: https://example.org/main/\n"
                             "    home: https://example.org/?x=1\n"
                             "    icon: http://example.org/i.png\n"
                             "    language: ar\n"
                             "    content: link\n"
                             "    categories: [a, b]\n"
                             "    tags: c\n"
                             "    strip: ['.x > p', '#y']\n"
                             "    media: saved/\n"
                             "  - name: Files\n"
                             "    files: '*.txt'\n"));
    struct config *c = &s->config;
    assert_str(c->title, "A \"B\" C");
    assert_str(c->description, "one two");
    assert_str(c->url, "https://example.org/ai/");
    assert_str(c->language, "pt-BR");
    assert_str(c->timezone, "Europe/Berlin");
    assert_int_equal(c->per_page, 10);
    assert_int_equal(c->jobs, 7);
    assert_true(str_ends(c->output, STR("/out")));
    assert_true(str_ends(c->templates, STR("/t")));
    assert_int_equal(c->source_count, 2);
    struct source *first = &c->sources[0];
    assert_str(first->key, "own-key");
    assert_true(first->remote);
    assert_str(first->path, "");
    assert_str(first->home, "https://example.org/?x=1");
    assert_str(first->language, "ar");
    assert_int_equal(first->content, CONTENT_LINK);
    assert_int_equal(first->categories.count, 2);
    assert_str(first->tags.items[0], "c");
    assert_str(first->strip.items[0], ".x > p");
    assert_true(str_ends(first->media, STR("/saved")));
    assert_int_equal(c->sources[1].kind, SOURCE_FILES);
    assert_false(c->sources[1].remote);
    assert_str(c->sources[1].location, "*.txt");
    assert_true(str_ends(c->sources[1].path, STR("/*.txt")));
    assert_str(c->sources[1].language, "pt-BR");
    assert_int_equal(s->message_size, 0);
}

static void flags_beat_the_file_and_start_at_the_working_directory(void **state)
{
    struct site *s = *state;
    s->flags.output = "elsewhere/";
    s->flags.url = "https://flag.example";
    s->flags.jobs = "2";
    s->flags.strict = true;
    assert_true(load_text(s, "output: x\njobs: 9\n" SITE("")));
    assert_str(s->config.output, "elsewhere");
    assert_str(s->config.url, "https://flag.example/");
    assert_int_equal(s->config.jobs, 2);
    assert_true(s->config.strict);
    assert_int_equal(setting(s, "output")->origin, ORIGIN_FLAG);
    assert_str(setting(s, "output")->by, "--output");
}

static void the_present_is_the_flag_then_source_date_epoch_then_the_clock(void **state)
{
    struct site *s = *state;
    s->flags.source_date_epoch = "86400";
    assert_true(load_text(s, MINIMAL));
    assert_int_equal(s->config.now, 86400);
    assert_str(setting(s, "now")->value, "1970-01-02T00:00:00Z");
    assert_int_equal(setting(s, "now")->origin, ORIGIN_ENVIRONMENT);
    s->flags.now = "2026-05-07T10:00:00+02:00";
    assert_true(load(s));
    assert_int_equal(s->config.now, 1778140800);
    s->flags.source_date_epoch = "soon";
    s->flags.now = NULL;
    assert_false(load(s));
    assert_int_equal(s->err.code, ERR_USAGE);
    assert_said(s, "SOURCE_DATE_EPOCH: \"soon\" is not a number");
}

static void settings_say_where_each_value_came_from(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, "site:\n  title: T\nsources:\n  - name: A b\n    text: a\n"));
    assert_int_equal(setting(s, "site.title")->origin, ORIGIN_FILE);
    assert_int_equal(setting(s, "site.title")->line, 2);
    assert_int_equal(setting(s, "site.language")->origin, ORIGIN_DEFAULT);
    assert_int_equal(setting(s, "sources[0].text")->line, 5);
    assert_str(setting(s, "sources[0].key")->value, "a-b");
    assert_int_equal(setting(s, "sources[0].key")->origin, ORIGIN_DEFAULT);
    assert_str(s->config.settings[0].key, "site.title");
}

static void a_configuration_elsewhere_brings_its_own_folder(void **state)
{
    struct site *s = *state;
    write_in(s, "other.yaml", STR(MINIMAL));
    s->flags.config = fs_join(&s->arena, str_of(s->folder), STR("other.yaml")).p;
    s->flags.folder = NULL;
    assert_true(load(s));
    assert_str(s->config.folder, s->folder);
    s->flags.folder = s->folder;
    assert_false(load(s));
    assert_int_equal(s->err.code, ERR_USAGE);
}

/* -- Problems --------------------------------------------------------------------------------- */

static void all_problems_come_in_one_run_with_their_places(void **state)
{
    struct site *s = *state;
    assert_refused(s,
                   "site:\n"
                   "  titel: x\n"
                   "  url: example.org\n"
                   "sources:\n"
                   "  - name: A\n"
                   "    text: a\n"
                   "    content: exerpt\n",
                   "digest.yaml:2:3: unknown key \"titel\" in site\n"
                   "      titel: x\n"
                   "      ^\n"
                   "  hint: did you mean \"title\"?\n");
    assert_said(s, "digest.yaml:3:8: \"example.org\" is not an http or https URL");
    assert_said(s, "hint: write \"https://example.org\"");
    assert_said(s, "digest.yaml:7:14: content must be full, excerpt or link, not \"exerpt\"");
    assert_said(s, "hint: did you mean \"excerpt\"?");
    assert_int_equal(s->log.errors, 3);
    assert_string_equal(s->err.why, "3 problems in the configuration");
}

static void a_key_at_the_wrong_level_is_sent_to_its_place(void **state)
{
    struct site *s = *state;
    assert_refused(s, "title: x\n" MINIMAL, "hint: it belongs into \"site:\"");
    assert_refused(s, SITE("  output: x\n"), "hint: it belongs beside \"site:\"");
    assert_refused(s, "sources:\n  - name: A\n    url: https://example.org/\n",
                   "hint: write \"wordpress:\", \"text:\", \"feed:\", \"files:\" or \"opml:\"");
}

static void a_misspelt_key_is_not_also_a_missing_one(void **state)
{
    struct site *s = *state;
    assert_refused(s, "sources:\n  - nmae: A\n    wordpres: x\n", "did you mean \"wordpress\"?");
    assert_int_equal(s->log.errors, 2);
}

static void wrong_types_are_named(void **state)
{
    struct site *s = *state;
    assert_refused(s, SITE("  title: [a]\n"), "title must be text, not a list");
    assert_refused(s, "site: x\n" MINIMAL, "site must be a mapping of keys to values, not text");
    assert_refused(s, "- a\n", "the configuration must be a mapping of keys to values");
    assert_refused(s, "sources: x\n", "\"sources:\" must be a list");
    assert_refused(s, "sources:\n  - x\n", "a source must be a mapping of keys to values");
    assert_refused(s, "publish: x\n" MINIMAL, "publish must be a mapping");
    assert_refused(s, "sources:\n  - name: A\n    text: a\n    tags: {a: b}\n",
                   "tags must be a list, not a mapping");
    assert_refused(s, "sources:\n  - name: A\n    text: a\n    tags: [[b]]\n",
                   "an entry of tags must be text, not a list");
}

static void numbers_are_checked(void **state)
{
    struct site *s = *state;
    static const char *const wrong[] = {"9", "201", "-1", "1e2", "0x32", "50.0", "a", "''"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str yaml = arena_printf(&s->arena, "site:\n  per_page: %s\n" MINIMAL, wrong[i]);
        assert_false(load_text(s, yaml.p));
    }
    assert_said(s, "\"9\" is not a number from 10 to 200");
    assert_said(s, "per_page is empty");
}

static void urls_are_checked(void **state)
{
    struct site *s = *state;
    static const char *const wrong[] = {"ftp://example.org/",
                                        "https://",
                                        "https:///x",
                                        "https://a b/",
                                        "javascript:alert(1)",
                                        "https://u:p@x/",
                                        "https://x:0/",
                                        "https://x:99999/",
                                        "https://x/?q",
                                        "https://x/#f",
                                        "\"https://é.org/\"",
                                        "https://x/\\\\",
                                        "https://[::1/",
                                        "https://.x/",
                                        "\"https://x/\\u0007\"",
                                        "//x.org"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str yaml = arena_printf(&s->arena, "site:\n  url: %s\n" MINIMAL, wrong[i]);
        if (load_text(s, yaml.p))
            fail_msg("taken: %s", wrong[i]);
    }
    assert_said(s, "may not contain a user name or password");
    static const char *const right[] = {"https://example.org", "HTTP://EXAMPLE.org:8080/a/b",
                                        "http://[::1]:80/", "https://xn--9ca.org/%C3%A9/"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        str yaml = arena_printf(&s->arena, "site:\n  url: '%s'\n" MINIMAL, right[i]);
        if (!load_text(s, yaml.p))
            fail_msg("refused: %s: %s", right[i], s->messages);
    }
}

static void language_tags_follow_their_grammar(void **state)
{
    struct site *s = *state;
    static const char *const wrong[] = {"e",         "en_US",     "english-", "-en",
                                        "en--us",    "en-u",      "12",       "x",
                                        "i-klingon", "en-a-b-cd", "en us",    "en-toolongsubtag"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str yaml = arena_printf(&s->arena, "site:\n  language: '%s'\n" MINIMAL, wrong[i]);
        if (load_text(s, yaml.p))
            fail_msg("taken: %s", wrong[i]);
    }
    static const char *const right[][2] = {{"EN", "en"},
                                           {"de-at", "de-AT"},
                                           {"ZH-hant-tw", "zh-Hant-TW"},
                                           {"es-419", "es-419"},
                                           {"sl-rozaj-biske", "sl-rozaj-biske"},
                                           {"de-CH-1901", "de-CH-1901"},
                                           {"en-u-CA-gregory", "en-u-ca-gregory"},
                                           {"x-a-b", "x-a-b"},
                                           {"zh-yue-HK", "zh-yue-HK"},
                                           {"en-x-A", "en-x-a"}};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        str yaml = arena_printf(&s->arena, "site:\n  language: '%s'\n" MINIMAL, right[i][0]);
        if (!load_text(s, yaml.p))
            fail_msg("refused: %s", right[i][0]);
        assert_str(s->config.language, right[i][1]);
    }
}

static void an_unknown_time_zone_gets_the_nearest_one_suggested(void **state)
{
    struct site *s = *state;
    assert_refused(s, SITE("  timezone: europe/Belrin\n"), "did you mean \"Europe/Berlin\"?");
    assert_refused(s, SITE("  timezone: ../../../etc/passwd\n"), "no time zone is called");
    assert_refused(s, SITE("  timezone: /etc/localtime\n"), "no time zone is called");
    assert_refused(s, SITE("  timezone: Europe\n"), "no time zone is called \"Europe\"");
    assert_refused(s, SITE("  timezone: Europe//Berlin\n"), "no time zone is called");
}

static void sources_must_be_complete_and_of_one_kind(void **state)
{
    struct site *s = *state;
    assert_refused(s, "site: {}\n", "there are no sources");
    assert_refused(s, "", "there are no sources");
    assert_refused(s, "sources: []\n", "there are no sources");
    assert_refused(s, "sources:\n  -\n", "the source is empty");
    assert_refused(s, "sources:\n  - text: a\n", "the source has no name");
    assert_refused(s, "sources:\n  - name: A\n", "does not say where its articles are");
    assert_refused(s, "sources:\n  - name: A\n    text:\n", "text is empty");
    assert_refused(s, "sources:\n  - name: A\n    text: ''\n", "text is empty");
    assert_refused(s, "sources:\n  - name: A\n    text: a\n    feed: b\n",
                   "the source is of two kinds, \"text:\" and \"feed:\"");
    assert_refused(s, "sources:\n  - name: A\n    files: https://example.org/\n",
                   "\"files:\" takes a path, not a URL");
    assert_refused(s, "sources:\n  - name: A\n    feed: ftp://example.org/\n",
                   "is not an http or https URL");
    assert_refused(s, "sources:\n  - name: A\n    text: a\n    strip: ['']\n",
                   "strip has an empty entry");
    assert_refused(s, "sources:\n  - name: A\n    text: a\n    key: Ab c\n", "write \"ab-c\"");
}

static void names_and_keys_are_unique(void **state)
{
    struct site *s = *state;
    assert_refused(s, "sources:\n  - name: Straße\n    text: a\n  - name: STRASSE\n    text: b\n",
                   "the source on line 2 has the same name");
    assert_refused(s, "sources:\n  - name: A b\n    text: a\n  - name: A-b\n    text: b\n",
                   "the source on line 2 has the same key");
    assert_said(s, "give this one a \"key:\" of its own");
}

static void dangerous_outputs_are_refused(void **state)
{
    struct site *s = *state;
    assert_refused(s, "output: .\n" MINIMAL, "is the configuration's own folder");
    assert_refused(s, "output: x/..\n" MINIMAL, "is the configuration's own folder");
    assert_refused(s, "output: ..\n" MINIMAL, "contains the configuration's own folder");
    assert_refused(s, "output: /\n" MINIMAL, "contains the configuration's own folder");
    assert_refused(s, "store: public/x.db\n" MINIMAL, "is inside the output folder");
    assert_true(load_text(s, "output: ../other/public\n" MINIMAL));
    s->flags.output = s->folder;
    assert_false(load_text(s, MINIMAL));
    assert_int_equal(s->err.code, ERR_USAGE);
    assert_said(s, "--output: the output folder");
}

static void an_output_that_links_to_the_folder_is_refused(void **state)
{
    struct site *s = *state;
    str link = fs_join(&s->arena, str_of(s->folder), STR("public"));
    assert_int_equal(symlink(".", link.p), 0);
    assert_refused(s, MINIMAL, "is the configuration's own folder");
}

static void control_characters_are_refused(void **state)
{
    struct site *s = *state;
    assert_refused(s, "output: \"a\\u0007\"\n" MINIMAL, "output has a control character");
    assert_refused(s, "sources:\n  - name: \"a\\vb\"\n    text: a\n",
                   "name has a control character");
    assert_refused(s, "sources:\n  - name: \"\\v\"\n    text: a\n", "name has a control character");
}

static void too_many_sources_are_refused(void **state)
{
    struct site *s = *state;
    struct buf yaml = buf_init((size_t)1 << 20);
    buf_addz(&yaml, "sources:\n");
    for (int i = 0; i <= LIMIT_SOURCES; i++)
        buf_addf(&yaml, "  - {name: s%d, text: a}\n", i);
    assert_refused(s, yaml.p, "there are more than 1000 sources");
    buf_release(&yaml);
}

static void a_missing_file_names_the_folder_and_the_way_out(void **state)
{
    struct site *s = *state;
    assert_false(load(s));
    assert_said(s, "there is no digest.yaml in /tmp/digest-config-");
    assert_said(s, "hint: \"digest init ");
    write_in(s, "digest.yml", STR(MINIMAL));
    assert_false(load(s));
    assert_said(s, "hint: rename digest.yml to digest.yaml");
    s->flags.folder = "/nonexistent-folder";
    assert_false(load(s));
    assert_said(s, "there is no folder /nonexistent-folder");
    s->flags.folder = NULL;
    s->flags.config = "/nonexistent.yaml";
    assert_false(load(s));
    assert_said(s, "there is no file /nonexistent.yaml");
}

static void syntax_errors_stop_with_their_place(void **state)
{
    struct site *s = *state;
    assert_refused(s, "site:\n  title: \"x\n", "digest.yaml:2:");
    assert_not_said(s, "no sources");
}

int u_config_config(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(defaults_hold_where_nothing_is_given),
        TEST(a_missing_url_is_a_warning),
        TEST(every_value_is_read),
        TEST(flags_beat_the_file_and_start_at_the_working_directory),
        TEST(the_present_is_the_flag_then_source_date_epoch_then_the_clock),
        TEST(settings_say_where_each_value_came_from),
        TEST(a_configuration_elsewhere_brings_its_own_folder),
        TEST(all_problems_come_in_one_run_with_their_places),
        TEST(a_key_at_the_wrong_level_is_sent_to_its_place),
        TEST(a_misspelt_key_is_not_also_a_missing_one),
        TEST(wrong_types_are_named),
        TEST(numbers_are_checked),
        TEST(urls_are_checked),
        TEST(language_tags_follow_their_grammar),
        TEST(an_unknown_time_zone_gets_the_nearest_one_suggested),
        TEST(sources_must_be_complete_and_of_one_kind),
        TEST(names_and_keys_are_unique),
        TEST(dangerous_outputs_are_refused),
        TEST(an_output_that_links_to_the_folder_is_refused),
        TEST(control_characters_are_refused),
        TEST(too_many_sources_are_refused),
        TEST(a_missing_file_names_the_folder_and_the_way_out),
        TEST(syntax_errors_stop_with_their_place),
    };
    return cmocka_run_group_tests_name("config.config", tests, NULL, NULL);
}
