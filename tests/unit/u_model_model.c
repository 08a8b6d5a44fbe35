/* The model: order, repeats, terms, paths, periods, related articles, paging. */
#include "check.h"

#include <stdlib.h>

#include "digest/limits.h"
#include "digest/map.h"
#include "digest/model.h"

#define DAY 86400
/* 2026-05-07T00:00:00Z */
#define MAY_7 ((int64_t)1778112000)

struct fixture {
    struct arena arena;
    struct config config;
    struct source sources[2];
    struct zone zone;
    struct article *articles[400];
    size_t count;
    struct map paths; /* article → its remembered path */
    struct map owners;
    struct map former;
    struct model model;
};

static str remembered_owner(void *context, str path)
{
    struct fixture *f = context;
    const str *owner = map_get(&f->owners, path);
    return owner ? *owner : (str){0};
}

static str remembered_path(void *context, str article)
{
    struct fixture *f = context;
    const str *path = map_get(&f->paths, article);
    return path ? *path : (str){0};
}

static str *remembered_former(void *context, str article, size_t *count)
{
    struct fixture *f = context;
    str *path = map_get(&f->former, article);
    *count = path ? 1 : 0;
    return path;
}

static void remember(struct fixture *f, struct map *map, const char *key, const char *value)
{
    str *kept = arena_alloc(&f->arena, sizeof *kept);
    *kept = str_of(value);
    map_set(map, str_of(key), kept);
}

static int set_up(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    f->sources[0] = (struct source){.key = STR("gazette"), .name = STR("The Gazette")};
    f->sources[1] = (struct source){.key = STR("wire"), .name = STR("Wire")};
    f->config = (struct config){.sources = f->sources, .source_count = 2, .per_page = 10};
    f->paths.arena = f->owners.arena = f->former.arena = &f->arena;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_release(&f->arena);
    free(f);
    return 0;
}

static struct article *add(struct fixture *f, const char *id, const char *title, int64_t published)
{
    struct article *article = arena_alloc(&f->arena, sizeof *article);
    article->id = str_of(id);
    article->title = str_of(title);
    article->published = article->modified = (struct stamp){published, 0};
    article_hash(article);
    f->articles[f->count++] = article;
    return article;
}

static void label(struct fixture *f, struct labels *labels, const char *name, const char *slug,
                  enum guess guessed)
{
    struct label *items = arena_array(&f->arena, labels->count + 1, sizeof *items);
    if (labels->count)
        memcpy(items, labels->items, labels->count * sizeof *items);
    items[labels->count] =
        (struct label){.name = str_of(name), .slug = str_of(slug), .guessed = guessed};
    *labels = (struct labels){items, labels->count + 1};
}

static void build(struct fixture *f)
{
    struct permalinks permalinks = {f, remembered_owner, remembered_path, remembered_former};
    model_build(&f->model, &f->arena, f->articles, f->count, &f->config, &f->zone, &permalinks);
}

static void newest_comes_first_whatever_the_order_of_input(void **state)
{
    struct fixture *f = *state;
    add(f, "1", "Old", MAY_7);
    add(f, "3", "Newest", MAY_7 + 2 * DAY);
    add(f, "2", "Middle", MAY_7 + DAY);
    build(f);
    assert_int_equal(f->model.count, 3);
    assert_str(f->model.entries[0]->article->title, "Newest");
    assert_str(f->model.entries[2]->article->title, "Old");
}

static void equal_dates_are_ordered_by_source_and_id(void **state)
{
    struct fixture *f = *state;
    add(f, "b", "B", MAY_7)->source = 1;
    add(f, "z", "Z", MAY_7);
    add(f, "a", "A", MAY_7)->source = 1;
    build(f);
    assert_str(f->model.entries[0]->article->title, "Z");
    assert_str(f->model.entries[1]->article->title, "A");
    assert_str(f->model.entries[2]->article->title, "B");
}

