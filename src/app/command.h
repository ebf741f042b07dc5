/* command — the table of everything a person can ask for in Discord.
 *
 * One row of table.def is a slash command or a row of the menu over a member; it is enough to
 * register the command, parse its options, check who may run it, dispatch it and print it in
 * /help.  components.def does the same for buttons, selects and modals, whose ids never change:
 * one posted a year ago still finds its row. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "domain/talk/option.h"
#include "domain/team/access.h"

struct app;
struct call;
struct job;
struct reply;
struct suggestions;

/* Carries one call out.  The right was checked; *reply is empty and is to be filled. */
typedef enum fault handler(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply);
/* Offers values for call->focused, of which something was typed; see app/complete.h. */
typedef enum fault completer(struct job *job, const struct app *app, const struct call *call,
                             struct suggestions *suggestions);

enum command_kind { KIND_SLASH, KIND_USER_MENU };
enum option_need { OPTIONAL, REQUIRED };

/* DIRECT: the work is local, its reply is the answer.  DEFERRED: Discord is told at once
 * that we think; the reply is edited in when it is there.  DEFERRED_UPDATE: likewise, but the
 * message that the button is on is what will change; a REPLY_MESSAGE stands below it.  Neither
 * of the two can open a modal. */
enum answer_way { DIRECT, DEFERRED, DEFERRED_UPDATE };

/* How an id of components.def is compared: WHOLE, or as the beginning of one that ends
 * with what the button is about ("timeclock:onclock_page:2"). */
enum id_match { WHOLE_ID, ID_PREFIX };

enum command_index {
#define COMMAND(name, path, right, way, description)   COMMAND_##name,
#define USER_MENU(name, path, right, way, description) COMMAND_##name,
#include "app/commands/table.def"
    COMMAND_COUNT
};

struct command {
    enum command_kind kind;
    const char *path; /* "clock", "roles employee add": one to three words; a menu's: any */
    enum right right;
    enum answer_way way;
    const char *description; /* 1 … 100 characters; of a menu row: for /help only */
    handler *run;
};

struct command_option {
    enum command_index command;
    enum option_kind kind;
    const char *name;
    enum option_need need;
    const char *description;
};

struct command_bounds {
    enum command_index command;
    const char *option;
    int64_t least, most; /* of a whole number; characters of a text */
};

struct command_channels {
    enum command_index command;
    const char *option;
    uint32_t types; /* bits, 1 << Discord's number */
};

struct command_completer {
    enum command_index command;
    const char *option;
    completer *complete;
};

struct command_choice {
    enum command_index command;
    const char *option;
    const char *label;
    const char *value;
};

/* What Discord wants to know of the words before the last one of a path. */
struct command_group {
    const char *path;
    const char *description;
};

/* Of a whole command (the first word of a path): who sees it in Discord. */
struct command_shown {
    const char *name;
    uint64_t permissions;
};

struct component {
    const char *id;
    enum id_match match;
    enum right right;
    enum answer_way way;
    handler *run;
};

extern const struct command commands[COMMAND_COUNT];
extern const struct command_option command_options[];
extern const size_t command_options_count;
extern const struct command_choice command_choices[];
extern const size_t command_choices_count;
extern const struct command_group command_groups[];
extern const size_t command_groups_count;
extern const struct component components[];
extern const size_t components_count;

/* NULL when there is none. */
const struct command *command_find(const char *path);
const struct command_group *command_group_find(const char *path);
const struct component *component_find(const char *id);
const struct command_option *command_option_find(const struct command *command, const char *name);
/* What was said of an option; NULL when it was not. */
const struct command_bounds *command_bounds_find(const struct command_option *option);
completer *command_completer_find(const struct command_option *option);
uint32_t command_channels_of(const struct command_option *option); /* 0: all */
/* 0: shown to everybody.  `name` is a whole command's. */
uint64_t command_shown_to(const char *name);

/* What every start checks: each row has its handler, no path or id comes twice, every option,
 * choice and group belongs to something, and so does what was said of an option.  NULL, or static words about the first that is wrong. */
const char *commands_flaw(void);

#endif
