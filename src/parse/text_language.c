/*
 * The language of a text whose source says another one, as far as its script gives it away.
 *
 * Nothing is guessed among languages of the Latin script, and a source of another script is
 * believed. But Arabic text in an English source is not English: it runs the other way.
 */
#include "digest/utf8.h"
#include "text.h"

/* Scripts that one language, or one above all, is written in. */
static const struct script {
    uint32_t first, last;
    const char *language;
} scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0400, 0x052F, "ru"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"},
    {0x0600, 0x06FF, "ar"}, {0x0900, 0x097F, "hi"}, {0x0980, 0x09FF, "bn"}, {0x0B80, 0x0BFF, "ta"},
    {0x0E00, 0x0E7F, "th"}, {0x10A0, 0x10FF, "ka"}, {0x3040, 0x30FF, "ja"}, {0x3400, 0x9FFF, "zh"},
    {0xAC00, 0xD7A3, "ko"},
};

/* Letters of one language of a script that the one above has not. */
static const struct letter {
    uint32_t letter;
    const char *script, *language;
} letters[] = {
    {0x0456, "ru", "uk"}, {0x0457, "ru", "uk"}, {0x0454, "ru", "uk"}, {0x067E, "ar", "fa"},
    {0x06CC, "ar", "fa"}, {0x06A9, "ar", "fa"}, {0x0679, "ar", "ur"}, {0x06D2, "ar", "ur"},
};

#define SCRIPTS (sizeof scripts / sizeof *scripts)
#define LETTERS (sizeof letters / sizeof *letters)

/* Characters that are enough to tell. */
#define LANGUAGE_SAMPLE 4000

/* Languages of other scripts than Latin, which are believed. */
static bool is_latin(str language)
{
    static const char *const others =
        "ar,arc,be,bg,bn,ckb,dv,el,fa,gu,he,hi,hy,iw,ja,ka,kk,km,kn,ko,ks,ky,lo,mk,ml,mn,mr,my,ne,"
        "or,pa,ps,ru,sd,si,sr,syr,ta,te,tg,th,ti,ug,uk,ur,yi,yue,zh";
    size_t hyphen = str_find_char(language, '-', 0);
    str primary = str_slice(language, 0, hyphen);
    for (str all = str_of(others), one; str_next_part(&all, ',', &one);)
        if (str_eq_nocase(one, primary))
            return false;
    return true;
}

str text_language(str text, str language)
{
    size_t counts[SCRIPTS] = {0}, seen[LETTERS] = {0}, total = 0, best = 0;
    if (!is_latin(language))
        return language;
    for (size_t at = 0; at < text.n && total < LANGUAGE_SAMPLE;) {
        uint32_t c = utf8_next(text, &at);
        if (!utf8_is_word(c) || (c >= '0' && c <= '9'))
            continue;
        total++;
        for (size_t i = 0; c >= scripts[0].first && i < SCRIPTS; i++)
            counts[i] += c >= scripts[i].first && c <= scripts[i].last;
        for (size_t i = 0; c >= scripts[0].first && i < LETTERS; i++)
            seen[i] += c == letters[i].letter;
    }
    size_t kana = SCRIPTS - 3, han = SCRIPTS - 2;
    if (counts[kana] * 10 > counts[han])
        counts[kana] += counts[han];
    for (size_t i = 1; i < SCRIPTS; i++)
        best = counts[i] > counts[best] ? i : best;
    if (counts[best] * 2 <= total)
        return language;
    str found = str_of(scripts[best].language);
    for (size_t i = 0; i < LETTERS; i++)
        if (seen[i] * 100 > counts[best] && str_is(found, letters[i].script))
            return str_of(letters[i].language);
    return found;
}
