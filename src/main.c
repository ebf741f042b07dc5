/* ontheclock — a timeclock for teams that live in Discord. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/job.h"
#include "base/mark.h"
#include "program/config.h"
#include "program/subcommand.h"
#include "program/version.h"

static const struct subcommand *const subcommands[] = {
#define SUBCOMMAND(name) &subcommand_##name,
#include "program/subcommands.def"
#undef SUBCOMMAND
};

static void print_usage(FILE *to)
{
    (void)fprintf(to, "usage: ontheclock SUBCOMMAND\n\n");
    for (size_t i = 0; i < LENGTH(subcommands); i++)
        (void)fprintf(to, "  %-8s %-24s %s\n", subcommands[i]->name, subcommands[i]->arguments,
                      subcommands[i]->words);
    (void)fprintf(to, "\n  --version, --help\n\n"
                      "Settings come from the environment and from .env; `ontheclock settings` "
                      "lists them.\n");
}

static int run(const struct subcommand *subcommand, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "configuration" };
    AUTO(config_end) struct config config = { 0 };
    const enum fault fault = config_read(&job, ".env", &config);

    if (fault)
        return subcommand_failed(&job, fault);
    return subcommand->run(&config, count, words);
}

/* The C library would give each thread a heap of its own, which a job's arena, taking few and
 * large blocks, has no use for: two hold a third of a megabyte less at rest. */
enum { HEAPS_MOST = 2 };

int main(int count, char **words)
{
    const char *name = count > 1 ? words[1] : "--help";

    /* Before there are threads. */
    (void)mallopt(M_ARENA_MAX, HEAPS_MOST); // NOLINT(concurrency-mt-unsafe)

    if (strcmp(name, "--version") == 0) {
        (void)printf("ontheclock %s\n", PROGRAM_VERSION);
        return STATUS_DONE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_usage(stdout);
        return count > 1 ? STATUS_DONE : STATUS_USAGE;
    }
    for (size_t i = 0; i < LENGTH(subcommands); i++)
        if (strcmp(name, subcommands[i]->name) == 0)
            return run(subcommands[i], count - 1, words + 1);
    (void)fprintf(stderr, "ontheclock: no such subcommand\n");
    print_usage(stderr);
    return STATUS_USAGE;
}
