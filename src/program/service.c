#include "program/service.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/guard.h"
#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "base/workers.h"
#include "base/zone.h"
#include "inbound/gateway/gateway.h"
#include "inbound/http/http.h"
#include "inbound/interactions.h"
#include "inbound/notices.h"
#include "inbound/registration.h"
#include "inbound/schedule/schedule.h"
#include "inbound/task.h"
#include "outbound/discord/discord.h"
#include "outbound/discord/servers.h"
#include "program/config.h"
#include "program/gauges.h"
#include "program/resume_points.h"
#include "program/subcommand.h"
#include "program/version.h"
#include "store/migrations.h"
#include "store/store.h"

enum {
    QUEUE_PER_WORKER = 16, /* tasks that may wait; more would wait in vain */
    SETTLE_MS = 10 * 1000, /* what is in hand may take so long when we stop */
    START_MS = 30 * 1000,  /* Discord and the database may take so long when we start */
    SAVE_MS = 5 * 1000,
};

struct service {
    const struct config *config;
    struct app app;
    struct user_id operators[SETTING_IDS_MOST];
    struct discord *discord;
    struct workers *workers;
    struct schedule *schedule;
    struct interactions interactions;
    struct http_check checks[2];
    struct http *http;
    pthread_mutex_t lock;    /* guards gateway: HTTP asks it while it is opened and stopped */
    struct gateway *gateway; /* NULL: none */
    uint32_t shard_ids[GATEWAY_SHARDS_MOST];
    uint32_t shards;
    atomic_bool over; /* Discord will not have us any more */
};

static bool uses_gateway(const struct service *service)
{
    return strcmp(service->config->transport.text, "gateway") == 0;
}

static enum fault open_store(struct job *job, struct service *service)
{
    struct migrations done;
    enum fault fault = subcommand_store(job, service->config, &service->app.store);

    if (!fault)
        fault = migrations_run(job, service->app.store, 0, false, instant_now(), &done);
    if (fault)
        return fault;
    log_info(job, "database open", TEXT("database", store_name(service->app.store)),
             NUMBER("version", done.to), NUMBER("steps", done.steps_count));
    service->app.zone = zone_find(service->config->zone.text);
    if (!service->app.zone)
        return fail(job, FAULT_INPUT,
                    "DEFAULT_TIME_ZONE is no zone of this system's database; "
                    "use a name like America/New_York");
    return FAULT_NONE;
}

static enum fault open_discord(struct job *job, struct service *service)
{
    const struct config *config = service->config;
    const struct discord_plan plan = {
        .api_base = config->api_base.text,
        .token = &config->token.secret,
        .version = PROGRAM_VERSION,
    };
    struct discord_application application;
    enum fault fault = config_need(job, &config->token, SETTING_INDEX_token);

    if (!fault)
        fault = discord_open(job, &plan, &service->discord);
    service->app.discord = service->discord;
    service->app.servers = servers_new(&(struct servers_plan){ .discord = service->discord });
    service->interactions =
        (struct interactions){ &service->app, service->discord, { config->client_id.id } };
    if (fault || config->client_id.id)
        return fault;
    fault = discord_application_me(job, service->discord, &application);
    if (!fault)
        service->interactions.application = application.id;
    return fault;
}

static void know_operators(struct service *service)
{
    const struct setting_value *operators = &service->config->operators;

    for (size_t i = 0; i < operators->ids_count; i++)
        service->operators[i] = (struct user_id){ operators->ids[i] };
    service->app.operators = service->operators;
    service->app.operators_count = operators->ids_count;
    service->app.sells_plans = secret_is_set(&service->config->stripe_key.secret);
}

/* A server of the operators' that we are not in (yet) is no reason not to start. */
static enum fault register_commands(struct job *job, struct service *service)
{
    const struct setting_value *guilds = &service->config->operator_guilds;
    const struct application_id application = service->interactions.application;
    enum fault fault = registration_run(job, &service->app, service->discord, application);

