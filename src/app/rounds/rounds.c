#include "app/rounds/rounds.h"

#include "app/app.h"
#include "app/rounds/handlers.h"
#include "base/job.h"
#include "base/log.h"
#include "base/metric.h"
#include "store/rounds.h"
#include "store/store.h"

const struct round rounds[ROUND_COUNT] = {
#define ROUND(name, words, who, every_s, most_s) \
    [ROUND_##name] = { words, who, every_s, most_s, name##_round },
#include "app/rounds/table.def"
};

enum { MS_IN_S = 1000, AFTER_FAULT_S = 60 };

static const char *const names[ROUND_COUNT] = {
#define ROUND(name, words, who, every_s, most_s) [ROUND_##name] = (words),
#include "app/rounds/table.def"
};

_Static_assert((int)ROUND_COUNT <= (int)METRIC_CELLS, "a metric counts each round");

static struct metric runs = {
    .kind = METRIC_COUNTER,
    .name = "rounds_total",
    .help = "Runs of each round.",
    .label = "round",
    .values = names,
    .values_count = ROUND_COUNT,
};
static struct metric failed = {
    .kind = METRIC_COUNTER,
    .name = "rounds_failed_total",
    .help = "Runs of each round that ended with a fault.",
    .label = "round",
    .values = names,
    .values_count = ROUND_COUNT,
};
static struct metric took = {
    .kind = METRIC_DURATION,
    .name = "round_seconds",
    .help = "How long the runs of rounds took.",
};

void rounds_enlist_metrics(void)
{
    metric_enlist(&runs);
    metric_enlist(&failed);
    metric_enlist(&took);
}

static struct instant later(struct instant now, int64_t ms)
{
    return (struct instant){ now.ms + ms };
}

/* One run and what came of it. */
struct run {
    enum fault fault;
    int64_t took_ms;
    struct instant finished_at;
    struct instant due_at; /* the next one */
};

static struct run run_once(struct job *job, const struct app *app, enum round_index index,
                           struct instant now)
{
    const struct round *round = &rounds[index];
    const int64_t began_ms = monotonic_ms();
    const bool quick = round->every_s < AFTER_FAULT_S;
    bool more = false;
    struct run run;

    job->deadline_ms = began_ms + (int64_t)round->most_s * MS_IN_S;
    run.fault = round->run(job, app, now, &more);
    run.took_ms = monotonic_ms() - began_ms;
    run.finished_at = later(now, run.took_ms);
    run.due_at = later(run.finished_at, (int64_t)round->every_s * MS_IN_S);
    if (run.fault && !quick)
        run.due_at = later(run.finished_at, (int64_t)AFTER_FAULT_S * MS_IN_S);
    if (!run.fault && more)
        run.due_at = run.finished_at;
    metric_add(&runs, index, 1);
    metric_add(&failed, index, run.fault != FAULT_NONE);
    metric_observe(&took, run.took_ms);
    job_log_fault(job, run.fault);
    return run;
}

/* *taken: it is ours until the lease ends.  If not, *look_at is when that may change. */
static enum fault take(struct job *job, const struct app *app, enum round_index index,
                       const char *holder, struct instant now, bool *taken, struct instant *look_at)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct round *round = &rounds[index];
    const struct instant until = later(now, (int64_t)round->most_s * MS_IN_S + ROUND_LEASE_MORE_MS);
    struct round_state state;
    bool found = false;
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = rounds_load(job, &link, round->name, &found, &state);
    if (fault)
        return fault;
    *taken = false;
    *look_at = later(now, (int64_t)round->every_s * MS_IN_S);
    if (found && instant_compare(state.due_at, *look_at) < 0)
        *look_at = state.due_at;
    if (found && instant_compare(state.held_until, now) > 0)
        *look_at = state.held_until;
    if (found && instant_compare(*look_at, now) > 0)
        return FAULT_NONE;
    fault = store_begin(job, &link, &change);
    if (!fault)
        fault = rounds_take(job, &change, round->name, holder, now, until, taken);
    return fault ? fault : store_keep(job, &change);
}

/* In a job of its own: that of the run may have used up its time. */
static void note_end(const struct app *app, enum round_index index, const char *holder,
                     const struct run *run)
{
    enum { NOTE_MS = 5 * 1000 };
    AUTO(job_end)
    struct job job = { .name = rounds[index].name, .deadline_ms = monotonic_ms() + NOTE_MS };
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct round_end end = { run->finished_at, run->took_ms, fault_name(run->fault),
                                   run->due_at };
    enum fault fault = store_borrow(&job, app->store, &link);

    if (!fault)
        fault = store_begin(&job, &link, &change);
    if (!fault)
        fault = rounds_end(&job, &change, rounds[index].name, holder, &end);
    if (!fault)
        fault = store_keep(&job, &change);
    job_log_fault(&job, fault);
}

struct instant rounds_carry(struct job *job, const struct app *app, enum round_index index,
                            const char *holder, struct instant now)
{
    struct instant look_at = later(now, (int64_t)AFTER_FAULT_S * MS_IN_S);
    bool taken = false;
    struct run run;

    if (rounds[index].who == EACH)
        return run_once(job, app, index, now).due_at;
    const enum fault fault = take(job, app, index, holder, now, &taken, &look_at);
    job_log_fault(job, fault);
    if (fault || !taken)
        return look_at;
    run = run_once(job, app, index, now);
    note_end(app, index, holder, &run);
    return run.due_at;
}
