/* ontheclock serve — runs until it is told to stop (SIGTERM, SIGINT). */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/job.h"
#include "base/log.h"
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

static int serve(struct config *config, int count, char **words)
{
    AUTO(job_end) struct job job = { .name = "serve" };
    struct service *service = NULL;
    const char *flaw = commands_flaw();
    sigset_t signals;
    int signal = 0;

    (void)words;
    if (count != 1)
        return subcommand_misused(&subcommand_serve);
    open_log(config);
    block_stop_signals(&signals);
    const enum fault fault = flaw ? fail(&job, FAULT_BUG, "command table: %s", flaw)
                                  : service_start(&job, config, &service);
    if (!fault) {
        while (sigwait(&signals, &signal) != 0)
            ;
        log_info(&job, "stopping", NUMBER("signal", signal));
    }
    int status = fault ? subcommand_failed(&job, fault) : STATUS_DONE;
    if (service_is_over(service))
        status = STATUS_FAILED;
    service_stop(&job, service);
    return status;
}

const struct subcommand subcommand_serve = {
    .name = "serve",
    .arguments = "",
    .words = "run the bot",
    .run = serve,
};
