#include "store/store.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/job.h"
#include "base/text.h"
#include "store/baton.h"
#include "store/query.h"

#include "check.h"
#include "engines.h"

/* ---- baton ----------------------------------------------------------------------------- */

CHECK(a_turn_is_refused_when_none_comes_free_in_time)
{
    struct baton *baton = baton_new(2);

    EQUAL(baton_take(baton, 0), true);
    EQUAL(baton_take(baton, 0), true);
    const int64_t before_ms = monotonic_ms();
    EQUAL(baton_take(baton, before_ms + 30), false);
    HOLDS(monotonic_ms() >= before_ms + 30, "it waited as long as it might");
    baton_give(baton);
    EQUAL(baton_take(baton, 0), true);
    EQUAL(baton_waiting(baton), 0);
    baton_give(baton);
    baton_give(baton);
    baton_free(baton);
}

struct queue_place {
    struct baton *baton;
    pthread_mutex_t *lock;
    int *order;
    int *next;
    int number;
};

static void *wait_in_line(void *subject)
{
    struct queue_place *place = subject;

    HOLDS(baton_take(place->baton, monotonic_ms() + 10000), "place %d", place->number);
    pthread_mutex_lock(place->lock);
    place->order[(*place->next)++] = place->number;
    pthread_mutex_unlock(place->lock);
    baton_give(place->baton);
    return NULL;
}

CHECK(baton_are_given_in_the_order_of_coming)
{
    enum { PLACES = 8 };
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct baton *baton = baton_new(1);
    struct queue_place places[PLACES];
    pthread_t threads[PLACES];
    int order[PLACES], next = 0;

    EQUAL(baton_take(baton, 0), true);
    for (int i = 0; i < PLACES; i++) {
        places[i] = (struct queue_place){ baton, &lock, order, &next, i };
        EQUAL(pthread_create(&threads[i], NULL, wait_in_line, &places[i]), 0);
        while (baton_waiting(baton) != (size_t)i + 1)
            (void)usleep(1000);
    }
    baton_give(baton);
    for (int i = 0; i < PLACES; i++)
        EQUAL(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < PLACES; i++)
        EQUAL(order[i], i);
    baton_free(baton);
}

/* ---- the pool -------------------------------------------------------------------------- */

ON_EVERY_ENGINE(no_more_connections_are_lent_than_there_may_be)
{
    struct store *store = bench_store(bench, 2);
    struct job hurried = { .name = "hurried", .deadline_ms = monotonic_ms() + 50 };
    struct link one = { 0 }, two = { 0 }, three = { 0 };

    EQUAL(store_borrow(&bench->job, store, &one), FAULT_NONE);
    EQUAL(store_borrow(&bench->job, store, &two), FAULT_NONE);
    EQUAL(store_metrics(store).borrowed, 2);
    EQUAL(store_borrow(&hurried, store, &three), FAULT_BUSY);
    HOLDS(monotonic_ms() < hurried.deadline_ms + 1000, "it gave up at its deadline");
    store_return(&one);
    EQUAL(store_borrow(&bench->job, store, &three), FAULT_NONE);
    store_return(&two);
    store_return(&three);
    const struct store_metrics metrics = store_metrics(store);
    EQUAL(metrics.borrowed, 0);
    EQUAL(metrics.idle, 2);
    EQUAL(metrics.borrows, 3);
    EQUAL(metrics.refused, 1);
    EQUAL(metrics.opened, 2);
    EQUAL(metrics.lost, 0);
    store_close(store);
    job_end(&hurried);
}

ON_EVERY_ENGINE(a_lost_connection_is_replaced_with_its_neighbours)
{
    struct store *store = bench_store(bench, 3);
    struct link one = { 0 }, two = { 0 };

    EQUAL(store_borrow(&bench->job, store, &one), FAULT_NONE);
    EQUAL(store_borrow(&bench->job, store, &two), FAULT_NONE);
    store_return(&one);
    two.connection->lost = true;
    store_return(&two);
    EQUAL(store_metrics(store).lost, 1);
    EQUAL(store_borrow(&bench->job, store, &one), FAULT_NONE);
    EQUAL(store_metrics(store).lost, 2);
    EQUAL(store_metrics(store).opened, 3);
    store_return(&one);
    EQUAL(store_ping(&bench->job, store), FAULT_NONE);
    store_close(store);
}

