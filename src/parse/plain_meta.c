/* Lines that say something about the article: "By Jane Doe", "Published: …", "Tags: …". */
#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "names.h"
#include "plain.h"

/* What a line says. */
enum says {
    SAYS_AUTHORS,
    SAYS_PUBLISHED,
    SAYS_MODIFIED,
    SAYS_TAGS,
    SAYS_CATEGORIES,
    SAYS_SOURCE,
    SAYS_URL,
    SAYS_LANGUAGE, /* this and those below only in a block at the top */
    SAYS_TITLE,
    SAYS_DEK,
    SAYS_SENDER,  /* of a message: "Jane Doe <jane@example.org>" */
    SAYS_NOTHING, /* to us; but it belongs to the head */
};

/* Labels before a colon, folded, parted by "|". */
static const struct label_words {
    enum says says;
    bool foot; /* may stand at the end, too */
    const char *words;
} labels[] = {
    {SAYS_AUTHORS, false,
     "by|author|authors|byline|written by|words|words by|text|text by|story by|"
     "autor|autorin|autoren|auteur|auteurs|autores|von|par|por|di|作者|记者"},
    {SAYS_PUBLISHED, true,
     "date|published|published on|posted|posted on|first published|release date|"
     "datum|veröffentlicht|veröffentlicht am|publié le|publicado|fecha|data|日期|发布时间"},
    {SAYS_MODIFIED, true,
     "updated|updated on|last updated|modified|last modified|aktualisiert|"
     "aktualisiert am|stand|mis à jour le|actualizado"},
    {SAYS_TAGS, true,
     "tags|tag|keywords|topics|schlagwörter|schlagworte|mots-clés|etiquetas|标签|关键词"},
    {SAYS_CATEGORIES, true,
     "categories|category|section|rubrik|kategorie|kategorien|catégorie|"
     "catégories|categoría|categorías"},
    {SAYS_SOURCE, true, "source|sources|via|quelle|fuente|fonte|originally published at|来源"},
    {SAYS_URL, true, "url|link|original|original url|permalink|canonical"},
    {SAYS_LANGUAGE, false, "language|lang"},
    {SAYS_TITLE, false, "title|headline|subject|titel|titre|título|betreff"},
    {SAYS_DEK, false, "dek|subtitle|standfirst|subheading|subhead"},
    {SAYS_SENDER, false, "from"},
    {SAYS_NOTHING, false,
     "to|cc|bcc|reply-to|sender|message-id|mime-version|content-type|"
     "content-transfer-encoding|newsgroups|organization|x-mailer|user-agent|"
     "contact|for release|release"},
};

/* The same without a colon, each with the space that must follow. */
static const struct label_words prefixes[] = {
    {SAYS_AUTHORS, false,
     "by |von |par |por |written by |words by |text by |story by |reported by |"
     "text: "},
    {SAYS_PUBLISHED, false,
     "published on |published |posted on |posted |first published |"
     "veröffentlicht am |publié le |publicado el "},
    {SAYS_MODIFIED, false,
     "last updated on |last updated |last modified |updated on |updated |"
     "aktualisiert am |stand |mis à jour le |actualizado el "},
};

/* Lines about the article are short. */
#define META_LONGEST  400
#define LABEL_LONGEST 40

/* The length of the first of the words, parted by "|", that folded begins with; 0: none. */
static size_t match_prefix(str folded, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, '|', &one);)
        if (str_starts(folded, one))
            return one.n;
    return 0;
}

static bool match_whole(str folded, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, '|', &one);)
        if (str_eq(folded, one))
            return true;
    return false;
}

/* -- What the values are ---------------------------------------------------------------------- */

/* What comes before an address: "Jane Doe (jane@example.org)", "Jane Doe <…>", "Jane Doe @jane". */
static str before_contact(str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (strchr("(<@", value.p[i]))
            return str_trim(str_slice(value, 0, i));
    return value;
}

/* Names, and perhaps a date behind them: "Jane Doe, May 7, 2026", "Jane Doe on 7 May 2026". */
static bool read_authors(const struct text_job *job, str value, struct meta *meta)
{
    for (size_t i = 1; i < value.n; i++) {
        bool on = str_starts(str_slice(value, i, value.n), STR(" on "));
        size_t gap = on ? 4 : value.p[i] == ',' ? 1 : 0;
        struct stamp date;
        if (gap && text_date_read(job, str_slice(value, i + gap, value.n), INSTANT_NONE, &date)) {
            if (meta->published.utc == INSTANT_NONE)
                meta->published = date;
            value.n = i;
        }
    }
    return names_read_byline(&meta->authors, job->a, before_contact(value));
}

static bool read_sender(const struct text_job *job, str value, struct meta *meta)
{
    str name = before_contact(value);
    if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = str_slice(name, 1, name.n - 1);
    /* "jane@example.org" alone names nobody. */
    if (name.n && name.n < value.n && str_find_char(value, '@', 0) != name.n)
        label_list_add(&meta->authors, job->a, name);
    else if (str_find_char(value, '@', 0) == SIZE_MAX)
        label_list_add(&meta->authors, job->a, value);
    return true;
}

static bool read_date(const struct text_job *job, str value, struct stamp *out)
{
    struct stamp date;
    if (!text_date_read(job, value, INSTANT_NONE, &date))
        return false;
    if (out->utc == INSTANT_NONE)
        *out = date;
    return true;
}

static bool read_terms(const struct text_job *job, str value, struct label_list *list)
{
    size_t before = list->count;
    label_list_add_terms(list, job->a, value);
    return list->count > before;
}

static bool read_url(const struct text_job *job, str value, struct meta *meta)
{
    struct link link;
    if (!str_starts(value, STR("http")) || !link_read(&link, job->a, value))
        return false;
    meta->url = link.url;
    return true;
}

