/* How an index is cut into pages that keep their place when it grows. */
#include "digest/model.h"

struct paging paging_of(size_t count, size_t per_page)
{
    struct paging paging = {0, count};
    if (count >= 2 * per_page)
        paging.pages = count / per_page - 1;
    paging.head = count - paging.pages * per_page;
    return paging;
}

void paging_range(struct paging paging, size_t per_page, size_t count, size_t number, size_t *from,
                  size_t *to)
{
    *from = number ? count - number * per_page : 0;
    *to = number ? *from + per_page : paging.head;
}
