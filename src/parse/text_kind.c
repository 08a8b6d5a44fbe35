/* What a file is when it is no text: by the signatures that file formats begin with. */
#include "text_kind.h"

/* Literals are split where an escape would run into the letters behind it. */
#define SIGNATURE(at, bytes, name)                                                                 \
    {                                                                                              \
        at, sizeof(bytes) - 1, bytes, name                                                         \
    }

static const struct signature {
    size_t at, n;
    const char *bytes;
    const char *name;
} signatures[] = {
    SIGNATURE(0, "\x89PNG\r\n", "a PNG image"),
    SIGNATURE(0, "\xFF\xD8\xFF", "a JPEG image"),
    SIGNATURE(0, "GIF87a", "a GIF image"),
    SIGNATURE(0, "GIF89a", "a GIF image"),
    SIGNATURE(8, "WEBPVP8", "a WebP image"),
    SIGNATURE(0, "II*\0", "a TIFF image"),
    SIGNATURE(0, "MM\0*", "a TIFF image"),
    SIGNATURE(4, "ftypavif", "an AVIF image"),
    SIGNATURE(4, "ftyphei", "a HEIC image"),
    SIGNATURE(4, "ftyp", "an MP4 video"),
    SIGNATURE(8, "WAVEfmt", "a WAV recording"),
    SIGNATURE(0, "OggS\0", "an Ogg recording"),
    SIGNATURE(0, "fLaC\0", "a FLAC recording"),
    SIGNATURE(0, "ID3\x02", "an MP3 recording"),
    SIGNATURE(0, "ID3\x03", "an MP3 recording"),
    SIGNATURE(0, "ID3\x04", "an MP3 recording"),
    SIGNATURE(0, "%PDF-", "a PDF document"),
    SIGNATURE(0, "%!PS-Adobe", "a PostScript document"),
    SIGNATURE(0, "{\\rtf", "an RTF document"),
    SIGNATURE(0, "\xD0\xCF\x11\xE0\xA1\xB1", "an old Word or Office document"),
    SIGNATURE(30, "mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
    SIGNATURE(30, "mimetypeapplication/epub+zip", "an EPUB book"),
    SIGNATURE(0, "PK\x03\x04", "a ZIP archive or Office document"),
    SIGNATURE(0, "PK\x05\x06", "an empty ZIP archive"),
    SIGNATURE(0, "\x1F\x8B\x08", "a gzip archive"),
    SIGNATURE(0, "BZh91AY&SY", "a bzip2 archive"),
    SIGNATURE(0,
              "\xFD"
              "7zXZ\0",
              "an xz archive"),
    SIGNATURE(0, "\x28\xB5\x2F\xFD", "a zstd archive"),
    SIGNATURE(0, "7z\xBC\xAF\x27\x1C", "a 7z archive"),
    SIGNATURE(0, "Rar!\x1A\x07", "a RAR archive"),
    SIGNATURE(0,
              "\x7F"
              "ELF",
              "a program (ELF)"),
    SIGNATURE(0, "MZ\x90\0", "a Windows program"),
    SIGNATURE(0, "\xCA\xFE\xBA\xBE", "a Java class"),
    SIGNATURE(0, "\0asm", "a WebAssembly program"),
    SIGNATURE(0, "SQLite format 3\0", "an SQLite database"),
    SIGNATURE(0, "wOFF\0", "a font"),
    SIGNATURE(0, "wOF2\0", "a font"),
    SIGNATURE(0, "\0\1\0\0\0", "a font"),
};

/* Text has next to no control characters, though an old one may have a few; of a compressed or
 * executable file about one byte in ten is one. */
static bool is_binary(str bytes)
{
    size_t controls = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        controls += (c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1A && c != 0x1B) || c == 0x7F;
    }
    return controls > bytes.n / 50 + 4;
}

const char *text_kind_binary(str bytes, bool utf16)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *s = &signatures[i];
        if (str_eq(str_slice(bytes, s->at, s->at + s->n), (str){s->bytes, s->n}))
            return s->name;
    }
    return !utf16 && is_binary(bytes) ? "binary data" : NULL;
}

static bool starts_nocase(str s, const char *prefix)
{
    str p = str_of(prefix);
    return str_eq_nocase(str_slice(s, 0, p.n), p) && s.n >= p.n;
}

/* JSON, or the JSON front matter of another generator: a brace, and at once a quoted key. */
static bool is_json(str text)
{
    bool brace = false;
    while (text.n && strchr("{[", text.p[0])) {
        brace = text.p[0] == '{';
        text = str_trim(str_slice(text, 1, text.n));
    }
    if (!brace || text.n == 0 || text.p[0] != '"')
        return false;
    size_t end = str_find_char(text, '"', 1);
    return end != SIZE_MAX && str_starts(str_trim(str_slice(text, end + 1, text.n)), STR(":"));
}

const char *text_kind_markup(str text, const char **hint)
{
    text = str_trim(str_slice(text, 0, 4096));
    *hint = "save the article as plain text or Markdown";
    if (starts_nocase(text, "<!doctype html") || starts_nocase(text, "<html") ||
        starts_nocase(text, "<head>") || starts_nocase(text, "<body"))
        return "an HTML page";
    if (starts_nocase(text, "<?xml") || starts_nocase(text, "<rss") || starts_nocase(text, "<feed"))
        return "an XML document";
    if (is_json(text)) {
        *hint = "give saved WordPress answers to a `wordpress:` source; front matter is YAML";
        return "JSON";
    }
    return NULL;
}
