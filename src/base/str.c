/* Operations on borrowed bytes that are too long to be inline. */
#include "digest/str.h"

static unsigned char fold_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : (unsigned char)c;
}

/* HTML's five white space characters. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

int str_compare(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (fold_ascii(a.p[i]) != fold_ascii(b.p[i]))
            return false;
    return true;
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

bool str_ends_nocase(str s, str suffix)
{
    return s.n >= suffix.n && str_eq_nocase(str_slice(s, s.n - suffix.n, s.n), suffix);
}

size_t str_find(str s, str needle, size_t from)
{
    if (from > s.n || needle.n > s.n - from)
        return SIZE_MAX;
    if (needle.n == 0)
        return from;
    const char *found = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return found ? (size_t)(found - s.p) : SIZE_MAX;
}

size_t str_find_char(str s, char c, size_t from)
{
    if (from >= s.n)
        return SIZE_MAX;
    const char *found = memchr(s.p + from, c, s.n - from);
    return found ? (size_t)(found - s.p) : SIZE_MAX;
}

bool str_has(str s, str needle)
{
    return str_find(s, needle, 0) != SIZE_MAX;
}

str str_trim(str s)
{
    size_t from = 0, to = s.n;
    while (from < to && is_space(s.p[from]))
        from++;
    while (to > from && is_space(s.p[to - 1]))
        to--;
    return str_slice(s, from, to);
}

bool str_next_line(str *rest, str *line)
{
    if (rest->n == 0)
        return false;
    /* One pass over both kinds of ending: looking for LF first would make a file that has only
     * CRs cost the square of its length. */
    size_t end = 0;
    while (end < rest->n && rest->p[end] != '\n' && rest->p[end] != '\r')
        end++;
    size_t next = end < rest->n ? end + 1 : end;
    if (next < rest->n && rest->p[end] == '\r' && rest->p[next] == '\n')
        next++;
    *line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, next, rest->n);
    return true;
}

bool str_next_part(str *rest, char separator, str *part)
{
    if (rest->n == 0)
        return false;
    size_t at = str_find_char(*rest, separator, 0);
    size_t end = at == SIZE_MAX ? rest->n : at;
    *part = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, at == SIZE_MAX ? end : end + 1, rest->n);
    return true;
}

bool str_to_uint(str s, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (digit > max || value > (max - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

#define DISTANCE_MAX 64

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: the rows of the usual table, of which the last two are kept. */
size_t str_distance(str a, str b)
{
    if (a.n > DISTANCE_MAX || b.n > DISTANCE_MAX)
        return SIZE_MAX;
    size_t rows[3][DISTANCE_MAX + 1];
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = above[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            now[j] = least(change, least(above[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                now[j] = least(now[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}
