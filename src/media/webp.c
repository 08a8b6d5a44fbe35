/* Reads and writes WebP by libwebp, which scales rows as it decodes them. */
#include "picture.h"

#ifdef DIGEST_IMAGES
#include <webp/decode.h>
#include <webp/encode.h>

#include "digest/limits.h"

static bool read_failed(VP8StatusCode status, struct err *err)
{
    const char *why = status == VP8_STATUS_NOT_ENOUGH_DATA       ? "it ends too early"
                      : status == VP8_STATUS_OUT_OF_MEMORY       ? "it takes too much memory"
                      : status == VP8_STATUS_UNSUPPORTED_FEATURE ? "it has an unknown feature"
                                                                 : "its data is damaged";
    return err_set(err, ERR_INPUT, "the WebP image is broken: %s", why);
}

/* Sets the size and kind of the picture. Without loss all pixels of the image must be held. */
static bool read_head(struct picture *p, str bytes, uint32_t width, struct err *err)
{
    WebPBitstreamFeatures features;
    VP8StatusCode status = WebPGetFeatures((const uint8_t *)bytes.p, bytes.n, &features);
    if (status != VP8_STATUS_OK)
        return read_failed(status, err);
    *p = (struct picture){.from_width = (uint32_t)features.width,
                          .from_height = (uint32_t)features.height,
                          .channels = features.has_alpha ? 4 : 3};
    if (!picture_fit(p, width, false, err))
        return false;
    uint64_t pixels = (uint64_t)p->from_width * p->from_height;
    if (features.format == 2 && pixels * 4 > LIMIT_IMAGE_WORKING)
        return err_set(err, ERR_LIMIT,
                       "the lossless WebP image has %u × %u pixels, which takes "
                       "too much memory",
                       p->from_width, p->from_height);
    return true;
}

bool webp_read(struct picture *out, struct arena *a, str bytes, uint32_t width, struct err *err)
{
    WebPDecoderConfig config;
    *out = (struct picture){0};
    if (!WebPInitDecoderConfig(&config))
        return err_set(err, ERR_INPUT, "libwebp is another than digest was built with");
    if (!read_head(out, bytes, width, err))
        return false;
    picture_allocate(out);
    size_t stride = (size_t)out->width * out->channels;
    config.options.use_scaling = out->width != out->from_width || out->height != out->from_height;
    config.options.scaled_width = (int)out->width;
    config.options.scaled_height = (int)out->height;
    config.output.colorspace = out->channels == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = (WebPRGBABuffer){out->pixels, (int)stride, stride * out->height};
    VP8StatusCode status = WebPDecode((const uint8_t *)bytes.p, bytes.n, &config);
    WebPFreeDecBuffer(&config.output);
    if (status != VP8_STATUS_OK) {
        picture_release(out);
        return read_failed(status, err);
    }
    out->profile = arena_copy(a, webp_profile(bytes));
    return true;
}

static int put_bytes(const uint8_t *bytes, size_t n, const WebPPicture *picture)
{
    struct buf *out = picture->custom_ptr;
    buf_add(out, (str){(const char *)bytes, n});
    return !out->over;
}

static bool encode(struct buf *out, const struct picture *p, const WebPConfig *config)
{
    WebPPicture webp;
    if (!WebPPictureInit(&webp))
        return false;
    int stride = (int)(p->width * p->channels);
    webp.width = (int)p->width;
    webp.height = (int)p->height;
    webp.writer = put_bytes;
    webp.custom_ptr = out;
    bool good = p->channels == 4 ? WebPPictureImportRGBA(&webp, p->pixels, stride)
                                 : WebPPictureImportRGB(&webp, p->pixels, stride);
    good = good && WebPEncode(config, &webp);
    WebPPictureFree(&webp);
    return good;
}

bool webp_write(str *out, struct arena *a, const struct picture *picture, int quality,
                struct err *err)
{
    WebPConfig config;
    struct buf bytes = buf_init(LIMIT_IMAGE_FETCHED), whole = buf_init(LIMIT_IMAGE_FETCHED);
    bool good = WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, (float)quality);
    config.low_memory = 1; /* half of it, for a third more of time */
    good = good && encode(&bytes, picture, &config);
    if (good && picture->profile.n)
        webp_add_profile(&whole, buf_str(&bytes), picture);
    if (good)
        *out = arena_copy(a, buf_str(picture->profile.n ? &whole : &bytes));
    good = good && !whole.over;
    buf_release(&bytes);
    buf_release(&whole);
    return good || err_set(err, ERR_LIMIT, "the image cannot be written as WebP");
}
#endif
