/* command — the table of everything a person can ask for in Discord.
 *
 * One row of table.def is a slash command; it is enough to register the command, parse its
 * options, check who may run it, dispatch it and print it in /help.  components.def does the
 * same for buttons, whose ids never change: one posted a year ago still finds its row. */
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

/* Carries one call out.  The right was checked; *reply is empty and is to be filled. */
typedef enum fault handler(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply);

enum option_need { OPTIONAL, REQUIRED };

/* DIRECT: the work is local, its reply is the answer.  DEFERRED: Discord is told at once
 * that we think; the reply is edited in when it is there. */
enum answer_way { DIRECT, DEFERRED };

/* How an id of components.def is compared: WHOLE, or as the beginning of one that ends
 * with what the button is about ("timeclock:onclock_page:2"). */
enum id_match { WHOLE_ID, ID_PREFIX };

enum command_index {
#define COMMAND(name, path, right, way, description) COMMAND_##name,
#define OPTION(...)
#define CHOICE(...)
#define GROUP(...)
#include "app/commands/table.def"
    COMMAND_COUNT
};

struct command {
    const char *path; /* "clock", "roles employee add": one to three words */
    enum right right;
    enum answer_way way;
    const char *description; /* 1 … 100 characters */
    handler *run;
};

struct command_option {
    enum command_index command;
    enum option_kind kind;
    const char *name;
    enum option_need need;
    const char *description;
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

/* What every start checks: each row has its handler, no path or id comes twice, every option,
 * choice and group belongs to something.  NULL, or static words about the first that is wrong. */
const char *commands_flaw(void);

#endif