/* "Re: ", "Fwd: " before a subject. */
static str drop_reply(str subject)
{
    static const char *const words[] = {"re:", "fw:", "fwd:", "aw:", "wg:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (subject.n > n && str_eq_nocase(str_slice(subject, 0, n), str_of(words[i])))
            return drop_reply(str_trim(str_slice(subject, n, subject.n)));
    }
    return subject;
}

static bool read_said(const struct text_job *job, enum says says, str value, struct meta *meta)
{
    struct arena *a = job->a;
    switch (says) {
    case SAYS_AUTHORS: return read_authors(job, value, meta);
    case SAYS_SENDER: return read_sender(job, value, meta);
    case SAYS_PUBLISHED: return read_date(job, value, &meta->published);
    case SAYS_MODIFIED: return read_date(job, value, &meta->modified);
    case SAYS_TAGS: return read_terms(job, value, &meta->tags);
    case SAYS_CATEGORIES: return read_terms(job, value, &meta->categories);
    case SAYS_SOURCE: return link_read(&meta->via, a, value);
    case SAYS_URL: return read_url(job, value, meta);
    case SAYS_LANGUAGE: meta->language = language_tag(a, value); return true;
    case SAYS_TITLE: meta->title = text_clean(a, drop_reply(value), LIMIT_TITLE); return true;
    case SAYS_DEK: meta->dek = text_clean(a, value, LIMIT_FIELD); return true;
    case SAYS_NOTHING: return true;
    }
    return false;
}

/* -- Lines ------------------------------------------------------------------------------------ */

/* Splits "Key: value", with a key of letters, at its colon; the full-width one needs no space. */
static bool split_pair(str line, str *key, str *value)
{
    str head = str_slice(line, 0, LABEL_LONGEST);
    size_t colon = str_find_char(head, ':', 0), wide = str_find(head, STR("："), 0);
    size_t at = colon < wide ? colon : wide, spaces = 0;
    size_t behind = at == SIZE_MAX ? 0 : at + (colon < wide ? 1 : strlen("："));
    if (behind <= 1 || (colon < wide && behind < line.n && line.p[behind] != ' '))
        return false;
    for (size_t i = 0; i < at; i++) {
        spaces += line.p[i] == ' ';
        if (strchr(".,;!?()\"/", line.p[i]))
            return false;
    }
    *key = str_trim(str_slice(line, 0, at));
    *value = str_trim(str_slice(line, behind, line.n));
    return spaces <= 2;
}

bool meta_line_is_pair(str line)
{
    str key, value;
    return split_pair(line, &key, &value);
}

/* "Label: value". */
static bool read_pair(const struct text_job *job, str line, enum meta_place place,
                      struct meta *meta)
{
    str label, value;
    if (!split_pair(line, &label, &value))
        return false;
    label = utf8_fold(job->a, label);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (!match_whole(label, labels[i].words) || (place == META_FOOT && !labels[i].foot))
            continue;
        if (place != META_BLOCK && labels[i].says >= SAYS_LANGUAGE)
            return false;
        return value.n && read_said(job, labels[i].says, value, meta);
    }
    return false;
}

/* "4 min read", "4 minutes". */
static bool is_reading_time(str part)
{
    str number, rest = part;
    uint64_t minutes;
    return str_next_part(&rest, ' ', &number) && str_to_uint(number, 600, &minutes) &&
           (str_starts(rest, STR("min")) || str_starts(rest, STR("Min")));
}

/* One part of a line, without a label that has a colon. */
static bool read_unlabelled(const struct text_job *job, str part, struct meta *meta)
{
    str folded = utf8_fold(job->a, part);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t n = match_prefix(folded, prefixes[i].words);
        /* Folding keeps the length of all that is matched. */
        if (n && n < part.n &&
            read_said(job, prefixes[i].says, str_trim(str_slice(part, n, part.n)), meta))
            return true;
    }
    return read_date(job, part, &meta->published) || is_reading_time(part);
}

/* Takes the next part of a line such as "By Jane Doe | May 7, 2026" off *rest. */
static bool next_part(str *rest, str *part)
{
    static const char *const bars[] = {" | ", " · ", " • ", " — ", " – ", " / "};
    size_t end = rest->n, skip = 0;
    if (rest->n == 0)
        return false;
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        size_t at = str_find(str_slice(*rest, 0, end), str_of(bars[i]), 0);
        if (at != SIZE_MAX) {
            end = at;
            skip = strlen(bars[i]);
        }
    }
    *part = str_trim(str_slice(*rest, 0, end));
    *rest = str_slice(*rest, end + skip, rest->n);
    return true;
}

/* A part of a byline that says nothing more: "Staff Writer". */
#define ASIDE_COLUMNS 30

/* Reads a line whose parts, parted by bars, each say something. */
static bool read_parts(const struct text_job *job, str line, enum meta_place place,
                       struct meta *meta)
{
    bool any = false;
    for (str part; next_part(&line, &part);) {
        bool said = read_pair(job, part, place, meta) ||
                    (place == META_HEAD && read_unlabelled(job, part, meta));
        if (!said && !(any && text_columns(part) <= ASIDE_COLUMNS && !text_ends_sentence(part)))
            return false;
        any = true;
    }
    return any;
}

bool meta_line_read(const struct text_job *job, str line, enum meta_place place, struct meta *meta)
{
    struct meta read = *meta;
    if (line.n == 0 || line.n > META_LONGEST)
        return false;
    /* A value may have bars of its own, so the whole line comes first. */
    if (!read_pair(job, line, place, &read)) {
        read = *meta;
        if (place == META_BLOCK || !read_parts(job, line, place, &read))
            return false;
    }
    *meta = read;
    return true;
}
