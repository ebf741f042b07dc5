#include "store/migrations.h"

#include <pthread.h>
#include <string.h>

#include "base/job.h"
#include "store/statements.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"

static const struct instant now = { 86400000 };

/* How many steps there are; where the engines differ, two texts are one step. */
static size_t steps_to_run(void)
{
    size_t count = 0;

    for (size_t i = 0; i < steps_count; i++)
        count += steps[i].engine != ENGINE_PGSQL;
    return count;
}

static struct migrations migrate(struct bench *bench, struct store *store, int to, bool dry_run)
{
    struct migrations done = { 0 };
    const enum fault fault = migrations_run(&bench->job, store, to, dry_run, now, &done);

    HOLDS(!fault, "%s to %d: %s", bench->engine, to, bench->job.why);
    return done;
}

ON_EVERY_EMPTY_ENGINE(steps_run_in_order_and_once)
{
    struct store *store = bench_store(bench, 2);
    struct migrations done = migrate(bench, store, 1, false);

    EQUAL(done.from, 0);
    EQUAL(done.to, 1);
    EQUAL(done.steps_count, 1);
    SAME(done.steps[0].name, "ledger");
    done = migrate(bench, store, 0, false);
    EQUAL(done.from, 1);
    EQUAL(done.to, migrations_latest());
    EQUAL(done.steps_count, steps_to_run() - 1);
    EQUAL(done.steps[0].version, 2);
    done = migrate(bench, store, 0, false);
    EQUAL(done.from, migrations_latest());
    EQUAL(done.steps_count, 0);
    done = migrate(bench, store, 1, false); /* never back */
    EQUAL(done.to, migrations_latest());
    SAME(bench_query(bench, "select version, name, applied_at from schema_version"
                            " where version = 1"),
         "1|ledger|86400000\n");
    store_close(store);
}

ON_EVERY_EMPTY_ENGINE(a_rehearsal_leaves_nothing_behind)
{
    struct store *store = bench_store(bench, 1);
    const struct migrations done = migrate(bench, store, 0, true);

    EQUAL(done.from, 0);
    EQUAL(done.to, migrations_latest());
    EQUAL(done.steps_count, steps_to_run());
    EQUAL(bench_refuses(bench, "select * from schema_version"), true);
    EQUAL(bench_refuses(bench, "select * from guild"), true);
    store_close(store);
}

static enum fault check(struct bench *bench, struct store *store)
{
    AUTO(store_return) struct link link = { 0 };

    bench_next_job(bench);
    EQUAL(store_borrow(&bench->job, store, &link), FAULT_NONE);
    return migrations_check(&bench->job, &link);
}

ON_EVERY_EMPTY_ENGINE(an_older_database_is_told_to_migrate)
{
    struct store *store = bench_store(bench, 1);

    EQUAL(check(bench, store), FAULT_STORE);
    HOLDS(strstr(bench->job.why, "please run \"ontheclock migrate\""), "%s", bench->job.why);
    bench_next_job(bench);
    (void)migrate(bench, store, 0, false);
    EQUAL(check(bench, store), FAULT_NONE);
    store_close(store);
}

ON_EVERY_ENGINE(a_database_we_do_not_understand_is_left_alone)
{
    static const struct {
        const char *words, *why;
    } cases[] = {
        { "update schema_version set checksum = (select checksum from schema_version"
          " where version = 2) where version = 1",
          "was made by another text than \"ledger\"" },
        { "delete from schema_version where version = 1",
          "was made by another text than \"ledger\"" },
        { "insert into schema_version (version, name, applied_at, checksum)"
          " select 999, 'later', 1, checksum from schema_version where version = 2",
          "please install a newer one" },
    };
    struct migrations done;

    (void)bench_query(bench, "create table kept as select * from schema_version");
    for (size_t i = 0; i < LENGTH(cases); i++) {
        (void)bench_query(bench, cases[i].words);
        bench_next_job(bench);
        EQUAL(migrations_run(&bench->job, bench->store, 0, false, now, &done), FAULT_STORE);
        HOLDS(strstr(bench->job.why, cases[i].why), "case %zu: %s", i, bench->job.why);
        EQUAL(check(bench, bench->store), FAULT_STORE);
        (void)bench_query(bench, "delete from schema_version; insert into schema_version"
                                 " select * from kept;");
    }
    EQUAL(check(bench, bench->store), FAULT_NONE);
    bench_next_job(bench);
    EQUAL(migrations_run(&bench->job, bench->store, 999, false, now, &done), FAULT_INPUT);
    bench_next_job(bench);
    EQUAL(migrations_run(&bench->job, bench->store, -1, false, now, &done), FAULT_INPUT);
}

static void *migrate_alone(void *subject)
{
    struct bench *bench = subject;
    struct bench own = { .engine = bench->engine, .job = { .name = "test" } };

    memcpy(own.url, bench->url, sizeof(own.url));
    struct store *store = bench_store(&own, 1);
    (void)migrate(&own, store, 0, false);
    store_close(store);
    job_end(&own.job);
    return NULL;
}

ON_EVERY_EMPTY_ENGINE(ten_may_start_at_once)
{
    enum { TOGETHER = 10 };
    pthread_t threads[TOGETHER];

    for (size_t i = 0; i < TOGETHER; i++)
        EQUAL(pthread_create(&threads[i], NULL, migrate_alone, bench), 0);
    for (size_t i = 0; i < TOGETHER; i++)
        EQUAL(pthread_join(threads[i], NULL), 0);
    SAME(bench_query(bench, "select count(*), max(version) from schema_version"),
         arena_print(&bench->job.arena, "%zu|%d\n", steps_to_run(), migrations_latest()));
}

/* So that the data can be distributed by server, and no query crosses servers by accident. */
ON_EVERY_ENGINE(what_belongs_to_a_server_has_it_first_in_every_key)
{
    static const char *const ours[] = { "broadcast",    "copy_progress", "gateway_session", "lease",
                                        "registration", "round",         "schema_version" };
    char *keys = arena_copy(&bench->job.arena, bench_keys(bench)), *rest = NULL;
    size_t servers = 0;

    for (char *line = strtok_r(keys, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *const column = strrchr(line, '|') + 1;
        bool is_ours = false;
        for (size_t i = 0; i < LENGTH(ours); i++)
            is_ours = is_ours || (strncmp(line, ours[i], strlen(ours[i])) == 0 &&
                                  line[strlen(ours[i])] == '|');
        HOLDS(is_ours || strcmp(column, "guild_id") == 0, "%s on %s", line, bench->engine);
        servers += !is_ours;
    }
    HOLDS(servers >= 10, "%zu keys", servers);
}
