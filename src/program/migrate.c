/* ontheclock migrate — brings the database to this program's version. */
#include <getopt.h>
#include <stdio.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/number.h"
#include "program/close.h"
#include "program/subcommand.h"
#include "store/migrations.h"
#include "store/store.h"

struct wish {
    int64_t to; /* 0: the latest */
    bool dry_run;
};

static const struct option options[] = {
    { "to", required_argument, NULL, 't' },
    { "dry-run", no_argument, NULL, 'd' },
    { 0 },
};

static bool read_wish(int count, char **words, struct wish *wish)
{
    int option;

    opterr = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before there is a second thread */
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
        if (option == 't' && number_read_within(optarg, 1, migrations_latest(), &wish->to))
            continue;
        if (option != 'd')
            return false;
        wish->dry_run = true;
    }
    return optind == count;
}

static void print_steps(const struct migrations *done, const struct wish *wish)
{
    for (size_t i = 0; i < done->steps_count; i++)
        (void)printf("%s %04d %s\n", wish->dry_run ? "would run" : "ran", done->steps[i].version,
                     done->steps[i].name);
    if (done->steps_count == 0)
        (void)printf("nothing to do: the database is at version %d\n", done->to);
}

static int migrate(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "migrate" };
    AUTO(close_store) struct store *store = NULL;
    struct wish wish = { 0 };
    struct migrations done;
    enum fault fault;

    if (!read_wish(count, words, &wish))
        return subcommand_misused(&subcommand_migrate);
    fault = subcommand_store(&job, config, &store);
    if (!fault)
        fault = migrations_run(&job, store, (int)wish.to, wish.dry_run, instant_now(), &done);
    if (fault)
        return subcommand_failed(&job, fault);
    print_steps(&done, &wish);
    return STATUS_DONE;
}

const struct subcommand subcommand_migrate = {
    .name = "migrate",
    .arguments = "[--to N] [--dry-run]",
    .words = "bring the database to this program's version",
    .run = migrate,
};
