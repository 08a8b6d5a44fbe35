/*
 * Front matter: the YAML mapping between "---" lines that a text may begin with.
 *
 * Files come from many tools, so the keys of Hugo, Jekyll and their like are known by all their
 * names, keys that mean nothing here are passed over, and a value of a wrong type is a doubt
 * (with its place), not the end of the article.
 */
#include "digest/limits.h"
#include "digest/sanitize.h"
#include "front_value.h"

/* -- Where it is ------------------------------------------------------------------------------ */

static bool is_fence(str line, const char *fence)
{
    while (line.n && strchr(" \t", line.p[line.n - 1]))
        line.n--;
    return str_is(line, fence);
}

/* "title: …", "title:" or "# a comment": what front matter begins with and prose hardly does. */
static bool begins_with_key(str yaml)
{
    for (str line; str_next_line(&yaml, &line);) {
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        size_t n = 0;
        while (n < line.n &&
               (strchr("-_'\"", line.p[n]) || (line.p[n] >= '0' && line.p[n] <= '9') ||
                ((line.p[n] | 0x20) >= 'a' && (line.p[n] | 0x20) <= 'z')))
            n++;
        return n > 0 && n < line.n && line.p[n] == ':' &&
               (n + 1 == line.n || strchr(" \t", line.p[n + 1]));
    }
    return true; /* nothing but comments */
}

enum split { SPLIT_NONE, SPLIT_FOUND, SPLIT_OPEN };

/* Finds the mapping that text begins with. */
static enum split split_front(struct front *f, str text, str *behind)
{
    str rest = text, line;
    f->first_line = 1;
    do {
        if (!str_next_line(&rest, &line))
            return SPLIT_NONE;
        f->first_line++;
    } while (str_trim(line).n == 0);
    if (!is_fence(line, "---"))
        return SPLIT_NONE;
    str start = rest;
    while (start.n - rest.n <= LIMIT_FRONT_MATTER && str_next_line(&rest, &line)) {
        if (!is_fence(line, "---") && !is_fence(line, "..."))
            continue;
        f->yaml = str_slice(start, 0, (size_t)(line.p - start.p));
        *behind = rest;
        return begins_with_key(f->yaml) ? SPLIT_FOUND : SPLIT_NONE;
    }
    return begins_with_key(start) ? SPLIT_OPEN : SPLIT_NONE;
}

/* -- The keys --------------------------------------------------------------------------------- */

static void read_texts(struct front *f, const struct yaml *map)
{
    const struct {
        const char *keys;
        str *out;
        size_t limit;
    } fields[] = {
        {"title", &f->meta->title, LIMIT_TITLE},
        {"dek subtitle standfirst description", &f->meta->dek, LIMIT_FIELD},
        {"summary", &f->meta->summary, LIMIT_FIELD},
        {"slug", &f->meta->slug, LIMIT_FIELD},
    };
    str key;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct yaml *node = front_find(map, fields[i].keys, &key);
        if (node)
            *fields[i].out = text_clean(f->job->a, front_text(f, node, key), fields[i].limit);
    }
}

static void read_map(struct front *f, const struct yaml *map)
{
    struct meta *meta = f->meta;
    const struct yaml *node;
    str key;
    read_texts(f, map);
    node = front_find(map, "published", &key);
    if (node && str_eq_nocase(node->text, STR("false")))
        meta->draft = true; /* how Jekyll says it */
    else if (node && !str_eq_nocase(node->text, STR("true")))
        front_date(f, node, key, &meta->published);
    if ((node = front_find(map, "date", &key)))
        front_date(f, node, key, &meta->published);
    if ((node = front_find(map, "modified updated lastmod", &key)))
        front_date(f, node, key, &meta->modified);
    if ((node = front_find(map, "authors author", &key)))
        front_authors(f, node, key);
    if ((node = front_find(map, "tags", &key)))
        front_terms(f, node, key, &meta->tags);
    if ((node = front_find(map, "categories category", &key)))
        front_terms(f, node, key, &meta->categories);
    if ((node = front_find(map, "canonical source_url url link", &key)))
        front_url(f, node, key);
    if ((node = front_find(map, "image", &key)))
        front_image(f, node, key);
    front_image_text(f, map, "image_alt", &meta->image.alt);
    front_image_text(f, map, "image_caption", &meta->image.caption);
    if ((node = front_find(map, "via source", &key)))
        front_via(f, node, key);
    if ((node = front_find(map, "language lang", &key)))
        front_language(f, node, key);
    if ((node = front_find(map, "draft", &key)))
        front_draft(f, node, key);
}

/* Other tools' front matter: named, since it would else be shown to readers. */
static bool refuse_toml(const struct front *f, str text, struct err *err)
{
    str line;
    if (!str_next_line(&text, &line) || !is_fence(line, "+++"))
        return true;
    err_set(err, ERR_INPUT, "front matter in TOML (+++) is not read");
    err_hint(err, "write it as YAML, between --- lines");
    return err_at(err, f->job->raw.item->path, 1, 1);
}

bool front_matter_read(struct text_job *job, str *text, struct meta *meta, struct err *err)
{
    struct front f = {.job = job, .meta = meta};
    struct yaml *map;
    str behind = *text, path = job->raw.item->path;
    if (!refuse_toml(&f, *text, err))
        return false;
    switch (split_front(&f, *text, &behind)) {
    case SPLIT_NONE: return true;
    case SPLIT_OPEN:
        err_set(err, ERR_INPUT, "the front matter has no closing --- line");
        err_hint(err, "it has at most %zu KiB", LIMIT_FRONT_MATTER >> 10);
        return err_at(err, path, f.first_line - 1, 1);
    case SPLIT_FOUND: break;
    }
    if (!yaml_read(&map, job->a, f.yaml, path, f.first_line, err))
        return false;
    if (map->kind == YAML_MAP)
        read_map(&f, map);
    else if (!front_is_nothing(map))
        front_doubt(&f, map, "the front matter is not a mapping of keys to values");
    *text = behind;
    return true;
}
