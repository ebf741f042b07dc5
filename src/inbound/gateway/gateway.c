#include "inbound/gateway/gateway.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/job.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/secret.h"
#include "inbound/gateway/address.h"
#include "inbound/gateway/shards.h"

struct gateway {
    pthread_t thread;
    atomic_bool stopping;
    void (*over)(void *subject, const char *why);
    void *over_subject;
    struct shards *shards; /* the thread's until it ended, but for shards_wake() */

    pthread_mutex_t lock; /* guards what is below */
    struct gateway_metrics metrics;
};

/* The last three values of the label `event`, behind the kinds. */
enum { EVENTS_IGNORED = EVENT_COUNT, EVENTS_MISSED, EVENTS_HELD, EVENTS_COUNT };
enum { BY_IDENTIFY, BY_RESUME, DROPPED };

static const char *const event_values[] = {
#define EVENT(name, busy) #name,
#include "inbound/gateway/events.def"
    "ignored", "missed", "held"
};
static const char *const connection_values[] = { "identified", "resumed", "dropped" };

static struct metric connected = {
    .kind = METRIC_GAUGE,
    .name = "gateway_connected_shards",
    .help = "Shards that Discord sends events to.",
};
static struct metric latency = {
    .kind = METRIC_GAUGE,
    .name = "gateway_latency_milliseconds",
    .help = "From heartbeat to acknowledgement, of the slowest shard; -1 when not known.",
};
static struct metric connections = {
    .kind = METRIC_COUNTER,
    .name = "gateway_connections_total",
    .help = "Connections by how they became ready, and those that ended or never came to be.",
    .label = "how",
    .values = connection_values,
    .values_count = LENGTH(connection_values),
};
static struct metric received = {
    .kind = METRIC_COUNTER,
    .name = "gateway_received_bytes_total",
    .help = "Bytes off the sockets, compressed.",
};
static struct metric events = {
    .kind = METRIC_COUNTER,
    .name = "gateway_events_total",
    .help = "Events handed to the workers; those nobody wants, let go or made to wait.",
    .label = "event",
    .values = event_values,
    .values_count = LENGTH(event_values),
};

static void enlist(void)
{
    _Static_assert(LENGTH(event_values) == EVENTS_COUNT, "one value each");

    metric_enlist(&connected);
    metric_enlist(&latency);
    metric_enlist(&connections);
    metric_enlist(&received);
    metric_enlist(&events);
}

static void show(const struct gateway_metrics *metrics)
{
    metric_set(&connected, 0, metrics->connected);
    metric_set(&latency, 0, metrics->latency_ms);
    metric_set(&connections, BY_IDENTIFY, (int64_t)metrics->identified);
    metric_set(&connections, BY_RESUME, (int64_t)metrics->resumed);
    metric_set(&connections, DROPPED, (int64_t)metrics->dropped);
    metric_set(&received, 0, (int64_t)metrics->received_bytes);
    for (size_t kind = 0; kind < EVENT_COUNT; kind++)
        metric_set(&events, kind, (int64_t)metrics->taken[kind]);
    metric_set(&events, EVENTS_IGNORED, (int64_t)metrics->ignored);
    metric_set(&events, EVENTS_MISSED, (int64_t)metrics->missed);
    metric_set(&events, EVENTS_HELD, (int64_t)metrics->held);
}

static void publish(struct gateway *gateway)
{
    struct gateway_metrics metrics;

    shards_metrics(gateway->shards, &metrics);
    show(&metrics);
    pthread_mutex_lock(&gateway->lock);
    gateway->metrics = metrics;
    pthread_mutex_unlock(&gateway->lock);
}

static void *run(void *subject)
{
    struct gateway *gateway = subject;
    const char *why = NULL;

    while (!atomic_load(&gateway->stopping) && shards_turn(gateway->shards, &why)) {
        publish(gateway);
        shards_wait(gateway->shards);
    }
    shards_stop(gateway->shards);
    publish(gateway);
    if (why) {
        log_error(NULL, "the gateway is over", TEXT("why", why));
        if (gateway->over)
            gateway->over(gateway->over_subject, why);
    }
    return NULL;
}

/* Signals, SIGPIPE among them, stay with whoever opens the gateway. */
static void start_thread(struct gateway *gateway)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    if (pthread_create(&gateway->thread, NULL, run, gateway) != 0)
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_setname_np(gateway->thread, "gateway");
}

static enum fault check_plan(struct job *job, const struct gateway_plan *plan)
{
    struct address address;

    if (!address_read(plan->url, &address))
        return fail(job, FAULT_INPUT, "gateway: the address must be wss://… or ws://…");
    if (!secret_is_set(plan->token))
        return fail(job, FAULT_INPUT, "gateway: there is no token");
    if (plan->shard_ids_count == 0 || plan->shard_ids_count > GATEWAY_SHARDS_MOST)
        return fail(job, FAULT_INPUT, "gateway: from 1 to %d shards a process, please",
                    GATEWAY_SHARDS_MOST);
    for (size_t i = 0; i < plan->shard_ids_count; i++)
        if (plan->shard_ids[i] >= plan->shards)
            return fail(job, FAULT_INPUT, "gateway: shard %u is not below %u", plan->shard_ids[i],
                        plan->shards);
    return FAULT_NONE;
}

enum fault gateway_open(struct job *job, const struct gateway_plan *plan, struct gateway **out)
{
    const enum fault fault = check_plan(job, plan);

    if (fault)
        return fault;
    struct gateway *gateway = calloc(1, sizeof(*gateway));
    if (!gateway)
        abort();
    enlist();
    gateway->over = plan->over;
    gateway->over_subject = plan->over_subject;
    gateway->shards = shards_new(plan);
    pthread_mutex_init(&gateway->lock, NULL);
    shards_metrics(gateway->shards, &gateway->metrics);
    start_thread(gateway);
    *out = gateway;
    return FAULT_NONE;
}

size_t gateway_stop(struct gateway *gateway, struct resume_point *points, size_t room)
{
    if (!gateway)
        return 0;
    atomic_store(&gateway->stopping, true);
    shards_wake(gateway->shards);
    pthread_join(gateway->thread, NULL);

    const size_t count = shards_points(gateway->shards, points, room);
    shards_free(gateway->shards);
    pthread_mutex_destroy(&gateway->lock);
    free(gateway);
    return count;
}

void gateway_metrics(struct gateway *gateway, struct gateway_metrics *metrics)
{
    pthread_mutex_lock(&gateway->lock);
    *metrics = gateway->metrics;
    pthread_mutex_unlock(&gateway->lock);
}
