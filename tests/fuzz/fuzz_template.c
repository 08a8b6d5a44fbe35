/*
 * Templates from anywhere: what does not compile says where, what does renders within its bounds
 * and the same twice.
 *
 * Input: a template, a partial called "p" and JSON data, parted by NUL bytes; the last two may be
 * missing.
 */
#include <stdlib.h>

#include "digest/template.h"

/* Small enough that runaway templates end at once. */
#define OUTPUT ((size_t)64 << 10)

static const char usual[] = "{\"a\":\"<&>\",\"b\":{\"c\":[1,2.5,\"x\\ny\"],\"d\":null},\"e\":true,"
                            "\"l\":[{\"a\":1},{\"a\":\"\"},[]],\"p\":\"p\",\"t\":\"t\"}";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Nested lists multiply; the limit on that is tested elsewhere and takes a second. */
static bool is_slow(str source)
{
    size_t sections = 0;
    for (size_t at = 0; (at = str_find_char(source, '#', at)) != SIZE_MAX; at++)
        sections++;
    return sections > 8;
}

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void render(const struct template_set *set, const struct value *data)
{
    struct buf first = buf_init(OUTPUT), second = buf_init(OUTPUT);
    struct err err = {0};
    bool done = template_render(set, STR("t"), data, &first, &err);
    must(done == template_render(set, STR("t"), data, &second, &err));
    must(done == (err.code == ERR_NONE));
    must(str_eq(buf_str(&first), buf_str(&second)));
    buf_release(&first);
    buf_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    str rest = {(const char *)bytes, n}, source = {0}, partial = {0};
    str_next_part(&rest, '\0', &source);
    str_next_part(&rest, '\0', &partial);
    if (is_slow(source) || is_slow(partial))
        return 0;
    struct arena a = {0};
    struct err err = {0};
    struct value data = {0};
    if (!value_from_json(&data, &a, rest, STR("data"), &err))
        must(value_from_json(&data, &a, STR(usual), STR("data"), &err));
    for (int raw_text = 0; raw_text < 2; raw_text++) {
        struct template_set *set = template_set_new(&a, raw_text);
        err = (struct err){0};
        template_add(set, STR("p"), partial, STR("p"), &err);
        err = (struct err){0};
        bool compiled = template_add(set, STR("t"), source, STR("t"), &err);
        must(compiled == (err.code == ERR_NONE));
        must(compiled || (err.code == ERR_TEMPLATE && err.line));
        template_check(set, &err);
        if (compiled)
            render(set, &data);
    }
    arena_release(&a);
    return 0;
}
