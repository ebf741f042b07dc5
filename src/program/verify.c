/* ontheclock verify — walks every server's hash chain and names the first broken link. */
#include <inttypes.h>
#include <stdio.h>

#include "base/job.h"
#include "program/close.h"
#include "program/guild_argument.h"
#include "program/subcommand.h"
#include "store/migrations.h"
#include "store/verify.h"

static const char *const kinds[] = {
    [FINDING_CHANGED] = "changed",       [FINDING_MISSING] = "missing", [FINDING_HEAD] = "head",
    [FINDING_CHECKPOINT] = "checkpoint", [FINDING_SESSION] = "session",
};

static void print_finding(void *context, const struct finding *finding)
{
    (void)context;
    (void)printf("%s: server %" PRIu64 ", punch %" PRId64 ": %s\n", kinds[finding->kind],
                 finding->guild.snowflake, finding->sequence, finding->text);
}

static enum fault check_version(struct job *job, struct store *store)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, store, &link);

    return fault ? fault : migrations_check(job, &link);
}

static int verify(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "verify" };
    AUTO(close_store) struct store *store = NULL;
    struct verify_summary summary;
    struct guild_id guild;
    enum fault fault;

    if (!guild_argument_read(count, words, &guild))
        return subcommand_misused(&subcommand_verify);
    fault = subcommand_store(&job, config, &store);
    if (!fault)
        fault = check_version(&job, store);
    if (!fault)
        fault = verify_run(&job, store, guild, print_finding, NULL, &summary);
    if (fault)
        return subcommand_failed(&job, fault);
    (void)printf("%" PRIu64 " servers, %" PRIu64 " punches, %" PRIu64 " sessions: %s\n",
                 summary.guilds, summary.punches, summary.sessions,
                 summary.findings ? "the ledger is BROKEN" : "the ledger is whole");
    return summary.findings ? STATUS_FAILED : STATUS_DONE;
}

const struct subcommand subcommand_verify = {
    .name = "verify",
    .arguments = "[SERVER_ID]",
    .words = "check that the ledger is whole",
    .run = verify,
};
