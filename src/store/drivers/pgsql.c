#include "store/drivers/pgsql.h"

#include <assert.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"

/* "OnTC": the lock that those who change the schema take in turn. */
#define SCHEMA_LOCK "select pg_advisory_xact_lock(1332630595)"

static bool pg_serves(const char *url)
{
    return strncmp(url, "postgresql://", strlen("postgresql://")) == 0 ||
           strncmp(url, "postgres://", strlen("postgres://")) == 0;
}

/* An idle server says nothing; when it did, or closed, it was to say goodbye. */
static bool pg_alive(struct connection *base)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    struct pollfd socket = { .fd = PQsocket(connection->pq), .events = POLLIN };

    return !base->lost && PQstatus(connection->pq) == CONNECTION_OK && poll(&socket, 1, 0) == 0;
}

static void pg_rollback(struct connection *base)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    struct job job = { .name = "rollback" };

    if (!connection->in_change)
        return;
    connection->in_change = false;
    connection->give_up_ms = monotonic_ms() + PG_SETTLE_MS;
    if (!base->lost)
        (void)!pg_drain(&job, connection);
    if (!base->lost && PQtransactionStatus(connection->pq) != PQTRANS_IDLE &&
        (pg_say(&job, connection, PG_DONE, "rollback") || pg_drain(&job, connection)))
        base->lost = true;
    job_end(&job);
}

/* How long the server itself may work on one statement of the change. */
static enum fault limit_statements(struct job *job, struct pg_connection *connection)
{
    char words[64];
    const int64_t left_ms = job->deadline_ms - monotonic_ms();

    if (job->deadline_ms == 0)
        return FAULT_NONE;
    if (left_ms <= 0)
        return fail(job, FAULT_LATE, "the deadline passed before the change began");
    (void)snprintf(words, sizeof(words), "set local statement_timeout = %" PRId64, left_ms);
    return pg_say(job, connection, PG_DONE, words);
}

static enum fault pg_begin(struct job *job, struct connection *base, enum change_mode mode)
{
    static const char *const words[] = {
        [CHANGE_WRITE] = "begin isolation level read committed read write",
        [CHANGE_SNAPSHOT] = "begin isolation level repeatable read read only",
        [CHANGE_SCHEMA] = "begin isolation level read committed read write",
    };
    struct pg_connection *connection = (struct pg_connection *)base;
    enum fault fault;

    assert(!connection->in_change);
    if (base->lost)
        return pg_lost(job, connection);
    pg_allow(job, connection);
    connection->in_change = true;
    fault = pg_say(job, connection, PG_DONE, words[mode]);
    if (!fault)
        fault = limit_statements(job, connection);
    if (!fault && mode == CHANGE_SCHEMA)
        fault = pg_say(job, connection, PG_DONE, SCHEMA_LOCK);
    if (fault)
        pg_rollback(base);
    return fault;
}

static enum fault pg_commit(struct job *job, struct connection *base)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    enum fault fault;

    assert(connection->in_change);
    if (base->lost)
        return pg_lost(job, connection);
    pg_allow(job, connection);
    if ((fault = pg_drain(job, connection)) ||
        (fault = pg_say(job, connection, PG_COMMIT, "commit")) ||
        (fault = pg_drain(job, connection)))
        return fault;
    connection->in_change = false;
    return FAULT_NONE;
}

static void pg_settle(struct connection *base)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    struct job job = { .name = "settle" };

    pg_rollback(base);
    connection->give_up_ms = monotonic_ms() + PG_SETTLE_MS;
    if (!base->lost)
        (void)!pg_drain(&job, connection);
    job_end(&job);
}

/* Several statements at once go without the pipeline. */
static enum fault pg_script(struct job *job, struct connection *base, const char *text)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    PGresult *result = NULL;
    enum fault fault = pg_drain(job, connection);

    if (fault)
        return fault;
    if (!PQexitPipelineMode(connection->pq) || !PQsendQuery(connection->pq, text))
        return pg_lost(job, connection);
    do {
        PQclear(result);
        result = NULL;
        const enum fault next = pg_next(job, connection, &result);
        const ExecStatusType status = PQresultStatus(result);
        fault = fault ? fault : next;
        if (!fault && result && status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            fault = pg_refused(job, connection, result, "schema");
    } while (result);
    if (!base->lost && !PQenterPipelineMode(connection->pq))
        base->lost = true;
    return fault;
}

/* The server looks after its files itself. */
static enum fault pg_inspect(struct job *job, struct connection *base, const char **words)
{
    (void)job;
    (void)base;
    (void)words;
    return FAULT_NONE;
}

static enum fault pg_backup(struct job *job, struct connection *base, const char *path,
                            backup_told *told, void *context)
{
    (void)base;
    (void)told;
    (void)context;
    return fail(job, FAULT_INPUT,
                "a PostgreSQL database is backed up by pg_dump: "
                "pg_dump --format=custom --file=%s \"$DATABASE_URL\"",
                path);
}

const struct driver pgsql_driver = {
    .name = "postgresql",
    .engine = ENGINE_PGSQL,
    .serves = pg_serves,
    .share = pg_share,
    .unshare = pg_unshare,
    .open = pg_connect,
    .close = pg_disconnect,
    .alive = pg_alive,
    .settle = pg_settle,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .send = pg_send,
    .take = pg_take,
    .each = pg_each,
    .script = pg_script,
    .prepare = pg_prepare,
    .inspect = pg_inspect,
    .backup = pg_backup,
};
