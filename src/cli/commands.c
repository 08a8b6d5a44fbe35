/* The table of commands: what each takes, and all that help says of it. */
#include <stddef.h>

#include "cli.h"
#include "digest/suggest.h"

/* -- Options ---------------------------------------------------------------------------------- */

/* Rows that several tables share. Offsets in struct common are good for every options struct: it
 * comes first in each. */
#define COMMON(name) offsetof(struct common, name)
#define SITE(name)   offsetof(struct site_options, name)
/* clang-format off */
#define OPTION_HELP {"help", NULL, "show this help", COMMON(help), 'h', false}
#define OPTION_QUIET {"quiet", NULL, "print errors only", COMMON(quiet), 'q', false}
#define OPTIONS_END {NULL, NULL, NULL, 0, 0, false}

#define OPTION_CONFIG \
    {"config", "FILE", "the configuration, instead of DIR/digest.yaml", SITE(config), 0, false}
#define OPTION_STORE {"store", "FILE", "what digest remembers between builds", SITE(store), 0, false}

/* What overrides digest.yaml. */
#define OPTIONS_SITE \
    OPTION_CONFIG, \
    {"output", "DIR", "the folder to write the site to", SITE(output), 0, false}, \
    {"url", "URL", "the address that the site will have", SITE(url), 0, false}, \
    OPTION_STORE, \
    {"jobs", "N", "worker threads, 1 to 256", SITE(jobs), 0, false}, \
    {"now", "TIME", "take this as the present (2026-05-07T08:00:00Z)", SITE(now), 0, false}, \
    {"offline", NULL, "use the store and local files only", SITE(offline), 0, false}, \
    {"full", NULL, "make every page anew", SITE(full), 0, false}, \
    {"strict", NULL, "exit with 3 when a source failed or came incomplete", SITE(strict), 0, false}
/* clang-format on */

static const struct opt init_options[] = {OPTION_QUIET, OPTION_HELP, OPTIONS_END};

/* What commands that ask servers take. */
#define OPTIONS_TAPE                                                                               \
    {                                                                                              \
        "record",     "DIR", "store what servers answer in DIR, without secrets",                  \
        SITE(record), 0,     false},                                                               \
    {                                                                                              \
        "replay", "DIR", "take what servers answer from DIR, without a network", SITE(replay), 0,  \
            false                                                                                  \
    }

static const struct opt build_options[] = {
    OPTIONS_SITE,
    OPTIONS_TAPE,
    {"dump-context", "PAGE", "print as JSON what the template of PAGE gets; leave the site alone",
     SITE(dump_context), 0, true},
    {"json", NULL, "print a report as JSON", COMMON(json), 0, true},
    OPTION_QUIET,
    {"verbose", NULL, "say more: a line for each source", COMMON(verbose), 'v', false},
    OPTION_HELP,
    OPTIONS_END,
};

static const struct opt fetch_options[] = {
    {"config", "FILE", "the configuration, instead of DIR/digest.yaml", SITE(config), 0, false},
    {"store", "FILE", "what digest remembers between builds", SITE(store), 0, false},
    {"jobs", "N", "worker threads, 1 to 256", SITE(jobs), 0, false},
    {"now", "TIME", "take this as the present (2026-05-07T08:00:00Z)", SITE(now), 0, false},
    {"full", NULL, "ask for everything again, not only for what is new", SITE(full), 0, false},
    {"strict", NULL, "exit with 3 when a source failed or came incomplete", SITE(strict), 0, false},
    OPTIONS_TAPE,
    {"json", NULL, "print a report as JSON", COMMON(json), 0, true},
    OPTION_QUIET,
    {"verbose", NULL, "say more", COMMON(verbose), 'v', false},
    OPTION_HELP,
    OPTIONS_END,
};

