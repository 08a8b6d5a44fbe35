/* The texts of all statements; docs/store.md explains the tables. */
#include "queries.h"

/* Of a document as struct kept in document.c has it. */
#define DOCUMENT_COLUMNS                                                                           \
    " id, kind, url, content, hash, size, modified, published, dated, charset, markdown, "         \
    "presence,"                                                                                    \
    " first_seen, seen, departed, body, (SELECT count (*) FROM version v"                          \
    " WHERE v.source = d.source AND v.id = d.id)"

/* The number of a document's newest earlier version. */
#define NEWEST "(SELECT max (number) FROM version WHERE source = ?1 AND id = ?2)"

const char *const query_texts[QUERY_COUNT] = {
    [QUERY_BEGIN] = "BEGIN IMMEDIATE",
    [QUERY_COMMIT] = "COMMIT",
    [QUERY_ROLLBACK] = "ROLLBACK",
    [QUERY_PERMALINKS] = "SELECT path, article, current FROM permalink ORDER BY path",
    [QUERY_PERMALINK_GET] = "SELECT article, current FROM permalink WHERE path = ?1",
    [QUERY_PERMALINK_DEMOTE] = "UPDATE permalink SET current = 0 WHERE article = ?1 AND current",
    [QUERY_PERMALINK_SET] = "INSERT INTO permalink (path, article, current) VALUES (?1, ?2, 1)"
                            " ON CONFLICT (path) DO UPDATE"
                            " SET article = excluded.article, current = 1",
    [QUERY_OUTPUT_GET] = "SELECT id, written FROM output WHERE path = ?1",
    [QUERY_OUTPUT_ADD] = "INSERT INTO output (path, written) VALUES (?1, 0)"
                         " ON CONFLICT (path) DO NOTHING",
    [QUERY_OUTPUT_WRITTEN] = "UPDATE output SET written = 1 WHERE id = ?1 AND NOT written",
    [QUERY_OUTPUT_FORGET] = "DELETE FROM output WHERE id = ?1 AND NOT written",
    [QUERY_FILES] = "SELECT path, hash, size FROM file WHERE output = ?1 ORDER BY path",
    [QUERY_FILES_PUT] = "INSERT OR REPLACE INTO file (output, path, hash, size)"
                        " SELECT output, path, hash, size FROM pending_file"
                        " WHERE output = ?1 AND hash IS NOT NULL ORDER BY path",
    [QUERY_FILES_REMOVE] = "DELETE FROM file WHERE output = ?1 AND path IN"
                           " (SELECT path FROM pending_file WHERE output = ?1 AND hash IS NULL)",
    [QUERY_PENDING_GET] = "SELECT exchange, stage, inode FROM pending WHERE output = ?1",
    [QUERY_PENDING_SET] = "INSERT INTO pending (output, exchange, stage, inode)"
                          " VALUES (?1, ?2, ?3, ?4)",
    [QUERY_PENDING_DROP] = "DELETE FROM pending WHERE output = ?1",
    [QUERY_PENDING_FILES] = "SELECT path, hash, size FROM pending_file"
                            " WHERE output = ?1 ORDER BY path",
    [QUERY_PENDING_FILE_ADD] = "INSERT INTO pending_file (output, path, hash, size)"
                               " VALUES (?1, ?2, ?3, ?4)",
    [QUERY_PENDING_FILES_DROP] = "DELETE FROM pending_file WHERE output = ?1",
    [QUERY_ITEMS] = "SELECT name, fingerprint, clean FROM item WHERE source = ?1 ORDER BY name",
    [QUERY_ITEM_GET] = "SELECT articles FROM item WHERE source = ?1 AND name = ?2",
    [QUERY_ITEM_PUT] = "INSERT OR REPLACE INTO item (source, name, fingerprint, clean, articles)"
                       " VALUES (?1, ?2, ?3, ?4, ?5)",
    [QUERY_ITEM_REMOVE] = "DELETE FROM item WHERE source = ?1 AND name = ?2",

    [QUERY_BODY_PUT] = "INSERT OR REPLACE INTO body (number, packed, bytes) VALUES (?1, ?2, ?3)",
    [QUERY_DOCUMENTS] = "SELECT" DOCUMENT_COLUMNS " FROM document d"
                        " WHERE source = ?1 AND (?2 OR presence = 'here') ORDER BY id",
    [QUERY_DOCUMENT_IDS] = "SELECT id FROM document WHERE source = ?1 AND presence = 'here'"
                           " ORDER BY id",
    [QUERY_DOCUMENT_POST_AT] = "SELECT id FROM document WHERE source = ?1 AND url = ?2"
                               " AND kind = 'post' AND presence <> 'gone' ORDER BY id LIMIT 1",
    [QUERY_DOCUMENT_GET] = "SELECT" DOCUMENT_COLUMNS " FROM document d"
                           " WHERE source = ?1 AND id = ?2",
    [QUERY_DOCUMENT_ADD] = "INSERT INTO document (source, id, kind, url, content, hash, size,"
                           " modified, published, dated, charset, markdown, presence, first_seen,"
                           " seen, departed, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                           " ?11, ?12, 'here', ?13, ?13, NULL, ?14)",
    [QUERY_DOCUMENT_SET] = "UPDATE document SET kind = ?3, url = ?4, content = ?5, hash = ?6,"
                           " size = ?7, modified = ?8, published = ?9, dated = ?10, charset = ?11,"
                           " markdown = ?12, presence = 'here', seen = ?13, departed = NULL,"
                           " body = ?14 WHERE source = ?1 AND id = ?2",
    [QUERY_DOCUMENT_LEAVE] = "UPDATE document SET presence = ?3, departed = ?4"
                             " WHERE source = ?1 AND id = ?2 AND presence <> ?3",
    [QUERY_DOCUMENT_LOAD] = "SELECT d.hash, d.size, b.packed, b.bytes"
                            " FROM document d LEFT JOIN body b ON b.number = d.body"
                            " WHERE d.source = ?1 AND d.id = ?2",
    [QUERY_VERSIONS] = "SELECT number, content, modified, charset, seen, replaced FROM version"
                       " WHERE source = ?1 AND id = ?2 ORDER BY number",
    [QUERY_VERSION_ADD] = "INSERT INTO version (source, id, number, content, hash, size, modified,"
                          " charset, seen, replaced, body)"
                          " SELECT source, id, 1 + coalesce ((SELECT max (number) FROM version"
                          " WHERE source = ?1 AND id = ?2), 0), content, hash, size, modified,"
                          " charset, seen, ?3, body FROM document WHERE source = ?1 AND id = ?2",
    [QUERY_VERSION_LOAD] = "SELECT v.hash, v.size, b.packed, b.bytes"
                           " FROM version v LEFT JOIN body b ON b.number = v.body"
                           " WHERE v.source = ?1 AND v.id = ?2 AND v.number = ?3",
    [QUERY_VERSION_PRUNE_BODIES] = "DELETE FROM body WHERE number IN (SELECT body FROM version"
                                   " WHERE source = ?1 AND id = ?2 AND number <= " NEWEST " - ?3)",
    [QUERY_VERSION_PRUNE] = "DELETE FROM version"
                            " WHERE source = ?1 AND id = ?2 AND number <= " NEWEST " - ?3",
    [QUERY_NOTE_GET] = "SELECT value FROM note WHERE source = ?1 AND name = ?2",
    [QUERY_NOTE_SET] = "INSERT INTO note (source, name, value) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT (source, name) DO UPDATE SET value = excluded.value"
                       " WHERE value <> excluded.value",
    [QUERY_NOTE_DROP] = "DELETE FROM note WHERE source = ?1 AND name = ?2",
    [QUERY_HEALTH] = "SELECT source, last_attempt, last_success, last_new, failures, degraded,"
                     " message, (SELECT count (*) FROM document d"
                     " WHERE d.source = health.source AND d.presence = 'here')"
                     " FROM health ORDER BY source",
    [QUERY_HEALTH_SET] = "INSERT OR REPLACE INTO health (source, last_attempt, last_success,"
                         " last_new, failures, degraded, message)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [QUERY_IMAGES] = "SELECT i.url, i.why, i.checked, i.failures, v.file, v.width, v.height"
                     " FROM image i LEFT JOIN variant v ON v.url = i.url ORDER BY i.url, v.rank",
    [QUERY_IMAGE_SET] = "INSERT OR REPLACE INTO image (url, why, checked, failures)"
                        " VALUES (?1, ?2, ?3, ?4)",
    [QUERY_VARIANTS_DROP] = "DELETE FROM variant WHERE url = ?1",
    [QUERY_VARIANT_ADD] = "INSERT INTO variant (url, rank, file, width, height)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)",

    [QUERY_CHECK_DOCUMENTS] = "SELECT d.source, d.id, 0, d.kind, d.hash, d.size, b.packed, b.bytes"
                              " FROM document d LEFT JOIN body b ON b.number = d.body"
                              " ORDER BY d.source, d.id",
    [QUERY_CHECK_VERSIONS] = "SELECT v.source, v.id, v.number, '', v.hash, v.size, b.packed,"
                             " b.bytes FROM version v LEFT JOIN body b ON b.number = v.body"
                             " ORDER BY v.source, v.id, v.number",
    [QUERY_CHECK_BODIES] = "SELECT count (*) FROM body WHERE number NOT IN"
                           " (SELECT body FROM document UNION ALL SELECT body FROM version)",
    [QUERY_CHECK_PERMALINKS] = "SELECT article, count (*) FROM permalink WHERE current"
                               " GROUP BY article HAVING count (*) > 1 ORDER BY article",
    [QUERY_CHECK_KEYS] =
        "SELECT \"table\", parent, count (*) FROM pragma_foreign_key_check"
        " WHERE parent <> 'body' GROUP BY \"table\", parent ORDER BY \"table\", parent",
    [QUERY_CHECK_DATABASE] = "PRAGMA integrity_check",

    [QUERY_EMPTY] = "SELECT NOT EXISTS (SELECT 1 FROM permalink)"
                    " AND NOT EXISTS (SELECT 1 FROM output) AND NOT EXISTS (SELECT 1 FROM item)"
                    " AND NOT EXISTS (SELECT 1 FROM document) AND NOT EXISTS (SELECT 1 FROM note)"
                    " AND NOT EXISTS (SELECT 1 FROM health) AND NOT EXISTS (SELECT 1 FROM image)",
    [QUERY_EXPORT_COUNT] = "SELECT (SELECT count (*) FROM document)"
                           " + (SELECT count (*) FROM version) + (SELECT count (*) FROM note)"
                           " + (SELECT count (*) FROM health) + (SELECT count (*) FROM image)"
                           " + (SELECT count (*) FROM variant)"
                           " + (SELECT count (*) FROM permalink)"
                           " + (SELECT count (*) FROM output WHERE written)"
                           " + (SELECT count (*) FROM file) + (SELECT count (*) FROM item)",
    [QUERY_EXPORT_DOCUMENTS] = "SELECT d.source, d.id, d.kind, d.url, d.content, d.modified,"
                               " d.published, d.dated, d.charset, d.markdown, d.presence,"
                               " d.first_seen, d.seen, d.departed, d.hash, d.size, b.packed,"
                               " b.bytes FROM document d LEFT JOIN body b ON b.number = d.body"
                               " ORDER BY d.source, d.id",
    [QUERY_EXPORT_VERSIONS] = "SELECT v.source, v.id, v.number, v.content, v.modified, v.charset,"
                              " v.seen, v.replaced, v.hash, v.size, b.packed, b.bytes"
                              " FROM version v LEFT JOIN body b ON b.number = v.body"
                              " ORDER BY v.source, v.id, v.number",
    [QUERY_EXPORT_NOTES] = "SELECT source, name, value FROM note ORDER BY source, name",
    [QUERY_EXPORT_HEALTH] = "SELECT source, last_attempt, last_success, last_new, failures,"
                            " degraded, message FROM health ORDER BY source",
    [QUERY_EXPORT_IMAGES] = "SELECT url, why, checked, failures FROM image ORDER BY url",
    [QUERY_EXPORT_VARIANTS] = "SELECT url, rank, file, width, height FROM variant"
                              " ORDER BY url, rank",
    [QUERY_EXPORT_PERMALINKS] = "SELECT path, article, current FROM permalink ORDER BY path",
    [QUERY_EXPORT_OUTPUTS] = "SELECT path FROM output WHERE written ORDER BY path",
    [QUERY_EXPORT_FILES] = "SELECT o.path, f.path, f.hash, f.size FROM file f"
                           " JOIN output o ON o.id = f.output ORDER BY o.path, f.path",
    [QUERY_EXPORT_ITEMS] = "SELECT source, name, fingerprint, clean, articles FROM item"
                           " ORDER BY source, name",

    /* Parameters in the order of the fields in record.c; the body's number comes last. */
    [QUERY_IMPORT_DOCUMENT] = "INSERT INTO document (source, id, kind, url, content, modified,"
                              " published, dated, charset, markdown, presence, first_seen, seen,"
                              " departed, hash, size, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                              " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    [QUERY_IMPORT_VERSION] = "INSERT INTO version (source, id, number, content, modified, charset,"
                             " seen, replaced, hash, size, body)"
                             " SELECT source, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"
                             " FROM document WHERE source = ?1 AND id = ?2",
    [QUERY_IMPORT_NOTE] = "INSERT INTO note (source, name, value) VALUES (?1, ?2, ?3)",
    [QUERY_IMPORT_HEALTH] = "INSERT INTO health (source, last_attempt, last_success, last_new,"
                            " failures, degraded, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [QUERY_IMPORT_IMAGE] = "INSERT INTO image (url, why, checked, failures)"
                           " VALUES (?1, ?2, ?3, ?4)",
    [QUERY_IMPORT_VARIANT] = "INSERT INTO variant (url, rank, file, width, height)"
                             " SELECT url, ?2, ?3, ?4, ?5 FROM image WHERE url = ?1",
    [QUERY_IMPORT_PERMALINK] = "INSERT INTO permalink (path, article, current)"
                               " VALUES (?1, ?2, ?3)",
    [QUERY_IMPORT_OUTPUT] = "INSERT INTO output (path, written) VALUES (?1, 1)",
    [QUERY_IMPORT_FILE] = "INSERT INTO file (output, path, hash, size)"
                          " SELECT id, ?2, ?3, ?4 FROM output WHERE path = ?1",
    [QUERY_IMPORT_ITEM] = "INSERT INTO item (source, name, fingerprint, clean, articles)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)",
};
