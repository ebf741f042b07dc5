/* What only PostgreSQL can do to us. */
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/job.h"
#include "store/query.h"
#include "store/store.h"
#include "store/verify.h"

#include "check.h"
#include "engines.h"
#include "ledger_bench.h"

#define ON_POSTGRES(title)                        \
    static void title##_there(struct bench *);    \
    ON_EVERY_ENGINE(title)                        \
    {                                             \
        if (strcmp(bench->engine, "sqlite") != 0) \
            title##_there(bench);                 \
    }                                             \
    static void title##_there(struct bench *bench)

static const struct press in = { { 700 }, { 7 }, PUNCH_IN, 1000, "in", false };
static const struct press out = { { 700 }, { 7 }, PUNCH_OUT, 2000, "out", false };

/* Every session of this test but the one that asks. */
#define OTHERS                                                      \
    " from pg_stat_activity"                                        \
    " where application_name = current_setting('application_name')" \
    "   and pid <> pg_backend_pid()"

static struct outcome press(struct bench *bench, const struct press *wanted)
{
    struct outcome outcome = { 0 };

    bench_next_job(bench);
    const enum fault fault = press_once(&bench->job, bench->store, wanted, &outcome);
    HOLDS(!fault, "%s: %s", wanted->key, bench->job.why);
    return outcome;
}

ON_POSTGRES(a_punch_costs_two_round_trips_and_a_commit)
{
    (void)press(bench, &in); /* prepares its statements on the way, without a trip more */
    uint64_t before = store_metrics(bench->store).round_trips;
    (void)press(bench, &out);
    EQUAL(store_metrics(bench->store).round_trips - before, 3);
    before = store_metrics(bench->store).round_trips;
    EQUAL(press(bench, &out).again, true); /* look, and be sure that it is kept */
    EQUAL(store_metrics(bench->store).round_trips - before, 2);
}

ON_POSTGRES(a_connection_that_died_in_the_pool_is_not_lent)
{
    EQUAL(store_ping(&bench->job, bench->store), FAULT_NONE);
    SAME(bench_query(bench, "select count(pg_terminate_backend(pid, 5000))" OTHERS), "1\n");
    EQUAL(store_ping(&bench->job, bench->store), FAULT_NONE);
    EQUAL(store_metrics(bench->store).lost, 1);
}

ON_POSTGRES(a_connection_that_dies_in_a_change_is_lost_and_the_job_may_be_repeated)
{
    struct link link = { 0 };
    struct change change = { 0 };
    struct ledger ledger;
    struct outcome outcome = { 0 };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(ledger_open(&bench->job, &change, in.guild, in.member, in.key, (struct instant){ 0 },
                      &ledger),
          FAULT_NONE);
    (void)bench_query(bench, "select count(pg_terminate_backend(pid, 5000))" OTHERS);
    EQUAL(store_keep(&bench->job, &change), FAULT_LOST);
    store_undo(&change);
    store_return(&link);
    EQUAL(store_metrics(bench->store).lost, 1);
    EQUAL(press_clock(bench->store, &in, &outcome), FAULT_NONE);
    EQUAL(outcome.punch.sequence, 1);
}

ON_POSTGRES(a_change_waits_for_a_lock_until_its_deadline_and_no_longer)
{
    AUTO(store_return) struct link theirs = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct job hurried = { .name = "hurried", .deadline_ms = monotonic_ms() + 200 };
    struct ledger ledger;
    struct outcome outcome;

    EQUAL(store_borrow(&bench->job, bench->store, &theirs), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &theirs, &change), FAULT_NONE);
    EQUAL(
        ledger_open(&bench->job, &change, in.guild, in.member, "x", (struct instant){ 0 }, &ledger),
        FAULT_NONE);
    EQUAL(press_once(&hurried, bench->store, &in, &outcome), FAULT_LATE);
    HOLDS(monotonic_ms() < hurried.deadline_ms + 400, "it gave up soon after its deadline");
    EQUAL(store_metrics(bench->store).lost, 0); /* the server itself ended it */
    store_undo(&change);
    (void)press(bench, &in);
    job_end(&hurried);
}

