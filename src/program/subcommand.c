#include "program/subcommand.h"

#include <stdio.h>

#include "base/job.h"
#include "store/store.h"

int subcommand_failed(struct job *job, enum fault fault)
{
    (void)fprintf(stderr, "ontheclock: %s\n", job->why ? job->why : fault_text(fault));
    return STATUS_FAILED;
}

int subcommand_misused(const struct subcommand *subcommand)
{
    (void)fprintf(stderr, "usage: ontheclock %s %s\n", subcommand->name, subcommand->arguments);
    return STATUS_USAGE;
}

enum fault subcommand_store(struct job *job, const struct config *config, struct store **out)
{
    const struct store_plan plan = {
        .url = secret_reveal(&config->database_url.secret),
        .least = (size_t)config->pool_least.whole,
        .most = (size_t)config->pool_most.whole,
    };

    return store_open(job, &plan, out);
}
