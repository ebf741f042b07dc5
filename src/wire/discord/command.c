#include "wire/discord/command.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "base/utf8.h"
#include "wire/discord/limit.h"
#include "wire/json.h"
#include "wire/json_writer.h"

enum {
    COMMANDS_JSON_MOST = 1024 * 1024,
    COMMAND_NAME_MOST = 32,
    COMMAND_DESCRIPTION_MOST = 100,
    COMMAND_OPTIONS_MOST = 25,
    COMMAND_CHOICES_MOST = 25,
    COMMAND_CHOICE_MOST = 100,
    COMMAND_TEXT_MOST = 6000,
    COMMAND_CHARACTERS_MOST = 8000,
    COMMANDS_SLASH_MOST = 100,
    COMMANDS_MENU_MOST = 15, /* of users, of messages */
    CHANNEL_TYPES = 32,
};

/* What is counted while one command is written. */
struct tally {
    struct job *job;
    struct json_writer *json;
    size_t characters; /* of names, descriptions and values */
};

static enum fault write_text(struct tally *tally, const char *name, const char *what,
                             const char *text, size_t most)
{
    const enum fault fault = limit_text(tally->job, what, text, 1, most);

    if (fault)
        return fault;
    tally->characters += utf8_length(text);
    json_write_text(tally->json, name, text);
    return FAULT_NONE;
}

/* Discord takes letters of every script; ours need no more than these. */
static enum fault write_plain_name(struct tally *tally, const char *name)
{
    const bool plain = name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
    const enum fault fault = limit_rule(tally->job, plain,
                                        "the name of a command has other than a-z, 0-9, '-', '_'");

    return fault
               ? fault
               : write_text(tally, "name", "name of a command or option", name, COMMAND_NAME_MOST);
}

static enum fault write_description(struct tally *tally, const char *description)
{
    return write_text(tally, "description", "description of a command or option", description,
                      COMMAND_DESCRIPTION_MOST);
}

static enum fault write_choice(struct tally *tally, enum option_type type,
                               const struct choice_definition *choice)
{
    enum fault fault;

    json_write_object(tally->json, NULL);
    if ((fault = write_text(tally, "name", "name of a choice", choice->name, COMMAND_CHOICE_MOST)))
        return fault;
    if (type == OPTION_TYPE_TEXT)
        fault = write_text(tally, "value", "value of a choice", choice->value, COMMAND_CHOICE_MOST);
    else
        json_write_whole(tally->json, "value", choice->whole);
    json_write_end(tally->json);
    return fault;
}

static enum fault write_choices(struct tally *tally, const struct option_definition *option)
{
    enum fault fault;

    if (option->choices_count == 0)
        return FAULT_NONE;
    if ((fault = limit_count(tally->job, "choices of an option", option->choices_count, 1,
                             COMMAND_CHOICES_MOST)) ||
        (fault = limit_rule(tally->job,
                            option->type == OPTION_TYPE_TEXT || option->type == OPTION_TYPE_WHOLE,
                            "only texts and whole numbers have choices")) ||
        (fault = limit_rule(tally->job, !option->autocomplete,
                            "an option has either choices or autocomplete")))
        return fault;
    json_write_list(tally->json, "choices");
    for (size_t i = 0; !fault && i < option->choices_count; i++)
        fault = write_choice(tally, option->type, &option->choices[i]);
    json_write_end(tally->json);
    return fault;
}

static enum fault write_bounds(struct tally *tally, const struct option_definition *option)
{
    const bool text = option->type == OPTION_TYPE_TEXT;
    const int64_t least = text ? 0 : -JSON_WHOLE_MOST;
    const int64_t most = text ? COMMAND_TEXT_MOST : JSON_WHOLE_MOST;
    enum fault fault;

