/* subcommand — what `ontheclock` can be told to do.  One file each exports one const entry;
 * subcommands.def lists them. */
#ifndef PROGRAM_SUBCOMMAND_H
#define PROGRAM_SUBCOMMAND_H

#include "base/fault.h"
#include "base/mark.h"
#include "program/config.h"

struct job;
struct store;

enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

struct subcommand {
    const char *name;
    const char *arguments; /* "[--to N] [--dry-run]", or "" */
    const char *words;     /* one line for the usage */
    /* Gives the process's exit status.  words[0] is the subcommand's name. */
    int (*run)(struct config *config, int count, char **words);
};

#define SUBCOMMAND(name) extern const struct subcommand subcommand_##name;
#include "program/subcommands.def"
#undef SUBCOMMAND

/* Tells the operator, on standard error, why it was not done; the status to leave with. */
int subcommand_failed(struct job *job, enum fault fault);
/* The same for words that make no sense. */
int subcommand_misused(const struct subcommand *subcommand);

/* Opens the database of the configuration. */
enum fault subcommand_store(struct job *job, const struct config *config,
                            struct store **out) MUST_USE;

#endif
