/*
 * Every limit of the program, in one place, with its reason. Sizes in bytes unless said otherwise.
 */
#ifndef DIGEST_LIMITS_H
#define DIGEST_LIMITS_H

/* -- Input ------------------------------------------------------------------------------------ */

/* A configuration file; real ones have a few kilobytes. */
#define LIMIT_CONFIG ((size_t)1 << 20)
/* Sources of a site: more is a crawler, and each costs a page, a feed and lines in the report. */
#define LIMIT_SOURCES 1000
/* A saved answer of the WordPress API, read whole: about 3,000 posts with everything embedded. */
#define LIMIT_JSON_FILE ((size_t)64 << 20)
/* Posts in one such answer: more can only be crumbs, which would take far more memory than they
 * have bytes. */
#define LIMIT_POSTS_PER_FILE ((size_t)20000)
/* The articles of one file, packed for the store; larger ones are parsed anew each time. */
#define LIMIT_ITEM ((size_t)128 << 20)
/* A plain-text or Markdown article: three times the longest novel's chapter is still far below. */
#define LIMIT_TEXT_FILE ((size_t)4 << 20)
/* Lines of a plain-text article that are not blank: 35 bytes each in a file of the largest size. With
 * a paragraph in each, the body stays below LIMIT_HTML_NODES. */
#define LIMIT_TEXT_LINES ((size_t)120000)
/* URLs of a plain-text article that are made links; each takes half a kilobyte of memory. */
#define LIMIT_TEXT_LINKS ((size_t)20000)
/* Characters of a Markdown article that can open or close markup, line ends among them; cmark takes
 * up to 400 bytes of memory for each. A page full of links has one in ten. */
#define LIMIT_MARKDOWN_MARKS ((size_t)250000)
/* Openers of images times closing brackets, summed over paragraphs: cmark 0.30's steps for
 * "![[]()" repeated, 10 ns each. */
#define LIMIT_MARKDOWN_STEPS ((size_t)1 << 25)
/* Front matter of an article. */
#define LIMIT_FRONT_MATTER ((size_t)64 << 10)
/* An image copied from beside an article. */
#define LIMIT_IMAGE_FILE ((size_t)32 << 20)
/* A template, and a stylesheet. */
#define LIMIT_TEMPLATE ((size_t)1 << 20)
/* JSON nesting: WordPress needs about ten levels. */
#define LIMIT_JSON_DEPTH 512
/* A pattern of a filter, and filters of one list: each is looked for in each article. */
#define LIMIT_PATTERN ((size_t)2000)
#define LIMIT_FILTERS 500
/* How much of a text a pattern is looked for in: 40,000 words. */
#define LIMIT_PATTERN_TEXT ((size_t)256 << 10)
/* Steps that a regular expression may take in one text, at some 50 ns; and from one place, with how
 * many KiB of memory. What takes more counts as not found. */
#define LIMIT_PATTERN_STEPS 10000000
#define LIMIT_PATTERN_MATCH 1000000
#define LIMIT_PATTERN_HEAP  16384
/* YAML nesting. */
#define LIMIT_YAML_DEPTH 32
/* Sub-folders that a folder source goes down. */
#define LIMIT_FOLDER_DEPTH 16

/* -- Network ---------------------------------------------------------------------------------- */

/* An answer of a live source, unpacked: 100 posts with everything embedded take 2 MB, careless
 * plugins ten times that. */
#define LIMIT_RESPONSE ((size_t)64 << 20)
/* The same as it comes over the network. What unpacks to more than this many times its size and to
 * more than a mebibyte is a bomb. */
#define LIMIT_RESPONSE_PACKED ((size_t)32 << 20)
#define LIMIT_UNPACK_RATIO    200
/* An answer that many sources may have in memory at a time, before and while it is taken apart, which
 * takes several times as much; larger ones wait for each other. */
#define LIMIT_RESPONSE_BESIDE ((size_t)2 << 20)
/* A page looked through for links to interfaces and feeds; they are in its head. */
#define LIMIT_DISCOVERY ((size_t)2 << 20)
/* The index of a REST interface. Those that cannot be asked for less have 600 kB with many plugins. */
#define LIMIT_REST_INDEX ((size_t)8 << 20)
/* A feed, and a list of feeds. */
#define LIMIT_FEED_FILE ((size_t)16 << 20)
/* Entries of one feed. */
#define LIMIT_FEED_ENTRIES 5000
/* Pages of one feed that are followed: with ten entries each, what a blog writes in a year. */
#define LIMIT_FEED_PAGES 20
/* Audio and video files of one entry. */
#define LIMIT_ATTACHMENTS 16
/* Feeds of a list; as many as a site may have sources. */
#define LIMIT_OUTLINES 1000
/* Attributes of one tag of a feed or SVG image: libxml2 compares each with each. */
#define LIMIT_XML_ATTRIBUTES 200
/* Entities that a feed declares itself (old formats declare those of HTML, 250), the bytes of a
 * reference to one, and the bytes that all of them may become. */
