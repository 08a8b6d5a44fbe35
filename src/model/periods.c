/* Days, months and years: runs of entries, since entries are in the order of time. */
#include "parts.h"

enum unit { UNIT_DAY, UNIT_MONTH, UNIT_YEAR };

static struct period period_of(const struct entry *entry, enum unit unit)
{
    return (struct period){
        .year = entry->date.year,
        .month = unit == UNIT_YEAR ? 0 : entry->date.month,
        .day = unit == UNIT_DAY ? entry->date.day : 0,
    };
}

static bool same_period(const struct period *a, const struct period *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

static struct periods periods_of(const struct build *b, enum unit unit)
{
    struct periods out = {0};
    size_t cap = 0;
    for (size_t i = 0; i < b->model->count; i++) {
        struct period here = period_of(b->model->entries[i], unit);
        struct period *last = out.count ? &out.items[out.count - 1] : NULL;
        if (last && same_period(last, &here)) {
            last->count++;
            continue;
        }
        here.entries = b->model->entries + i;
        here.count = 1;
        out.items = arena_grow(b->arena, out.items, out.count, &cap, sizeof *out.items);
        out.items[out.count++] = here;
    }
    return out;
}

void build_periods(struct build *b)
{
    b->model->days = periods_of(b, UNIT_DAY);
    b->model->months = periods_of(b, UNIT_MONTH);
    b->model->years = periods_of(b, UNIT_YEAR);
}
