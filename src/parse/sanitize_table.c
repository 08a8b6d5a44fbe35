/*
 * Tables whose rows all have the same number of columns, whose cells do not overlap, whose every
 * row and column has a cell that begins in it (HTML Standard 4.9.12).
 */
#include "digest/limits.h"
#include "sanitize_line.h"

/* A cell on the grid. */
struct cell {
    struct node *node;
    size_t row, column; /* row within the section */
    size_t columns, rows;
};

/* A section of rows: thead, tbody or tfoot. */
struct grid {
    struct arena *a;
    struct cell *cells;
    size_t count, cap;
    size_t *until; /* by column: the row (over the whole table) before which it is taken */
    size_t until_cap;
    size_t width;
    size_t busy; /* the row before which all row spans so far end */
    size_t work; /* columns looked at: bounded, see WORK_PER_CELL */
    size_t pads; /* cells added */
};

/* Columns beyond this are taken by cells only, not by spans. */
#define COLUMNS_MAX 1000

/* When finding places costs more than this per cell, row spans are used to waste time: they go. */
#define WORK_PER_CELL 64
#define WORK_FREE     10000
/* So do they when more cells must be added than there are, and these. */
#define PADS_FREE 100

static size_t span_of(const struct node *cell, const char *name)
{
    str value = node_attr(cell, name);
    uint64_t span = 1;
    if (value.n > 0 && str_to_uint(value, 65534, &span))
        return (size_t)span;
    return 1;
}

static void set_span(struct arena *a, struct node *cell, const char *name, size_t span)
{
    bool written = node_attr(cell, name).n > 0;
    if (span > 1 && span_of(cell, name) != span)
        node_set_attr(a, cell, name, arena_printf(a, "%zu", span));
    else if (span <= 1 && written)
        node_drop_attr(a, cell, name);
}

/* Rows that follow `row` in its section, itself included. */
static size_t rows_left(const struct node *row)
{
    size_t n = 0;
    for (; row; row = row->next)
        n++;
    return n;
}

static bool is_taken(struct grid *g, size_t column, size_t row)
{
    if (g->busy <= row)
        return false;
    g->work++;
    return column < g->until_cap && g->until[column] > row;
}

/* Marks the columns of a cell that reaches into further rows. */
static void take(struct grid *g, const struct cell *cell)
{
    size_t end = cell->column + cell->columns;
    if (cell->rows < 2)
        return;
    while (end > g->until_cap) {
        size_t cap = g->until_cap ? g->until_cap * 2 : 16;
        size_t *grown = arena_array(g->a, cap, sizeof *grown);
        if (g->until_cap > 0)
            memcpy(grown, g->until, g->until_cap * sizeof *grown);
        g->until = grown;
        g->until_cap = cap;
    }
    for (size_t i = cell->column; i < end; i++)
        g->until[i] = cell->row + cell->rows;
    g->busy = cell->row + cell->rows > g->busy ? cell->row + cell->rows : g->busy;
    g->work += cell->columns;
}

static void place_row(struct grid *g, struct node *row, size_t index, size_t left)
{
    size_t column = 0, first = g->count;
    for (struct node *n = row->first; n; n = n->next) {
        while (is_taken(g, column, index))
            column++;
        size_t columns = span_of(n, "colspan"), rows = span_of(n, "rowspan"), fit = 1;
        rows = rows == 0 || rows > left ? left : rows;
        while (fit < columns && column + fit < COLUMNS_MAX && !is_taken(g, column + fit, index))
            fit++;
        g->cells = arena_grow(g->a, g->cells, g->count, &g->cap, sizeof *g->cells);
        g->cells[g->count++] = (struct cell){n, index, column, fit, rows};
        column += fit;
        g->width = column > g->width ? column : g->width;
    }
    for (size_t i = first; i < g->count; i++)
        take(g, &g->cells[i]);
}

/* Lays out all rows. False when row spans make that too expensive. */
static bool place_all(struct grid *g, struct node *table, size_t cells)
{
    size_t index = 0;
    for (struct node *section = table->first; section; section = section->next) {
        if (section->element == EL_CAPTION)
            continue;
        size_t left = rows_left(section->first);
        for (struct node *row = section->first; row; row = row->next) {
            place_row(g, row, index++, left--);
            if (g->work > WORK_FREE + WORK_PER_CELL * cells)
                return false;
        }
    }
    return true;
}

/* kept[i] = columns before i in which a cell begins. */
static size_t *count_columns(struct grid *g)
{
    size_t *kept = arena_array(g->a, g->width + 1, sizeof *kept);
    for (size_t i = 0; i < g->count; i++)
        kept[g->cells[i].column + 1] = 1;
    for (size_t i = 0; i < g->width; i++)
        kept[i + 1] += kept[i];
    return kept;
}

/* An empty cell at the end of row. */
static void pad(struct cleaner *c, struct grid *g, struct node *row, size_t columns)
{
    g->pads++;
    struct node *cell = node_new(c->scratch, row, EL_TD);
    set_span(c->scratch, cell, "colspan", columns);
}

