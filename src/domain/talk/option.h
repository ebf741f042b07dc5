/* option — what kind of thing a person fills in after a slash command.
 * Discord's numbers (application command option types). */
#ifndef DOMAIN_TALK_OPTION_H
#define DOMAIN_TALK_OPTION_H

enum option_kind {
    OPTION_GROUP_MEMBER = 1, /* a subcommand: part of a command's path, never filled in */
    OPTION_GROUP = 2,        /* likewise */
    OPTION_TEXT = 3,
    OPTION_WHOLE = 4,
    OPTION_FLAG = 5,
    OPTION_USER = 6,
    OPTION_CHANNEL = 7,
    OPTION_ROLE = 8,
    OPTION_MENTIONABLE = 9,
    OPTION_NUMBER = 10,
    OPTION_ATTACHMENT = 11,
};

#endif
