/* SVG images: harmless ones pass with their size, all others are refused. */
#include "../../src/media/probe.h"
#include "check.h"
#include "digest/buf.h"

#define OPEN "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"

/* Whether an SVG with these attributes and this content is taken. */
static bool taken(const char *attributes, const char *content)
{
    struct image_size size;
    struct buf svg = buf_init(10000);
    buf_addf(&svg, OPEN " %s>%s</svg>", attributes, content);
    bool safe = svg_probe(buf_str(&svg), &size);
    buf_release(&svg);
    return safe;
}

static void a_picture_passes_with_its_size(void **state)
{
    (void)state;
    struct image_size size;
    assert_true(svg_probe(STR(OPEN " width='640px' height='480'><path d='M0 0h9'/></svg>"), &size));
    assert_int_equal(size.width, 640);
    assert_int_equal(size.height, 480);
    assert_true(svg_probe(STR(OPEN " viewBox='0 0 300 200'/>"), &size));
    assert_int_equal(size.width, 300);
    assert_int_equal(size.height, 200);
}

static void references_inside_the_picture_pass(void **state)
{
    (void)state;
    assert_true(taken("", "<use href='#a'/><rect fill='url(#b)'/>"));
    assert_true(taken("", "<style>rect { fill: url( '#b' ) } /* source */</style>"));
    assert_true(taken("", "<image xlink:href='data:image/png;base64,AAAA'/>"));
    assert_true(taken("", "<rect><animate attributeName='width' to='9'/></rect>"));
    assert_true(taken("", "<text>see url(https://e.org/) @import</text>"));
}

static void scripts_and_events_are_refused(void **state)
{
    (void)state;
    assert_false(taken("", "<script>x</script>"));
    assert_false(taken("", "<SCRIPT>x</SCRIPT>"));
    assert_false(taken("onload='x'", ""));
    assert_false(taken("", "<a href='javascript:x'><rect/></a>"));
    assert_false(taken("", "<foreignObject/>"));
    assert_false(
        taken("", "<image href='x'><animate attributeName='xlink:href' to='//e/'/></image>"));
}

static void references_to_other_places_are_refused_however_they_are_written(void **state)
{
    (void)state;
    assert_false(taken("", "<image href='https://e.org/x.png'/>"));
    assert_false(taken("", "<use xlink:href='other.svg#a'/>"));
    assert_false(taken("", "<rect fill='url(https://e.org/x)'/>"));
    assert_false(taken("", "<rect fill='URL(https://e.org/x)'/>"));
    assert_false(taken("", "<rect style='fill: u\\72l(https://e.org/x)'/>"));
    assert_false(taken("", "<style>@Import 'https://e.org/x';</style>"));
    assert_false(taken("", "<style>* { fill: Image-Set('https://e.org/x' 1x) }</style>"));
    assert_false(taken("", "<style>* { fill: ur<!-- -->l(https://e.org/x) }</style>"));
    assert_false(taken("", "<style>* { fill: ur<![CDATA[l(https://e.org/x)]]> }</style>"));
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    struct image_size size;
    assert_false(svg_probe(STR(""), &size));
    assert_false(svg_probe(STR("<html/>"), &size));
    assert_false(svg_probe(STR(OPEN "><rect></svg>"), &size));
    assert_false(svg_probe(STR("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"), &size));
    assert_false(svg_probe(STR("<?xml-stylesheet href='https://e.org/x'?><svg/>"), &size));
}

static void markup_of_pages_is_refused(void **state)
{
    (void)state;
    assert_false(taken("xmlns:h='http://www.w3.org/1999/xhtml'",
                       "<h:meta http-equiv='refresh' content='0;url=https://e.org/'/>"));
    assert_false(taken("", "<img xmlns='http://www.w3.org/1999/xhtml' srcset='https://e.org/'/>"));
    assert_false(taken("", "<math xmlns='http://www.w3.org/1998/Math/MathML'/>"));
    assert_true(taken("xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'", "<r:RDF/>"));
}

/* In Johab, which no browser knows, the two bytes before "script" are one letter. */
static void what_browsers_could_read_otherwise_is_refused(void **state)
{
    (void)state;
    struct image_size size;
    assert_false(svg_probe(STR("<?xml version='1.0' encoding='JOHAB'?>" OPEN
                               "><text>\xD9<script>x\xD9</script></text></svg>"),
                           &size));
    assert_false(svg_probe(STR("<?xml version='1.0' encoding='JOHAB'?>" OPEN "/>"), &size));
    assert_false(svg_probe(STR(OPEN "><text>M\xFCnchen</text></svg>"), &size));
    assert_true(svg_probe(STR("<?xml version='1.0' encoding='utf-8'?>" OPEN "/>"), &size));
    assert_true(svg_probe(STR("\xEF\xBB\xBF<?xml version='1.0'?>" OPEN "/>"), &size));
    assert_true(svg_probe(STR("<?xml version='1.0' encoding='iso-8859-1'?>" OPEN "/>"), &size));
}

/* libxml2 compares each attribute of a tag with each, and looks for each name's namespace among all
 * that are in force. */
static void what_takes_long_to_read_is_refused(void **state)
{
    (void)state;
    struct image_size size;
    struct buf svg = buf_init(1 << 20), nested = buf_init(1 << 20);
    buf_addz(&svg, "<!-- don't -->" OPEN "><g");
    for (unsigned i = 0; i < 1000; i++)
        buf_addf(&svg, " a%u=''", i);
    buf_addz(&svg, "/></svg>");
    assert_false(svg_probe(buf_str(&svg), &size));
    buf_addz(&nested, OPEN ">");
    for (unsigned i = 0; i < 600; i++)
        buf_addf(&nested, i % 3 ? " xmlns:n%u='n'%s" : "<g xmlns:n%u='n'%s", i,
                 i % 3 == 2 ? ">" : "");
    for (unsigned i = 0; i < 200; i++)
        buf_addz(&nested, "</g>");
    buf_addz(&nested, "</svg>");
    assert_false(svg_probe(buf_str(&nested), &size));
    buf_release(&svg);
    buf_release(&nested);
    assert_false(taken("", "<style><style>a</style></style>"));
    assert_true(taken("", "<g a='=' b='='/><!-- = '' --><![CDATA[ < = ' ]]><style>a</style>"));
}

int u_media_svg(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_passes_with_its_size),
        cmocka_unit_test(references_inside_the_picture_pass),
        cmocka_unit_test(scripts_and_events_are_refused),
        cmocka_unit_test(references_to_other_places_are_refused_however_they_are_written),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(markup_of_pages_is_refused),
        cmocka_unit_test(what_browsers_could_read_otherwise_is_refused),
        cmocka_unit_test(what_takes_long_to_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
