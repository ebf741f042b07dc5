/* What was acknowledged is there, whatever happens to the process that did it. */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/job.h"
#include "store/store.h"
#include "store/verify.h"

#include "check.h"
#include "engines.h"
#include "ledger_bench.h"

enum { KILLS = 12, WRITERS = 3, KEY_BYTES = 32 };

struct writer {
    struct store *store;
    int number;
    int acknowledged; /* a pipe */
    uint64_t round;
};

/* Clicks until it dies; tells each key whose punch was kept. */
static void *write_on(void *subject)
{
    const struct writer *writer = subject;

    for (uint64_t i = 0;; i++) {
        char key[KEY_BYTES] = { 0 };
        struct outcome outcome = { 0 };
        const struct press press = { { 700 },
                                     { (uint64_t)writer->number + 1 },
                                     i % 2 == 0 ? PUNCH_IN : PUNCH_OUT,
                                     (int64_t)(writer->round * 1000000 + i),
                                     key,
                                     false };
        (void)snprintf(key, sizeof(key), "%" PRIu64 "/%d/%" PRIu64, writer->round, writer->number,
                       i);
        if (press_clock(writer->store, &press, &outcome) != FAULT_NONE)
            abort();
        if (outcome.refusal == REFUSAL_NONE &&
            write(writer->acknowledged, key, sizeof(key)) != sizeof(key))
            abort();
    }
    return NULL;
}

static _Noreturn void be_the_child(struct bench *bench, int acknowledged, uint64_t round)
{
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    struct store *store = bench_store(bench, WRITERS);

    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){ store, i, acknowledged, round };
        if (pthread_create(&threads[i], NULL, write_on, &writers[i]) != 0)
            abort();
    }
    for (;;)
        (void)pause();
}

/* Reads until the child's end of the pipe is gone; every key must be in the ledger. */
static size_t check_keys(struct bench *bench, int acknowledged, char key[KEY_BYTES])
{
    AUTO(store_return) struct link link = { 0 };
    size_t count = 0;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    do {
        const struct punch *punch = NULL;
        EQUAL(ledger_punch_by_key(&bench->job, &link, (struct guild_id){ 700 }, key, &punch),
              FAULT_NONE);
        HOLDS(punch, "%s was acknowledged and is lost", key);
        count++;
    } while (read(acknowledged, key, KEY_BYTES) == KEY_BYTES);
    return count;
}

ON_EVERY_ENGINE(nothing_acknowledged_is_lost_when_the_process_is_killed)
{
    struct dice dice = { 2463534242 };
    struct verify_summary summary;
    size_t kept = 0;

    for (uint64_t round = 1; round <= KILLS; round++) {
        char key[KEY_BYTES];
        int ends[2];
        EQUAL(pipe(ends), 0);
        bench_next_job(bench);
        const pid_t child = fork();
        HOLDS(child >= 0, "fork: %m");
        if (child == 0)
            be_the_child(bench, ends[1], round);
        (void)close(ends[1]);
        EQUAL(read(ends[0], key, sizeof(key)), sizeof(key)); /* it is at work */
        (void)usleep((useconds_t)(20000 + dice_roll(&dice, 80000)));
        EQUAL(kill(child, SIGKILL), 0);
        EQUAL(waitpid(child, NULL, 0), child);
        kept += check_keys(bench, ends[0], key);
        (void)close(ends[0]);
        EQUAL(verify_run(&bench->job, bench->store, (struct guild_id){ 0 }, NULL, NULL, &summary),
              FAULT_NONE);
        EQUAL(summary.findings, 0);
    }
    HOLDS(kept > KILLS, "%zu punches were acknowledged in all", kept);
}
