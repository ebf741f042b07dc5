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
#include "program/duties.h"
#include "program/gauges.h"
#include "program/resume_points.h"
#include "program/shard_leases.h"
#include "program/shard_share.h"
#include "program/subcommand.h"
#include "program/version.h"
#include "store/migrations.h"
#include "store/store.h"

enum {
    QUEUE_PER_WORKER = 16, /* tasks that may wait; more would wait in vain */
    SETTLE_MS = 10 * 1000, /* what is in hand may take so long when we stop */
    START_MS = 30 * 1000,  /* Discord and the database may take so long when we start */
    SAVE_MS = 5 * 1000,
    BEAT_MS = 1000,      /* between two looks at the gateway */
    BEAT_MOST_MS = 3000, /* the database may take so long for what a beat asks */
    LEASE_LEAST_S = 3,
};

struct service {
    const struct config *config;
    unsigned duties;
    struct arena texts; /* as long as the service */
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
    uint32_t shards;         /* in all */
    _Atomic uint32_t wanted; /* of them, by us; UINT32_MAX: not known yet */
    struct shard_leases leases;
    struct resume_keeper keeper;
    atomic_bool over; /* Discord will not have us any more */
};

static bool by_http(const struct service *service)
{
    return strcmp(service->config->transport.text, "http") == 0;
}

static bool does(const struct service *service, enum duty duty)
{
    return (service->duties & duty) != 0;
}

static bool uses_gateway(const struct service *service)
{
    return does(service, DUTY_BOT) && !by_http(service);
}

/* Alone there is nobody to share with, and nothing to wait for after a kill -9. */
static bool shares_gateway(const struct service *service)
{
    return uses_gateway(service) && !does(service, DUTY_ALONE);
}

/* Whoever serves interactions tells Discord of the commands; one of them is enough. */
static bool registers(const struct service *service)
{
    return does(service, by_http(service) ? DUTY_WEB : DUTY_BOT);
}

static enum fault check_duties(struct job *job, const struct service *service)
{
    if (by_http(service) && service->duties == DUTY_BOT)
        return fail(job, FAULT_INPUT,
                    "DISCORD_TRANSPORT is http, so there is no gateway to serve: "
                    "run --only web instead");
    if (shares_gateway(service) && service->config->lease.whole < LEASE_LEAST_S)
        return fail(job, FAULT_INPUT, "LEASE_SECONDS must be at least %d", LEASE_LEAST_S);
    return FAULT_NONE;
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
    const uint32_t wanted = atomic_load(&service->wanted);

