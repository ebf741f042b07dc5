/* ontheclock backup — an SQLite database as it is at one moment, while it is in use. */
#include <inttypes.h>
#include <stdio.h>

#include "base/job.h"
#include "program/close.h"
#include "program/subcommand.h"
#include "store/backup.h"

static void print_progress(void *context, const struct backup_state *state)
{
    (void)context;
    (void)fprintf(stderr, "\r%" PRIu64 " of %" PRIu64 " pages", state->copied, state->total);
}

static int backup(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "backup" };
    AUTO(close_store) struct store *store = NULL;
    enum fault fault;

    if (count != 2)
        return subcommand_misused(&subcommand_backup);
    fault = subcommand_store(&job, config, &store);
    if (!fault)
        fault = backup_run(&job, store, words[1], print_progress, NULL);
    if (fault)
        return subcommand_failed(&job, fault);
    (void)fprintf(stderr, "\n");
    (void)printf("the backup is whole: %s\n", words[1]);
    return STATUS_DONE;
}

const struct subcommand subcommand_backup = {
    .name = "backup",
    .arguments = "FILE",
    .words = "write the SQLite database to a file (PostgreSQL: use pg_dump)",
    .run = backup,
};
