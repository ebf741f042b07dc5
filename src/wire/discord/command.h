/* command — the definition of an application command, and how Discord is told of all of them
 * (https://discord.com/developers/docs/interactions/application-commands).
 *
 * The same definitions give the same bytes, so a hash of them tells whether they changed
 * since they were registered. */
#ifndef WIRE_DISCORD_COMMAND_H
#define WIRE_DISCORD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"

struct job;

/* Discord's numbers. */
enum command_type { COMMAND_TYPE_SLASH = 1, COMMAND_TYPE_USER = 2, COMMAND_TYPE_MESSAGE = 3 };

enum option_type {
    OPTION_TYPE_SUBCOMMAND = 1,
    OPTION_TYPE_GROUP = 2, /* of subcommands */
    OPTION_TYPE_TEXT = 3,
    OPTION_TYPE_WHOLE = 4, /* within ±JSON_WHOLE_MOST */
    OPTION_TYPE_FLAG = 5,
    OPTION_TYPE_USER = 6,
    OPTION_TYPE_CHANNEL = 7,
    OPTION_TYPE_ROLE = 8,
    OPTION_TYPE_MENTIONABLE = 9, /* a user or a role */
    OPTION_TYPE_NUMBER = 10,
    OPTION_TYPE_ATTACHMENT = 11,
};

/* Where a command may be used; a set of bits, 1 << the number Discord gives it. */
enum command_context {
    COMMAND_IN_GUILD = 1 << 0,
    COMMAND_IN_BOT_DM = 1 << 1,
    COMMAND_IN_PRIVATE = 1 << 2,
};

/* How the app was installed; a set of bits, as above. */
enum command_install { COMMAND_INSTALLED_GUILD = 1 << 0, COMMAND_INSTALLED_USER = 1 << 1 };

struct choice_definition {
    const char *name;  /* 1 … 100 characters */
    const char *value; /* OPTION_TYPE_TEXT: 1 … 100 characters */
    int64_t whole;     /* OPTION_TYPE_WHOLE, when value is NULL */
};

struct option_definition {
    enum option_type type;
    const char *name;        /* 1 … 32 of a-z, 0-9, '-', '_' */
    const char *description; /* 1 … 100 characters */
    bool required;           /* required ones stand before the others */
    bool autocomplete;       /* text and whole; not together with choices */
    bool bounded;            /* least and most hold */
    int64_t least, most;     /* a whole number's value, or a text's length (0 … 6000) */
    uint32_t channel_types;  /* OPTION_TYPE_CHANNEL: bits 1 << channel type; 0: all */
    const struct choice_definition *choices;
    size_t choices_count; /* 0 … 25 */
    /* Of a group: its subcommands.  Of a subcommand: its options. */
    const struct option_definition *options;
    size_t options_count; /* 0 … 25 */
};

struct command_definition {
    enum command_type type;
    const char *name;        /* as an option's; user and message commands: 1 … 32 characters */
    const char *description; /* 1 … 100 characters; NULL for user and message commands */
    const struct option_definition *options;
    size_t options_count; /* 0 … 25 */
    /* Discord shows the command to members with all of these permissions.  0: to all. */
    uint64_t permissions;
    /* 0: left out, as Discord wants it for the commands of one server. */
    unsigned contexts; /* enum command_context */
    unsigned installs; /* enum command_install */
};

/* What "PUT /applications/{id}/commands" takes: a list.  FAULT_BUG, naming the command and
 * the limit, when Discord would refuse it: more than 100 slash commands or 15 of each other
 * type, a name twice, 8000 characters in one command, and what stands above. */
enum fault commands_write(struct job *job, const struct command_definition *commands, size_t count,
                          struct bytes *json) MUST_USE;

#endif