    for (size_t i = 0; !fault && i < guilds->ids_count; i++) {
        const struct guild_id guild = { guilds->ids[i] };
        fault = registration_run_operators(job, &service->app, service->discord, application,
                                           guild);
        if (fault != FAULT_DENIED && fault != FAULT_MISSING)
            continue;
        log_warn(job, "Discord refuses /owner in a server of OPERATOR_GUILD_IDS",
                 NUMBER("guild", guild.snowflake), TEXT("why", job->why));
        job->why = NULL;
        fault = FAULT_NONE;
    }
    return fault;
}

static void start_workers(struct service *service)
{
    const size_t count = (size_t)service->config->workers.whole;
    const struct workers_plan plan = {
        .name = "worker",
        .count = count,
        .queue = count * QUEUE_PER_WORKER,
        .work = task_carry,
    };

    service->workers = workers_start(&plan);
}

static enum fault store_ready(struct job *job, void *subject)
{
    struct service *service = subject;

    return store_ping(job, service->app.store);
}

static enum fault gateway_ready(struct job *job, void *subject)
{
    struct service *service = subject;
    struct gateway_metrics metrics = { 0 };

    pthread_mutex_lock(&service->lock);
    if (service->gateway)
        gateway_metrics(service->gateway, &metrics);
    pthread_mutex_unlock(&service->lock);
    if (metrics.connected == metrics.shards && metrics.shards > 0)
        return FAULT_NONE;
    return fail(job, FAULT_BUSY, "%u of %u shards are connected", metrics.connected,
                metrics.shards);
}

static void measure(void *subject)
{
    struct service *service = subject;

    gauges_store(service->app.store);
    gauges_workers(service->workers);
}

static enum fault open_http(struct job *job, struct service *service)
{
    const struct config *config = service->config;
    const bool by_http = !uses_gateway(service);
    const struct http_plan plan = {
        .host = config->host.text,
        .port = (uint16_t)config->port.whole,
        .internal_port = (uint16_t)config->internal_port.whole,
        .workers = service->workers,
        .checks = service->checks,
        .checks_count = by_http ? 1 : 2,
        /* With a key the endpoint is open also beside the gateway: an operator may move from
         * one to the other without a gap, and a punch that comes twice counts once. */
        .interactions = config->public_key.text ? &service->interactions : NULL,
        .discord_public_key = config->public_key.text,
        .measure = measure,
        .measure_subject = service,
    };
    enum fault fault = FAULT_NONE;

    service->checks[0] = (struct http_check){ "store", store_ready, service };
    service->checks[1] = (struct http_check){ "gateway", gateway_ready, service };
    if (by_http)
        fault = config_need(job, &config->public_key, SETTING_INDEX_public_key);
    if (!fault)
        fault = http_open(job, &plan, &service->http);
    if (!fault)
        log_info(job, "listening", TEXT("host", config->host.text),
                 NUMBER("port", http_port(service->http)),
                 NUMBER("internal_port", http_internal_port(service->http)));
    return fault;
}

/* In the gateway's thread: nothing but tell the main thread to stop. */
static void gateway_is_over(void *subject, const char *why)
{
    struct service *service = subject;

    log_error(NULL, "Discord ended the gateway for good", TEXT("do", why));
    atomic_store(&service->over, true);
    (void)kill(getpid(), SIGTERM);
}

static enum fault choose_shards(struct job *job, struct service *service, int shards)
{
    if (shards < 1 || shards > GATEWAY_SHARDS_MOST)
        return fail(job, FAULT_REMOTE, "Discord asks for %d shards; one process carries 1 to %d",
                    shards, GATEWAY_SHARDS_MOST);
    service->shards = (uint32_t)shards;
    for (uint32_t i = 0; i < service->shards; i++)
        service->shard_ids[i] = i;
    return FAULT_NONE;
}

static enum fault open_gateway(struct job *job, struct service *service)
{
    struct discord_gateway found;
    struct gateway_plan plan = {
        .token = &service->config->token.secret,
        .intents = GATEWAY_INTENT_GUILDS,
        .shard_ids = service->shard_ids,
        .workers = service->workers,
        .handlers = notices_handlers(&service->interactions),
        .over = gateway_is_over,
        .over_subject = service,
    };
    enum fault fault = discord_gateway_bot(job, service->discord, &found);

