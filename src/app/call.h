/* call — what a person asks for: who, where, what, with which options.  The same for a slash
 * command, a button and, later, a page; only inbound makes one. */
#ifndef APP_CALL_H
#define APP_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/access.h"
#include "domain/time/punch.h"

struct guild;
struct zone;

/* CALL_COMPLETE: a command that is still being typed; what is asked for are suggestions. */
enum call_kind { CALL_COMMAND, CALL_COMPONENT, CALL_MODAL, CALL_COMPLETE };

/* One option as the person filled it in; which member is set depends on its kind. */
struct given_option {
    const char *name;
    enum option_kind kind;
    const char *text;   /* OPTION_TEXT */
    int64_t whole;      /* OPTION_WHOLE, and 0 or 1 for OPTION_FLAG */
    uint64_t snowflake; /* OPTION_USER, OPTION_CHANNEL, OPTION_ROLE */
    bool managed;       /* OPTION_ROLE: belongs to an integration, so nobody can be given it */
};

/* One field of a modal that was sent. */
struct given_entry {
    const char *id;
    const char *text;          /* NULL: a select */
    const char *const *values; /* of a select */
    size_t values_count;
};

struct call {
    enum call_kind kind;
    const char *what; /* the command's path, or the id of the component or modal */
    struct person person;
    const char *username; /* as Discord shows them everywhere; NULL: not told */
    const char *nickname; /* in this server; NULL: none */
    struct channel_id channel;
    const struct given_option *options;
    size_t options_count;
    const struct given_option *focused; /* CALL_COMPLETE: the one being typed, in options */
    struct user_id target;              /* of a menu row: over whom it was opened; else 0 */
    const char *const *values;          /* of a select: what was chosen, texts or ids; at most 25 */
    size_t values_count;
    const struct given_entry *entries; /* of a modal */
    size_t entries_count;
    const char *request_key;    /* the same for every delivery of the same request */
    struct instant made_at;     /* when the person did it: the interaction's snowflake */
    struct instant received_at; /* when it reached us */
    enum punch_source source;
    bool on_private_message; /* component: its message is ephemeral, so it may be changed */

    /* Set by the dispatcher before a handler runs. */
    const struct guild *guild;
    const struct zone *zone; /* the server's */
};

/* May the caller do that here?  The one question of access; asks what the call tells of the
 * person and what the server decided about its roles. */
bool call_may(const struct call *call, enum right right);

/* NULL when the person left it out. */
const struct given_option *call_option(const struct call *call, const char *name);
/* The text of a modal's field; "" when there is none. */
const char *call_entry(const struct call *call, const char *id) GIVES;
/* The value'th value of a select as an id; false when it is none. */
bool call_value_id(const struct call *call, size_t value, uint64_t *snowflake) MUST_USE;

#endif
