/* ontheclock copy — moves everything to another database, on any engine, then verifies both. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/job.h"
#include "program/close.h"
#include "program/subcommand.h"
#include "store/copy.h"
#include "store/migrations.h"
#include "store/verify.h"

struct sides {
    const char *from, *to; /* database addresses */
};

static const struct option options[] = {
    { "from", required_argument, NULL, 'f' },
    { "to", required_argument, NULL, 't' },
    { 0 },
};

static bool read_sides(int count, char **words, struct sides *sides)
{
    int option;

    opterr = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before there is a second thread */
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
        if (option != 'f' && option != 't')
            return false;
        *(option == 'f' ? &sides->from : &sides->to) = optarg;
    }
    return optind == count && sides->from && sides->to && strcmp(sides->from, sides->to) != 0;
}

/* At the latest version, as copy_run() wants both. */
static enum fault open_side(struct job *job, const char *url, struct store **out)
{
    const struct store_plan plan = { .url = url };
    struct migrations done;
    const enum fault fault = store_open(job, &plan, out);

    return fault ? fault : migrations_run(job, *out, 0, false, instant_now(), &done);
}

/* One line a table, written over itself while the table grows. */
static void print_progress(void *context, const struct copy_state *state)
{
    const char **table = context;

    if (strcmp(*table, state->table) != 0 && **table)
        (void)fputc('\n', stderr);
    *table = state->table;
    (void)fprintf(stderr, "\r%s: %" PRIu64 " of %" PRIu64 " rows", state->table, state->copied,
                  state->total);
}

static void print_finding(void *context, const struct finding *finding)
{
    (void)context;
    (void)printf("server %" PRIu64 ", punch %" PRId64 ": %s\n", finding->guild.snowflake,
                 finding->sequence, finding->text);
}

static enum fault verify_side(struct job *job, struct store *store, uint64_t *findings)
{
    const struct guild_id everyone = { 0 };
    struct verify_summary summary = { 0 };
    const enum fault fault = verify_run(job, store, everyone, print_finding, NULL, &summary);

    if (fault)
        return fault;
    (void)printf("%s: %" PRIu64 " servers, %" PRIu64 " punches, %" PRIu64 " sessions, %" PRIu64
                 " findings\n",
                 store_name(store), summary.guilds, summary.punches, summary.sessions,
                 summary.findings);
    *findings += summary.findings;
    return FAULT_NONE;
}

static enum fault copy_and_verify(struct job *job, const struct sides *sides, uint64_t *findings)
{
    AUTO(close_store) struct store *from = NULL;
    AUTO(close_store) struct store *to = NULL;
    struct copy_summary summary;
    const char *table = "";
    enum fault fault = open_side(job, sides->from, &from);

    if (!fault)
        fault = open_side(job, sides->to, &to);
    if (!fault)
        fault = copy_run(job, from, to, print_progress, &table, &summary);
    if (*table)
        (void)fputc('\n', stderr);
    if (fault)
        return fault;
    (void)printf("copied %" PRIu64 " rows of %" PRIu64 " tables, %" PRIu64
                 " of them by an earlier call; both sides are equal\n",
                 summary.rows, summary.tables, summary.resumed);
    fault = verify_side(job, from, findings);
    return fault ? fault : verify_side(job, to, findings);
}

static int copy(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "copy" };
    struct sides sides = { 0 };
    uint64_t findings = 0;

    (void)config;
    if (!read_sides(count, words, &sides))
        return subcommand_misused(&subcommand_copy);
    const enum fault fault = copy_and_verify(&job, &sides, &findings);
    if (fault)
        return subcommand_failed(&job, fault);
    return findings ? STATUS_FAILED : STATUS_DONE;
}

const struct subcommand subcommand_copy = {
    .name = "copy",
    .arguments = "--from URL --to URL",
    .words = "copy everything to another database",
    .run = copy,
};
