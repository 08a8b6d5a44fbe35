/* A post's lead image. */
#include "own_image.h"
#include "wp.h"

/* An original wider than this is replaced by the size nearest to the width that pages use. */
#define WIDTH_MOST   2000
#define WIDTH_WANTED 1200
#define WIDTH_LEAST  600
/* Pixels a side that an image may have; more is a mistake. */
#define PIXELS_MOST 100000

static uint32_t pixels(struct wp *wp, struct json_text t)
{
    uint64_t n = 0;
    str_to_uint(json_decode(&wp->scratch, t, 16, NULL), PIXELS_MOST, &n);
    return (uint32_t)n;
}

/* True unless it is said to be something else, such as a PDF. */
static bool is_image(struct wp *wp, const struct wp_image *image)
{
    if (image->kind.raw.n && !json_text_is(image->kind, STR("image")))
        return false;
    str mime = json_decode(&wp->scratch, image->full.mime, 64, NULL);
    return mime.n == 0 || str_starts(mime, STR("image/"));
}

/* True when w × h is the same picture as the original and not a cut-out of another shape. */
static bool same_shape(uint32_t w, uint32_t h, const struct image *original)
{
    uint64_t a = (uint64_t)w * original->height, b = (uint64_t)h * original->width;
    return (a > b ? a - b : b - a) * 50 <= b;
}

static unsigned distance(uint32_t width)
{
    return width > WIDTH_WANTED ? width - WIDTH_WANTED : WIDTH_WANTED - width;
}

/* The size of a large original that a page should show; null: the original itself. */
static const struct wp_size *better_size(struct wp *wp, const struct wp_image *image,
                                         const struct image *original)
{
    const struct wp_size *best = NULL;
    unsigned best_distance = distance(original->width);
    if (original->width <= WIDTH_MOST)
        return NULL;
    for (size_t i = 0; i < image->size_count; i++) {
        uint32_t w = pixels(wp, image->sizes[i].width), h = pixels(wp, image->sizes[i].height);
        if (w >= WIDTH_LEAST && distance(w) < best_distance && same_shape(w, h, original)) {
            best = &image->sizes[i];
            best_distance = distance(w);
        }
    }
    return best;
}

/* The site's own copy of the image, else its absolute URL. False when it is neither. */
static bool resolve(struct wp *wp, struct json_text url, str base, struct image *out)
{
    str reference = str_trim(json_decode(&wp->scratch, url, LIMIT_URL + 1, NULL));
    if (reference.n == 0 || reference.n > LIMIT_URL)
        return false;
    if (own_image(&wp->raw, reference, out))
        return true;
    out->url = url_resolve(wp->a, base, reference, false);
    return out->url.n > 0;
}

/* Chooses between the original and its sizes: a copy of the original that the site has, else the
 * size that suits a page, else the original. */
static bool choose(struct wp *wp, const struct wp_image *image, str base, struct image *found)
{
    str reference = str_trim(json_decode(&wp->scratch, image->full.url, LIMIT_URL, NULL));
    if (own_image(&wp->raw, reference, found))
        return true;
    const struct wp_size *size = better_size(wp, image, found);
    struct image smaller = {0};
    if (size && resolve(wp, size->url, base, &smaller)) {
        found->url = smaller.url;
        found->width = pixels(wp, size->width);
        found->height = pixels(wp, size->height);
        return true;
    }
    return resolve(wp, image->full.url, base, found);
}

static bool read_image(struct wp *wp, const struct wp_image *image, str base, struct image *out)
{
    if (image->full.url.raw.n == 0 || !is_image(wp, image))
        return false;
    struct image found = {.width = pixels(wp, image->full.width),
                          .height = pixels(wp, image->full.height)};
    if (!choose(wp, image, base, &found))
        return false;
    if (!found.width || !found.height)
        found.width = found.height = 0;
    found.alt = wp_text(wp, image->alt, LIMIT_FIELD);
    found.caption = wp_plain(wp, image->caption.text, LIMIT_FIELD);
    *out = found;
    return true;
}

void wp_lead_image(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
                   struct article *article)
{
    str base = wp->sanitize.base;
    struct image found = {0};
    if (wp->raw.source->images == IMAGES_NONE)
        return;
    if (read_image(wp, &post->image, base, &article->image))
        return;
    if (resolve(wp, post->fields.plain_image, base, &found))
        article->image = found;
    else if (!read_image(wp, &post->seo_image, base, &article->image))
        article->image = body->seen.first_image;
}
