/* pgsql — what the files of the PostgreSQL driver share.
 *
 * A connection is always in libpq's pipeline mode.  What was sent waits in a queue of our own
 * for its result; a sync closes what was sent together:
 *
 *     send:   [prepare] rows, [prepare] rows, …           nothing leaves yet but by chance
 *     take:   sync if there is none yet; results in order, until the first rows
 *     error:  everything up to the next sync is void; drain, then roll back
 *
 * The server itself ends a statement at the job's deadline (statement_timeout of the change),
 * and when nobody is there any more (client_connection_check_interval); we wait a little longer
 * than that and then give the connection up. */
#ifndef STORE_DRIVERS_PGSQL_H
#define STORE_DRIVERS_PGSQL_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/driver.h"

enum {
    PG_QUEUE_MOST = 4096, /* a power of two; names_of() sends 1,000 statements */
    PG_VALUES_MOST = 32,
    PG_COLUMNS_MOST = 32,
    PG_GRACE_MS = 250,               /* after the deadline, for the server's own word; short, so
                                        that our apology still reaches the person */
    PG_SETTLE_MS = 2000,             /* for ending what a job left */
    PG_PATIENCE_MS = 10 * 60 * 1000, /* of a job without a deadline */
};

/* What all connections of a store share. */
struct pg_address {
    char *url;      /* may hold a password */
    char *password; /* as read from the url, so that no message repeats it; "": none */
    char *name;
};

enum pg_awaited { PG_PREPARED, PG_ROWS, PG_DONE, PG_COMMIT, PG_SYNC };

struct pg_promise {
    enum pg_awaited awaited;
    enum statement_id id; /* PG_PREPARED, PG_ROWS */
    size_t limit;         /* PG_ROWS */
};

enum pg_readiness { PG_UNKNOWN, PG_SENT, PG_READY };

struct pg_connection {
    struct connection base; /* first */
    const struct pg_address *address;
    PGconn *pq;
    enum pg_readiness ready[SQL_COUNT];
    bool in_change;
    bool unsynced;       /* something was sent after the last sync */
    int64_t give_up_ms;  /* monotonic */
    uint32_t first, end; /* of the queue; end - first are waiting */
    struct pg_promise queue[PG_QUEUE_MOST];
};

/* pgsql_address.c */
enum fault pg_share(struct job *job, struct store_plan *plan, void **shared,
                    const char **name) MUST_USE;
void pg_unshare(void *shared);
enum fault pg_connect(struct job *job, void *shared, struct connection **out) MUST_USE;
void pg_disconnect(struct connection *base);
/* `words` without our password. */
const char *pg_redacted(struct job *job, const struct pg_address *address, const char *words);

/* pgsql_pipe.c: `connection` is the driver's own all through. */
/* How long may be waited from now on. */
void pg_allow(const struct job *job, struct pg_connection *connection);
enum fault pg_promise(struct job *job, struct pg_connection *connection, enum pg_awaited awaited,
                      enum statement_id id, size_t limit) MUST_USE;
/* Sends words without values: PG_DONE or PG_COMMIT. */
enum fault pg_say(struct job *job, struct pg_connection *connection, enum pg_awaited awaited,
                  const char *words) MUST_USE;
enum fault pg_sync(struct job *job, struct pg_connection *connection) MUST_USE;
/* The next result; NULL at the end of one statement's.  The caller clears it. */
enum fault pg_next(struct job *job, struct pg_connection *connection, PGresult **result) MUST_USE;
/* Takes what the oldest promise brings, up to its end.  *rows, the caller's to clear, only
 * when it is PG_ROWS. */
enum fault pg_keep_promise(struct job *job, struct pg_connection *connection,
                           PGresult **rows) MUST_USE;
/* Takes everything; the first fault is told, the rest is read all the same. */
enum fault pg_drain(struct job *job, struct pg_connection *connection) MUST_USE;
enum fault pg_lost(struct job *job, struct pg_connection *connection) MUST_USE;
/* What a refusal of the server means; a connection of no more use is marked lost. */
enum fault pg_refused(struct job *job, struct pg_connection *connection, const PGresult *result,
                      const char *what) MUST_USE;

/* pgsql_query.c */
enum fault pg_send(struct job *job, struct connection *base, enum statement_id id, size_t limit,
                   const struct value *values) MUST_USE;
enum fault pg_take(struct job *job, struct connection *base, struct rows *rows) MUST_USE;
enum fault pg_each(struct job *job, struct connection *base, enum statement_id id,
                   const struct value *values, visit_row *visit, void *context) MUST_USE;
enum fault pg_prepare(struct job *job, struct connection *base, enum statement_id id) MUST_USE;

#endif
