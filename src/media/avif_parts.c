/*
 * AVIF files: the hidden data of photos, found by the boxes of ISO/IEC 14496-12 (8.11.1 meta, 8.11.3
 * iloc, 8.11.6 iinf). Items keep their place, so that nothing else must be moved: their bytes become
 * zeros.
 */
#include "picture.h"

/* Items of one file, each of which is looked for among all: tiles of a picture, and what belongs to
 * it. */
#define ITEMS_MOST 1000

struct box {
    str type;
    str data;
};

/* A place in the file, read from left to right. What is behind the end reads as zero. */
struct cursor {
    str bytes;
    size_t at;
};

static uint64_t take(struct cursor *c, unsigned bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < bytes; i++, c->at++)
        number = number << 8 | (c->at < c->bytes.n ? (unsigned char)c->bytes.p[c->at] : 0);
    return number;
}

/* Takes the next box. False at the end, or where one is cut off: c->at is before the end then. */
static bool next_box(struct cursor *c, struct box *out)
{
    size_t from = c->at, left = c->bytes.n - from;
    if (from >= c->bytes.n || left < 8)
        return false;
    uint64_t size = take(c, 4);
    out->type = str_slice(c->bytes, c->at, c->at + 4);
    c->at += 4;
    if (size == 1)
        size = take(c, 8);
    if (size == 0)
        size = left;
    if (size < c->at - from || size > left) {
        c->at = from;
        return false;
    }
    out->data = str_slice(c->bytes, c->at, from + size);
    c->at = from + size;
    return true;
}

/* The box of that type among those in `bytes`; empty when there is none. */
static str find_box(str bytes, const char *type)
{
    struct cursor c = {bytes, 0};
    struct box box;
    while (next_box(&c, &box))
        if (str_is(box.type, type))
            return box.data;
    return (str){0};
}

/* True when iinf says that the item holds Exif or XMP. */
static bool is_hidden(str iinf, uint64_t item)
{
    struct cursor c = {iinf, 0};
    uint64_t version = take(&c, 4) >> 24;
    take(&c, version ? 4 : 2);
    unsigned seen = 0;
    for (struct box box; seen < ITEMS_MOST && next_box(&c, &box); seen++) {
        struct cursor entry = {box.data, 0};
        uint64_t form = take(&entry, 4) >> 24;
        uint64_t id = take(&entry, form == 3 ? 4 : 2);
        str type = str_slice(box.data, entry.at + 2, entry.at + 6);
        if (form >= 2 && id == item)
            return str_is(type, "Exif") || str_is(type, "mime");
    }
    return false;
}

/* The file, which is changed in place. */
struct file {
    struct buf *bytes;
    uint64_t left; /* bytes that may still be blanked: hostile items lie over each other */
};

static void blank(struct file *file, uint64_t offset, uint64_t length)
{
    if (offset >= file->bytes->n)
        return;
    uint64_t most = file->bytes->n - offset;
    length = length && length < most ? length : most;
    length = length < file->left ? length : file->left;
    memset(file->bytes->p + offset, 0, length);
    file->left -= length;
}

/* Sizes of iloc's fields, in bytes. */
struct widths {
    unsigned offset, length, base, index;
};

/* Blanks one item's extents if it is hidden. Only those that lie in the file itself. */
static void take_item(struct cursor *c, const struct widths *w, str iinf, struct file *file)
{
    uint64_t version = (unsigned char)c->bytes.p[0];
    uint64_t item = take(c, version < 2 ? 2 : 4);
    uint64_t method = version ? take(c, 2) & 15 : 0;
    take(c, 2);
    uint64_t base = take(c, w->base), extents = take(c, 2);
    bool hidden = method == 0 && is_hidden(iinf, item);
    for (uint64_t i = 0; i < extents && c->at < c->bytes.n; i++) {
        take(c, version ? w->index : 0);
        uint64_t offset = take(c, w->offset), length = take(c, w->length);
        if (hidden)
            blank(file, base + offset, length);
    }
}

bool avif_blank(struct buf *bytes)
{
    struct cursor top = {buf_str(bytes), 0};
    struct box box;
    str meta = {0};
    while (next_box(&top, &box))
        if (str_is(box.type, "meta"))
            meta = str_slice(box.data, 4, box.data.n);
    if (top.at < bytes->n)
        return false;
    str iinf = find_box(meta, "iinf"), iloc = find_box(meta, "iloc");
    if (iloc.n < 8)
        return meta.n > 0;
    struct cursor c = {iloc, 4};
    uint64_t sizes = take(&c, 2);
    struct widths w = {sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15};
    uint64_t items = take(&c, (unsigned char)iloc.p[0] < 2 ? 2 : 4);
    if (items > ITEMS_MOST)
        return false;
    struct file file = {bytes, bytes->n};
    for (uint64_t i = 0; i < items && c.at < iloc.n; i++)
        take_item(&c, &w, iinf, &file);
    return true;
}
