/* Attribute values with a grammar: numbers, dates, languages. What validators would complain of is
 * not valid here. */
#include "sanitize_tree.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool value_integer(str value, long min, long max, long *out)
{
    str s = str_trim(value);
    bool negative = s.n > 0 && s.p[0] == '-';
    uint64_t number;
    if (!str_to_uint(str_slice(s, negative ? 1 : 0, s.n), 1000000000, &number))
        return false;
    long n = negative ? -(long)number : (long)number;
    if (n < min || n > max)
        return false;
    *out = n;
    return true;
}

/* -- Dates and times (HTML Standard 2.3.5) ------------------------------------------------------ */

/* Takes n digits off *s. -1 when there are none. */
static int take_digits(str *s, size_t n)
{
    int value = 0;
    if (s->n < n)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(s->p[i]))
            return -1;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = str_slice(*s, n, s->n);
    return value;
}

static bool take_char(str *s, const char *any)
{
    if (s->n == 0 || !s->p[0] || !strchr(any, s->p[0]))
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static bool take_date(str *s)
{
    static const int days[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = take_digits(s, 4);
    if (year < 1000 || year > 2999 || !take_char(s, "-"))
        return false;
    int month = take_digits(s, 2);
    if (month < 1 || month > 12 || !take_char(s, "-"))
        return false;
    int day = take_digits(s, 2);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] - (month == 2 && !leap);
}

static bool take_time(str *s)
{
    int hour = take_digits(s, 2);
    if (hour < 0 || hour > 23 || !take_char(s, ":"))
        return false;
    int minute = take_digits(s, 2);
    if (minute < 0 || minute > 59)
        return false;
    if (!take_char(s, ":"))
        return true;
    int second = take_digits(s, 2);
    if (second < 0 || second > 59)
        return false;
    if (!take_char(s, "."))
        return true;
    size_t digits = 0;
    while (digits < s->n && is_digit(s->p[digits]))
        digits++;
    *s = str_slice(*s, digits, s->n);
    return digits >= 1 && digits <= 3;
}

static bool take_zone(str *s)
{
    if (take_char(s, "Z"))
        return true;
    if (!take_char(s, "+-"))
        return s->n == 0;
    int hour = take_digits(s, 2);
    take_char(s, ":");
    int minute = take_digits(s, 2);
    return hour >= 0 && hour <= 14 && minute >= 0 && minute <= 59;
}

bool value_is_datetime(str value)
{
    str s = value;
    if (take_date(&s)) {
        if (s.n == 0)
            return true;
        return take_char(&s, "T ") && take_time(&s) && take_zone(&s) && s.n == 0;
    }
    s = value;
    return take_time(&s) && s.n == 0;
}

/* -- Languages ---------------------------------------------------------------------------------- */

/* ISO 639-1, without the withdrawn codes. */
static const char languages[] =
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de"
    " dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz "
    "ia"
    " id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln "
    "lo"
    " lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi "
    "pl"
    " ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti "
    "tk"
    " tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/* ISO 3166-1, as far as the language subtag registry has them. */
static const char regions[] =
    " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS"
    " BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC "
    "EE"
    " EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK "
    "HM"
    " HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB "
    "LC"
    " LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
    "NA"
    " NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU "
    "RW"
    " SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN "
    "TO"
    " TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

/* Scripts that tell writings of one language apart. */
static const char scripts[] = " zh-Hans zh-Hant sr-Cyrl sr-Latn ";

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool is_listed(const char *list, const char *word)
{
    char key[16];
    size_t n = strlen(word);
    memcpy(key + 1, word, n);
    key[0] = key[n + 1] = ' ';
    key[n + 2] = 0;
    return strstr(list, key) != 0;
}

str value_language(struct arena *a, str value)
{
    str rest = str_trim(value), part;
    char tag[16] = "";
    if (!str_next_part(&rest, '-', &part) || part.n != 2)
        return (str){0};
    tag[0] = lower(part.p[0]);
    tag[1] = lower(part.p[1]);
    if (!is_listed(languages, tag))
        return (str){0};
    size_t n = 2;
    while (str_next_part(&rest, '-', &part) && n < 8) {
        if (part.n == 4 && n == 2) {
            char with[8] = {tag[0],           tag[1],           '-',
                            upper(part.p[0]), lower(part.p[1]), lower(part.p[2]),
                            lower(part.p[3])};
            if (is_listed(scripts, with)) {
                memcpy(tag, with, 7);
                n = 7;
            }
        } else if (part.n == 2) {
            char region[3] = {upper(part.p[0]), upper(part.p[1])};
            if (is_listed(regions, region)) {
                tag[n++] = '-';
                tag[n++] = region[0];
                tag[n++] = region[1];
            }
            break;
        }
    }
    return arena_copy(a, (str){tag, n});
}