static void of_two_versions_the_later_modified_is_kept(void **state)
{
    struct fixture *f = *state;
    add(f, "1", "First version", MAY_7);
    add(f, "1", "Second version", MAY_7)->modified.utc = MAY_7 + 60;
    add(f, "1", "First version", MAY_7);
    build(f);
    assert_int_equal(f->model.count, 1);
    assert_str(f->model.entries[0]->article->title, "Second version");
    assert_int_equal(f->model.updated, MAY_7 + 60);
}

static void one_id_in_two_sources_is_two_articles(void **state)
{
    struct fixture *f = *state;
    add(f, "1", "Here", MAY_7);
    add(f, "1", "There", MAY_7)->source = 1;
    build(f);
    assert_int_equal(f->model.count, 2);
    assert_int_equal(f->model.term_count[TERM_SOURCE], 2);
    assert_str(f->model.terms[TERM_SOURCE][0]->slug, "gazette");
    assert_str(f->model.terms[TERM_SOURCE][0]->name, "The Gazette");
}

static void the_most_frequent_spelling_is_shown(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "A", MAY_7)->tags, "Data Centers", "", GUESS_NONE);
    label(f, &add(f, "2", "B", MAY_7)->tags, "data centers", "", GUESS_NONE);
    label(f, &add(f, "3", "C", MAY_7)->tags, "data-centers", "", GUESS_NONE);
    label(f, &add(f, "4", "D", MAY_7)->tags, "data centers", "", GUESS_NONE);
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 1);
    assert_str(f->model.terms[TERM_TAG][0]->name, "data centers");
    assert_str(f->model.terms[TERM_TAG][0]->slug, "data-centers");
    assert_int_equal(f->model.terms[TERM_TAG][0]->count, 4);
}

static void a_tag_named_twice_by_an_article_counts_once(void **state)
{
    struct fixture *f = *state;
    struct article *article = add(f, "1", "A", MAY_7);
    label(f, &article->tags, "Power", "", GUESS_NONE);
    label(f, &article->tags, "power", "", GUESS_NONE);
    build(f);
    assert_int_equal(f->model.terms[TERM_TAG][0]->count, 1);
    assert_int_equal(f->model.entries[0]->term_count[TERM_TAG], 1);
}

static void c_and_its_descendants_are_three_tags(void **state)
{
    struct fixture *f = *state;
    struct article *article = add(f, "1", "A", MAY_7);
    label(f, &article->tags, "C", "c", GUESS_NONE);
    label(f, &article->tags, "C++", "c-2", GUESS_NONE);
    label(f, &article->tags, "C#", "c-3", GUESS_NONE);
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 3);
    assert_str(f->model.terms[TERM_TAG][0]->slug, "c");
    assert_str(f->model.terms[TERM_TAG][1]->slug, "c-plus-plus");
    assert_str(f->model.terms[TERM_TAG][2]->slug, "c-sharp");
}

static void names_that_share_a_slug_are_numbered_by_age(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "New", MAY_7 + DAY)->tags, "Cafe", "", GUESS_NONE);
    label(f, &add(f, "2", "Old", MAY_7)->tags, "Caf\xC3\xA9", "", GUESS_NONE);
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 2);
    assert_str(f->model.terms[TERM_TAG][0]->slug, "cafe");
    assert_str(f->model.terms[TERM_TAG][0]->name, "Caf\xC3\xA9");
    assert_str(f->model.terms[TERM_TAG][1]->slug, "cafe-2");
}

static void a_guessed_name_yields_to_the_one_its_source_gives(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "A", MAY_7)->tags, "ai robotics", "ai-robotics", GUESS_SPELT);
    label(f, &add(f, "2", "B", MAY_7)->tags, "AI & Robotics", "ai-robotics", GUESS_NONE);
    label(f, &add(f, "3", "C", MAY_7)->tags, "ai robotics", "ai-robotics", GUESS_SPELT);
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 1);
    assert_str(f->model.terms[TERM_TAG][0]->name, "AI & Robotics");
    assert_int_equal(f->model.terms[TERM_TAG][0]->count, 3);
}