/* Fills what is free in one row behind its last cell. */
static void pad_row(struct cleaner *c, struct grid *g, const size_t *kept, const struct cell *last)
{
    size_t from = last->column + last->columns;
    while (from < g->width) {
        size_t to = from;
        while (to < g->width && g->busy > last->row && !is_taken(g, to, last->row))
            to++;
        to = g->busy > last->row ? to : g->width;
        if (kept[to] > kept[from])
            pad(c, g, last->node->parent, kept[to] - kept[from]);
        from = to;
        while (from < g->width && is_taken(g, from, last->row))
            from++;
    }
}

/* Makes all rows equally long. Gaps between cells cannot arise, as each cell takes the first free
 * place. False when row spans make it too expensive. */
static bool pad_rows(struct cleaner *c, struct grid *g, const size_t *kept)
{
    size_t budget = WORK_FREE + WORK_PER_CELL * g->count;
    if (g->until_cap > 0)
        memset(g->until, 0, g->until_cap * sizeof *g->until);
    g->work = g->busy = 0;
    for (size_t i = 0; i < g->count; i++) {
        /* The cells of this row reach down only once its end was found. */
        size_t first = i;
        while (i + 1 < g->count && g->cells[i + 1].row == g->cells[first].row)
            i++;
        pad_row(c, g, kept, &g->cells[i]);
        for (size_t k = first; k <= i; k++)
            take(g, &g->cells[k]);
        if (g->work > budget || g->pads > g->count + PADS_FREE)
            return false;
    }
    return true;
}

static void write_spans(struct cleaner *c, const struct grid *g, const size_t *kept)
{
    for (size_t i = 0; i < g->count; i++) {
        const struct cell *cell = &g->cells[i];
        set_span(c->scratch, cell->node, "colspan",
                 kept[cell->column + cell->columns] - kept[cell->column]);
        set_span(c->scratch, cell->node, "rowspan", cell->rows);
    }
}

/* Takes out rows without cells; spans that ran through them get shorter. */
static void drop_empty_rows(struct cleaner *c, struct node *section)
{
    size_t rows = rows_left(section->first), i = 0;
    size_t *full = arena_array(c->scratch, rows + 1, sizeof *full);
    for (struct node *row = section->first; row; row = row->next, i++)
        full[i + 1] = full[i] + (row->first != 0);
    if (full[rows] == rows)
        return;
    i = 0;
    struct node *next;
    for (struct node *row = section->first; row; row = next, i++) {
        next = row->next;
        for (struct node *cell = row->first; cell; cell = cell->next) {
            size_t span = span_of(cell, "rowspan");
            size_t end = span == 0 || span > rows - i ? rows : i + span;
            if (span != 1)
                set_span(c->scratch, cell, "rowspan", full[end] - full[i]);
        }
        if (!row->first)
            node_remove(row);
    }
}

/* Headers that say nothing are ordinary cells. */
static size_t tidy_cells(struct cleaner *c, struct node *table)
{
    size_t cells = 0;
    for (struct node *section = table->first; section; section = section->next)
        for (struct node *row = section->first; row; row = row->next)
            for (struct node *n = row->first; n && section->element != EL_CAPTION; n = n->next) {
                cells++;
                if (n->element != EL_TH || node_is_named(n))
                    continue;
                n->element = EL_TD;
                node_drop_attr(c->scratch, n, "scope");
                node_drop_attr(c->scratch, n, "abbr");
            }
    return cells;
}

static void drop_row_spans(struct cleaner *c, struct node *table)
{
    for (struct node *n = table; n; n = node_next(n, table))
        if ((n->element == EL_TD || n->element == EL_TH) && n->parent->parent->parent == table)
            node_drop_attr(c->scratch, n, "rowspan");
}

/* Makes a caption that its table has no use for a paragraph before the table. */
static void caption_move_out(struct cleaner *c, struct node *caption)
{
    struct node *table = caption->parent;
    caption->element = EL_P;
    node_move(caption, table->parent, table);
    paragraph_link(c, caption);
}

/* One caption first, then one head, bodies, one foot; sections without rows go. */
static void order_sections(struct cleaner *c, struct node *table)
{
    struct node *caption = 0, *head = 0, *foot = 0, *next;
    for (struct node *n = table->first; n; n = next) {
        next = n->next;
        if (n->element != EL_CAPTION)
            drop_empty_rows(c, n);
        if (!n->first) {
            node_remove(n);
        } else if (n->element == EL_CAPTION && caption) {
            caption_move_out(c, n);
        } else if (n->element == EL_CAPTION) {
            caption = n;
        } else if (n->element == EL_THEAD && !head) {
            head = n;
        } else if (n->element == EL_TFOOT && !foot) {
            foot = n;
        } else {
            n->element = EL_TBODY;
        }
    }
    if (head)
        node_move(head, table, table->first);
    if (caption)
        node_move(caption, table, table->first);
    if (foot)
        node_move(foot, table, 0);
}

bool table_tidy(struct cleaner *c, struct node *table)
{
    order_sections(c, table);
    struct node *last = table->last;
    if (last && last->element == EL_CAPTION)
        caption_move_out(c, last); /* there are no rows */
    if (!node_is_seen(table))
        return false;
    size_t cells = tidy_cells(c, table);
    for (int attempt = 0; attempt < 2; attempt++) {
        struct grid g = {.a = c->scratch};
        if (place_all(&g, table, cells)) {
            size_t *kept = count_columns(&g);
            if (pad_rows(c, &g, kept)) {
                write_spans(c, &g, kept);
                return true;
            }
        }
        drop_row_spans(c, table);
    }
    return true;
}
