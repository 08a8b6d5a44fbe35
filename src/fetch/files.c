/*
 * Sources that are files: what a location consists of, and its bytes.
 *
 * Nothing is understood here but the question which kind of file one is, and that is answered by
 * its content: saved answers of WordPress often have names that end in .txt.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fetch.h"
#include "digest/fs.h"
#include "digest/inside.h"
#include "digest/limits.h"

/* Bytes looked at to tell JSON from text. */
#define SNIFFED 256

/* What a listing is made from. */
struct listing {
    struct raw_items *out;
    struct arena *arena;
    size_t cap;
    uint32_t index;
    const struct source *source;
    str output;    /* the site's own folder: what digest wrote is no source */
    str folder;    /* names are relative to it */
    bool any_name; /* the user chose the files by a pattern: names need not end in .txt or .md */
};

/* Skips a byte order mark and white space. */
static str skip_blank(str s)
{
    if (str_starts(s, STR("\xEF\xBB\xBF")))
        s = str_slice(s, 3, s.n);
    return str_trim(s);
}

/* True when bytes begin as a JSON array or object does: no sentence starts with `{"` or `[{`. */
static bool begins_like_json(str bytes)
{
    str s = skip_blank(bytes);
    if (s.n == 0 || (s.p[0] != '{' && s.p[0] != '['))
        return false;
    str inner = str_trim(str_slice(s, 1, s.n));
    if (inner.n == 0)
        return true;
    return s.p[0] == '{' ? inner.p[0] == '"' || inner.p[0] == '}'
                         : inner.p[0] == '{' || inner.p[0] == ']';
}

/* True when bytes begin as an XML feed does; HTML and XHTML pages begin otherwise. */
static bool begins_like_feed(str bytes)
{
    str s = skip_blank(bytes);
    return str_starts(s, STR("<?xml")) || str_starts(s, STR("<rss")) ||
           str_starts(s, STR("<feed")) || str_starts(s, STR("<rdf:RDF"));
}

/* The beginning of the file at path; "" when it cannot be read, which tells it apart by its name. */
static str file_head(const char *path, char head[SNIFFED])
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return (str){0};
    ssize_t n = read(fd, head, SNIFFED);
    close(fd);
    return (str){head, n > 0 ? (size_t)n : 0};
}

static bool named_json(str name)
{
    return str_ends_nocase(name, STR(".json"));
}

static bool named_feed(str name)
{
    return str_ends_nocase(name, STR(".xml")) || str_ends_nocase(name, STR(".rss")) ||
           str_ends_nocase(name, STR(".atom")) || str_ends_nocase(name, STR(".rdf"));
}

static bool named_text(str name)
{
    return str_ends_nocase(name, STR(".txt")) || str_ends_nocase(name, STR(".text")) ||
           str_ends_nocase(name, STR(".md")) || str_ends_nocase(name, STR(".markdown"));
}

/* A README says what a folder is for; it is no news. */
static bool is_readme(str name)
{
    return str_eq_nocase(str_slice(name, 0, 6), STR("readme")) && (name.n == 6 || name.p[6] == '.');
}

/* What a file is. JSON in a source of feeds is a JSON Feed. */
static enum raw_kind kind_of_file(const struct listing *l, str path)
{
    char bytes[SNIFFED];
    str name = fs_name(path), head = file_head(path.p, bytes);
    if (named_json(name) || begins_like_json(head))
        return l->source->kind == SOURCE_FEED ? RAW_FEED : RAW_POSTS;
    return named_feed(name) || begins_like_feed(head) ? RAW_FEED : RAW_TEXT;
}

/* True when a source of this kind reads files of that one. */
static bool reads_kind(enum source_kind source, enum raw_kind kind)
{
    switch (source) {
    case SOURCE_WORDPRESS: return kind == RAW_POSTS;
    case SOURCE_TEXT: return kind == RAW_TEXT;
    case SOURCE_FEED: return kind == RAW_FEED;
    case SOURCE_FILES: return true;
    case SOURCE_OPML: break;
    }
    return false;
}

/* Decides what a file found in a folder is. False: nothing for this source. */
static bool choose_kind(const struct listing *l, const struct fs_entry *entry, enum raw_kind *kind)
{
    str name = fs_name(entry->path);
    bool known = named_json(name) || named_text(name) || named_feed(name);
    if (!l->any_name && (is_readme(name) || !known))
        return false;
    *kind = kind_of_file(l, entry->path);
    return reads_kind(l->source->kind, *kind);
}

/* A single file is of the source's kind, whatever it looks like. */
static enum raw_kind kind_of_named(const struct listing *l, str path)
{
    switch (l->source->kind) {
    case SOURCE_WORDPRESS: return RAW_POSTS;
    case SOURCE_TEXT: return RAW_TEXT;
    case SOURCE_FEED: return RAW_FEED;
    case SOURCE_FILES:
    case SOURCE_OPML: break;
    }
    return kind_of_file(l, path);
}