    if (!option->bounded)
        return FAULT_NONE;
    if ((fault = limit_rule(tally->job, text || option->type == OPTION_TYPE_WHOLE,
                            "only texts and whole numbers have bounds")) ||
        (fault = limit_rule(tally->job,
                            least <= option->least && option->least <= option->most &&
                                option->most <= most && (!text || option->most >= 1),
                            "the bounds of an option are out of range")))
        return fault;
    json_write_whole(tally->json, text ? "min_length" : "min_value", option->least);
    json_write_whole(tally->json, text ? "max_length" : "max_value", option->most);
    return FAULT_NONE;
}

static void write_bits(struct json_writer *json, const char *name, uint32_t bits)
{
    json_write_list(json, name);
    for (int bit = 0; bit < CHANNEL_TYPES; bit++)
        if (bits >> bit & 1)
            json_write_whole(json, NULL, bit);
    json_write_end(json);
}

/* What only an option with a value has. */
static enum fault write_value_rules(struct tally *tally, const struct option_definition *option)
{
    enum fault fault;

    if ((fault = limit_rule(tally->job,
                            !option->autocomplete || option->type == OPTION_TYPE_TEXT ||
                                option->type == OPTION_TYPE_WHOLE,
                            "only texts and whole numbers have autocomplete")) ||
        (fault = limit_rule(tally->job,
                            option->channel_types == 0 || option->type == OPTION_TYPE_CHANNEL,
                            "only channels have channel types")) ||
        (fault = limit_count(tally->job, "options below an option", option->options_count, 0, 0)))
        return fault;
    if (option->required)
        json_write_flag(tally->json, "required", true);
    if (option->autocomplete)
        json_write_flag(tally->json, "autocomplete", true);
    if (option->channel_types)
        write_bits(tally->json, "channel_types", option->channel_types);
    fault = write_bounds(tally, option);
    return fault ? fault : write_choices(tally, option);
}

static bool is_branch(const struct option_definition *option)
{
    return option->type == OPTION_TYPE_SUBCOMMAND || option->type == OPTION_TYPE_GROUP;
}

/* Which kinds may stand below which: a command has groups and subcommands, or options; a
 * group has subcommands; a subcommand has options. */
enum level { LEVEL_COMMAND, LEVEL_GROUP, LEVEL_SUBCOMMAND };

static bool may_stand(const struct option_definition *option, enum level level, bool branches)
{
    switch (level) {
    case LEVEL_COMMAND: return is_branch(option) == branches;
    case LEVEL_GROUP: return option->type == OPTION_TYPE_SUBCOMMAND;
    case LEVEL_SUBCOMMAND: return !is_branch(option);
    }
    return false;
}

static bool has_name_before(const struct option_definition *options, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(options[i].name, options[at].name) == 0)
            return true;
    return false;
}

static enum fault check_order(struct job *job, const struct option_definition *options,
                              size_t count, enum level level)
{
    enum fault fault = limit_count(job, "options of a command", count, level == LEVEL_GROUP,
                                   COMMAND_OPTIONS_MOST);

    for (size_t i = 0; !fault && i < count; i++) {
        if ((fault = limit_text(job, "name of an option", options[i].name, 1, COMMAND_NAME_MOST)) ||
            (fault = limit_rule(job, may_stand(&options[i], level, is_branch(&options[0])),
                                "an option stands where none of its kind may")) ||
            (fault = limit_rule(job, i == 0 || !options[i].required || options[i - 1].required,
                                "a required option stands behind others")) ||
            (fault = limit_rule(job, !has_name_before(options, i),
                                "two options have the same name")))
            return fault;
    }
    return fault;
}

static enum fault write_options(struct tally *tally, const struct option_definition *options,
                                size_t count, enum level level);

static enum fault write_option(struct tally *tally, const struct option_definition *option)
{
    enum fault fault;

    json_write_object(tally->json, NULL);
    json_write_whole(tally->json, "type", option->type);
    if ((fault = write_plain_name(tally, option->name)) ||
        (fault = write_description(tally, option->description)))
        return fault;
    if (is_branch(option))
        fault = write_options(tally, option->options, option->options_count,
                              option->type == OPTION_TYPE_GROUP ? LEVEL_GROUP : LEVEL_SUBCOMMAND);
    else
        fault = write_value_rules(tally, option);
    if (!fault)
        json_write_end(tally->json);
    return fault;
}

