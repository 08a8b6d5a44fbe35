/* Arenas: alignment, zeroing, growth, reuse; and the map that lives in one. */
#include "check.h"
#include "digest/arena.h"
#include "digest/map.h"

static void memory_is_aligned_zeroed_and_apart(void **state)
{
    (void)state;
    struct arena a = {0};
    unsigned char *blocks[300];
    for (size_t i = 0; i < 300; i++) {
        size_t n = i * i % 5000;
        blocks[i] = arena_alloc(&a, n);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], (int)(i % 255 + 1), n);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < i * i % 5000; k++)
            assert_int_equal(blocks[i][k], i % 255 + 1);
    arena_release(&a);
}

static void memory_is_zeroed_again_after_a_reset(void **state)
{
    (void)state;
    struct arena a = {0};
    memset(arena_alloc(&a, 1000), 0xFF, 1000);
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    const unsigned char *again = arena_alloc(&a, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
    arena_release(&a);
}

static void nothing_is_still_something(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_non_null(arena_alloc(&a, 0));
    assert_non_null(arena_array(&a, 0, 8));
    arena_reset(&a);
    arena_release(&a);
    arena_release(&a);
}

static void huge_objects_and_small_ones_mix(void **state)
{
    (void)state;
    struct arena a = {0};
    char *small = arena_alloc(&a, 10);
    char *huge = arena_alloc(&a, (size_t)8 << 20);
    char *next = arena_alloc(&a, 10);
    memset(huge, 1, (size_t)8 << 20);
    memset(small, 2, 10);
    memset(next, 3, 10);
    assert_int_equal(huge[0], 1);
    assert_int_equal(huge[((size_t)8 << 20) - 1], 1);
    arena_reset(&a);
    memset(arena_alloc(&a, 100), 1, 100);
    arena_release(&a);
}

static void copies_end_in_a_nul(void **state)
{
    (void)state;
    struct arena a = {0};
    str copy = arena_copy(&a, str_slice(STR("abcdef"), 1, 3));
    assert_string_equal(copy.p, "bc");
    assert_string_equal(arena_copy(&a, (str){0}).p, "");
    str printed = arena_printf(&a, "%d%s", 12, "x");
    assert_string_equal(printed.p, "12x");
    assert_int_equal(printed.n, 3);
    arena_release(&a);
}

static void arrays_grow_and_keep_what_they_hold(void **state)
{
    (void)state;
    struct arena a = {0};
    int *items = NULL;
    size_t cap = 0;
    for (int i = 0; i < 5000; i++) {
        items = arena_grow(&a, items, (size_t)i, &cap, sizeof *items);
        assert_true(cap > (size_t)i);
        items[i] = i;
    }
    for (int i = 0; i < 5000; i++)
        assert_int_equal(items[i], i);
    /* All copies together stay below twice the last one. */
    assert_true(a.used <= 2 * cap * sizeof *items + 1000);
    arena_release(&a);
}

static void a_map_finds_all_it_was_given_and_nothing_else(void **state)
{
    (void)state;
    struct arena a = {0};
    struct map map = {.arena = &a};
    int values[2000];
    assert_null(map_get(&map, STR("a")));
    for (int i = 0; i < 2000; i++)
        map_set(&map, arena_printf(&a, "key %d", i), &values[i]);
    map_set(&map, STR("key 7"), &values[8]);
    assert_int_equal(map.count, 2000);
    for (int i = 0; i < 2000; i++)
        assert_ptr_equal(map_get(&map, arena_printf(&a, "key %d", i)), &values[i == 7 ? 8 : i]);
    assert_null(map_get(&map, STR("key 2000")));
    assert_null(map_get(&map, STR("")));
    arena_release(&a);
}

int u_base_arena(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_zeroed_and_apart),
        cmocka_unit_test(memory_is_zeroed_again_after_a_reset),
        cmocka_unit_test(nothing_is_still_something),
        cmocka_unit_test(huge_objects_and_small_ones_mix),
        cmocka_unit_test(copies_end_in_a_nul),
        cmocka_unit_test(arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(a_map_finds_all_it_was_given_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
