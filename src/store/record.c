/* The table of what an export holds; docs/store.md explains it. */
#include "record.h"

#include <stddef.h>

#include "media.h"

/* A path inside a site: relative, and without a segment that leads elsewhere. A store that came from
 * elsewhere must not make a build write or remove what lies outside of its output. */
static bool is_inside(str path)
{
    str rest = path, part;
    bool ends_in_slash = path.n && path.p[path.n - 1] == '/';
    if (path.n == 0 || memchr(path.p, '\0', path.n))
        return false;
    if (ends_in_slash)
        rest.n--;
    while (str_next_part(&rest, '/', &part))
        if (part.n == 0 || str_is(part, ".") || str_is(part, ".."))
            return false;
    return path.p[0] != '/';
}

/* Clang-format would set a table of tables in columns of its own liking. */
/* clang-format off */
const struct record records[] = {
    {"permalink", QUERY_EXPORT_PERMALINKS, QUERY_IMPORT_PERMALINK, false, {
        {"path", RECORD_TEXT, is_inside},
        {"article", RECORD_TEXT, NULL},
        {"current", RECORD_SWITCH, NULL}}},
    {"output", QUERY_EXPORT_OUTPUTS, QUERY_IMPORT_OUTPUT, false, {
        {"path", RECORD_TEXT, NULL}}},
    {"file", QUERY_EXPORT_FILES, QUERY_IMPORT_FILE, false, {
        {"output", RECORD_TEXT, NULL},
        {"path", RECORD_TEXT, is_inside},
        {"hash", RECORD_HASH, NULL},
        {"size", RECORD_NUMBER, NULL}}},
    {"item", QUERY_EXPORT_ITEMS, QUERY_IMPORT_ITEM, false, {
        {"source", RECORD_TEXT, NULL},
        {"name", RECORD_TEXT, NULL},
        {"fingerprint", RECORD_HASH, NULL},
        {"clean", RECORD_SWITCH, NULL},
        {"articles", RECORD_BLOB, NULL}}},
    {"document", QUERY_EXPORT_DOCUMENTS, QUERY_IMPORT_DOCUMENT, true, {
        {"source", RECORD_TEXT, NULL},
        {"id", RECORD_TEXT, NULL},
        {"kind", RECORD_TEXT, NULL},
        {"url", RECORD_TEXT, NULL},
        {"content", RECORD_HASH, NULL},
        {"modified", RECORD_TEXT, NULL},
        {"published", RECORD_INSTANT, NULL},
        {"dated", RECORD_INSTANT, NULL},
        {"charset", RECORD_TEXT, NULL},
        {"markdown", RECORD_SWITCH, NULL},
        {"presence", RECORD_TEXT, NULL},
        {"first_seen", RECORD_INSTANT, NULL},
        {"seen", RECORD_INSTANT, NULL},
        {"departed", RECORD_INSTANT, NULL}}},
    {"version", QUERY_EXPORT_VERSIONS, QUERY_IMPORT_VERSION, true, {
        {"source", RECORD_TEXT, NULL},
        {"id", RECORD_TEXT, NULL},
        {"number", RECORD_NUMBER, NULL},
        {"content", RECORD_HASH, NULL},
        {"modified", RECORD_TEXT, NULL},
        {"charset", RECORD_TEXT, NULL},
        {"seen", RECORD_INSTANT, NULL},
        {"replaced", RECORD_INSTANT, NULL}}},
    {"note", QUERY_EXPORT_NOTES, QUERY_IMPORT_NOTE, false, {
        {"source", RECORD_TEXT, NULL},
        {"name", RECORD_TEXT, NULL},
        {"value", RECORD_TEXT, NULL}}},
    {"health", QUERY_EXPORT_HEALTH, QUERY_IMPORT_HEALTH, false, {
        {"source", RECORD_TEXT, NULL},
        {"last_attempt", RECORD_INSTANT, NULL},
        {"last_success", RECORD_INSTANT, NULL},
        {"last_new", RECORD_INSTANT, NULL},
        {"failures", RECORD_NUMBER, NULL},
        {"degraded", RECORD_SWITCH, NULL},
        {"message", RECORD_TEXT, NULL}}},
    {"image", QUERY_EXPORT_IMAGES, QUERY_IMPORT_IMAGE, false, {
        {"url", RECORD_TEXT, NULL},
        {"why", RECORD_TEXT, NULL},
        {"checked", RECORD_INSTANT, NULL},
        {"failures", RECORD_NUMBER, NULL}}},
    {"variant", QUERY_EXPORT_VARIANTS, QUERY_IMPORT_VARIANT, false, {
        {"url", RECORD_TEXT, NULL},
        {"rank", RECORD_NUMBER, NULL},
        {"file", RECORD_TEXT, media_is_name},
        {"width", RECORD_NUMBER, NULL},
        {"height", RECORD_NUMBER, NULL}}},
    {0},
};
/* clang-format on */
