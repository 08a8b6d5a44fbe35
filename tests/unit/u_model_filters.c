/* Filters: where they look, what they do, and what becomes of hidden and pinned articles. */
#include "check.h"

#include <stdlib.h>

#include "digest/limits.h"
#include "digest/model.h"
#include "digest/pattern.h"

enum { FILTERS_MOST = 8 };

struct fixture {
    struct arena arena;
    struct config config;
    struct source sources[2];
    struct filter site[FILTERS_MOST], own[FILTERS_MOST];
    struct article article;
    str text;
};

static int set_up(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    f->config.sources = f->sources;
    f->config.source_count = 2;
    f->config.filters.items = f->site;
    f->sources[1].filters.items = f->own;
    f->article = (struct article){
        .source = 1,
        .id = STR("1"),
        .title = STR("Rates rise again"),
        .dek = STR("A standfirst"),
        .summary = STR("In short."),
        .url = STR("https://example.org/economy/rates-rise"),
        .language = STR("de-AT"),
    };
    f->text = STR("First block.\nSecond block of the body.");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < FILTERS_MOST; i++) {
        pattern_free(f->site[i].pattern);
        pattern_free(f->own[i].pattern);
    }
    arena_release(&f->arena);
    free(f);
    return 0;
}

static void add_filter(struct filters *filters, const char *pattern, enum filter_field field,
                       enum filter_action action, const char *tag)
{
    struct err err = {0};
    struct filter *filter = &filters->items[filters->count++];
    *filter = (struct filter){.field = field, .action = action, .tag = str_of(tag)};
    filter->pattern = pattern_new(str_of(pattern), &err);
    assert_non_null(filter->pattern);
}

/* True when a filter for `pattern` in `field` alone finds the article. */
static bool finds(struct fixture *f, const char *pattern, enum filter_field field)
{
    struct filters *filters = &f->sources[1].filters;
    pattern_free(filters->items[0].pattern);
    filters->count = 0;
    add_filter(filters, pattern, field, FILTER_DROP, "");
    return !filters_apply(&f->article, f->text, &f->config, &f->arena);
}

static bool apply(struct fixture *f)
{
    return filters_apply(&f->article, f->text, &f->config, &f->arena);
}

static struct labels one_label(struct fixture *f, const char *name, const char *slug)
{
    struct labels labels = {arena_alloc(&f->arena, sizeof(struct label)), 1};
    labels.items[0] = (struct label){.name = str_of(name), .slug = str_of(slug)};
    return labels;
}

/* The names of the article's tags, parted by "|". */
static str tags(struct fixture *f)
{
    str all = {0};
    for (size_t i = 0; i < f->article.tags.count; i++)
        all = arena_printf(&f->arena, "%.*s%s%.*s", STR_ARGS(all), i ? "|" : "",
                           STR_ARGS(f->article.tags.items[i].name));
    return all;
}

/* -- Where ------------------------------------------------------------------------------------ */

