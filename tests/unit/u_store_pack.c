/* Packed articles: they come back as they were, or not at all. */
#include "check.h"
#include "digest/store.h"

/* STR as a constant: what an initializer of static data must be. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static struct label labels[] = {{TEXT("AI"), TEXT("ai"), TEXT("tech"), GUESS_SPELT},
                                {TEXT("xAI"), TEXT(""), TEXT(""), GUESS_NONE}};
static struct link links[] = {{TEXT("https://example.org/a"), TEXT("The Wire")}};

/* An article with something in every field. */
static struct article sample(void)
{
    struct article article = {
        .id = STR("7"),
        .url = STR("https://example.org/7"),
        .slug = STR("seven"),
        .title = STR("Seven"),
        .dek = STR("A number"),
        .summary = STR("It is odd."),
        .body = {STR("<p>It is odd.</p>")},
        .published = {1778112000, 7200},
        .modified = {1778112060, -3600},
        .authors = {labels, 1},
        .categories = {labels, 2},
        .tags = {labels + 1, 1},
        .image = {STR("media/a.png"), STR("alt"), STR("caption"), 640, 480},
        .language = STR("ar"),
        .direction = DIRECTION_RTL,
        .words = 3,
        .via = {links, 1},
        .dated_by_file = true,
    };
    article_hash(&article);
    return article;
}

static struct buf pack(void)
{
    struct article article = sample(), empty = {.title = STR("Empty")};
    struct article *items[] = {&article, &empty};
    str texts[] = {STR("It is odd."), {0}};
    struct buf out = buf_init(10000);
    articles_pack(&out, &(struct stored_articles){items, texts, 2});
    assert_false(out.over);
    return out;
}

static void articles_come_back_as_they_were(void **state)
{
    (void)state;
    struct arena a = {0};
    struct stored_articles out;
    struct buf packed = pack();
    assert_true(articles_unpack(&out, &a, buf_str(&packed), 5));
    assert_int_equal(out.count, 2);
    struct article *article = out.items[0], expected = sample();
    assert_true(hash_eq(article->content_hash, expected.content_hash));
    article_hash(article);
    assert_true(hash_eq(article->content_hash, expected.content_hash));
    assert_int_equal(article->source, 5);
    assert_int_equal(article->direction, DIRECTION_RTL);
    assert_int_equal(article->words, 3);
    assert_true(article->dated_by_file);
    assert_str(article->categories.items[0].slug, "ai");
    assert_int_equal(article->categories.items[0].guessed, GUESS_SPELT);
    assert_str(out.texts[0], "It is odd.");
    assert_str(out.items[1]->title, "Empty");
    assert_int_equal(out.texts[1].n, 0);
    arena_release(&a);
    buf_release(&packed);
}

static void damage_anywhere_is_seen(void **state)
{
    (void)state;
    struct arena a = {0};
    struct stored_articles out;
    struct buf packed = pack();
    for (size_t i = 0; i < packed.n; i++) {
        packed.p[i] ^= 0x10;
        assert_false(articles_unpack(&out, &a, buf_str(&packed), 0));
        packed.p[i] ^= 0x10;
        assert_false(articles_unpack(&out, &a, str_slice(buf_str(&packed), 0, i), 0));
    }
    buf_addc(&packed, 'x');
    assert_false(articles_unpack(&out, &a, buf_str(&packed), 0));
    arena_release(&a);
    buf_release(&packed);
}

int u_store_pack(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_come_back_as_they_were),
        cmocka_unit_test(damage_anywhere_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