    if (!fault)
        fault = choose_shards(job, service, found.shards);
    if (fault)
        return fault;
    plan.url = found.url;
    plan.shards = service->shards;
    plan.shard_ids_count = service->shards;
    plan.starts = (struct start_limit){
        .remaining = (uint32_t)found.starts_left,
        .reset_after_ms = found.starts_reset_ms,
        .max_concurrency = (uint32_t)found.max_concurrency,
    };
    fault = resume_points_load(job, service->app.store, service->shard_ids, service->shards,
                               service->shards, &plan.sessions, &plan.sessions_count);
    struct gateway *gateway = NULL;
    if (!fault)
        fault = gateway_open(job, &plan, &gateway);
    pthread_mutex_lock(&service->lock);
    service->gateway = gateway;
    pthread_mutex_unlock(&service->lock);
    return fault;
}

static void wake(void *subject, enum round_index round)
{
    struct service *service = subject;

    schedule_wake(service->schedule, round);
}

/* Before anything from outside can reach a handler that wakes a round. */
static void start_schedule(struct service *service)
{
    service->schedule = schedule_start(&service->app, service->workers);
    service->app.wake_subject = service;
    service->app.wake = wake;
}

enum fault service_start(struct job *job, const struct config *config, struct service **out)
{
    struct service *service = calloc(1, sizeof(*service));
    enum fault fault;

    if (!service)
        return fail(job, FAULT_BUSY, "no memory to start");
    *out = service;
    service->config = config;
    know_operators(service);
    pthread_mutex_init(&service->lock, NULL);
    gauges_enlist();
    service->app.pace = pace_new();
    job->deadline_ms = monotonic_ms() + START_MS;
    fault = open_store(job, service);
    if (!fault)
        fault = open_discord(job, service);
    if (fault)
        return fault;
    start_workers(service);
    start_schedule(service);
    fault = open_http(job, service);
    if (!fault)
        fault = register_commands(job, service);
    if (!fault && uses_gateway(service))
        fault = open_gateway(job, service);
    if (!fault)
        log_info(job, "ready", TEXT("transport", config->transport.text),
                 TEXT("version", PROGRAM_VERSION));
    return fault;
}

/* The gateway leaves first: what it was told is with the workers, the rest is sent again. */
static void stop_gateway(struct job *job, struct service *service)
{
    struct resume_point *points = arena_take_many(&job->arena, GATEWAY_SHARDS_MOST,
                                                  sizeof(*points));
    pthread_mutex_lock(&service->lock);
    struct gateway *gateway = service->gateway;
    service->gateway = NULL;
    pthread_mutex_unlock(&service->lock);
    const size_t count = gateway_stop(gateway, points, GATEWAY_SHARDS_MOST);

    if (count == 0)
        return;
    job->deadline_ms = monotonic_ms() + SAVE_MS;
    const enum fault fault = resume_points_save(job, service->app.store, points, count,
                                                service->shards);
    if (fault)
        job_log_fault(job, fault);
}

bool service_is_over(const struct service *service)
{
    return service && atomic_load(&service->over);
}

void service_stop(struct job *job, struct service *service)
{
    if (!service)
        return;
    stop_gateway(job, service);
    if (service->schedule)
        schedule_stop(service->schedule);
    if (service->http)
        http_settle(service->http);
    if (service->workers && !workers_settle(service->workers, monotonic_ms() + SETTLE_MS))
        log_warn(job, "stopped with work in hand", NUMBER("after_ms", SETTLE_MS));
    workers_finish(service->workers);
    schedule_free(service->schedule);
    http_close(service->http);
    servers_free(service->app.servers);
    if (service->discord)
        discord_close(service->discord);
    store_close(service->app.store);
    pthread_mutex_destroy(&service->lock);
    pace_free(service->app.pace);
    log_info(job, "stopped");
    free(service);
}
