/* digest help [COMMAND] */
#include "cli.h"

int cmd_help(struct cli *cli, int argc, char **argv)
{
    struct common options = {0};
    struct buf text = buf_init((size_t)1 << 16);
    int status;
    if (!cli_begin(cli, argc, argv, &options, &status))
        return status;
    const char *name = options.argument_count ? options.arguments[0] : NULL;
    const struct command *command = name ? command_find(name) : NULL;
    if (name && !command) {
        struct err err = {0};
        err_set(&err, ERR_USAGE, "there is no command \"%s\"", name);
        if (command_suggest(name))
            err_hint(&err, "did you mean \"digest help %s\"?", command_suggest(name));
        cli->command = NULL;
        return cli_misuse(cli, &err);
    }
    if (command)
        opt_help(&text, command);
    else
        command_overview(&text, true);
    cli_out(cli, buf_str(&text));
    buf_release(&text);
    return STATUS_DONE;
}