#define LIMIT_XML_ENTITIES 1000
#define LIMIT_XML_NAME     64
#define LIMIT_XML_EXPANDED ((size_t)1 << 20)
/* Headers of an answer: their number and bytes in all. */
#define LIMIT_HEADERS      200
#define LIMIT_HEADER_BYTES ((size_t)128 << 10)
/* A URL that is asked for: servers refuse longer request lines (Apache 8,190, nginx 8,192 bytes). */
#define LIMIT_URL_ASKED 8000
/* Redirects in a row. */
#define LIMIT_REDIRECTS 10
/* Seconds: to connect, and without receiving LIMIT_SLOW bytes in each. */
#define LIMIT_CONNECT 15
#define LIMIT_STALL   20
#define LIMIT_SLOW    50
/* Attempts at one request, and the longest pause before one, in seconds. */
#define LIMIT_ATTEMPTS 5
#define LIMIT_PAUSE    120
/* Sources asked at a time. */
#define LIMIT_SYNCS 16
/* Pages of a collection whose length the server does not say: a million posts. */
#define LIMIT_PAGES 10000
/* A document that is kept: as much as the answer that it came in. */
#define LIMIT_DOCUMENT LIMIT_RESPONSE
/* Earlier versions kept of one document: whoever changes an article more often is a live blog or a
 * counter in the text, and would fill the store without anyone reading it. */
#define LIMIT_VERSIONS 50
/* A line of an export: a document of the largest size with each byte escaped. */
#define LIMIT_EXPORT_LINE ((size_t)400 << 20)
/* An image that is fetched, and its pixels: 50 megapixels is beyond what cameras of phones make. */
#define LIMIT_IMAGE_FETCHED ((size_t)24 << 20)
#define LIMIT_IMAGE_PIXELS  ((uint64_t)50000000)
/* A side of one, in pixels: what JPEG can have. A row is held in memory. */
#define LIMIT_IMAGE_SIDE 65535
/* What is made of it: pixels, fewer with transparency, for which libwebp needs up to 40 bytes each, and
 * height (of WebP: 16383). A photograph of the largest width that can be configured fits, and a page's
 * width seven times as high; longer ones are made narrower. */
#define LIMIT_IMAGE_SCALED ((uint64_t)12000000)
#define LIMIT_IMAGE_CLEAR  ((uint64_t)3000000)
#define LIMIT_IMAGE_TALL   16383
/* Memory for an image that does not come row by row: progressive JPEG, which takes three bytes a
 * pixel, so 24 megapixels; interlaced PNG and lossless WebP. One image is converted at a time. */
#define LIMIT_IMAGE_WORKING ((size_t)72 << 20)
/* Scans of a progressive JPEG, each of which goes over all of it; encoders make about ten. */
#define LIMIT_JPEG_SCANS 100
/* A colour profile that is kept: those of screens and cameras, without tables. */
#define LIMIT_PROFILE ((size_t)4096)
/* An SVG image. */
#define LIMIT_SVG_FILE ((size_t)2 << 20)
/* Images that one run fetches, the newest articles' first; the next goes on. */
#define LIMIT_IMAGES_PER_RUN ((size_t)2000)
/* Images fetched at a time: their bytes, and those of one being converted, are held in memory. */
#define LIMIT_IMAGE_WORKERS 3

/* -- Articles --------------------------------------------------------------------------------- */

/* The markup of one article before and after cleaning. */
#define LIMIT_BODY ((size_t)8 << 20)
/* A title, dek, name, caption or alternative text; longer ones are cut at a character. */
#define LIMIT_TITLE 500
#define LIMIT_FIELD 2000
/* A summary: what fits under a headline, cut at a sentence. */
#define LIMIT_SUMMARY 320
/* An URL; browsers and servers give up at about this length. */
#define LIMIT_URL 2048
/* Terms of one kind, and authors, of one article. */
#define LIMIT_TERMS 64
/* Terms of one kind on a site, those with the most articles: each takes 3 kB of memory, a page and a
 * feed. Who gives each article tags of its own would fill any disk. */
#define LIMIT_SITE_TERMS ((size_t)20000)
/* A slug: a path segment may have 255 bytes on common file systems. */
#define LIMIT_SLUG 80
/* Open elements in a cleaned body; browsers stop at 512. Deeper markup is flattened. */
#define LIMIT_HTML_DEPTH 100
/* Elements and pieces of text of one body; long reads have some thousands. Beyond it only the text
 * is kept. */
#define LIMIT_HTML_NODES 250000
/* Attributes looked at on one element. */
#define LIMIT_HTML_ATTRIBUTES 64

/* -- Output ----------------------------------------------------------------------------------- */

/* Files of a site from which on the tree that was replaced is kept beside the output for the next
 * build: below, making and removing its folders costs a few hundredths of a second. */
#define LIMIT_SPARE_FROM ((size_t)200)
/* A page: the largest body and its frame. */
#define LIMIT_PAGE ((size_t)24 << 20)
/* Articles in a feed. */
#define LIMIT_FEED_ITEMS 50
/* Articles in the feed of a tag, category, author or source, summaries only. */
#define LIMIT_TERM_FEED_ITEMS 20
/* Bodies in one feed, all together; an article whose body would pass it is given by its summary.
 * Readers fetch feeds whole; and escaped, which takes up to six bytes for one, it is below
 * LIMIT_PAGE. */
#define LIMIT_FEED ((size_t)3 << 20)
/* Sections and partials inside each other while rendering. */
#define LIMIT_TEMPLATE_DEPTH 100
/* Operations and repeats while one page is rendered: ten times what the largest page can need, about
 * a second. Lists inside lists inside lists multiply without putting anything out. */
#define LIMIT_TEMPLATE_STEPS 50000000
/* URLs in one sitemap file (sitemaps.org: 50,000). */
#define LIMIT_SITEMAP_URLS 50000

/* -- Messages --------------------------------------------------------------------------------- */

/* Lines printed for one source; the rest are counted. */
#define LIMIT_PROBLEMS_PER_SOURCE 20
/* Problems kept of one file; a hostile one can have a million. Losses are counted all the same. */
#define LIMIT_PROBLEMS_PER_ITEM 40

#endif