static void a_name_that_a_text_spells_wins_over_the_words_of_a_slug(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "A", MAY_7)->tags, "Xai", "xai", GUESS_BARE);
    label(f, &add(f, "2", "B", MAY_7)->tags, "Xai", "xai", GUESS_BARE);
    label(f, &add(f, "3", "C", MAY_7)->tags, "xAI", "xai", GUESS_SPELT);
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 1);
    assert_str(f->model.terms[TERM_TAG][0]->name, "xAI");
}

static void each_source_teaches_what_its_own_slugs_stand_for(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "A", MAY_7 + 9)->tags, "Robots", "robots", GUESS_NONE);
    struct article *named = add(f, "2", "B", MAY_7), *guessed = add(f, "3", "C", MAY_7);
    named->source = guessed->source = 1;
    label(f, &named->tags, "Robots", "automata", GUESS_NONE);
    label(f, &guessed->tags, "Automata", "automata", GUESS_BARE);
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 1);
    assert_str(f->model.terms[TERM_TAG][0]->name, "Robots");
    assert_int_equal(f->model.terms[TERM_TAG][0]->count, 3);
}

static void parents_are_found_and_circles_refused(void **state)
{
    struct fixture *f = *state;
    struct article *article = add(f, "1", "A", MAY_7);
    label(f, &article->categories, "Europe", "europe", GUESS_NONE);
    label(f, &article->categories, "World", "world", GUESS_NONE);
    article->categories.items[0].parent = STR("world");
    article->categories.items[1].parent = STR("europe");
    build(f);
    const struct term *europe = f->model.terms[TERM_CATEGORY][0];
    const struct term *world = f->model.terms[TERM_CATEGORY][1];
    assert_ptr_equal(europe->parent, world);
    assert_null(world->parent);
}

/* As many articles as given, made at once: more than a fixture holds. */
static struct article **many(struct fixture *f, size_t count)
{
    struct article **articles = arena_array(&f->arena, count, sizeof *articles);
    for (size_t i = 0; i < count; i++) {
        articles[i] = arena_alloc(&f->arena, sizeof **articles);
        articles[i]->id = arena_printf(&f->arena, "%zu", i);
        articles[i]->title = STR("Same");
        articles[i]->published = (struct stamp){MAY_7, 0};
    }
    return articles;
}

static void build_many(struct fixture *f, struct article **articles, size_t count)
{
    struct permalinks permalinks = {f, remembered_owner, remembered_path, remembered_former};
    model_build(&f->model, &f->arena, articles, count, &f->config, &f->zone, &permalinks);
}

/* Trying every number from 2 on for each of them would take minutes: more than ctest's limit. */
static void thousands_of_equal_titles_get_their_paths_at_once(void **state)
{
    struct fixture *f = *state;
    size_t count = 100000;
    build_many(f, many(f, count), count);
    assert_str(f->model.entries[0]->path, "2026/05/07/same-100000/");
}

/* As above, with terms. */
static void thousands_of_names_with_one_slug_get_theirs_at_once(void **state)
{
    struct fixture *f = *state;
    size_t count = 300, each = 60;
    struct article **articles = many(f, count);
    for (size_t i = 0; i < count; i++) {
        struct label *labels = arena_array(&f->arena, each, sizeof *labels);
        for (size_t k = 0; k < each; k++) {
            char name[8] = "a";
            for (size_t n = i * each + k, p = 1; n; n /= 8)
                name[p++] = "!?.,;:*="[n % 8];
            labels[k].name = arena_copy(&f->arena, str_of(name));
        }
        articles[i]->tags = (struct labels){labels, each};
    }
    build_many(f, articles, count);
    assert_true(f->model.term_count[TERM_TAG] > 15000);
}

