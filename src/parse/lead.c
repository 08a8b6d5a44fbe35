/* The beginning of a text that can stand for it: see lead.h. */
#include "lead.h"

#include "digest/buf.h"
#include "digest/limits.h"

/* Bytes of text that a summary can be made of, and more than it can use. */
#define LEAD_LEAST ((size_t)120)
#define LEAD_MOST  ((size_t)1280)

bool text_drop_end(str *s, const char *const *ends)
{
    for (size_t i = 0; ends[i]; i++) {
        str end = str_of(ends[i]);
        if (str_ends(*s, end)) {
            *s = str_slice(*s, 0, s->n - end.n);
            return true;
        }
    }
    return false;
}

bool text_is_whole(str text)
{
    static const char *const closing[] = {"\"", "'", ")", "]", "”", "’", "»", "›", "“", "」", NULL};
    static const char *const stops[] = {".", "!", "?", "。", "！", "？", "؟", "۔", "।", "։", NULL};
    str s = str_trim(text);
    while (text_drop_end(&s, closing))
        continue;
    return !str_ends(s, STR("...")) && text_drop_end(&s, stops);
}

str text_lead(struct arena *a, str text)
{
    struct buf lead = buf_init(text.n + LIMIT_SUMMARY);
    for (str rest = text, line; str_next_line(&rest, &line) && lead.n < LEAD_MOST;) {
        if (text_is_whole(line)) {
            buf_add(&lead, str_trim(line));
            buf_addc(&lead, ' ');
        } else if (lead.n > LEAD_LEAST) {
            break;
        }
    }
    str found = lead.n ? arena_copy(a, str_trim(buf_str(&lead))) : str_trim(text);
    buf_release(&lead);
    return found;
}
