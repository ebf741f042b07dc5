#include "engines.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "store/migrations.h"

enum { ANSWER_BYTES_MOST = 64 * 1024 * 1024, FOLDER_BYTES = 40 };

static char folder[FOLDER_BYTES];
static int databases;

/* ---- SQLite ---------------------------------------------------------------------------- */

static void remove_files(void)
{
    for (int i = 0; i <= databases; i++) {
        static const char *const ends[] = { "", "-wal", "-shm" };
        for (size_t end = 0; end < LENGTH(ends); end++) {
            char path[FOLDER_BYTES + 40];
            (void)snprintf(path, sizeof(path), "%s/%d.db%s", folder, i, ends[end]);
            (void)unlink(path);
        }
    }
    (void)rmdir(folder);
}

static void lite_make(struct bench *bench)
{
    if (!folder[0]) {
        (void)snprintf(folder, sizeof(folder), "/tmp/store-test-XXXXXX");
        HOLDS(mkdtemp(folder), "a folder for databases like %s", folder);
        (void)atexit(remove_files);
    }
    (void)snprintf(bench->url, sizeof(bench->url), "sqlite:%s/%d.db", folder, databases++);
}

static void lite_drop(struct bench *bench)
{
    (void)unlink(bench->url + strlen("sqlite:"));
}

static int lite_row(void *subject, int count, char **values, char **names)
{
    struct text *rows = subject;

    (void)names;
    for (int i = 0; i < count; i++) {
        text_add(rows, i > 0 ? "|" : "");
        text_add(rows, values[i] ? values[i] : "");
    }
    text_add(rows, "\n");
    return 0;
}