static void the_rarest_of_too_many_terms_are_left_out(void **state)
{
    struct fixture *f = *state;
    size_t count = 1000, each = 30;
    struct article **articles = many(f, count);
    for (size_t i = 0; i < count; i++) {
        struct label *labels = arena_array(&f->arena, each, sizeof *labels);
        labels[0].name = STR("zebra"); /* the last by name, and the most frequent */
        for (size_t k = 1; k < each; k++)
            labels[k].name = arena_printf(&f->arena, "t%zu", i * each + k);
        articles[i]->categories = (struct labels){labels, each};
    }
    articles[999]->categories.items[29].parent = STR("t29");
    build_many(f, articles, count);
    assert_int_equal(f->model.term_count[TERM_CATEGORY], LIMIT_SITE_TERMS);
    assert_int_equal(f->model.terms_left_out[TERM_CATEGORY], 1000 * 29 + 1 - LIMIT_SITE_TERMS);
    assert_str(f->model.terms[TERM_CATEGORY][LIMIT_SITE_TERMS - 1]->name, "zebra");
    size_t named = 0;
    for (size_t i = 0; i < f->model.count; i++)
        named += f->model.entries[i]->term_count[TERM_CATEGORY];
    assert_int_equal(named, LIMIT_SITE_TERMS - 1 + 1000);
    for (size_t i = 0; i < LIMIT_SITE_TERMS; i++)
        assert_true(f->model.terms[TERM_CATEGORY][i]->count > 0);
}

static void a_path_is_made_of_the_local_date_and_the_title(void **state)
{
    struct fixture *f = *state;
    static const int64_t from[] = {INT64_MIN};
    static const int32_t offsets[] = {2 * 3600};
    f->zone = (struct zone){STR("Test/Plus2"), 1, from, offsets};
    add(f, "1", "Night shift: 5 lessons", MAY_7 + 23 * 3600);
    build(f);
    assert_str(f->model.entries[0]->path, "2026/05/08/night-shift-5-lessons/");
    assert_int_equal(f->model.days.items[0].day, 8);
}

static void equal_titles_of_a_day_get_numbers_the_oldest_none(void **state)
{
    struct fixture *f = *state;
    add(f, "2", "Markets", MAY_7 + 60);
    add(f, "1", "Markets", MAY_7);
    add(f, "3", "Markets", MAY_7 + 120);
    build(f);
    assert_str(f->model.entries[0]->path, "2026/05/07/markets-3/");
    assert_str(f->model.entries[1]->path, "2026/05/07/markets-2/");
    assert_str(f->model.entries[2]->path, "2026/05/07/markets/");
}

static void a_published_article_keeps_its_path(void **state)
{
    struct fixture *f = *state;
    remember(f, &f->paths, "gazette/2", "2026/05/07/markets/");
    remember(f, &f->owners, "2026/05/07/markets/", "gazette/2");
    add(f, "1", "Markets", MAY_7);
    add(f, "2", "Markets", MAY_7 + 60);
    build(f);
    assert_str(f->model.entries[0]->path, "2026/05/07/markets/");
    assert_str(f->model.entries[1]->path, "2026/05/07/markets-2/");
    assert_int_equal(f->model.redirect_count, 0);
}

static void a_path_of_a_vanished_article_is_not_given_away(void **state)
{
    struct fixture *f = *state;
    remember(f, &f->owners, "2026/05/07/markets/", "gazette/gone");
    add(f, "1", "Markets", MAY_7);
    build(f);
    assert_str(f->model.entries[0]->path, "2026/05/07/markets-2/");
}

static void a_changed_slug_leaves_a_redirect(void **state)
{
    struct fixture *f = *state;
    remember(f, &f->paths, "gazette/1", "2026/05/07/first-title/");
    remember(f, &f->owners, "2026/05/07/first-title/", "gazette/1");
    remember(f, &f->former, "gazette/1", "2026/05/06/older/");
    add(f, "1", "Second title", MAY_7);
    build(f);
    assert_str(f->model.entries[0]->path, "2026/05/07/second-title/");
    assert_int_equal(f->model.redirect_count, 2);
    assert_str(f->model.redirects[0].from, "2026/05/06/older/");
    assert_str(f->model.redirects[1].from, "2026/05/07/first-title/");
    assert_ptr_equal(f->model.redirects[1].to, f->model.entries[0]);
}

