#include "inbound/gateway/gateway.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/job.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/secret.h"
#include "inbound/gateway/address.h"
#include "inbound/gateway/presences.h"
#include "inbound/gateway/shards.h"

struct gateway {
    pthread_t thread;
    atomic_bool stopping;
    void (*over)(void *subject, const char *why);
    void *over_subject;
    struct presences *presences;
    struct shards *shards; /* the thread's until it ended, but for shards_wake() */

    pthread_mutex_t lock; /* guards what is below */
    pthread_cond_t answered;
    struct gateway_metrics metrics;
    struct request *request; /* NULL: none; the asker's */
    int64_t until_ms;        /* see gateway_allow() */
    bool left;               /* that moment passed */
    bool ended;              /* the thread touches nothing any more */
};

/* What another thread wants of ours. */
struct request {
    const struct gateway_wish *wish; /* NULL: only the points */
    struct resume_point *points;
    size_t room, count;
    bool done;
};

enum { ANSWER_MS = 5 * 1000 };

/* The last four values of the label `event`, behind the kinds. */
enum { EVENTS_PRESENCE = EVENT_COUNT, EVENTS_IGNORED, EVENTS_MISSED, EVENTS_HELD, EVENTS_COUNT };
enum { BY_IDENTIFY, BY_RESUME, DROPPED };

static const char *const event_values[] = {
#define EVENT(name, busy) #name,
#include "inbound/gateway/events.def"
    "presence", "ignored", "missed", "held"
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
    metric_set(&events, EVENTS_PRESENCE, (int64_t)metrics->presences);
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

/* With the lock held, as is everything down to obey(). */
static void answer(struct gateway *gateway)
{
    struct request *request = gateway->request;

    if (!request)
        return;
    if (request->wish && !gateway->ended)
        request->count = shards_hold(gateway->shards, request->wish, request->points,
                                     request->room);
    else
        request->count = shards_points(gateway->shards, request->points, request->room);
    request->done = true;
    gateway->request = NULL;
    pthread_cond_signal(&gateway->answered);
}

static void leave_in_time(struct gateway *gateway)
{
    static const struct gateway_wish none = { 0 };
    struct gateway_metrics metrics;

    if (monotonic_ms() < gateway->until_ms)
        return;
    shards_metrics(gateway->shards, &metrics);
    if (metrics.shards == 0)
        return;
    (void)shards_hold(gateway->shards, &none, NULL, 0);
    gateway->left = true;
    log_warn(NULL, "gateway shards left: they may be another process's by now",
             NUMBER("shards", metrics.shards));
}

static void obey(struct gateway *gateway)
{
    pthread_mutex_lock(&gateway->lock);
    leave_in_time(gateway);
    answer(gateway);
    shards_allow(gateway->shards, gateway->until_ms);
    pthread_mutex_unlock(&gateway->lock);
}

static void end(struct gateway *gateway)
{
    pthread_mutex_lock(&gateway->lock);
    shards_stop(gateway->shards);
    gateway->ended = true;
    answer(gateway);
    pthread_mutex_unlock(&gateway->lock);
}

static void *run(void *subject)
{
    struct gateway *gateway = subject;
    const char *why = NULL;

    obey(gateway);
    while (!atomic_load(&gateway->stopping) && shards_turn(gateway->shards, &why)) {
        publish(gateway);
        shards_wait(gateway->shards);
        obey(gateway);
    }
    end(gateway);
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
    if (plan->shard_ids_count > GATEWAY_SHARDS_MOST)
        return fail(job, FAULT_INPUT, "gateway: at most %d shards a process, please",
                    GATEWAY_SHARDS_MOST);
    for (size_t i = 0; i < plan->shard_ids_count; i++)
        if (plan->shard_ids[i] >= plan->shards)
            return fail(job, FAULT_INPUT, "gateway: shard %u is not below %u", plan->shard_ids[i],
                        plan->shards);
    return FAULT_NONE;
}

static void init_lock(struct gateway *gateway)
{
    pthread_condattr_t attributes;

    pthread_mutex_init(&gateway->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&gateway->answered, &attributes);
    pthread_condattr_destroy(&attributes);
}

/* From a worker, with the presences locked: nothing but a wake-up. */
static void wake(void *subject)
{
    struct gateway *gateway = subject;

    shards_wake(gateway->shards);
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
    gateway->until_ms = plan->until_ms ? plan->until_ms : INT64_MAX;
    init_lock(gateway);
    shards_metrics(gateway->shards, &gateway->metrics);
    gateway->presences = plan->presences;
    if (gateway->presences)
        presences_serve(gateway->presences, wake, gateway);
    start_thread(gateway);
    *out = gateway;
    return FAULT_NONE;
}

size_t gateway_stop(struct gateway *gateway, struct resume_point *points, size_t room)
{
    if (!gateway)
        return 0;
    if (gateway->presences)
        presences_serve(gateway->presences, NULL, NULL);
    atomic_store(&gateway->stopping, true);
    shards_wake(gateway->shards);
    pthread_join(gateway->thread, NULL);

    const size_t count = shards_points(gateway->shards, points, room);
    shards_free(gateway->shards);
    pthread_cond_destroy(&gateway->answered);
    pthread_mutex_destroy(&gateway->lock);
    free(gateway);
    return count;
}

/* Puts a request, wakes the thread, and takes the request back if no answer comes. */
static bool ask(struct gateway *gateway, struct request *request)
{
    const int64_t end_ms = monotonic_ms() + ANSWER_MS;
    const struct timespec end = { end_ms / 1000, end_ms % 1000 * 1000000 };

    pthread_mutex_lock(&gateway->lock);
    gateway->request = request;
    if (gateway->ended)
        answer(gateway);
    shards_wake(gateway->shards);
    while (!request->done && pthread_cond_timedwait(&gateway->answered, &gateway->lock, &end) == 0)
        continue;
    gateway->request = NULL;
    pthread_mutex_unlock(&gateway->lock);
    return request->done;
}

bool gateway_points(struct gateway *gateway, struct resume_point *points, size_t room,
                    size_t *count)
{
    return gateway_hold(gateway, NULL, points, room, count);
}

bool gateway_hold(struct gateway *gateway, const struct gateway_wish *wish,
                  struct resume_point *points, size_t room, size_t *count)
{
    struct request request = { .wish = wish, .points = points, .room = room };

    assert(!wish || wish->shard_ids_count <= GATEWAY_SHARDS_MOST);
    if (!ask(gateway, &request))
        return false;
    *count = request.count;
    return true;
}

bool gateway_allow(struct gateway *gateway, int64_t until_ms)
{
    pthread_mutex_lock(&gateway->lock);
    const bool left = gateway->left;
    gateway->left = false;
    gateway->until_ms = until_ms;
    pthread_mutex_unlock(&gateway->lock);
    shards_wake(gateway->shards);
    return !left;
}

void gateway_metrics(struct gateway *gateway, struct gateway_metrics *metrics)
{
    pthread_mutex_lock(&gateway->lock);
    *metrics = gateway->metrics;
    pthread_mutex_unlock(&gateway->lock);
}
