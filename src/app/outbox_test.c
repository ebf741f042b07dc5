/* Rounds and the outbox, on a real store; Discord is not there, which is what is tried. */
#include "app/outbox.h"

#include <string.h>

#include "app/app.h"
#include "base/job.h"
#include "domain/talk/message.h"
#include "store/migrations.h"
#include "store/outbox.h"
#include "store/rounds.h"
#include "store/store.h"

#include "check.h"

static const struct instant noon = { INT64_C(1762167600000) };
static const struct message hello = { .text = "hello" };

struct bench {
    struct job job;
    struct app app;
};

static void bench_close(struct bench *bench)
{
    store_close(bench->app.store);
    job_end(&bench->job);
}

static void bench_open(struct bench *bench)
{
    const struct store_plan plan = { .url = "sqlite::memory:" };
    struct migrations done;

    *bench = (struct bench){ .job = { .name = "test" } };
    EQUAL(store_open(&bench->job, &plan, &bench->app.store), FAULT_NONE);
    EQUAL(migrations_run(&bench->job, bench->app.store, 0, false, noon, &done), FAULT_NONE);
}

static void write(struct bench *bench, const struct letter *letter, bool keep)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(outbox_write(&bench->job, &change, letter, noon), FAULT_NONE);
    if (keep)
        EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

static int64_t waiting(struct bench *bench)
{
    AUTO(store_return) struct link link = { 0 };
    int64_t count = -1;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(outbox_waiting(&bench->job, &link, &count), FAULT_NONE);
    return count;
}

CHECK(a_letter_is_there_exactly_when_its_cause_is)
{
    AUTO(bench_close) struct bench bench;
    const struct letter letter = { { 7 }, "out:1", { 42 }, { 0 }, &hello };
    const struct letter post = { { 7 }, "out:1", { 0 }, { 42 }, &hello };

    bench_open(&bench);
    write(&bench, &letter, false);
    EQUAL(waiting(&bench), 0);
    write(&bench, &letter, true);
    write(&bench, &letter, true);
    EQUAL(waiting(&bench), 1);
    write(&bench, &post, true); /* another addressee: a channel with the same number */
    EQUAL(waiting(&bench), 2);
}

static struct round_state state_of(struct bench *bench, enum round_index index)
{
    AUTO(store_return) struct link link = { 0 };
    struct round_state state = { 0 };
    bool found = false;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(rounds_load(&bench->job, &link, rounds[index].name, &found, &state), FAULT_NONE);
    EQUAL(found, true);
    return state;
}

CHECK(a_round_runs_when_due_and_in_one_process)
{
    AUTO(bench_close) struct bench bench;
    const int64_t every_ms = INT64_C(1000) * rounds[ROUND_outbox_sweep].every_s;
    struct instant now = noon, next;

    bench_open(&bench);
    next = rounds_carry(&bench.job, &bench.app, ROUND_outbox_sweep, "one", now);
    HOLDS(next.ms >= now.ms + every_ms, "next in %lld ms", (long long)(next.ms - now.ms));
    EQUAL(state_of(&bench, ROUND_outbox_sweep).runs, 1);
    SAME(state_of(&bench, ROUND_outbox_sweep).result, "NONE");

    now.ms += 1000; /* another process looks; it is told when */
    EQUAL(rounds_carry(&bench.job, &bench.app, ROUND_outbox_sweep, "two", now).ms, next.ms);
    EQUAL(state_of(&bench, ROUND_outbox_sweep).runs, 1);

    now.ms += 100 * every_ms; /* everything was off for days: once, not a hundred times */
    next = rounds_carry(&bench.job, &bench.app, ROUND_outbox_sweep, "two", now);
    HOLDS(next.ms >= now.ms + every_ms, "next in %lld ms", (long long)(next.ms - now.ms));
    EQUAL(state_of(&bench, ROUND_outbox_sweep).runs, 2);
}

CHECK(every_round_of_the_table_has_a_name_of_its_own)
{
    for (size_t i = 0; i < ROUND_COUNT; i++) {
        HOLDS(rounds[i].run && rounds[i].every_s > 0 && rounds[i].most_s > 0, "round %zu", i);
        for (size_t k = 0; k < i; k++)
            HOLDS(strcmp(rounds[i].name, rounds[k].name) != 0, "%s", rounds[i].name);
    }
}
