/* Plain text → markup and what it says of the article. */
#include "plain.h"

#include "digest/limits.h"

bool plain_read(struct text_job *job, str text, const struct meta *front, struct meta *inferred,
                struct buf *out, struct err *err)
{
    struct plain p = {.job = job, .front = front, .meta = inferred};
    if (!lines_split(&p.lines, job->a, text, err))
        return false;
    p.joined = buf_init(3 * LIMIT_TEXT_FILE);
    plain_read_ends(&p);
    build_init(&p.build, job->a, out);
    struct lines body = lines_slice(&p.lines, p.from, p.to);
    plain_read_blocks(&p, &body, 0);
    build_finish(&p.build);
    buf_release(&p.joined);
    if (out->over)
        return err_set(err, ERR_LIMIT, "the article's markup is over %zu MiB", LIMIT_BODY >> 20);
    return true;
}