static void add_item(struct listing *l, const struct fs_entry *entry, enum raw_kind kind)
{
    struct raw_items *out = l->out;
    out->items = arena_grow(l->arena, out->items, out->count, &l->cap, sizeof *out->items);
    out->items[out->count++] = (struct raw_item){
        .source = l->index,
        .kind = kind,
        .path = entry->path,
        .name = path_in_folder(l->folder, entry->path),
        .folder = l->folder,
        .size = entry->size,
        .mtime = entry->mtime,
    };
}

static void add_found(struct listing *l, const struct fs_list *found)
{
    enum raw_kind kind;
    str output = folder_in_folder(l->arena, l->folder, l->output);
    for (size_t i = 0; i < found->count; i++) {
        const struct fs_entry *entry = &found->items[i];
        if (!path_is_in(path_in_folder(l->folder, entry->path), output) &&
            choose_kind(l, entry, &kind))
            add_item(l, entry, kind);
    }
}

/* The folder that a pattern's matches have in common for sure. */
static str pattern_folder(struct arena *a, str pattern)
{
    size_t wild = 0;
    while (wild < pattern.n && !strchr("*?[", pattern.p[wild]))
        wild++;
    return fs_folder(a, arena_copy(a, str_slice(pattern, 0, wild)));
}

static const char *looked_for(enum source_kind kind)
{
    if (kind == SOURCE_WORDPRESS)
        return "saved WordPress answers: .json files, and others that begin like JSON";
    if (kind == SOURCE_TEXT)
        return "articles: .txt, .text, .md and .markdown files";
    if (kind == SOURCE_FEED)
        return "feeds: .xml, .rss, .atom, .rdf and .json files";
    return "saved WordPress answers (.json), feeds (.xml, .rss, .atom) and articles (.txt, .text, "
           ".md, .markdown)";
}

static bool nothing_there(const struct source *source, struct err *err)
{
    err_set(err, ERR_INPUT, "nothing found that this source could be read from");
    err_at(err, source->location, 0, 0);
    return err_hint(err, "looked for %s", looked_for(source->kind));
}

static bool list_file(struct listing *l, struct err *err)
{
    struct fs_entry entry = {.path = l->source->path};
    struct stat st;
    if (stat(entry.path.p, &st) != 0)
        return err_errno(err, "cannot look at the file") || err_at(err, entry.path, 0, 0);
    entry.size = (uint64_t)st.st_size;
    entry.mtime = st.st_mtime;
    l->folder = fs_folder(l->arena, l->source->path);
    add_item(l, &entry, kind_of_named(l, entry.path));
    return true;
}

static bool list_folder(struct listing *l, struct err *err)
{
    struct fs_list found;
    l->folder = l->source->path;
    if (!fs_list(&found, l->arena, l->source->path.p, true, err))
        return false;
    add_found(l, &found);
    return l->out->count || nothing_there(l->source, err);
}

static bool list_pattern(struct listing *l, struct err *err)
{
    struct fs_list found;
    l->folder = pattern_folder(l->arena, l->source->path);
    l->any_name = true;
    if (!fs_glob(&found, l->arena, l->source->path.p, err))
        return false;
    add_found(l, &found);
    return l->out->count || nothing_there(l->source, err);
}

bool fetch_list(struct raw_items *out, struct arena *a, const struct config *config, size_t index,
                struct err *err)
{
    const struct source *source = &config->sources[index];
    *out = (struct raw_items){0};
    struct listing l = {.out = out,
                        .arena = a,
                        .index = (uint32_t)index,
                        .source = source,
                        .output = config->output};
    switch (fs_kind(source->path.p)) {
    case FS_FILE: return list_file(&l, err);
    case FS_FOLDER: return list_folder(&l, err);
    case FS_OTHER:
        err_set(err, ERR_INPUT, "neither a file nor a folder");
        return err_at(err, source->location, 0, 0);
    case FS_ABSENT: break;
    }
    if (fs_is_pattern(source->path))
        return list_pattern(&l, err);
    err_set(err, ERR_INPUT, "no such file or folder");
    err_at(err, source->location, 0, 0);
    return err_hint(err, "paths start at the configuration's folder, %.*s",
                    STR_ARGS(config->folder));
}

bool fetch_read(struct raw *out, const struct raw_item *item, const struct source *source,
                struct buf *buf, struct err *err)
{
    bool named = str_eq(item->path, source->path); /* by the user: it may be anywhere */
    if (!named && !file_is_inside(item->folder, item->path)) {
        err_set(err, ERR_INPUT, "a link that leads out of the source's folder");
        err_at(err, item->path, 0, 0);
        return err_hint(err, "put the file itself there, or name it as a source of its own");
    }
    buf_reset(buf);
    buf->max = item->kind == RAW_TEXT ? LIMIT_TEXT_FILE : LIMIT_JSON_FILE;
    if (!fs_read(buf, item->path.p, err)) {
        if (err->code == ERR_LIMIT)
            err_hint(err, "the limit is %zu MiB; cut the file into smaller ones", buf->max >> 20);
        return false;
    }
    *out = (struct raw){.item = item, .source = source, .bytes = buf_str(buf)};
    return true;
}