    pthread_mutex_lock(&service->lock);
    if (service->gateway)
        gateway_metrics(service->gateway, &metrics);
    pthread_mutex_unlock(&service->lock);
    /* More processes than shards: one that has none waits in reserve, and is ready for it. */
    if (metrics.connected == wanted && metrics.shards == wanted)
        return FAULT_NONE;
    if (wanted == UINT32_MAX)
        return fail(job, FAULT_BUSY, "the gateway is not open yet");
    return fail(job, FAULT_BUSY, "%u of %u shards are connected", metrics.connected, wanted);
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
    const struct http_plan plan = {
        .host = does(service, DUTY_WEB) ? config->host.text : NULL,
        .port = (uint16_t)config->port.whole,
        .internal_port = (uint16_t)config->internal_port.whole,
        .workers = service->workers,
        .checks = service->checks,
        .checks_count = uses_gateway(service) ? 2 : 1,
        .serves = duties_words(&service->texts, service->duties),
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
    if (by_http(service) && does(service, DUTY_WEB))
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

/* All of them, with the sessions of the last run. */
static enum fault plan_alone(struct job *job, struct service *service, int shards,
                             struct gateway_plan *plan)
{
    if (shards > GATEWAY_SHARDS_MOST)
        return fail(job, FAULT_REMOTE,
                    "Discord asks for %d shards; one process carries %d: run several with "
                    "--only bot",
                    shards, GATEWAY_SHARDS_MOST);
    uint32_t *ids = arena_take_many(&job->arena, (size_t)shards, sizeof(*ids));
    for (uint32_t i = 0; i < (uint32_t)shards; i++)
        ids[i] = i;
    service->shards = (uint32_t)shards;
    atomic_store(&service->wanted, service->shards);
    plan->shard_ids = ids;
    plan->shard_ids_count = service->shards;
    return resume_points_load(job, service->app.store, ids, service->shards, service->shards,
                              &plan->sessions, &plan->sessions_count);
}

/* None yet: the first beat takes what is free. */
static enum fault plan_shared(struct job *job, struct service *service, int shards,
                              struct gateway_plan *plan)
{
    if (shards > SHARD_SHARE_SHARDS_MOST)
        return fail(job, FAULT_REMOTE, "Discord asks for %d shards; we carry up to %d", shards,
                    SHARD_SHARE_SHARDS_MOST);
    plan->share_turn = shard_leases_turn;
    plan->share_subject = &service->leases;
    const enum fault fault = shard_leases_begin(job, &service->leases, service->app.store,
                                                (uint32_t)shards, service->config->lease.whole);
    service->shards = service->leases.shards;
    return fault;
}

static enum fault open_gateway(struct job *job, struct service *service)
{
    struct discord_gateway found;
    struct gateway_plan plan = {
        .token = &service->config->token.secret,
        .intents = GATEWAY_INTENT_GUILDS,
        .workers = service->workers,
        .handlers = notices_handlers(&service->interactions),
        .over = gateway_is_over,
        .over_subject = service,
    };
    enum fault fault = discord_gateway_bot(job, service->discord, &found);

    if (!fault)
        fault = (shares_gateway(service) ? plan_shared : plan_alone)(job, service, found.shards,
                                                                     &plan);
    if (fault)
        return fault;
    plan.url = found.url;
    plan.shards = service->shards;
    plan.starts = (struct start_limit){
        .total = (uint32_t)found.starts,
        .remaining = (uint32_t)found.starts_left,
        .reset_after_ms = found.starts_reset_ms,
        .max_concurrency = (uint32_t)found.max_concurrency,
    };
    struct gateway *gateway = NULL;
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

/* What serves: HTTP first, so that it can be asked how far the rest is. */
static enum fault open_ways_in(struct job *job, struct service *service)
{
    enum fault fault = open_http(job, service);

    if (!fault && registers(service))
        fault = register_commands(job, service);
    if (!fault && uses_gateway(service))
        fault = open_gateway(job, service);
    return fault;
}

enum fault service_start(struct job *job, const struct config *config, unsigned duties,
                         struct service **out)
{
    struct service *service = calloc(1, sizeof(*service));
    enum fault fault;

    if (!service)
        return fail(job, FAULT_BUSY, "no memory to start");
    *out = service;
    service->config = config;
    service->duties = duties;
    atomic_store(&service->wanted, UINT32_MAX);
    know_operators(service);
    pthread_mutex_init(&service->lock, NULL);
    gauges_enlist();
    service->app.pace = pace_new();
    job->deadline_ms = monotonic_ms() + START_MS;
    fault = check_duties(job, service);
    if (!fault)
        fault = open_store(job, service);
    if (!fault)
        fault = open_discord(job, service);
    if (fault)
        return fault;
    start_workers(service);
    if (does(service, DUTY_JOBS))
        start_schedule(service);
    fault = open_ways_in(job, service);
    if (!fault)
        log_info(job, "ready", TEXT("serves", duties_words(&job->arena, duties)),
                 TEXT("transport", config->transport.text), TEXT("version", PROGRAM_VERSION));
    return fault;
}

/* Nothing here ends the process: the next beat goes on where this one failed. */
int64_t service_beat(struct service *service)
{
    AUTO(job_end) struct job job = { .name = "beat" };
    const bool shares = shares_gateway(service);
    enum fault fault = FAULT_NONE;

    if (!service->gateway)
        return BEAT_MS;
    job.deadline_ms = monotonic_ms() + BEAT_MOST_MS;
    if (shares)
        fault = shard_leases_beat(&job, &service->leases, service->gateway);
    if (shares && !fault)
        atomic_store(&service->wanted, service->leases.part);
    if (!fault)
        fault = resume_points_keep(&job, service->app.store, &service->keeper, service->gateway,
                                   service->shards);
    job_log_fault(&job, fault);
    return shares ? shard_leases_beat_ms(&service->leases) : BEAT_MS;
}

static enum fault save_points(struct job *job, struct service *service, struct gateway *gateway)
{
    struct resume_point *points = arena_take_many(&job->arena, GATEWAY_SHARDS_MOST,
                                                  sizeof(*points));
    const size_t count = gateway_stop(gateway, points, GATEWAY_SHARDS_MOST);

    job->deadline_ms = monotonic_ms() + SAVE_MS;
    if (count == 0)
        return FAULT_NONE;
    return resume_points_save(job, service->app.store, points, count, service->shards);
}

/* The gateway leaves first: what it was told is with the workers, the rest is sent again, to
 * our next start or to the process that takes our shards. */
static void stop_gateway(struct job *job, struct service *service)
{
    pthread_mutex_lock(&service->lock);
    struct gateway *gateway = service->gateway;
    service->gateway = NULL;
    pthread_mutex_unlock(&service->lock);
    if (!gateway)
        return;
    enum fault fault = save_points(job, service, gateway);
    if (!fault && shares_gateway(service))
        fault = shard_leases_end(job, &service->leases);
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
    arena_empty(&service->texts);
    log_info(job, "stopped");
    free(service);
}
