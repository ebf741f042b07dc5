#include "base/metric.h"

#include <assert.h>
#include <inttypes.h>

#include "base/mark.h"

/* Upper edges of the buckets of a duration; what is slower counts only in +Inf. */
static const struct {
    int64_t ms;
    const char *seconds;
} edges[] = {
    { 1, "0.001" }, { 5, "0.005" },  { 10, "0.01" },  { 25, "0.025" }, { 50, "0.05" },
    { 100, "0.1" }, { 250, "0.25" }, { 500, "0.5" },  { 1000, "1" },   { 2500, "2.5" },
    { 5000, "5" },  { 10000, "10" }, { 30000, "30" },
};

/* Cells of a METRIC_DURATION: one for each bucket, one for what is slower, the sum. */
enum { SLOWER = LENGTH(edges), SUM = SLOWER + 1 };
_Static_assert((int)SUM < (int)METRIC_CELLS, "a duration fits its cells");

/* Newest first; nothing ever leaves the list. */
static struct metric *_Atomic enlisted;

void metric_enlist(struct metric *metric)
{
    if (atomic_exchange(&metric->enlisted, true))
        return;
    assert(metric->values_count <= METRIC_CELLS);
    metric->next = atomic_load(&enlisted);
    while (!atomic_compare_exchange_weak(&enlisted, &metric->next, metric))
        continue;
}

static size_t cells_of(const struct metric *metric)
{
    return metric->label ? metric->values_count : 1;
}

void metric_add(struct metric *metric, size_t which, int64_t more)
{
    assert(which < cells_of(metric));
    atomic_fetch_add_explicit(&metric->cells[which], more, memory_order_relaxed);
}

void metric_set(struct metric *metric, size_t which, int64_t value)
{
    assert(which < cells_of(metric));
    atomic_store_explicit(&metric->cells[which], value, memory_order_relaxed);
}

void metric_observe(struct metric *metric, int64_t ms)
{
    size_t bucket = 0;

    assert(metric->kind == METRIC_DURATION);
    while (bucket < SLOWER && ms > edges[bucket].ms)
        bucket++;
    atomic_fetch_add_explicit(&metric->cells[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metric->cells[SUM], ms, memory_order_relaxed);
}

static int64_t cell(const struct metric *metric, size_t which)
{
    return atomic_load_explicit(&metric->cells[which], memory_order_relaxed);
}

int64_t metric_read(const struct metric *metric, size_t which)
{
    int64_t count = 0;

    if (metric->kind != METRIC_DURATION)
        return cell(metric, which);
    for (size_t i = 0; i <= SLOWER; i++)
        count += cell(metric, i);
    return count;
}

static void write_series(struct text *text, const struct metric *metric)
{
    for (size_t i = 0; i < cells_of(metric); i++) {
        text_add(text, metric->name);
        if (metric->label)
            text_addf(text, "{%s=\"%s\"}", metric->label, metric->values[i]);
        text_addf(text, " %" PRId64 "\n", cell(metric, i));
    }
}

/* Buckets are cumulative: each counts what was as fast or faster. */
static void write_duration(struct text *text, const struct metric *metric)
{
    const int64_t sum_ms = cell(metric, SUM);
    int64_t count = 0;

    for (size_t i = 0; i < SLOWER; i++) {
        count += cell(metric, i);
        text_addf(text, "%s_bucket{le=\"%s\"} %" PRId64 "\n", metric->name, edges[i].seconds,
                  count);
    }
    count += cell(metric, SLOWER);
    text_addf(text, "%s_bucket{le=\"+Inf\"} %" PRId64 "\n", metric->name, count);
    text_addf(text, "%s_sum %" PRId64 ".%03" PRId64 "\n", metric->name, sum_ms / 1000,
              sum_ms % 1000);
    text_addf(text, "%s_count %" PRId64 "\n", metric->name, count);
}

void metric_write(struct text *text)
{
    static const char *const kinds[] = {
        [METRIC_COUNTER] = "counter",
        [METRIC_GAUGE] = "gauge",
        [METRIC_DURATION] = "histogram",
    };

    for (const struct metric *metric = atomic_load(&enlisted); metric; metric = metric->next) {
        text_addf(text, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
                  kinds[metric->kind]);
        if (metric->kind == METRIC_DURATION)
            write_duration(text, metric);
        else
            write_series(text, metric);
    }
}