static void each_field_is_looked_at_alone(void **state)
{
    struct fixture *f = *state;
    f->article.authors = one_label(f, "Ada Lovelace", "ada");
    f->article.categories = one_label(f, "Money & Markets", "money");
    f->article.tags = one_label(f, "Interest", "zins");
    static const struct {
        const char *pattern;
        enum filter_field field;
    } own[] = {
        {"rates", FILTER_TITLE},      {"/economy/i", FILTER_URL},    {"lovelace", FILTER_AUTHOR},
        {"markets", FILTER_CATEGORY}, {"money", FILTER_CATEGORY},    {"interest", FILTER_TAGS},
        {"zins", FILTER_TAGS},        {"second block", FILTER_TEXT}, {"de", FILTER_LANGUAGE},
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        for (int field = FILTER_TITLE; field <= FILTER_LANGUAGE; field++) {
            bool wanted = field == (int)own[i].field ||
                          (field == FILTER_URL && strcmp(own[i].pattern, "rates") == 0);
            if (finds(f, own[i].pattern, (enum filter_field)field) != wanted)
                fail_msg("\"%s\" in field %d", own[i].pattern, field);
        }
}

static void any_field_is_all_that_readers_see(void **state)
{
    struct fixture *f = *state;
    f->article.authors = one_label(f, "Ada Lovelace", "ada");
    f->article.categories = one_label(f, "Markets", "m");
    f->article.tags = one_label(f, "Interest", "z");
    static const char *const found[] = {"rates",    "standfirst", "in short", "second block",
                                        "lovelace", "markets",    "interest"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        if (!finds(f, found[i], FILTER_ANY))
            fail_msg("not found: %s", found[i]);
    assert_false(finds(f, "economy", FILTER_ANY)); /* of the URL */
    assert_false(finds(f, "de", FILTER_ANY));
}

static void an_empty_field_has_nothing(void **state)
{
    struct fixture *f = *state;
    f->article.url = (str){0};
    assert_false(finds(f, "/^$/", FILTER_URL));
    assert_false(finds(f, "/.*/", FILTER_AUTHOR));
}

/* -- What ------------------------------------------------------------------------------------- */

static void a_source_s_filters_are_for_its_articles_only(void **state)
{
    struct fixture *f = *state;
    add_filter(&f->sources[1].filters, "rates", FILTER_ANY, FILTER_DROP, "");
    assert_false(apply(f));
    f->article.source = 0;
    assert_true(apply(f));
    add_filter(&f->config.filters, "rates", FILTER_ANY, FILTER_DROP, "");
    assert_false(apply(f));
}

static void a_dropped_article_is_as_it_was(void **state)
{
    struct fixture *f = *state;
    add_filter(&f->sources[1].filters, "rates", FILTER_ANY, FILTER_TAG, "Money");
    add_filter(&f->sources[1].filters, "rates", FILTER_ANY, FILTER_PIN, "");
    add_filter(&f->config.filters, "rates", FILTER_ANY, FILTER_DROP, "");
    assert_false(apply(f));
    assert_false(f->article.pinned || f->article.hidden || f->article.untagged);
    assert_int_equal(f->article.tags.count, 0);
}

static void hidden_wins_over_pinned(void **state)
{
    struct fixture *f = *state;
    add_filter(&f->sources[1].filters, "rates", FILTER_ANY, FILTER_PIN, "");
    assert_true(apply(f));
    assert_true(f->article.pinned);
    add_filter(&f->config.filters, "rates", FILTER_ANY, FILTER_HIDE, "");
    assert_true(apply(f));
    assert_true(f->article.hidden);
    assert_false(f->article.pinned);
}

static void tags_are_added_once_and_seen_by_filters_behind(void **state)
{
    struct fixture *f = *state;
    f->article.tags = one_label(f, "interest-rates", "ir");
    add_filter(&f->sources[1].filters, "rates", FILTER_TITLE, FILTER_TAG, "Money");
    add_filter(&f->sources[1].filters, "rise", FILTER_TITLE, FILTER_TAG, "MONEY");
    add_filter(&f->sources[1].filters, "rise", FILTER_TITLE, FILTER_TAG, "Interest Rates");
    add_filter(&f->sources[1].filters, "nothing", FILTER_TITLE, FILTER_TAG, "Never");
    add_filter(&f->config.filters, "money", FILTER_TAGS, FILTER_HIDE, "");
    assert_true(apply(f));
    assert_str(tags(f), "interest-rates|Money");
    assert_true(f->article.hidden);
    assert_true(article_names_tags(&f->article));
}

static void filters_before_a_tag_do_not_see_it(void **state)
{
    struct fixture *f = *state;
    add_filter(&f->sources[1].filters, "money", FILTER_TAGS, FILTER_DROP, "");
    add_filter(&f->config.filters, "rates", FILTER_TITLE, FILTER_TAG, "Money");
    assert_true(apply(f));
    assert_str(tags(f), "Money");
}

static void an_added_tag_does_not_make_an_article_name_tags(void **state)
{
    struct fixture *f = *state;
    add_filter(&f->config.filters, "rates", FILTER_TITLE, FILTER_TAG, "Money");
    assert_true(apply(f));
    assert_int_equal(f->article.tags.count, 1);
    assert_false(article_names_tags(&f->article));
}

static void an_article_never_has_too_many_tags(void **state)
{
    struct fixture *f = *state;
    struct labels many = {arena_array(&f->arena, LIMIT_TERMS, sizeof(struct label)), LIMIT_TERMS};
    for (size_t i = 0; i < LIMIT_TERMS; i++)
        many.items[i].name = arena_printf(&f->arena, "t%zu", i);
    f->article.tags = many;
    add_filter(&f->config.filters, "rates", FILTER_TITLE, FILTER_TAG, "Money");
    assert_true(apply(f));
    assert_int_equal(f->article.tags.count, LIMIT_TERMS);
    f->article.tags.count--;
    assert_true(apply(f));
    assert_str(f->article.tags.items[LIMIT_TERMS - 1].name, "Money");
    assert_str(many.items[LIMIT_TERMS - 1].name, "t63"); /* the list was copied */
}

/* -- The model -------------------------------------------------------------------------------- */

static str nobody(void *context, str name)
{
    (void)context;
    (void)name;
    return (str){0};
}

static str *never(void *context, str article, size_t *count)
{
    (void)context;
    (void)article;
    *count = 0;
    return NULL;
}

static void the_model_knows_who_is_shown_and_pinned(void **state)
{
    struct fixture *f = *state;
    struct permalinks permalinks = {NULL, nobody, nobody, never};
    struct zone zone = {0};
    struct model model;
    struct article *articles[6];
    for (size_t i = 0; i < 6; i++) {
        articles[i] = arena_alloc(&f->arena, sizeof(struct article));
        articles[i]->id = arena_printf(&f->arena, "%zu", i);
        articles[i]->title = arena_printf(&f->arena, "Title %zu", i);
        articles[i]->published = articles[i]->modified =
            (struct stamp){(int64_t)(9 - i) * 100000, 0};
        articles[i]->hidden = i == 0 || i == 3;
        articles[i]->pinned = i == 2 || i == 5;
    }
    f->sources[0] = (struct source){.key = STR("a"), .name = STR("A")};
    model_build(&model, &f->arena, articles, 6, &f->config, &zone, &permalinks);
    assert_int_equal(model.count, 6);
    assert_int_equal(model.shown_count, 4);
    assert_int_equal(model.pinned_count, 2);
    static const char *const shown[] = {"1", "2", "4", "5"}, *const pinned[] = {"2", "5"};
    for (size_t i = 0; i < 4; i++)
        assert_str(model.shown[i]->article->id, shown[i]);
    for (size_t i = 0; i < 2; i++)
        assert_str(model.pinned[i]->article->id, pinned[i]);
}

static void a_copy_keeps_what_filters_set(void **state)
{
    struct fixture *f = *state;
    f->article.hidden = f->article.pinned = f->article.untagged = true;
    article_hash(&f->article);
    struct hash hash = f->article.content_hash;
    const struct article *copy = article_copy(&f->arena, &f->article);
    assert_true(copy->hidden && copy->pinned && copy->untagged);
    f->article.hidden = f->article.pinned = f->article.untagged = false;
    article_hash(&f->article);
    assert_true(hash_eq(hash, f->article.content_hash));
}

int u_model_filters(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_field_is_looked_at_alone),
        TEST(any_field_is_all_that_readers_see),
        TEST(an_empty_field_has_nothing),
        TEST(a_source_s_filters_are_for_its_articles_only),
        TEST(a_dropped_article_is_as_it_was),
        TEST(hidden_wins_over_pinned),
        TEST(tags_are_added_once_and_seen_by_filters_behind),
        TEST(filters_before_a_tag_do_not_see_it),
        TEST(an_added_tag_does_not_make_an_article_name_tags),
        TEST(an_article_never_has_too_many_tags),
        TEST(the_model_knows_who_is_shown_and_pinned),
        TEST(a_copy_keeps_what_filters_set),
    };
    return cmocka_run_group_tests_name("model.filters", tests, NULL, NULL);
}
