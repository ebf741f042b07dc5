/* engines — a database of every kind for a test that is written once:
 *
 *     ON_EVERY_ENGINE(a_second_open_session_is_refused)
 *     {
 *         EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
 *         ...
 *     }
 *
 * Each run of the body gets a fresh database with our tables, and a job.  SQLite is always
 * there, in a folder under /tmp; PostgreSQL when ONTHECLOCK_TEST_POSTGRES holds the
 * address of a cluster where we may create databases (tool/with-postgres sets it). */
#ifndef TEST_ENGINES_H
#define TEST_ENGINES_H

#include "base/job.h"
#include "store/store.h"

#include "check.h"

enum { BENCH_URL_BYTES = 512 };

struct bench {
    const char *engine; /* "sqlite", "postgresql" */
    char url[BENCH_URL_BYTES];
    struct job job;
    struct store *store; /* up to 10 connections */
};

/* The same database without our tables, and no store open on it. */
typedef void on_engine(struct bench *bench);
void engines_each(on_engine *body, bool with_tables);

#define ON_EVERY_ENGINE(title)              \
    static void title##_on(struct bench *); \
    CHECK(title)                            \
    {                                       \
        engines_each(title##_on, true);     \
    }                                       \
    static void title##_on(struct bench *bench)

#define ON_EVERY_EMPTY_ENGINE(title)        \
    static void title##_on(struct bench *); \
    CHECK(title)                            \
    {                                       \
        engines_each(title##_on, false);    \
    }                                       \
    static void title##_on(struct bench *bench)

/* Another store on the same database; the caller closes it. */
struct store *bench_store(struct bench *bench, size_t most);

/* Empties the job: a new one begins. */
void bench_next_job(struct bench *bench);

/* Behind the store's back, in the engine's own words: runs them, ends the test when they
 * fail, and gives the rows as lines with '|' between columns; in the job's arena. */
const char *bench_query(struct bench *bench, const char *words);
/* Whether the engine refuses to run them. */
bool bench_refuses(struct bench *bench, const char *words);
/* Every row of every table that holds what servers have, in the order of their keys. */
const char *bench_dump(struct bench *bench);
/* Every unique key as "table|index|first column". */
const char *bench_keys(struct bench *bench);
/* Takes away what keeps punches from being changed. */
void bench_disarm(struct bench *bench);

/* A small random number generator whose runs can be repeated. */
struct dice {
    uint64_t state;
};
uint64_t dice_roll(struct dice *dice, uint64_t sides); /* 0 … sides - 1 */

#endif
