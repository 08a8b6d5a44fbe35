/* Fingerprints: the published values of XXH3, and that chaining keeps fields apart. */
#include "check.h"
#include "digest/hash.h"

static void check_hex(struct hash h, const char *expected)
{
    char hex[33];
    hash_hex(h, hex);
    assert_string_equal(hex, expected);
}

static void fingerprints_are_those_of_xxh3(void **state)
{
    (void)state;
    /* XXH3's 128-bit hash of nothing, as its specification gives it. */
    check_hex(hash_of(STR("")), "99aa06d3014798d86001c324468d497f");
    check_hex(hash_of((str){0}), "99aa06d3014798d86001c324468d497f");
}

static void a_changed_byte_changes_the_fingerprint(void **state)
{
    (void)state;
    assert_true(hash_eq(hash_of(STR("abc")), hash_of(STR("abc"))));
    assert_false(hash_eq(hash_of(STR("abc")), hash_of(STR("abd"))));
    assert_false(hash_eq(hash_of(STR("a")), hash_of(STR("a\0"))));
}

static struct hash chain(str a, str b)
{
    return hash_with(hash_with((struct hash){0}, a), b);
}

static void fields_cannot_run_into_each_other(void **state)
{
    (void)state;
    assert_false(hash_eq(chain(STR("ab"), STR("c")), chain(STR("a"), STR("bc"))));
    assert_false(hash_eq(chain(STR("a"), STR("b")), chain(STR("b"), STR("a"))));
    assert_false(hash_eq(chain(STR("a"), STR("")), chain(STR(""), STR("a"))));
    assert_false(hash_eq(hash_with((struct hash){1, 0}, STR("a")),
                         hash_with((struct hash){0, 1}, STR("a"))));
}

int u_base_hash(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fingerprints_are_those_of_xxh3),
        cmocka_unit_test(a_changed_byte_changes_the_fingerprint),
        cmocka_unit_test(fields_cannot_run_into_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