ON_EVERY_ENGINE(a_connection_long_unused_is_closed)
{
    struct store *store = NULL;
    struct link one = { 0 }, two = { 0 };

    EQUAL(store_open(&bench->job,
                     &(struct store_plan){ .url = bench->url, .most = 3, .idle_ms = 20 }, &store),
          FAULT_NONE);
    EQUAL(store_borrow(&bench->job, store, &one), FAULT_NONE);
    EQUAL(store_borrow(&bench->job, store, &two), FAULT_NONE);
    store_return(&one);
    EQUAL(store_metrics(store).idle, 1);
    (void)usleep(40000);
    store_return(&two);
    EQUAL(store_metrics(store).idle, 1);
    store_close(store);
}

CHECK(addresses_and_plans_that_make_no_sense_are_refused)
{
    static const struct store_plan cases[] = {
        { .url = "" },
        { .url = "sqlite" },
        { .url = "sqlite:" },
        { .url = "mysql://localhost/clock" },
        { .url = "sqlite::memory:", .most = STORE_MOST_LIMIT + 1 },
        { .url = "sqlite::memory:", .least = 3, .most = 2 },
        { .url = "sqlite::memory:", .wait_ms = -1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct store *store = NULL;
        HOLDS(store_open(&job, &cases[i], &store) == FAULT_INPUT && !store, "case %zu", i);
    }
}

CHECK(what_may_be_repeated_is_repeated_once)
{
    EQUAL(store_may_repeat(FAULT_LOST, 1), true);
    EQUAL(store_may_repeat(FAULT_RACE, 1), true);
    EQUAL(store_may_repeat(FAULT_LOST, 2), false);
    EQUAL(store_may_repeat(FAULT_STORE, 1), false);
    EQUAL(store_may_repeat(FAULT_NONE, 1), false);
}

/* ---- statements ------------------------------------------------------------------------ */

ON_EVERY_ENGINE(every_statement_can_be_prepared)
{
    AUTO(store_return) struct link link = { 0 };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    for (enum statement_id id = 0; id < SQL_COUNT; id++) {
        const enum fault fault = link.connection->driver->prepare(&bench->job, link.connection, id);
        HOLDS(!fault, "%s on %s: %s", statements[id].name, bench->engine, bench->job.why);
    }
}

/* A statement that only one engine understands would have to be written twice: there is none.
 * Two steps are, because they make triggers. */
CHECK(texts_are_shared_by_the_engines)
{
    static const char *const apart[] = { "append_only", "stones" };

    for (size_t i = 0; i < SQL_COUNT; i++)
        HOLDS(statements[i].engine == ENGINE_ANY, "%s", statements[i].name);
    for (size_t i = 0; i < steps_count; i++) {
        bool known = steps[i].engine == ENGINE_ANY;
        for (size_t a = 0; a < LENGTH(apart); a++)
            known = known || strcmp(steps[i].name, apart[a]) == 0;
        HOLDS(known, "%04d %s", steps[i].version, steps[i].name);
    }
}

ON_EVERY_ENGINE(more_rows_than_asked_for_are_a_fault)
{
    AUTO(store_return) struct link link = { 0 };
    struct rows rows;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(query_rows(&bench->job, &link, SQL_schema_version, 1, &rows, NULL, 0), FAULT_STORE);
    SAME(bench->job.why, "schema_version: more than 1 rows");
}

ON_EVERY_ENGINE(what_is_not_kept_is_undone)
{
    AUTO(store_return) struct link link = { 0 };
    const struct value scope = value_text("global");
    const struct store_metrics before = store_metrics(bench->store);
    const struct hash hash = { { 1, 0, 255 } };
    struct rows rows;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    for (int kept = 0; kept < 2; kept++) {
        AUTO(store_undo) struct change change = { 0 };
        EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
        EQUAL(query_run(&bench->job, &link, SQL_registration_save, NULL,
                        VALUES(scope, value_hash(&hash), value_whole(-5))),
              FAULT_NONE);
        EQUAL(query_rows(&bench->job, &link, SQL_registration_load, 1, &rows, VALUES(scope)),
              FAULT_NONE);
        EQUAL(rows.count, 1);
        if (kept)
            EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
        store_undo(&change);
        EQUAL(query_rows(&bench->job, &link, SQL_registration_load, 1, &rows, VALUES(scope)),
              FAULT_NONE);
        EQUAL(rows.count, kept);
    }
    EQUAL(row_bytes(rows_row(&rows, 0), 0).length, HASH_BYTES);
    EQUAL(bytes_equal(row_bytes(rows_row(&rows, 0), 0), (struct bytes){ hash.bytes, HASH_BYTES }),
          true);
    EQUAL(store_metrics(bench->store).undone - before.undone, 1);
    EQUAL(store_metrics(bench->store).changes - before.changes, 1);
}

ON_EVERY_ENGINE(a_change_left_open_ends_with_its_link)
{
    struct link link = { 0 };
    struct change change = { 0 };
    const struct hash hash = { { 7 } };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(query_send(&bench->job, &link, SQL_registration_save, 0,
                     VALUES(value_text("x"), value_hash(&hash), value_whole(1))),
          FAULT_NONE);
    store_return(&link);
    SAME(bench_query(bench, "select count(*) from registration"), "0\n");
    EQUAL(store_ping(&bench->job, bench->store), FAULT_NONE);
}

/* ---- SQLite's own ---------------------------------------------------------------------- */

static enum fault open_path(struct job *job, const char *path, struct store **store)
{
    const char *url = arena_print(&job->arena, "sqlite:%s", path);

    return store_open(job, &(struct store_plan){ .url = url, .wait_ms = 100 }, store);
}

static void write_file(const char *path, const char *words)
{
    FILE *file = fopen(path, "w");

    HOLDS(file, "%s", path);
    HOLDS(fputs(words, file) >= 0 && fclose(file) == 0, "%s", path);
}

CHECK(sqlite_says_what_is_wrong_with_a_file)
{
    AUTO(job_end) struct job place = { .name = "test" };
    char folder[] = "/tmp/store-test-XXXXXX";
    struct store *store = NULL;

    HOLDS(mkdtemp(folder), "a folder");
    const char *junk = arena_print(&place.arena, "%s/junk.db", folder);
    const char *alien = arena_print(&place.arena, "%s/alien.db", folder);
    write_file(junk, "this is no database, however long one looks at it, is it? no it is not. "
                     "this is no database, however long one looks at it, is it? no it is not.");
    struct bench other = { .engine = "sqlite" };
    (void)snprintf(other.url, sizeof(other.url), "sqlite:%s", alien);
    (void)bench_query(&other, "create table recipe (name text)");

    const struct {
        const char *path, *words;
    } cases[] = {
        { "/nowhere/at/all.db", "cannot be made: No such file or directory" },
        { folder, "unable to open database file" },
        { junk, "it is no SQLite database" },
        { alien, "belongs to another program" },
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        EQUAL(open_path(&job, cases[i].path, &store), FAULT_STORE);
        HOLDS(strstr(job.why, cases[i].words), "%s: %s", cases[i].path, job.why);
    }
    job_end(&other.job);
    (void)unlink(junk);
    (void)unlink(alien);
    (void)rmdir(folder);
}

static void read_mode(const char *url, struct stat *state)
{
    EQUAL(stat(url + strlen("sqlite:"), state), 0);
}

ON_EVERY_ENGINE(sqlite_keeps_its_files_to_itself)
{
    struct stat state = { 0 };

    if (strcmp(bench->engine, "sqlite") != 0)
        return;
    read_mode(bench->url, &state);
    EQUAL(state.st_mode & 0777, 0600);
    read_mode(arena_print(&bench->job.arena, "%s-wal", bench->url), &state);
    EQUAL(state.st_mode & 0777, 0600);
    SAME(bench_query(bench, "pragma journal_mode"), "wal\n");
}

ON_EVERY_ENGINE(sqlite_waits_for_another_program_only_so_long)
{
    AUTO(store_return) struct link ours = { 0 }, theirs = { 0 };
    AUTO(store_undo) struct change change = { 0 }, other = { 0 };
    struct job hurried = { .name = "hurried", .deadline_ms = monotonic_ms() + 50 };

    if (strcmp(bench->engine, "sqlite") != 0)
        return;
    struct store *store = bench_store(bench, 1); /* as another process would */
    EQUAL(store_borrow(&bench->job, store, &theirs), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &theirs, &other), FAULT_NONE);
    EQUAL(store_borrow(&hurried, bench->store, &ours), FAULT_NONE);
    EQUAL(store_begin(&hurried, &ours, &change), FAULT_BUSY);
    HOLDS(strstr(hurried.why, "another program uses it"), "%s", hurried.why);
    EQUAL(query_rows(&bench->job, &ours, SQL_ping, 1, &(struct rows){ 0 }, NULL, 0), FAULT_NONE);
    store_undo(&other);
    store_return(&theirs);
    store_close(store);
    job_end(&hurried);
}

CHECK(a_store_in_memory_serves_a_test)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct store *store = NULL;

    EQUAL(store_open(&job, &(struct store_plan){ .url = "sqlite::memory:" }, &store), FAULT_NONE);
    SAME(store_name(store), "sqlite::memory:");
    EQUAL(store_metrics(store).most, 1);
    EQUAL(store_ping(&job, store), FAULT_NONE);
    store_close(store);
}