ON_POSTGRES(an_address_may_name_several_hosts)
{
    struct store *store = NULL;
    const char *at = strchr(bench->url, '@') + 1;
    const char *url = arena_print(&bench->job.arena, "%.*s127.0.0.1:1,%s", (int)(at - bench->url),
                                  bench->url, at);

    EQUAL(store_open(&bench->job, &(struct store_plan){ .url = url }, &store), FAULT_NONE);
    EQUAL(store_ping(&bench->job, store), FAULT_NONE);
    HOLDS(strncmp(store_name(store), "postgresql://127.0.0.1,127.0.0.1:1,", 35) == 0, "%s",
          store_name(store));
    store_close(store);
}

/* The user's name and the password of the test cluster's address. */
static void expect_no_secret(struct bench *bench, const char *words)
{
    const char *begin = strchr(bench->url + strlen("postgresql://"), ':') + 1;
    const char *password = arena_print(&bench->job.arena, "%.*s", (int)(strchr(begin, '@') - begin),
                                       begin);

    HOLDS(!strstr(words, password) && !strstr(words, "sesame"), "%s", words);
}

ON_POSTGRES(no_message_repeats_the_password)
{
    const char *at = strchr(bench->url, '@') + 1;
    const struct {
        const char *url;
        enum fault fault;
    } cases[] = {
        { arena_print(&bench->job.arena, "postgresql://clock:sesame@%s", at), FAULT_STORE },
        { "postgresql://clock:sesame@127.0.0.1:1/x", FAULT_LOST },
        { "postgresql://clock:sesame@127.0.0.1:sesame/x", FAULT_LOST },
        { "postgresql://clock:sesame@127.0.0.1/x?sslmode=sesame", FAULT_LOST },
        { "postgresql://clock:sesame@127.0.0.1/x?sesame=sesame", FAULT_INPUT },
        { "postgresql://clock:sesame@[127.0.0.1/x", FAULT_INPUT },
    };

    expect_no_secret(bench, store_name(bench->store));
    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct store *store = NULL;
        const enum fault fault = store_open(&job, &(struct store_plan){ .url = cases[i].url },
                                            &store);
        HOLDS(fault == cases[i].fault, "case %zu: %s: %s", i, fault_name(fault), job.why);
        expect_no_secret(bench, job.why);
    }
}

ON_POSTGRES(tls_is_as_strict_as_the_address_says)
{
    const char *cert = secure_getenv("WITH_POSTGRES_CERT");
    const char *at = strchr(bench->url, '@'), *port = strchr(at, ':'), *end = strchr(port, '/');
    static const struct {
        const char *host, *mode;
        enum fault fault;
    } cases[] = {
        { "localhost", "verify-full", FAULT_NONE },
        { "127.0.0.1", "verify-full", FAULT_STORE }, /* not the name on the certificate */
        { "127.0.0.1", "verify-ca", FAULT_NONE },
    };

    HOLDS(cert, "tool/with-postgres tells the certificate");
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct store *store = NULL;
        bench_next_job(bench);
        const char *url = arena_print(&bench->job.arena,
                                      "%.*s@%s%.*s/postgres?sslmode=%s&sslrootcert=%s",
                                      (int)(at - bench->url), bench->url, cases[i].host,
                                      (int)(end - port), port, cases[i].mode, cert);
        const enum fault fault = store_open(&bench->job, &(struct store_plan){ .url = url },
                                            &store);
        HOLDS(fault == cases[i].fault, "case %zu: %s", i, bench->job.why);
        if (store)
            EQUAL(store_ping(&bench->job, store), FAULT_NONE);
        store_close(store);
    }
}

/* ---- killing the server's processes ---------------------------------------------------- */

enum { CLICKERS = 4, KILLS = 10, KEY_BYTES = 32, KEYS_MOST = 20000 };

struct clicker {
    struct store *store;
    int number;
    _Atomic bool *stop;
    char (*keys)[KEY_BYTES]; /* acknowledged */
    size_t kept, failed;
};