static const struct opt add_options[] = {
    {"config", "FILE", "the configuration, instead of DIR/digest.yaml",
     offsetof(struct add_options, config), 0, false},
    {"dry-run", NULL, "show what would be added and write nothing",
     offsetof(struct add_options, dry_run), 'n', false},
    OPTION_QUIET,
    OPTION_HELP,
    OPTIONS_END,
};

static const struct opt sources_options[] = {
    {"config", "FILE", "the configuration, instead of DIR/digest.yaml", SITE(config), 0, false},
    {"store", "FILE", "what digest remembers between builds", SITE(store), 0, false},
    {"now", "TIME", "take this as the present (2026-05-07T08:00:00Z)", SITE(now), 0, false},
    {"json", NULL, "print it as JSON", COMMON(json), 0, true},
    OPTION_QUIET,
    OPTION_HELP,
    OPTIONS_END,
};

static const struct opt config_options[] = {
    OPTIONS_SITE, {"json", NULL, "print the values as JSON", COMMON(json), 0, true},
    OPTION_QUIET, OPTION_HELP,
    OPTIONS_END,
};

static const struct opt template_options[] = {
    {"data", "JSON", "a JSON file, \"-\" for standard input, or the JSON itself",
     offsetof(struct template_options, data), 0, false},
    {"partials", "DIR", "look for partials in DIR, too; it wins over FILE's folder",
     offsetof(struct template_options, partials), 0, false},
    OPTION_QUIET,
    OPTION_HELP,
    OPTIONS_END,
};

static const struct opt store_options[] = {
    OPTION_CONFIG,
    OPTION_STORE,
    {"json", NULL, "print what a check found as JSON", COMMON(json), 0, true},
    OPTION_QUIET,
    OPTION_HELP,
    OPTIONS_END,
};

static const struct opt plain_options[] = {OPTION_HELP, OPTIONS_END};

/* -- Texts ------------------------------------------------------------------------------------ */

static const char init_details[] =
    "Writes a starter site with sample articles into DIR, by default the current\n"
    "folder. DIR may exist, but there may be nothing in it except names that begin\n"
    "with a dot; nothing is ever overwritten. The site builds at once, offline.";

static const char build_details[] =
    "Reads the sources that DIR/digest.yaml names and writes the site. DIR is the\n"
    "current folder unless given. Only files whose bytes change are written, and the\n"
    "previous site stays whole until the new one is complete.\n"
    "\n"
    "Options override the configuration. Paths in options are relative to the current\n"
    "folder, paths in digest.yaml to its own.";

static const char fetch_details[] =
    "Asks every live source that DIR/digest.yaml names for what is new, and keeps it in\n"
    "the store: WordPress sites over their REST interface, feeds, and texts. Each page\n"
    "of results is kept as it arrives, and a run that was interrupted is continued. A\n"
    "source that fails keeps its articles. \"digest build\" begins with the same.\n"
    "\n"
    "A run that is recorded can be repeated anywhere without a network, so that a fault\n"
    "can be shown to others. Passwords are not recorded.";

static const char add_details[] =
    "Finds out what URL leads to (a WordPress, a feed, a page that names a feed, a\n"
    "text), shows its newest titles, and adds it to the sources in DIR/digest.yaml.\n"
    "Nothing else in that file is touched.";

static const char sources_details[] =
    "Shows how each source fares, as the runs before noted it; nothing is asked. A\n"
    "source that answers but has had nothing new for two months is quiet, one that does\n"
    "not answer is failing, and dead after two weeks and five attempts.";

