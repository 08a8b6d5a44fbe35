/*
 * Fuzzes the YAML reader: any bytes either become a tree of valid text within its limits, or are
 * refused with a reason and a line of the file.
 */
#include <stdint.h>
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/utf8.h"
#include "digest/yaml.h"

static bool is_text(str s)
{
    return utf8_valid(s) && str_find_char(s, '\0', 0) == SIZE_MAX;
}

/* What yaml.h promises of a tree. */
static bool keeps_promises(const struct yaml *node, unsigned depth)
{
    bool ok = depth <= LIMIT_YAML_DEPTH && node->line >= 1 && node->column >= 1;
    if (node->kind == YAML_SCALAR || node->kind == YAML_NULL)
        return ok && node->count == 0 && is_text(node->text);
    for (size_t i = 0; ok && i < node->count; i++) {
        if (node->kind == YAML_MAP)
            ok = node->pairs[i].key.n && is_text(node->pairs[i].key) && node->pairs[i].line >= 1 &&
                 keeps_promises(node->pairs[i].value, depth + 1);
        else
            ok = keeps_promises(node->items[i], depth + 1);
    }
    return ok;
}

/* LeakSanitizer's hook. libfyaml 0.7.12 loses the buffer of a long quoted text when a fault in the
 * same line ends the reading: at most as much as the file has. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so";
}

/* libFuzzer's entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct yaml *root = NULL;
    struct err err = {0};
    str source = {(const char *)data, size};
    bool read = yaml_read(&root, &arena, source, STR("f.yaml"), 3, &err);
    if (read ? !keeps_promises(root, 0) : !err.why[0] || err.line < 3)
        abort();
    arena_release(&arena);
    return 0;
}