/* As deep as may_stand() allows. */
static enum fault write_options(struct tally *tally, const struct option_definition *options,
                                size_t count, enum level level)
{
    enum fault fault = check_order(tally->job, options, count, level);

    if (fault || count == 0)
        return fault;
    json_write_list(tally->json, "options");
    for (size_t i = 0; !fault && i < count; i++)
        fault = write_option(tally, &options[i]);
    if (!fault)
        json_write_end(tally->json);
    return fault;
}

/* ---- the commands ---- */

static enum fault write_slash(struct tally *tally, const struct command_definition *command)
{
    enum fault fault;

    if ((fault = write_plain_name(tally, command->name)) ||
        (fault = write_description(tally, command->description)))
        return fault;
    return write_options(tally, command->options, command->options_count, LEVEL_COMMAND);
}

/* Those in the menu of a user or a message: only a name, which may have blanks. */
static enum fault write_menu(struct tally *tally, const struct command_definition *command)
{
    enum fault fault;

    if ((fault = limit_rule(tally->job, !command->description && command->options_count == 0,
                            "only slash commands have a description and options")))
        return fault;
    return write_text(tally, "name", "name of a command", command->name, COMMAND_NAME_MOST);
}

static enum fault write_command(struct job *job, struct json_writer *json,
                                const struct command_definition *command)
{
    struct tally tally = { .job = job, .json = json };
    enum fault fault;

    json_write_object(json, NULL);
    json_write_whole(json, "type", command->type);
    if ((fault = command->type == COMMAND_TYPE_SLASH ? write_slash(&tally, command)
                                                     : write_menu(&tally, command)) ||
        (fault = limit_count(job, "characters of a command", tally.characters, 1,
                             COMMAND_CHARACTERS_MOST)))
        return fault;
    if (command->permissions)
        json_write_bits(json, "default_member_permissions", command->permissions);
    else
        json_write_null(json, "default_member_permissions");
    if (command->contexts)
        write_bits(json, "contexts", command->contexts);
    if (command->installs)
        write_bits(json, "integration_types", command->installs);
    json_write_end(json);
    return FAULT_NONE;
}

static size_t count_type(const struct command_definition *commands, size_t count,
                         enum command_type type)
{
    size_t of_type = 0;

    for (size_t i = 0; i < count; i++)
        of_type += commands[i].type == type;
    return of_type;
}

/* Names are written before they are compared, so they are there. */
static bool has_command_before(const struct command_definition *commands, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (commands[i].type == commands[at].type &&
            strcmp(commands[i].name, commands[at].name) == 0)
            return true;
    return false;
}

enum fault commands_write(struct job *job, const struct command_definition *commands, size_t count,
                          struct bytes *json)
{
    struct text text = text_in(&job->arena, COMMANDS_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);
    enum fault fault;

    if ((fault = limit_count(job, "slash commands", count_type(commands, count, COMMAND_TYPE_SLASH),
                             0, COMMANDS_SLASH_MOST)) ||
        (fault = limit_count(job, "user commands", count_type(commands, count, COMMAND_TYPE_USER),
                             0, COMMANDS_MENU_MOST)) ||
        (fault = limit_count(job, "message commands",
                             count_type(commands, count, COMMAND_TYPE_MESSAGE), 0,
                             COMMANDS_MENU_MOST)))
        return fault;
    json_write_list(&writer, NULL);
    for (size_t i = 0; i < count; i++)
        if ((fault = write_command(job, &writer, &commands[i])) ||
            (fault = limit_rule(job, !has_command_before(commands, i),
                                "two commands of one type have the same name")))
            return fault;
    json_write_end(&writer);
    if (!json_writer_done(&writer, json))
        return fail(job, FAULT_BUG, "discord: commands of more than %d bytes", COMMANDS_JSON_MOST);
    return FAULT_NONE;
}