static const char config_details[] =
    "Checks the configuration and prints the value of every setting with the place it\n"
    "came from. All problems are reported in one run.\n"
    "\n"
    "Keys of digest.yaml, with their defaults:\n"
    "\n"
    "  site:\n"
    "    title         the site's name (Digest)\n"
    "    description   one sentence on it, for search engines and feeds\n"
    "    url           the address it will have; feeds and canonical links need it\n"
    "    language      language tag, such as en or pt-BR (en)\n"
    "    timezone      time zone that days begin in (UTC)\n"
    "    per_page      articles on a full index page, 10 to 200 (50)\n"
    "  fetch:          for all live sources\n"
    "    contact       a URL about who asks (site.url)\n"
    "    user_agent    what servers are told (digest/VERSION, with the contact)\n"
    "    per_host      requests at a time on one host (2)\n"
    "                  and defaults of: timeout patience time_limit on_error images\n"
    "  filters:        a list, also of a source; each entry has\n"
    "    pattern       words, a /regular expression/, or a list of these\n"
    "    field         any, title, text, url, author, category, tag, language (any)\n"
    "    action        drop, hide, tag or pin\n"
    "    tag           the tag to add\n"
    "  sources:        a list; each entry has\n"
    "    name          what readers know it by; must be given\n"
    "    wordpress     exactly one of these five: a site, or saved answers of it,\n"
    "    text          articles as .txt or .md,\n"
    "    feed          an RSS, Atom or JSON feed,\n"
    "    files         files of any kind, told apart by their content,\n"
    "    opml          a list of feeds;\n"
    "                  each a URL, a file, a folder or a pattern such as posts/*.json\n"
    "    key           its name in paths (made from the name)\n"
    "    home          its own site, a URL\n"
    "    icon          its icon, a URL\n"
    "    language      language of its articles (the site's)\n"
    "    categories    WordPress: take only these; else: for articles without any\n"
    "    tagged        WordPress: take only articles with one of these tags\n"
    "    types         WordPress: types of posts to take besides posts\n"
    "    default_categories   WordPress: for articles without any\n"
    "    tags          for articles without any\n"
    "    content       full, excerpt or link: how much of an article is shown (full)\n"
    "    strip         selectors of blocks to remove, such as .wp-cta-block\n"
    "    images        link, mirror or none (link)\n"
    "    image_width   pixels that mirrored images are scaled to (1280)\n"
    "    media         folder with saved copies of its images\n"
    "    since         nothing older: a date, or 90d, 12w, 6m (months), 1y\n"
    "    max_articles  only that many, the newest\n"
    "    on_error      last-good, skip or fail: what to show when it fails (last-good)\n"
    "    interval      not asked again before: 30m, 1h, 1d (0)\n"
    "    allow_empty   an answer without articles is true (false)\n"
    "    max_removals  per cent of its articles that may vanish at once (30%)\n"
    "    user          with password_env or password_file\n"
    "    password_env  environment variable with the password\n"
    "    password_file file with the password\n"
    "    ca_file       certificates to trust besides the system's\n"
    "    insecure      do not check certificates (false)\n"
    "    timeout       for one request (60s)\n"
    "    patience      for failures and pauses in all (60s)\n"
    "    time_limit    for the source in all (30m)\n"
    "  output          folder that the site is written to (public)\n"
    "  store           what digest keeps and remembers (.digest/store.db)\n"
    "  templates       folder with templates that override the built-in ones (templates)\n"
    "  jobs            worker threads, 1 to 256 (the number of processors)\n"
    "  publish         targets by name; read by publishing";

static const char template_details[] =
    "Renders one Mustache template and prints the result, to try out a theme. The\n"
    "*.mustache files in FILE's folder are its partials, by their names without the\n"
    "ending: {{>card}} is card.mustache, {{>parts/card}} is parts/card.mustache.\n"
    "Unlike on pages, {{{name}}} is not escaped, as the Mustache specification has it.\n"
    "\n"
    "\"digest build --dump-context PAGE\" prints the data that a page's template gets.";

