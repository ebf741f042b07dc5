#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "store/drivers/pgsql.h"

void pg_allow(const struct job *job, struct pg_connection *connection)
{
    connection->give_up_ms = job->deadline_ms ? job->deadline_ms + PG_GRACE_MS
                                              : monotonic_ms() + PG_PATIENCE_MS;
}

enum fault pg_lost(struct job *job, struct pg_connection *connection)
{
    connection->base.lost = true;
    return fail(job, FAULT_LOST, "the connection to the database was lost: %s",
                pg_redacted(job, connection->address, PQerrorMessage(connection->pq)));
}

/* SQLSTATE by its beginning; https://www.postgresql.org/docs/current/errcodes-appendix.html */
static const struct meaning {
    const char *code;
    enum fault fault;
} meanings[] = {
    { "08", FAULT_LOST },    /* connection exception */
    { "57P", FAULT_LOST },   /* shut down, crashed, starting, stale */
    { "25006", FAULT_LOST }, /* read only: no longer the primary */
    { "25P03", FAULT_LOST }, /* idle in transaction for too long */
    { "26000", FAULT_LOST }, /* our prepared statements are gone: a pooler between us */
    { "0A000", FAULT_LOST }, /* a table changed under a prepared statement */
    { "23505", FAULT_RACE }, /* unique */
    { "40", FAULT_RACE },    /* serialization, deadlock */
    { "55P03", FAULT_BUSY }, /* lock not available */
    { "53300", FAULT_BUSY }, /* too many connections */
    { "57014", FAULT_LATE }, /* statement_timeout */
};

enum fault pg_refused(struct job *job, struct pg_connection *connection, const PGresult *result,
                      const char *what)
{
    const char *const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *const words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    enum fault fault = FAULT_STORE;

    if (PQstatus(connection->pq) != CONNECTION_OK && !code)
        return pg_lost(job, connection);
    for (size_t i = 0; code && i < LENGTH(meanings); i++)
        if (strncmp(code, meanings[i].code, strlen(meanings[i].code)) == 0)
            fault = meanings[i].fault;
    if (fault == FAULT_LOST || PQstatus(connection->pq) != CONNECTION_OK)
        connection->base.lost = true;
    return fail(job, fault, "%s: %s (%s)", what,
                pg_redacted(job, connection->address, words ? words : PQresultErrorMessage(result)),
                code ? code : "-");
}

enum fault pg_promise(struct job *job, struct pg_connection *connection, enum pg_awaited awaited,
                      enum statement_id id, size_t limit)
{
    if (connection->end - connection->first == PG_QUEUE_MOST)
        return fail(job, FAULT_BUG, "more than %d statements at once", PG_QUEUE_MOST);
    connection->queue[connection->end++ % PG_QUEUE_MOST] = (struct pg_promise){ awaited, id,
                                                                                limit };
    connection->unsynced = awaited != PG_SYNC;
    return FAULT_NONE;
}

enum fault pg_say(struct job *job, struct pg_connection *connection, enum pg_awaited awaited,
                  const char *words)
{
    if (!PQsendQueryParams(connection->pq, words, 0, NULL, NULL, NULL, NULL, 1))
        return pg_lost(job, connection);
    return pg_promise(job, connection, awaited, SQL_COUNT, 0);
}

enum fault pg_sync(struct job *job, struct pg_connection *connection)
{
    if (!connection->unsynced)
        return FAULT_NONE;
    if (!PQpipelineSync(connection->pq))
        return pg_lost(job, connection);
    connection->base.round_trips++;
    return pg_promise(job, connection, PG_SYNC, SQL_COUNT, 0);
}

/* Until the socket may be read (or written, while words of ours are left). */
static enum fault wait_for_server(struct job *job, struct pg_connection *connection)
{
    const int unsent = PQflush(connection->pq);
    const int64_t left_ms = connection->give_up_ms - monotonic_ms();
    struct pollfd socket = { .fd = PQsocket(connection->pq), .events = POLLIN };

    if (unsent < 0)
        return pg_lost(job, connection);
    if (unsent > 0)
        socket.events |= POLLOUT;
    if (left_ms <= 0 || poll(&socket, 1, (int)left_ms) == 0) {
        connection->base.lost = true; /* nobody knows what it will still say */
        return fail(job, FAULT_LATE, "the database did not answer in time");
    }
    if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) && !PQconsumeInput(connection->pq))
        return pg_lost(job, connection);
    return FAULT_NONE;
}

enum fault pg_next(struct job *job, struct pg_connection *connection, PGresult **result)
{
    enum fault fault = FAULT_NONE;

    if (connection->base.lost)
        return pg_lost(job, connection);
    while (!fault && PQisBusy(connection->pq))
        fault = wait_for_server(job, connection);
    if (!fault)
        *result = PQgetResult(connection->pq);
    return fault;
}

static const char *name_of(const struct pg_promise *promise)
{
    return promise->id < SQL_COUNT ? statements[promise->id].name : "transaction";
}

/* The fault in one result, if it is one. */
static enum fault judge(struct job *job, struct pg_connection *connection,
                        const struct pg_promise *promise, PGresult *result)
{
    /* The commit of a change that failed is answered with "ROLLBACK" and no error. */
    if (promise->awaited == PG_COMMIT && PQresultStatus(result) == PGRES_COMMAND_OK &&
        strcmp(PQcmdStatus(result), "COMMIT") != 0)
        return fail(job, FAULT_STORE, "commit: the change had failed before");
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_SYNC: return FAULT_NONE;
    case PGRES_PIPELINE_ABORTED:
        return fail(job, FAULT_STORE, "%s: void, what came before it failed", name_of(promise));
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
    case PGRES_COPY_BOTH:
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_FATAL_ERROR: break;
    }
    return pg_refused(job, connection, result, name_of(promise));
}

/* After its one result every statement ends with a NULL; a sync does not. */
static enum fault read_end(struct job *job, struct pg_connection *connection)
{
    PGresult *end = NULL;
    const enum fault fault = pg_next(job, connection, &end);

    if (fault || !end)
        return fault;
    PQclear(end);
    connection->base.lost = true;
    return fail(job, FAULT_STORE, "the database said more than it was asked");
}

enum fault pg_keep_promise(struct job *job, struct pg_connection *connection, PGresult **rows)
{
    const struct pg_promise promise = connection->queue[connection->first % PG_QUEUE_MOST];
    PGresult *result = NULL;
    enum fault fault, ended = FAULT_NONE;

    assert(connection->first != connection->end);
    fault = pg_next(job, connection, &result);
    if (fault)
        return fault;
    fault = judge(job, connection, &promise, result);
    if (promise.awaited != PG_SYNC)
        ended = read_end(job, connection);
    connection->first++;
    if (promise.awaited == PG_PREPARED)
        connection->ready[promise.id] = fault ? PG_UNKNOWN : PG_READY;
    if (!fault && !ended && promise.awaited == PG_ROWS)
        *rows = result;
    else
        PQclear(result);
    return fault ? fault : ended;
}

enum fault pg_drain(struct job *job, struct pg_connection *connection)
{
    enum fault first = pg_sync(job, connection);

    while (!connection->base.lost && connection->first != connection->end) {
        PGresult *result = NULL;
        const enum fault fault = pg_keep_promise(job, connection, &result);
        PQclear(result);
        first = first ? first : fault;
    }
    return first;
}
