/* digest version: ours, and those of the libraries, which bug reports need. */
#include <cmark.h>
#include <curl/curl.h>
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <sqlite3.h>
#include <zstd.h>

#include "cli.h"

int cmd_version(struct cli *cli, int argc, char **argv)
{
    struct common options = {0};
    int status;
    if (!cli_begin(cli, argc, argv, &options, &status))
        return status;
    const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
    struct buf text = buf_init((size_t)1 << 10);
    buf_addf(&text, "digest %s\n", DIGEST_VERSION);
    buf_addf(&text, "with libcurl %s (%s), libxml2 %s, cmark %s, jansson %s, SQLite %s, zstd %s\n",
             curl->version, curl->ssl_version ? curl->ssl_version : "no TLS", LIBXML_DOTTED_VERSION,
             CMARK_VERSION_STRING, JANSSON_VERSION, sqlite3_libversion(), ZSTD_versionString());
    cli_out(cli, buf_str(&text));
    buf_release(&text);
    return STATUS_DONE;
}
