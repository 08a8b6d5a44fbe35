/* A post's dates. */
#include "wp.h"

/* No place on earth is further from UTC than 14 hours; sites are set wrong, but not by days. */
#define OFFSET_MOST INT64_C(64800)

static bool read_date(struct wp *wp, struct json_text t, struct stamp *out, bool *has_zone)
{
    return time_parse_iso(json_decode(&wp->scratch, t, 64, NULL), out, has_zone);
}

/*
 * The instant of a pair of fields: `gmt` is UTC and `local` the same in the site's time, without
 * saying so; their difference is the offset. WordPress.com has only a local one with its offset.
 */
static bool read_pair(struct wp *wp, struct json_text gmt, struct json_text local,
                      struct stamp *out)
{
    struct stamp utc, there;
    bool utc_zone, zone;
    bool has_utc = read_date(wp, gmt, &utc, &utc_zone);
    bool has_local = read_date(wp, local, &there, &zone);
    if (!has_utc && !has_local)
        return false;
    if (!has_utc && zone) {
        *out = there;
    } else if (!has_utc) {
        int64_t instant = zone_instant(wp->raw.zone, civil_of(there.utc, 0));
        *out = (struct stamp){instant, zone_offset(wp->raw.zone, instant)};
    } else {
        int64_t offset = has_local && !zone ? there.utc - utc.utc : has_local ? there.offset : 0;
        bool likely = offset >= -OFFSET_MOST && offset <= OFFSET_MOST && offset % 60 == 0;
        *out = (struct stamp){utc.utc, likely ? (int32_t)offset : 0};
    }
    return true;
}

void wp_dates(struct wp *wp, const struct wp_post *post, struct article *article)
{
    const struct wp_fields *f = &post->fields;
    bool published = read_pair(wp, f->date_gmt, f->date, &article->published);
    bool modified = read_pair(wp, f->modified_gmt, f->modified, &article->modified);
    if (!published && modified) {
        article->published = article->modified;
    } else if (!published) {
        article->published = (struct stamp){wp->raw.item->mtime, 0};
        article->dated_by_file = true;
        wp_problem(wp, post, false, "has no date; the %s is used",
                   wp->raw.item->stored ? "time it was first fetched" : "file's time");
    }
    /* A scheduled post was last modified before it came out; that is no update. */
    if (!modified || article->modified.utc < article->published.utc)
        article->modified = article->published;
}