static void periods_are_runs_of_entries(void **state)
{
    struct fixture *f = *state;
    add(f, "1", "A", MAY_7);
    add(f, "2", "B", MAY_7 + 60);
    add(f, "3", "C", MAY_7 - 40 * DAY);
    build(f);
    assert_int_equal(f->model.days.count, 2);
    assert_int_equal(f->model.days.items[0].count, 2);
    assert_int_equal(f->model.months.count, 2);
    assert_int_equal(f->model.months.items[1].month, 3);
    assert_int_equal(f->model.years.count, 1);
    assert_int_equal(f->model.years.items[0].count, 3);
}

static void earlier_articles_do_not_change_when_newer_come(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "Oldest", MAY_7)->tags, "power", "", GUESS_NONE);
    label(f, &add(f, "2", "Unrelated", MAY_7 + 1)->tags, "fish", "", GUESS_NONE);
    struct article *both = add(f, "3", "Both", MAY_7 + 2);
    label(f, &both->tags, "power", "", GUESS_NONE);
    label(f, &both->tags, "grid", "", GUESS_NONE);
    struct article *middle = add(f, "4", "Middle", MAY_7 + 3);
    label(f, &middle->tags, "grid", "", GUESS_NONE);
    label(f, &middle->tags, "power", "", GUESS_NONE);
    build(f);
    assert_str(f->model.entries[0]->earlier[0]->article->title, "Both");
    assert_str(f->model.entries[0]->earlier[1]->article->title, "Oldest");
    assert_null(f->model.entries[0]->earlier[2]);

    for (int i = 0; i < 20; i++)
        label(f, &add(f, arena_printf(&f->arena, "n%d", i).p, "New", MAY_7 + 10 + i)->tags, "power",
              "", GUESS_NONE);
    build(f);
    const struct entry *entry = f->model.entries[20];
    assert_str(entry->article->title, "Middle");
    assert_str(entry->earlier[0]->article->title, "Both");
    assert_str(entry->earlier[1]->article->title, "Oldest");
    assert_null(entry->earlier[2]);
}

static void pages_behind_the_head_never_move(void **state)
{
    (void)state;
    const size_t per_page = 10;
    for (size_t count = 0; count < 200; count++) {
        struct paging paging = paging_of(count, per_page);
        size_t from, to, covered = 0;
        paging_range(paging, per_page, count, 0, &from, &to);
        assert_int_equal(from, 0);
        assert_true(count < per_page ? to == count : to >= per_page && to < 2 * per_page);
        covered += to;
        for (size_t number = 1; number <= paging.pages; number++) {
            paging_range(paging, per_page, count, number, &from, &to);
            assert_int_equal(to - from, per_page);
            /* Counted from the oldest the range is the same for every count. */
            assert_int_equal(count - to, (number - 1) * per_page);
            covered += per_page;
        }
        assert_int_equal(covered, count);
    }
}

static struct labels tags_for(struct fixture *f, const char *title, const char *text)
{
    struct article article = {.title = str_of(title)};
    struct tag_index *index = tag_index_new(&f->arena, f->articles, f->count);
    return tag_index_match(index, &f->arena, &article, str_of(text));
}

static void tags_come_from_the_title_or_two_places_in_the_text(void **state)
{
    struct fixture *f = *state;
    struct article *known = add(f, "1", "A", MAY_7);
    label(f, &known->tags, "Heat pumps", "", GUESS_NONE);
    label(f, &known->tags, "Anthropic", "", GUESS_NONE);
    label(f, &known->tags, "district heating", "", GUESS_NONE);
    struct labels found = tags_for(
        f, "Heat-pumps sell out", "Anthropic said so. A district. Heating once. Anthropic agreed.");
    assert_int_equal(found.count, 2);
    assert_str(found.items[0].name, "Anthropic");
    assert_str(found.items[1].name, "Heat pumps");
}

static void a_tag_that_was_derived_has_no_say_in_how_it_is_spelt(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "A", MAY_7)->tags, "Xai", "xai", GUESS_BARE);
    label(f, &add(f, "2", "B", MAY_7)->tags, "xAI", "xai", GUESS_SPELT);
    struct labels found = tags_for(f, "Xai again", "");
    assert_int_equal(found.count, 1);
    add(f, "3", "Xai again", MAY_7)->tags = found;
    build(f);
    assert_int_equal(f->model.term_count[TERM_TAG], 1);
    assert_str(f->model.terms[TERM_TAG][0]->name, "xAI");
    assert_int_equal(f->model.terms[TERM_TAG][0]->count, 3);
}

