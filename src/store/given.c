/* Reading the values of an export's lines. */
#include "given.h"

#include "base64.h"
#include "digest/limits.h"
#include "digest/utf8.h"

/* {"base64": "…"}, with nothing else in it. */
static void read_wrapped(struct json *j, struct given *out)
{
    struct json_text key;
    size_t members = 0;
    json_enter_object(j);
    while (json_next_member(j, &key)) {
        members++;
        if (!json_text_is(key, STR("base64")) || !json_read_text(j, &out->text))
            json_skip(j);
    }
    if (members != 1 || !out->text.string)
        out->kind = JSON_KIND_NONE;
}

void given_read(struct json *j, struct given *out)
{
    out->there = true;
    out->kind = json_peek(j);
    if (out->kind == JSON_KIND_OBJECT)
        read_wrapped(j, out);
    else if (!json_read_text(j, &out->text))
        json_skip(j);
}

bool given_text(struct arena *a, const struct given *given, str *out)
{
    if (given->kind == JSON_KIND_OBJECT)
        return base64_read(a, given->text.raw, out);
    *out = json_decode(a, given->text, LIMIT_EXPORT_LINE, NULL);
    /* The reader would repair what is not UTF-8; here it is a fault. */
    return given->kind == JSON_KIND_STRING && (!given->text.wide || utf8_valid(given->text.raw));
}

bool given_base64(struct arena *a, const struct given *given, str *out)
{
    return given->kind == JSON_KIND_STRING && !given->text.escaped &&
           base64_read(a, given->text.raw, out);
}

bool given_number(const struct given *given, int64_t *out)
{
    uint64_t number;
    bool negative = given->text.raw.n && given->text.raw.p[0] == '-';
    if (given->kind != JSON_KIND_NUMBER ||
        !str_to_uint(str_slice(given->text.raw, negative, given->text.raw.n), INT64_MAX, &number))
        return false;
    *out = negative ? -(int64_t)number : (int64_t)number;
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool given_hash(const struct given *given, struct hash *out)
{
    str hex = given->text.raw;
    *out = (struct hash){0};
    if (given->kind != JSON_KIND_STRING || hex.n != 32)
        return false;
    for (size_t i = 0; i < 32; i++) {
        int value = hex_value(hex.p[i]);
        if (value < 0)
            return false;
        out->high = i < 16 ? out->high << 4 | (uint64_t)value : out->high;
        out->low = i < 16 ? out->low : out->low << 4 | (uint64_t)value;
    }
    return true;
}