/* As a person would: who got no answer presses again. */
static void *click(void *subject)
{
    struct clicker *clicker = subject;

    for (uint64_t i = 0; !*clicker->stop && clicker->kept < KEYS_MOST; i++) {
        char *key = clicker->keys[clicker->kept];
        struct outcome outcome = { 0 };
        const struct press wanted = { { 700 + (uint64_t)clicker->number % 2 },
                                      { (uint64_t)clicker->number + 1 },
                                      i % 2 == 0 ? PUNCH_IN : PUNCH_OUT,
                                      (int64_t)i * 1000,
                                      key,
                                      false };
        (void)snprintf(key, KEY_BYTES, "%d/%" PRIu64, clicker->number, i);
        while (press_clock(clicker->store, &wanted, &outcome) != FAULT_NONE && !*clicker->stop) {
            clicker->failed++;
            (void)usleep(20000);
        }
        if (outcome.refusal == REFUSAL_NONE && outcome.punch.sequence > 0)
            clicker->kept++;
    }
    return NULL;
}

/* A SIGTERM ends one connection; a SIGKILL makes the whole server start again. */
static void kill_backends(struct bench *bench, int signal)
{
    char *pids = arena_copy(&bench->job.arena, bench_query(bench, "select pid" OTHERS));
    char *rest = NULL;

    for (char *pid = strtok_r(pids, "\n", &rest); pid; pid = strtok_r(NULL, "\n", &rest)) {
        (void)kill((pid_t)strtol(pid, NULL, 10), signal);
        if (signal == SIGKILL)
            break;
    }
}

static void wait_for_server(struct bench *bench)
{
    const int64_t until_ms = monotonic_ms() + 20000;
    bool is_there = false;

    while (!is_there && monotonic_ms() < until_ms) {
        (void)usleep(50000);
        is_there = !bench_refuses(bench, "select 1");
    }
    EQUAL(is_there, true);
}

static size_t check_keys(struct bench *bench, const struct clicker *clicker)
{
    AUTO(store_return) struct link link = { 0 };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    for (size_t i = 0; i < clicker->kept; i++) {
        const struct punch *punch = NULL;
        const struct guild_id guild = { 700 + (uint64_t)clicker->number % 2 };
        EQUAL(ledger_punch_by_key(&bench->job, &link, guild, clicker->keys[i], &punch), FAULT_NONE);
        HOLDS(punch, "%s was acknowledged and is lost", clicker->keys[i]);
    }
    return clicker->kept;
}

ON_POSTGRES(nothing_acknowledged_is_lost_when_the_servers_processes_are_killed)
{
    struct clicker clickers[CLICKERS];
    pthread_t threads[CLICKERS];
    _Atomic bool stop = false;
    struct verify_summary summary;
    size_t kept = 0, failed = 0;

    for (int i = 0; i < CLICKERS; i++) {
        clickers[i] = (struct clicker){
            .store = bench->store,
            .number = i,
            .stop = &stop,
            .keys = arena_take_many(&bench->job.arena, KEYS_MOST + 1, KEY_BYTES),
        };
        EQUAL(pthread_create(&threads[i], NULL, click, &clickers[i]), 0);
    }
    for (int i = 0; i < KILLS; i++) {
        (void)usleep(100000);
        kill_backends(bench, i % 3 == 2 ? SIGKILL : SIGTERM);
        wait_for_server(bench);
    }
    stop = true;
    for (int i = 0; i < CLICKERS; i++) {
        EQUAL(pthread_join(threads[i], NULL), 0);
        kept += check_keys(bench, &clickers[i]);
        failed += clickers[i].failed;
    }
    HOLDS(kept > 100, "%zu kept, %zu failed", kept, failed);
    HOLDS(store_metrics(bench->store).lost > 0, "connections were lost");
    EQUAL(verify_run(&bench->job, bench->store, (struct guild_id){ 0 }, NULL, NULL, &summary),
          FAULT_NONE);
    EQUAL(summary.findings, 0);
}