static void short_capitals_match_only_as_written(void **state)
{
    struct fixture *f = *state;
    label(f, &add(f, "1", "A", MAY_7)->tags, "IT", "", GUESS_NONE);
    assert_int_equal(tags_for(f, "What it means", "it is it").count, 0);
    assert_int_equal(tags_for(f, "Jobs in IT", "").count, 1);
}

static void a_tag_on_most_articles_is_not_given(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 20; i++)
        label(f, &add(f, arena_printf(&f->arena, "%d", i).p, "A", MAY_7)->tags, "city", "",
              GUESS_NONE);
    label(f, &f->articles[0]->tags, "harbour", "", GUESS_NONE);
    struct labels found = tags_for(f, "City harbour", "");
    assert_int_equal(found.count, 1);
    assert_str(found.items[0].name, "harbour");
}

static void right_to_left_languages_are_known(void **state)
{
    (void)state;
    assert_int_equal(language_direction(STR("ar")), DIRECTION_RTL);
    assert_int_equal(language_direction(STR("he-IL")), DIRECTION_RTL);
    assert_int_equal(language_direction(STR("az-Arab")), DIRECTION_RTL);
    assert_int_equal(language_direction(STR("ku-Latn")), DIRECTION_LTR);
    assert_int_equal(language_direction(STR("en-GB")), DIRECTION_LTR);
    assert_int_equal(language_direction((str){0}), DIRECTION_LTR);
}

static void a_copy_owns_its_text(void **state)
{
    struct fixture *f = *state;
    struct arena other = {0};
    struct article *article = add(f, "1", "Title", MAY_7);
    label(f, &article->tags, "Power", "", GUESS_NONE);
    char *id = arena_copy(&f->arena, STR("changing")).p ? arena_alloc(&f->arena, 9) : NULL;
    memcpy(id, "changing", 8);
    article->id = (str){id, 8};
    struct article *copy = article_copy(&other, article);
    memcpy(id, "gonegone", 8);
    assert_str(copy->id, "changing");
    assert_ptr_not_equal(copy->tags.items, article->tags.items);
    arena_release(&other);
}

int u_model_model(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(newest_comes_first_whatever_the_order_of_input),
        T(equal_dates_are_ordered_by_source_and_id),
        T(of_two_versions_the_later_modified_is_kept),
        T(one_id_in_two_sources_is_two_articles),
        T(the_most_frequent_spelling_is_shown),
        T(a_tag_named_twice_by_an_article_counts_once),
        T(c_and_its_descendants_are_three_tags),
        T(names_that_share_a_slug_are_numbered_by_age),
        T(a_guessed_name_yields_to_the_one_its_source_gives),
        T(a_name_that_a_text_spells_wins_over_the_words_of_a_slug),
        T(each_source_teaches_what_its_own_slugs_stand_for),
        T(parents_are_found_and_circles_refused),
        T(thousands_of_equal_titles_get_their_paths_at_once),
        T(thousands_of_names_with_one_slug_get_theirs_at_once),
        T(the_rarest_of_too_many_terms_are_left_out),
        T(a_path_is_made_of_the_local_date_and_the_title),
        T(equal_titles_of_a_day_get_numbers_the_oldest_none),
        T(a_published_article_keeps_its_path),
        T(a_path_of_a_vanished_article_is_not_given_away),
        T(a_changed_slug_leaves_a_redirect),
        T(periods_are_runs_of_entries),
        T(earlier_articles_do_not_change_when_newer_come),
        T(pages_behind_the_head_never_move),
        T(tags_come_from_the_title_or_two_places_in_the_text),
        T(a_tag_that_was_derived_has_no_say_in_how_it_is_spelt),
        T(short_capitals_match_only_as_written),
        T(a_tag_on_most_articles_is_not_given),
        T(right_to_left_languages_are_known),
        T(a_copy_owns_its_text),
    };
#undef T
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
