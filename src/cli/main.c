/* digest: finds the command and runs it. */
#include "cli.h"

static int unknown_command(struct cli *cli, const char *word)
{
    struct err err = {0};
    if (word[0] == '-') {
        err_set(&err, ERR_USAGE, "unknown option \"%s\"", word);
        err_hint(&err, "options follow the command: digest COMMAND [OPTION]...");
        return cli_misuse(cli, &err);
    }
    err_set(&err, ERR_USAGE, "there is no command \"%s\"", word);
    const char *meant = command_suggest(word);
    if (meant)
        err_hint(&err, "did you mean \"digest %s\"?", meant);
    return cli_misuse(cli, &err);
}

/* The command that the first word asks for; options stand for the two that they could be. */
static const struct command *choose(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return command_find("help");
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return command_find("version");
    return command_find(word);
}

static int run(struct cli *cli, int argc, char **argv)
{
    if (argc < 2) {
        struct buf text = buf_init((size_t)1 << 16);
        command_overview(&text, false);
        fwrite(text.p, 1, text.n, stderr);
        buf_release(&text);
        return STATUS_USAGE;
    }
    cli->command = choose(argv[1]);
    if (!cli->command)
        return unknown_command(cli, argv[1]);
    return cli->command->run(cli, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    struct cli cli;
    cli_open(&cli);
    return cli_close(&cli, run(&cli, argc, argv));
}
