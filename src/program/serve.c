/* ontheclock serve — runs until it is told to stop (SIGTERM, SIGINT). */
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/job.h"
#include "base/log.h"
#include "program/duties.h"
#include "program/service.h"
#include "program/subcommand.h"

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

static void open_log(const struct config *config)
{
    enum log_level level = LOG_INFO;

    for (size_t i = 0; i < LENGTH(level_names); i++)
        if (strcmp(config->log_level.text, level_names[i]) == 0)
            level = (enum log_level)i;
    log_open(strcmp(config->log_format.text, "json") == 0 ? LOG_JSON : LOG_LOGFMT, level);
}

/* Blocked before the first thread starts, so that none of them takes the signal from us. */
static void block_stop_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
}

static const struct option options[] = {
    { "only", required_argument, NULL, 'o' },
    { 0 },
};

static bool read_duties(int count, char **words, unsigned *duties)
{
    int option;

    opterr = 0;
    *duties = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before there is a second thread */
    while ((option = getopt_long(count, words, "", options, NULL)) != -1)
        if (option != 'o' || !duties_add(optarg, duties))
            return false;
    if (*duties == 0)
        *duties = DUTY_ALL | DUTY_ALONE;
    return optind == count;
}

/* The main thread has nothing else to do, so it keeps the time. */
static int run_until_signal(struct service *service, const sigset_t *signals)
{
    int signal;

    do {
        const int64_t pause_ms = service_beat(service);
        const struct timespec pause = { pause_ms / 1000, pause_ms % 1000 * 1000000 };
        signal = sigtimedwait(signals, NULL, &pause);
    } while (signal < 0);
    return signal;
}

static int serve(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "serve" };
    struct service *service = NULL;
    const char *flaw = commands_flaw();
    sigset_t signals;
    unsigned duties;

    if (!read_duties(count, words, &duties))
        return subcommand_misused(&subcommand_serve);
    open_log(config);
    block_stop_signals(&signals);
    const enum fault fault = flaw ? fail(&job, FAULT_BUG, "command table: %s", flaw)
                                  : service_start(&job, config, duties, &service);
    if (!fault)
        log_info(&job, "stopping", NUMBER("signal", run_until_signal(service, &signals)));
    int status = fault ? subcommand_failed(&job, fault) : STATUS_DONE;
    if (service_is_over(service))
        status = STATUS_FAILED;
    service_stop(&job, service);
    return status;
}

const struct subcommand subcommand_serve = {
    .name = "serve",
    .arguments = "[--only bot,web,jobs]",
    .words = "run everything, or only these",
    .run = serve,
};
