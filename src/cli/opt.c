/* Reading options by a table, and printing the table as help. */
#include "opt.h"

#include "digest/suggest.h"

/* More options than any command has. */
enum { OPTIONS_MOST = 32 };

/* Where the reading is. */
struct scan {
    const struct command *command;
    struct common *options;
    int argc, at; /* argv[at] is being read */
    char **argv;
};

static const struct opt *find_long(const struct command *command, str name)
{
    for (const struct opt *o = command->options; o->name; o++)
        if (str_is(name, o->name))
            return o;
    return NULL;
}

static const struct opt *find_letter(const struct command *command, char letter)
{
    for (const struct opt *o = command->options; o->name; o++)
        if (o->letter && o->letter == letter)
            return o;
    return NULL;
}

static bool unknown_long(const struct command *command, str name, struct err *err)
{
    const char *names[OPTIONS_MOST];
    size_t count = 0;
    for (const struct opt *o = command->options; o->name && count < OPTIONS_MOST; o++)
        names[count++] = o->name;
    err_set(err, ERR_USAGE, "unknown option \"--%.*s\"", STR_ARGS(name));
    const char *meant = suggest(name, names, count);
    return meant ? err_hint(err, "did you mean --%s?", meant) : false;
}

static void set_switch(struct scan *s, const struct opt *o)
{
    bool *field = (bool *)(void *)((char *)s->options + o->field);
    *field = true;
    s->options->data = s->options->data || o->data;
}

static bool set_value(struct scan *s, const struct opt *o, const char *value, struct err *err)
{
    const char **field = (const char **)(void *)((char *)s->options + o->field);
    if (!*value)
        return err_set(err, ERR_USAGE, "--%s needs a %s", o->name, o->value);
    *field = value;
    s->options->data = s->options->data || o->data;
    return true;
}

/* Takes the next word as the option's value. One that looks like an option is not taken: the value
 * was forgotten more likely than meant. */
static bool take_value(struct scan *s, const struct opt *o, struct err *err)
{
    const char *next = s->at + 1 < s->argc ? s->argv[s->at + 1] : NULL;
    if (!next)
        return err_set(err, ERR_USAGE, "--%s needs a %s", o->name, o->value);
    if (next[0] == '-' && next[1]) {
        err_set(err, ERR_USAGE, "--%s needs a %s, not \"%s\"", o->name, o->value, next);
        return err_hint(err, "if it is meant, write --%s=%s", o->name, next);
    }
    s->at++;
    return set_value(s, o, next, err);
}

/* "--name", "--name=value" or "--name" "value". */
static bool read_long(struct scan *s, str word, struct err *err)
{
    size_t equals = str_find_char(word, '=', 0);
    str name = str_slice(word, 0, equals);
    const struct opt *o = find_long(s->command, name);
    if (!o)
        return unknown_long(s->command, name, err);
    if (o->value && equals != SIZE_MAX)
        return set_value(s, o, word.p + equals + 1, err);
    if (o->value)
        return take_value(s, o, err);
    if (equals != SIZE_MAX)
        return err_set(err, ERR_USAGE, "--%s takes no value", o->name);
    set_switch(s, o);
    return true;
}

/* "-q", "-qv", "-oDIR" or "-o" "DIR". */
static bool read_letters(struct scan *s, const char *letters, struct err *err)
{
    for (; *letters; letters++) {
        const struct opt *o = find_letter(s->command, *letters);
        if (!o)
            return err_set(err, ERR_USAGE, "unknown option \"-%c\"", *letters);
        if (o->value)
            return letters[1] ? set_value(s, o, letters + 1, err) : take_value(s, o, err);
        set_switch(s, o);
    }
    return true;
}

static bool read_argument(struct scan *s, const char *word, struct err *err)
{
    if (s->options->argument_count == s->command->most) {
        err_set(err, ERR_USAGE, "unexpected argument \"%s\"", word);
        return err_hint(err, "usage: digest %s [OPTION]... %s", s->command->name,
                        s->command->arguments);
    }
    s->options->arguments[s->options->argument_count++] = word;
    return true;
}

bool opt_parse(const struct command *command, int argc, char **argv, struct common *options,
               struct err *err)
{
    struct scan s = {command, options, argc, 1, argv};
    bool only_arguments = false;
    for (; s.at < argc; s.at++) {
        const char *word = argv[s.at];
        bool ok = true;
        if (only_arguments || word[0] != '-' || !word[1])
            ok = read_argument(&s, word, err);
        else if (strcmp(word, "--") == 0)
            only_arguments = true;
        else if (word[1] == '-')
            ok = read_long(&s, str_of(word + 2), err);
        else
            ok = read_letters(&s, word + 1, err);
        if (!ok || options->help)
            return ok;
    }
    if (options->argument_count < command->least) {
        err_set(err, ERR_USAGE, "digest %s needs %s", command->name, command->arguments);
        return false;
    }
    return true;
}

/* -- Help ------------------------------------------------------------------------------------- */

/* "--name" or "--name VALUE": how wide it is. */
static size_t width_of(const struct opt *o)
{
    return 2 + strlen(o->name) + (o->value ? 1 + strlen(o->value) : 0);
}

void opt_list(struct buf *out, const struct opt *options)
{
    size_t widest = 0;
    for (const struct opt *o = options; o->name; o++)
        widest = width_of(o) > widest ? width_of(o) : widest;
    for (const struct opt *o = options; o->name; o++) {
        if (o->letter)
            buf_addf(out, "  -%c, ", o->letter);
        else
            buf_addz(out, "      ");
        buf_addf(out, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        buf_addf(out, "%*s%s\n", (int)(widest - width_of(o) + 2), "", o->help);
    }
}

void opt_help(struct buf *out, const struct command *command)
{
    buf_addf(out, "Usage: digest %s [OPTION]...%s%s\n\n%s\n\nOptions:\n", command->name,
             command->arguments[0] ? " " : "", command->arguments, command->details);
    opt_list(out, command->options);
    if (command->examples[0])
        buf_addf(out, "\nExamples:\n%s", command->examples);
}
