#include "program/gauges.h"

#include "base/mark.h"
#include "base/metric.h"
#include "base/workers.h"
#include "store/store.h"

/* A metric without a label. */
#define PLAIN(of_kind, called, tells)                        \
    {                                                        \
        .kind = (of_kind), .name = (called), .help = (tells) \
    }

static const char *const link_states[] = { "borrowed", "idle" };

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

static struct metric *const all[] = {
    &links, &links_most, &links_wanted, &links_refused, &links_lost, &changes, &queued,
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
