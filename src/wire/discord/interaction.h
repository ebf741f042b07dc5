/* interaction — what a person did in Discord, as values.
 *
 * Read from the `d` of INTERACTION_CREATE or from the body of the HTTP endpoint: the same
 * object (https://discord.com/developers/docs/interactions/receiving-and-responding).
 * Fields and kinds we do not know are passed over; a field we need that is absent or of
 * another kind is a fault which names it.  Everything lives in the job's arena.
 *
 * Texts are what people or Discord wrote: UTF-8, and not safe for any output. */
#ifndef WIRE_DISCORD_INTERACTION_H
#define WIRE_DISCORD_INTERACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "wire/discord/command.h"

struct job;

/* Limits beyond which it is a fault; Discord stays at or below each. */
enum {
    INTERACTION_JSON_MOST = 256 * 1024,
    INTERACTION_DEPTH_MOST = 32,
    INTERACTION_OPTIONS_MOST = 25,
    INTERACTION_VALUES_MOST = 25,
    INTERACTION_ENTRIES_MOST = 25,   /* a modal has at most 5 */
    INTERACTION_ROLES_MOST = 1000,   /* of one person; a server has at most 250 */
    INTERACTION_RESOLVED_MOST = 250, /* of each kind */
    INTERACTION_SKUS_MOST = 250,
    INTERACTION_CUSTOM_ID_MOST = 100, /* characters */
    INTERACTION_NAME_MOST = 32,       /* characters; of a command, of an option */
    INTERACTION_TOKEN_MOST = 512,     /* today about 220 */
    INTERACTION_FILE_NAME_MOST = 1024,
    INTERACTION_ADDRESS_MOST = 2048,
};

/* Discord's numbers. */
enum interaction_type {
    INTERACTION_PING = 1,
    INTERACTION_COMMAND = 2,
    INTERACTION_COMPONENT = 3,
    INTERACTION_AUTOCOMPLETE = 4,
    INTERACTION_MODAL = 5,
};

enum interaction_context {
    INTERACTION_IN_UNKNOWN = -1, /* absent, or one we do not know */
    INTERACTION_IN_GUILD = 0,
    INTERACTION_IN_BOT_DM = 1,
    INTERACTION_IN_PRIVATE = 2, /* a group, or a DM with somebody else */
};

/* Names are NULL where Discord sent none. */
struct interaction_person {
    struct user_id user;
    const char *username;
    const char *global_name;     /* shown instead, everywhere */
    const char *nick;            /* shown instead, in this server */
    bool bot;                    /* no person at all */
    bool member;                 /* of this server: the rest is known */
    const struct role_id *roles; /* without @everyone */
    size_t roles_count;
    uint64_t permissions; /* in this channel */
};

struct interaction_role {
    struct role_id role;
    const char *name;
    uint64_t permissions;
    bool managed; /* belongs to an integration: nobody can be given it */
};

struct interaction_channel {
    struct channel_id channel;
    const char *name; /* NULL: none */
    int type;         /* Discord's number; 0 a text channel */
    uint64_t permissions;
};

struct interaction_file {
    uint64_t attachment;
    const char *name;
    const char *url;
    const char *type; /* media type as the sender claims; NULL: none */
    int64_t size;     /* bytes */
};

/* What ids in options, values, entries and target stand for. */
struct interaction_resolved {
    const struct interaction_person *people;
    size_t people_count;
    const struct interaction_role *roles;
    size_t roles_count;
    const struct interaction_channel *channels;
    size_t channels_count;
    const struct interaction_file *files;
    size_t files_count;
};

/* Which member holds the value depends on the type. */
struct interaction_option {
    const char *name;
    enum option_type type;
    const char *text;   /* OPTION_TYPE_TEXT: never NULL; a focused number: as typed so far */
    int64_t whole;      /* OPTION_TYPE_WHOLE */
    double number;      /* OPTION_TYPE_NUMBER */
    bool flag;          /* OPTION_TYPE_FLAG */
    uint64_t snowflake; /* user, role, channel, mentionable, attachment */
    bool focused;       /* autocomplete: the one that is being typed */
};

/* One field of a modal: a text, or what was chosen. */
struct interaction_entry {
    const char *custom_id;
    const char *text; /* NULL: a select or another kind */
    const char *const *values;
    size_t values_count;
};

struct interaction {
    enum interaction_type type;
    struct interaction_id id; /* its snowflake tells when the person did it */
    struct application_id application;
    const char *token;     /* for answers, during 15 minutes: keep it out of logs */
    struct guild_id guild; /* 0 in a DM; so for the channel in a PING */
    struct channel_id channel;
    enum interaction_context context;
    struct interaction_person person; /* nobody in a PING */
    uint64_t app_permissions;
    const char *locale;       /* "en-US"; NULL in a PING */
    const char *guild_locale; /* NULL in a DM */
    const uint64_t *skus;     /* of the entitlements */
    size_t skus_count;

    /* Command, autocomplete */
    enum command_type command_type;
    struct command_id command;
    const char *name; /* "roles" */
    const char *path; /* "roles employee add"; the name when there is nothing below it */
    const struct interaction_option *options;
    size_t options_count;
    uint64_t target; /* of a user command a user, of a message command a message; else 0 */

    /* Component, modal */
    const char *custom_id;     /* 1 … 100 characters */
    int component_type;        /* Discord's number; 2 a button, 3 and 5 … 8 selects */
    const char *const *values; /* what was chosen in a select: texts or ids */
    size_t values_count;
    struct message_id message; /* the one the component is on; 0: none */
    bool message_ephemeral;
    const struct interaction_entry *entries;
    size_t entries_count;

    struct interaction_resolved resolved;
};

/* FAULT_INPUT: no interaction, or of a type, or for a kind of command, that we do not know. */
enum fault interaction_read(struct job *job, struct bytes bytes,
                            struct interaction *interaction) MUST_USE;

/* NULL: not given. */
const struct interaction_option *interaction_option(const struct interaction *interaction,
                                                    const char *name);
const struct interaction_entry *interaction_entry(const struct interaction *interaction,
                                                  const char *custom_id);
const struct interaction_person *interaction_person(const struct interaction *interaction,
                                                    struct user_id user);
const struct interaction_role *interaction_role(const struct interaction *interaction,
                                                struct role_id role);

#endif
