#include "store/leases.h"

#include <pthread.h>
#include <stdio.h>

#include "base/job.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"

enum { TAKERS = 4, NAME_BYTES = 64 };

/* One change of one holder, kept. */
static int64_t take(struct bench *bench, const char *name, const char *holder, int64_t now_ms,
                    int64_t until_ms)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    int64_t term = -1;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(leases_take(&bench->job, &change, name, holder, (struct instant){ now_ms },
                      (struct instant){ until_ms }, &term),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    return term;
}

enum deed { RENEW, RELEASE, FORGET };

static void act(struct bench *bench, enum deed deed, const char *names, const char *holder,
                int64_t at_ms)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct instant at = { at_ms };
    enum fault fault = store_borrow(&bench->job, bench->store, &link);

    EQUAL(fault, FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    switch (deed) {
    case RENEW: fault = leases_renew(&bench->job, &change, names, holder, at); break;
    case RELEASE: fault = leases_release(&bench->job, &change, names, holder); break;
    case FORGET: fault = leases_forget(&bench->job, &change, names, at); break;
    }
    EQUAL(fault, FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

static size_t list(struct bench *bench, const char *names, const struct lease **leases)
{
    AUTO(store_return) struct link link = { 0 };
    size_t count = 0;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(leases_list(&bench->job, &link, names, leases, &count), FAULT_NONE);
    return count;
}

ON_EVERY_ENGINE(a_lease_is_one_holders_until_it_runs_out)
{
    EQUAL(take(bench, "shard:0", "one", 1000, 2000), 1);
    EQUAL(take(bench, "shard:0", "two", 1999, 3000), 0);
    EQUAL(take(bench, "shard:0", "two", 2000, 3000), 2);
    EQUAL(take(bench, "shard:0", "one", 2500, 3500), 0);
}

ON_EVERY_ENGINE(its_term_grows_with_every_new_holder_only)
{
    EQUAL(take(bench, "shard:0", "one", 1000, 2000), 1);
    EQUAL(take(bench, "shard:0", "one", 1500, 2500), 1);
    EQUAL(take(bench, "shard:0", "one", 9000, 9500), 1);
    act(bench, RELEASE, "shard:0", "one", 0);
    EQUAL(take(bench, "shard:0", "two", 9001, 9900), 2);
    act(bench, RELEASE, "shard:0", "two", 0);
    EQUAL(take(bench, "shard:0", "one", 9002, 9900), 3);
}

ON_EVERY_ENGINE(renewing_and_releasing_touch_only_the_holders_own)
{
    const struct lease *leases = NULL;

    EQUAL(take(bench, "bot:one", "one", 1000, 2000), 1);
    EQUAL(take(bench, "shard:0", "one", 1000, 2000), 1);
    EQUAL(take(bench, "shard:1", "two", 1000, 2000), 1);
    act(bench, RENEW, "shard:%", "one", 5000);
    EQUAL(list(bench, "%", &leases), 3);
    SAME(leases[0].name, "bot:one");
    EQUAL(leases[0].until.ms, 2000);
    EQUAL(leases[1].until.ms, 5000);
    SAME(leases[2].holder, "two");
    EQUAL(leases[2].until.ms, 2000);
    act(bench, RELEASE, "shard:%", "two", 0);
    EQUAL(list(bench, "shard:%", &leases), 2);
    EQUAL(leases[0].until.ms, 5000);
    EQUAL(leases[1].until.ms, 0);
    EQUAL(leases[1].term, 1);
}

ON_EVERY_ENGINE(what_was_taken_over_cannot_be_renewed)
{
    const struct lease *leases = NULL;

    EQUAL(take(bench, "shard:0", "one", 1000, 2000), 1);
    EQUAL(take(bench, "shard:0", "two", 2000, 3000), 2);
    act(bench, RENEW, "shard:%", "one", 9000);
    act(bench, RELEASE, "shard:0", "one", 0);
    EQUAL(list(bench, "shard:0", &leases), 1);
    SAME(leases[0].holder, "two");
    EQUAL(leases[0].until.ms, 3000);
}

ON_EVERY_ENGINE(only_what_ran_out_is_forgotten)
{
    const struct lease *leases = NULL;

    EQUAL(take(bench, "bot:one", "one", 1000, 2000), 1);
    EQUAL(take(bench, "bot:two", "two", 1000, 2001), 1);
    EQUAL(take(bench, "shard:0", "one", 1000, 2000), 1);
    act(bench, FORGET, "bot:%", "", 2000);
    EQUAL(list(bench, "%", &leases), 2);
    SAME(leases[0].name, "bot:two");
    SAME(leases[1].name, "shard:0");
}

struct taker {
    struct bench *bench;
    pthread_barrier_t *start;
    char holder[NAME_BYTES];
    int64_t terms[TAKERS * TAKERS];
};

/* Every taker its own job and connection: as processes do. */
static void *take_all(void *subject)
{
    struct taker *taker = subject;
    struct bench mine = { .engine = taker->bench->engine, .store = taker->bench->store };
    char name[NAME_BYTES];

    (void)pthread_barrier_wait(taker->start);
    for (size_t i = 0; i < LENGTH(taker->terms); i++) {
        (void)snprintf(name, sizeof(name), "shard:%zu", i);
        taker->terms[i] = take(&mine, name, taker->holder, 1000, 2000);
    }
    job_end(&mine.job);
    return NULL;
}

ON_EVERY_ENGINE(of_several_who_come_at_once_one_gets_it)
{
    struct taker takers[TAKERS];
    pthread_t threads[TAKERS];
    pthread_barrier_t start;

    EQUAL(pthread_barrier_init(&start, NULL, TAKERS), 0);
    for (size_t i = 0; i < TAKERS; i++) {
        takers[i] = (struct taker){ .bench = bench, .start = &start };
        (void)snprintf(takers[i].holder, sizeof(takers[i].holder), "taker%zu", i);
        EQUAL(pthread_create(&threads[i], NULL, take_all, &takers[i]), 0);
    }
    for (size_t i = 0; i < TAKERS; i++)
        EQUAL(pthread_join(threads[i], NULL), 0);
    for (size_t i = 0; i < LENGTH(takers[0].terms); i++) {
        int64_t winners = 0;
        for (size_t t = 0; t < TAKERS; t++)
            winners += takers[t].terms[i];
        HOLDS(winners == 1, "shard %zu has %d holders", i, (int)winners);
    }
    (void)pthread_barrier_destroy(&start);
}
