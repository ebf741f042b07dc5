/* ontheclock rebuild — makes the sessions again from the punches. */
#include <inttypes.h>
#include <stdio.h>

#include "base/job.h"
#include "program/close.h"
#include "program/guild_argument.h"
#include "program/subcommand.h"
#include "store/verify.h"

static int rebuild(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "rebuild" };
    AUTO(close_store) struct store *store = NULL;
    struct rebuild_summary summary;
    struct guild_id guild;
    enum fault fault;

    if (!guild_argument_read(count, words, &guild))
        return subcommand_misused(&subcommand_rebuild);
    fault = subcommand_store(&job, config, &store);
    if (!fault)
        fault = rebuild_run(&job, store, guild, &summary);
    if (fault)
        return subcommand_failed(&job, fault);
    (void)printf("%" PRIu64 " servers: %" PRIu64 " sessions made, %" PRIu64 " changed, %" PRIu64
                 " removed\n",
                 summary.guilds, summary.made, summary.changed, summary.removed);
    return STATUS_DONE;
}

const struct subcommand subcommand_rebuild = {
    .name = "rebuild",
    .arguments = "[SERVER_ID]",
    .words = "make the sessions again from the punches",
    .run = rebuild,
};