static const char *lite_query(struct bench *bench, const char *words, struct text *rows)
{
    const char *refused = NULL;
    sqlite3 *db = NULL;
    char *why = NULL;

    EQUAL(sqlite3_open_v2(bench->url + strlen("sqlite:"), &db,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL),
          SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    if (sqlite3_exec(db, words, lite_row, rows, &why) != SQLITE_OK)
        refused = arena_copy(&bench->job.arena, why);
    sqlite3_free(why);
    sqlite3_close(db);
    return refused;
}

/* ---- PostgreSQL ------------------------------------------------------------------------ */

static const char *cluster(void)
{
    return secure_getenv("ONTHECLOCK_TEST_POSTGRES");
}

static bool pg_there(void)
{
    return cluster() != NULL;
}

static const char *pg_query_at(struct bench *bench, const char *url, const char *words,
                               struct text *rows)
{
    const char *refused = NULL;
    PGconn *pq = PQconnectdb(url);
    PGresult *result = PQexec(pq, words);
    const ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        refused = arena_copy(&bench->job.arena, PQerrorMessage(pq));
    for (int row = 0; row < PQntuples(result); row++) {
        for (int column = 0; column < PQnfields(result); column++) {
            text_add(rows, column > 0 ? "|" : "");
            text_add(rows, PQgetvalue(result, row, column));
        }
        text_add(rows, "\n");
    }
    PQclear(result);
    PQfinish(pq);
    return refused;
}

static const char *pg_query(struct bench *bench, const char *words, struct text *rows)
{
    return pg_query_at(bench, bench->url, words, rows);
}

/* A schema of its own serves as a database: making one takes a hundredth of the time. */
static const char *schema_name(const struct bench *bench)
{
    return strstr(bench->url, "%3D") + strlen("%3D");
}

static void pg_ask_cluster(struct bench *bench, const char *words)
{
    struct text rows = text_in(&bench->job.arena, ANSWER_BYTES_MOST);
    const char *refused = pg_query_at(bench, cluster(), words, &rows);

    HOLDS(!refused, "%s: %s", words, refused ? refused : "fine");
}

/* '=' is %3D inside an option.  By the application's name a test finds its own backends. */
static void pg_make(struct bench *bench)
{
    const char *name = arena_print(&bench->job.arena, "test_%d_%d", (int)getpid(), ++databases);

    (void)snprintf(bench->url, sizeof(bench->url),
                   "%s?sslmode=disable&application_name=%s&options=-csearch_path%%3D%s", cluster(),
                   name, name);
    pg_ask_cluster(bench, arena_print(&bench->job.arena, "create schema %s", name));
}

static void pg_drop(struct bench *bench)
{
    pg_ask_cluster(bench, arena_print(&bench->job.arena,
                                      "set client_min_messages = warning;"
                                      "drop schema %s cascade",
                                      schema_name(bench)));
}

/* ---- all ------------------------------------------------------------------------------- */

static const struct engine_kind {
    const char *name;
    bool (*there)(void);
    void (*make)(struct bench *bench);
    void (*drop)(struct bench *bench);
    /* NULL, or why not */
    const char *(*query)(struct bench *bench, const char *words, struct text *rows);
    const char *disarm, *keys;
    const char *hex_begin, *hex_end; /* around a column of bytes, to show it */
} kinds[] = {
    {
        .name = "sqlite",
        .make = lite_make,
        .drop = lite_drop,
        .query = lite_query,
        .disarm = "drop trigger punch_never_changes; drop trigger punch_goes_behind_a_checkpoint",
        .keys = "select m.name, i.name,"
                " (select name from pragma_index_info(i.name) where seqno = 0)"
                " from sqlite_schema m, pragma_index_list(m.name) i"
                " where m.type = 'table' and i.\"unique\"",
        .hex_begin = "lower(hex(",
        .hex_end = "))",
    },
    {
        .name = "postgresql",
        .there = pg_there,
        .make = pg_make,
        .drop = pg_drop,
        .query = pg_query,
        .disarm = "drop trigger punch_never_changes on punch;"
                  "drop trigger punch_goes_behind_a_checkpoint on punch",
        .keys = "select t.relname, i.relname, a.attname"
                "  from pg_index x"
                "  join pg_class t on t.oid = x.indrelid"
                "  join pg_class i on i.oid = x.indexrelid"
                "  join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]"
                "  join pg_namespace n on n.oid = t.relnamespace"
                " where n.nspname = current_schema() and x.indisunique",
        .hex_begin = "encode(",
        .hex_end = ", 'hex')",
    },
};

static const struct engine_kind *kind_of(const struct bench *bench)
{
    for (size_t i = 0; i < LENGTH(kinds); i++)
        if (strcmp(kinds[i].name, bench->engine) == 0)
            return &kinds[i];
    abort();
}

struct store *bench_store(struct bench *bench, size_t most)
{
    struct store *store = NULL;
    const enum fault fault = store_open(
        &bench->job, &(struct store_plan){ .url = bench->url, .most = most }, &store);

    HOLDS(!fault, "a store on %s: %s", bench->engine, bench->job.why);
    return store;
}

static void run_on(const struct engine_kind *kind, on_engine *body, bool with_tables)
{
    struct bench bench = { .engine = kind->name, .job = { .name = "test" } };
    struct migrations done;

    kind->make(&bench);
    if (with_tables) {
        bench.store = bench_store(&bench, 0);
        const enum fault fault = migrations_run(&bench.job, bench.store, 0, false,
                                                (struct instant){ 1000 }, &done);
        HOLDS(!fault, "tables on %s: %s", bench.engine, bench.job.why);
    }
    body(&bench);
    store_close(bench.store);
    kind->drop(&bench);
    job_end(&bench.job);
}

void engines_each(on_engine *body, bool with_tables)
{
    for (size_t i = 0; i < LENGTH(kinds); i++)
        if (!kinds[i].there || kinds[i].there())
            run_on(&kinds[i], body, with_tables);
}

void bench_next_job(struct bench *bench)
{
    job_end(&bench->job);
    bench->job = (struct job){ .name = "test" };
}

const char *bench_query(struct bench *bench, const char *words)
{
    struct text rows = text_in(&bench->job.arena, ANSWER_BYTES_MOST);
    const char *answer = "";

    const char *refused = kind_of(bench)->query(bench, words, &rows);
    HOLDS(!refused, "%s: %s", words, refused ? refused : "fine");
    EQUAL(text_done(&rows, &answer), true);
    return answer;
}

bool bench_refuses(struct bench *bench, const char *words)
{
    struct text rows = text_in(&bench->job.arena, ANSWER_BYTES_MOST);

    return kind_of(bench)->query(bench, words, &rows) != NULL;
}

const char *bench_dump(struct bench *bench)
{
    const struct engine_kind *kind = kind_of(bench);
    struct arena *arena = &bench->job.arena;
    const char *guilds = bench_query(
        bench,
        arena_print(arena, "select guild_id, head_sequence, %shead_hash%s from guild order by 1",
                    kind->hex_begin, kind->hex_end));
    const char *punches = bench_query(
        bench,
        arena_print(arena,
                    "select guild_id, sequence, session_id, member_id, actor_id, kind, source,"
                    " made_at, received_at, request_key, %shash%s from punch order by 1, 2",
                    kind->hex_begin, kind->hex_end));
    const char *sessions = bench_query(bench,
                                       "select guild_id, session_id, member_id, began_at, ended_at,"
                                       " case when estimated then 1 else 0 end,"
                                       " case when device_unknown then 1 else 0 end"
                                       " from session order by 1, 2");
    const char *breaks = bench_query(bench, "select guild_id, session_id, number, began_at,"
                                            " ended_at from session_break order by 1, 2, 3");
    return arena_print(arena, "%s--\n%s--\n%s--\n%s", guilds, punches, sessions, breaks);
}

const char *bench_keys(struct bench *bench)
{
    return bench_query(bench, kind_of(bench)->keys);
}

void bench_disarm(struct bench *bench)
{
    (void)bench_query(bench, kind_of(bench)->disarm);
}

/* xorshift64* */
uint64_t dice_roll(struct dice *dice, uint64_t sides)
{
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return (dice->state * UINT64_C(2685821657736338717) >> 33) % sides;
}
