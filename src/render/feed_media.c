/* The lead image of an item, as readers with previews look for it (Media RSS 1.5). */
#include <stdio.h>

#include "feed_item.h"
#include "xml.h"

static void write_number(struct xml *x, const char *name, uint32_t number)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    xml_attribute(x, name, str_of(text));
}

void feed_write_media(struct xml *x, const struct feed_item *item)
{
    const struct image *image = &item->lead;
    if (!item->image.n)
        return;
    xml_open(x, "media:content");
    xml_attribute(x, "url", item->image);
    xml_attribute(x, "medium", STR("image"));
    if (image->width && image->height) {
        write_number(x, "width", image->width);
        write_number(x, "height", image->height);
    }
    if (image->alt.n) {
        xml_open(x, "media:description");
        xml_attribute(x, "type", STR("plain"));
        xml_text(x, image->alt);
        xml_close(x);
    }
    xml_close(x);
}