static const char store_details[] =
    "Looks after the store: what digest remembers between builds, and all that it\n"
    "fetched from live sources, with earlier versions.\n"
    "\n"
    "  check    reads all of it and says what is amiss and what to do about it; the\n"
    "           exit status is 1 when something is\n"
    "  export   prints all of it as JSON Lines, the same bytes for the same contents;\n"
    "           mirrored images are in the folder \"media\" beside the store\n"
    "  import   reads an export from FILE (\"-\" is standard input) into a store that\n"
    "           holds nothing: all of it, or nothing when a line is at fault\n"
    "\n"
    "DIR is the folder of digest.yaml, by default the current one. When only --store\n"
    "says which store it is, no configuration is read.";

static const char help_details[] = "Shows what digest does, or what a command does and takes.";

static const char version_details[] =
    "Prints the version of digest, and on a second line those of its libraries.";

const struct command commands[] = {
    {"init", "[DIR]", "make a starter site with sample articles", init_details,
     "  digest init news && digest build news\n", init_options, 0, 1, false, cmd_init},
    {"build", "[DIR]", "read the sources and write the site", build_details,
     "  digest build\n"
     "  digest build news --output /srv/www/news --url https://example.org/news/\n"
     "  digest build --strict --json > report.json\n"
     "  digest build --dump-context index.html\n",
     build_options, 0, 1, false, cmd_build},
    {"fetch", "[DIR]", "ask the live sources and keep what is new", fetch_details,
     "  digest fetch news\n"
     "  digest fetch --record tape news && digest fetch --replay tape --store other.db news\n",
     fetch_options, 0, 1, false, cmd_fetch},
    {"add", "URL [DIR]", "find out what a URL is, and add it to the sources", add_details,
     "  digest add https://example.org/ news\n", add_options, 1, 2, true, cmd_add},
    {"sources", "[DIR]", "show how each source fares", sources_details, "  digest sources news\n",
     sources_options, 0, 1, true, cmd_sources},
    {"config", "[DIR]", "check the configuration and show where each value comes from",
     config_details, "  digest config news\n", config_options, 0, 1, true, cmd_config},
    {"template", "FILE", "render one template with JSON data", template_details,
     "  digest template templates/article.mustache --data article.json\n"
     "  digest build --dump-context index.html | digest template front.mustache --data -\n",
     template_options, 1, 1, true, cmd_template},
    {"store", "check|export|import [FILE] [DIR]", "check the store, print it, or read it back",
     store_details,
     "  digest store check news\n"
     "  digest store export news | gzip > store.jsonl.gz\n"
     "  digest store import store.jsonl --store new.db\n",
     store_options, 1, 3, true, cmd_store},
    {"help", "[COMMAND]", "show what digest or a command does", help_details, "", plain_options, 0,
     1, true, cmd_help},
    {"version", "", "show the version", version_details, "", plain_options, 0, 0, true,
     cmd_version},
    {0},
};

const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

const char *command_suggest(const char *word)
{
    const char *names[sizeof commands / sizeof *commands];
    size_t count = 0;
    for (const struct command *c = commands; c->name; c++)
        names[count++] = c->name;
    return suggest(str_of(word), names, count);
}

void command_overview(struct buf *out, bool full)
{
    buf_addz(out, "Usage: digest COMMAND [OPTION]... [ARGUMENT]\n\n"
                  "Makes a static web site of the articles of several news sources.\n\n"
                  "  digest init news     a starter site with sample articles\n"
                  "  digest build news    news/public/index.html is its front page\n\n"
                  "Commands:\n");
    for (const struct command *c = commands; c->name; c++)
        buf_addf(out, "  %-10s %s\n", c->name, c->summary);
    buf_addz(out, "\n\"digest help COMMAND\" says more.\n");
    if (full)
        buf_addz(out, "\nExit status:\n"
                      "  0  done\n"
                      "  1  failed; the site is as it was\n"
                      "  2  the command line or the configuration is wrong\n"
                      "  3  done, but a source failed or came incomplete (only with --strict)\n"
                      "  4  publishing failed (kept for a later version)\n"
                      "\nData goes to standard output, messages to standard error. NO_COLOR turns\n"
                      "colours off. The manual page is digest(1).\n");
}
