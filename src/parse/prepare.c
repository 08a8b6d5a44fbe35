/* What must be done once before parsers run on several threads. */
#include <libxml/parser.h>

#include "digest/parse.h"

void parse_prepare(void)
{
    xmlInitParser();
}
