/* store — what the program remembers when it is switched off.
 *
 * One `struct store` is the pool of connections to one database; every thread may use it.
 * A job borrows a connection (a link) only while it needs one, and changes things inside a
 * change, which undoes itself unless it is kept:
 *
 *     AUTO(store_return) struct link link = { 0 };
 *     AUTO(store_undo) struct change change = { 0 };        after the link: ends before it
 *
 *     if ((fault = store_borrow(job, store, &link)) || (fault = store_begin(job, &link, &change)))
 *         return fault;
 *     ... ledger_open(job, &change, ...), ledger_append(job, &change, ...) ...
 *     return store_keep(job, &change);
 *
 * Rules that keep it free of deadlocks: a job holds one link at a time, a change touches one
 * server's row (the guild-level lock), and nothing remote is called while a link is held.
 *
 * Faults of every function here and of every function that takes a link or a change:
 *   FAULT_BUSY   no connection came free in time, or SQLite's one writer was taken for too long
 *   FAULT_LATE   the job's deadline passed
 *   FAULT_LOST   the connection died, or the server is starting, stopping or no longer the
 *                primary.  The change did not happen — or, when store_keep() said it, may have.
 *                The job may be repeated once from its beginning with a fresh link: every change
 *                carries a unique key, so what did happen is found and answered, not doubled.
 *   FAULT_RACE   another change came first; repeat in the same way
 *   FAULT_STORE  anything else: a person must look
 *
 * What comes back lives in the job's arena.  Time is passed in; nothing here asks for it but
 * the monotonic clock of deadlines. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct connection;
struct job;
struct store;

enum {
    STORE_LEAST_DEFAULT = 1,
    STORE_MOST_DEFAULT = 10,
    STORE_MOST_LIMIT = 1000,
    STORE_WAIT_MS_DEFAULT = 5000,
    STORE_IDLE_MS_DEFAULT = 5 * 60 * 1000,
    STORE_ATTEMPTS = 2, /* how often a job is run at most when it ends in LOST or RACE */
};

struct store_plan {
    /* sqlite:PATH (relative or absolute; the file is made, mode 0600, in an existing folder),
     * sqlite::memory: (one connection, gone when closed; for tests), or postgresql://… and
     * postgres://…, which libpq reads as a whole: several hosts, sslmode, everything.
     * May hold a password: never log it, see store_name(). */
    const char *url;
    size_t least;    /* connections kept open; 0: the default */
    size_t most;     /* connections ever open, 1 … STORE_MOST_LIMIT; 0: the default */
    int64_t wait_ms; /* longest wait for a connection or for SQLite's writer; 0: the default */
    int64_t idle_ms; /* a connection above `least` unused for so long is closed; 0: the default */
};

/* Opens the first connection, so that a wrong address or a file that is no database is told
 * at once, in words for the operator.  Does not look at the schema: see store/migrations.h. */
enum fault store_open(struct job *job, const struct store_plan *asked,
                      struct store **opened) MUST_USE;
/* Every link must be back.  NULL is fine. */
void store_close(struct store *store);

/* For logs: "sqlite:ontheclock.db", "postgresql://db.example:5432/clock"; no user, no password,
 * no parameters.  Lives as long as the store. */
const char *store_name(const struct store *store);

/* Whether a job that ended so, in its attempt'th run (from 1), shall be run again. */
bool store_may_repeat(enum fault fault, int attempt);

/* One connection, borrowed.  Zeroed: none. */
struct link {
    struct store *store;
    struct connection *connection;
};

enum fault store_borrow(struct job *job, struct store *store, struct link *link) MUST_USE;
/* A connection that was found dead is closed, and so are its idle neighbours from before; new
 * ones are opened when needed. */
void store_return(struct link *link);

/* What becomes true together.  Zeroed: none. */
struct change {
    struct link *link;
    bool open;
};

enum fault store_begin(struct job *job, struct link *link, struct change *change) MUST_USE;
enum fault store_keep(struct job *job, struct change *change) MUST_USE;
void store_undo(struct change *change); /* nothing to do once kept */

/* Asks the database something that costs nothing: for /readyz. */
enum fault store_ping(struct job *job, struct store *store) MUST_USE;

struct store_metrics {
    uint64_t most;     /* connections there may be */
    uint64_t borrowed; /* now */
    uint64_t idle;     /* now */
    uint64_t waiting;  /* jobs that wait for a connection now */
    uint64_t borrows;  /* ever; so for all below */
    uint64_t refused;  /* waited in vain */
    uint64_t opened;
    uint64_t lost;    /* found dead, and closed */
    uint64_t changes; /* kept */
    uint64_t undone;
    uint64_t round_trips; /* to a server; 0 on SQLite */
    uint64_t waited_ms;   /* all waits for a connection together */
};

struct store_metrics store_metrics(struct store *store);

#endif
