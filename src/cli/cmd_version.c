/* digest version: ours, and those of the libraries, which bug reports need. */
#include <cmark.h>
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <sqlite3.h>

#include "cli.h"

int cmd_version(struct cli *cli, int argc, char **argv)
{
    struct common options = {0};
    int status;
    if (!cli_begin(cli, argc, argv, &options, &status))
        return status;
    struct buf text = buf_init((size_t)1 << 10);
    buf_addf(&text, "digest %s\n", DIGEST_VERSION);
    buf_addf(&text, "with libxml2 %s, cmark %s, jansson %s, SQLite %s\n", LIBXML_DOTTED_VERSION,
             CMARK_VERSION_STRING, JANSSON_VERSION, sqlite3_libversion());
    cli_out(cli, buf_str(&text));
    buf_release(&text);
    return STATUS_DONE;
}
