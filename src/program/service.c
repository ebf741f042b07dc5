#include "program/service.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/guard.h"
#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "base/workers.h"
#include "base/zone.h"
#include "inbound/gateway/presences.h"
#include "inbound/http/http.h"
#include "inbound/interactions.h"
#include "inbound/registration.h"
#include "inbound/schedule/schedule.h"
#include "inbound/task.h"
#include "outbound/discord/discord.h"
#include "outbound/discord/servers.h"
#include "program/bot.h"
#include "program/config.h"
#include "program/duties.h"
#include "program/gauges.h"
#include "program/subcommand.h"
#include "program/version.h"
#include "program/watching.h"
#include "store/migrations.h"
#include "store/store.h"

enum {
    QUEUE_PER_WORKER = 16, /* tasks that may wait; more would wait in vain */
    SETTLE_MS = 10 * 1000, /* what is in hand may take so long when we stop */
    START_MS = 30 * 1000,  /* Discord and the database may take so long when we start */
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
    struct bot bot;
    struct presences *presences; /* NULL: nothing is seen */
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
    if (service->config->lease.whole < LEASE_LEAST_S)
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
    service->checks[1] = (struct http_check){ "gateway", bot_ready, &service->bot };
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

static enum fault open_bot(struct job *job, struct service *service)
{
    const struct bot_plan plan = {
        .token = &service->config->token.secret,
        .discord = service->discord,
        .store = service->app.store,
        .workers = service->workers,
        .interactions = &service->interactions,
        .presences = service->presences,
        .shares = !does(service, DUTY_ALONE),
        .lease_s = service->config->lease.whole,
    };

    return bot_open(job, &plan, &service->bot);
}

/* What serves: HTTP first, so that it can be asked how far the rest is. */
static enum fault open_ways_in(struct job *job, struct service *service)
{
    enum fault fault = open_http(job, service);

    if (!fault && registers(service))
        fault = register_commands(job, service);
    if (!fault && uses_gateway(service))
        fault = open_bot(job, service);
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
    know_operators(service);
    bot_begin(&service->bot);
    gauges_enlist();
    service->app.pace = pace_new();
    job->deadline_ms = monotonic_ms() + START_MS;
    fault = check_duties(job, service);
    if (!fault)
        fault = open_store(job, service);
    if (!fault)
        fault = open_discord(job, service);
    if (!fault)
        fault = watching_begin(job, config, &service->app, &service->presences);
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

int64_t service_beat(struct service *service)
{
    return bot_beat(&service->bot);
}

bool service_is_over(const struct service *service)
{
    return service && bot_is_over(&service->bot);
}

void service_stop(struct job *job, struct service *service)
{
    if (!service)
        return;
    bot_stop(job, &service->bot);
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
    bot_end(&service->bot);
    pace_free(service->app.pace);
    arena_empty(&service->texts);
    presences_free(service->presences);
    log_info(job, "stopped");
    free(service);
}
