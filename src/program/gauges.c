#include "program/gauges.h"

#include "base/mark.h"
#include "base/metric.h"
#include "base/workers.h"
#include "inbound/gateway/gateway.h"
#include "store/store.h"

/* A metric without a label. */
#define PLAIN(of_kind, called, tells)                        \
    {                                                        \
        .kind = (of_kind), .name = (called), .help = (tells) \
    }

static const char *const link_states[] = { "borrowed", "idle" };
static const char *const shard_states[] = { "connected", "away" };
static const char *const event_fates[] = { "taken", "ignored", "missed", "held" };

static struct metric links = {
    .kind = METRIC_GAUGE,
    .name = "store_connections",
    .help = "Database connections.",
    .label = "state",
    .values = link_states,
    .values_count = LENGTH(link_states),
};
static struct metric links_most = PLAIN(METRIC_GAUGE, "store_connections_max",
                                        "Database connections there may be.");
static struct metric links_wanted = PLAIN(METRIC_GAUGE, "store_jobs_waiting",
                                          "Jobs that wait for a database connection.");
static struct metric links_refused = PLAIN(METRIC_COUNTER, "store_refused_total",
                                           "Jobs that waited for a connection in vain.");
static struct metric links_lost = PLAIN(METRIC_COUNTER, "store_connections_lost_total",
                                        "Connections found dead.");
static struct metric changes = PLAIN(METRIC_COUNTER, "store_changes_total",
                                     "Transactions committed.");
static struct metric queued = PLAIN(METRIC_GAUGE, "workers_queued",
                                    "Tasks that no worker has begun yet.");

static struct metric shards = {
    .kind = METRIC_GAUGE,
    .name = "gateway_shards",
    .help = "Shards of this process.",
    .label = "state",
    .values = shard_states,
    .values_count = LENGTH(shard_states),
};
static struct metric latency = PLAIN(METRIC_GAUGE, "gateway_latency_milliseconds",
                                     "From heartbeat to its answer, of the slowest shard.");
static struct metric identified = PLAIN(METRIC_COUNTER, "gateway_identified_total",
                                        "Gateway sessions begun.");
static struct metric resumed = PLAIN(METRIC_COUNTER, "gateway_resumed_total",
                                     "Gateway sessions resumed.");
static struct metric dropped = PLAIN(METRIC_COUNTER, "gateway_dropped_total",
                                     "Gateway connections lost.");
static struct metric received = PLAIN(METRIC_COUNTER, "gateway_received_bytes_total",
                                      "Bytes off the gateway's sockets, compressed.");
static struct metric events = {
    .kind = METRIC_COUNTER,
    .name = "gateway_events_total",
    .help = "Events of the gateway.",
    .label = "fate",
    .values = event_fates,
    .values_count = LENGTH(event_fates),
};

static struct metric *const all[] = {
    &links,  &links_most, &links_wanted, &links_refused, &links_lost, &changes,  &queued,
    &shards, &latency,    &identified,   &resumed,       &dropped,    &received, &events,
};

void gauges_enlist(void)
{
    for (size_t i = 0; i < LENGTH(all); i++)
        metric_enlist(all[i]);
}

static void set(struct metric *metric, size_t which, uint64_t value)
{
    metric_set(metric, which, (int64_t)value);
}

void gauges_store(struct store *store)
{
    const struct store_metrics now = store_metrics(store);

    set(&links, 0, now.borrowed);
    set(&links, 1, now.idle);
    set(&links_most, 0, now.most);
    set(&links_wanted, 0, now.waiting);
    set(&links_refused, 0, now.refused);
    set(&links_lost, 0, now.lost);
    set(&changes, 0, now.changes);
}

void gauges_workers(struct workers *workers)
{
    set(&queued, 0, workers_waiting(workers));
}

void gauges_gateway(struct gateway *gateway)
{
    struct gateway_metrics now;
    uint64_t taken = 0;

    gateway_metrics(gateway, &now);
    for (size_t i = 0; i < EVENT_COUNT; i++)
        taken += now.taken[i];
    set(&shards, 0, now.connected);
    set(&shards, 1, now.shards - now.connected);
    metric_set(&latency, 0, now.latency_ms);
    set(&identified, 0, now.identified);
    set(&resumed, 0, now.resumed);
    set(&dropped, 0, now.dropped);
    set(&received, 0, now.received_bytes);
    set(&events, 0, taken);
    set(&events, 1, now.ignored);
    set(&events, 2, now.missed);
    set(&events, 3, now.held);
}
