#include "inbound/http/traffic.h"

#include "base/metric.h"

static const char *const classes[] = { "2xx", "3xx", "4xx", "5xx" };
static struct metric answers_given = {
    .kind = METRIC_COUNTER,
    .name = "ontheclock_http_answers_total",
    .help = "Answers given, by the class of their status.",
    .label = "class",
    .values = classes,
    .values_count = LENGTH(classes),
};
static struct metric answer_time = {
    .kind = METRIC_DURATION,
    .name = "ontheclock_http_answer_seconds",
    .help = "From the first line of a request to its answer.",
};
static struct metric connections_open = {
    .kind = METRIC_GAUGE,
    .name = "ontheclock_http_connections",
    .help = "Open connections.",
};

static const char *const drops[] = {
    [DROP_GUARD] = "guard",
    [DROP_BUSY] = "busy",
    [DROP_LATE] = "late",
    [DROP_SLOW] = "slow",
};
static struct metric dropped = {
    .kind = METRIC_COUNTER,
    .name = "ontheclock_http_dropped_total",
    .help = "Refused for ambiguous framing, for a full queue, answered past the time, cut off for "
            "slowness.",
    .label = "why",
    .values = drops,
    .values_count = LENGTH(drops),
};

void traffic_open(void)
{
    metric_enlist(&answers_given);
    metric_enlist(&answer_time);
    metric_enlist(&connections_open);
    metric_enlist(&dropped);
}

void traffic_answered(int status, int64_t ms)
{
    metric_add(&answers_given, (size_t)status / 100 - 2, 1);
    metric_observe(&answer_time, ms);
}

void traffic_dropped(enum drop drop)
{
    metric_add(&dropped, drop, 1);
}

void traffic_connected(int more)
{
    metric_add(&connections_open, 0, more);
}
