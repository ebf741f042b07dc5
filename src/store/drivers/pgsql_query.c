#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/job.h"
#include "base/number.h"
#include "store/drivers/pgsql.h"

/* https://www.postgresql.org/docs/current/catalog-pg-type.html, fixed for ever */
enum type { TYPE_ANY = 0, TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_TEXT = 25 };

enum { AS_TEXT = 0, AS_BINARY = 1 };

/* Values as libpq wants them. */
struct parameters {
    Oid types[PG_VALUES_MOST];
    const char *values[PG_VALUES_MOST];
    int lengths[PG_VALUES_MOST];
    int formats[PG_VALUES_MOST];
    uint64_t wholes[PG_VALUES_MOST]; /* big-endian */
};

static void fill(struct parameters *to, size_t at, const struct value *value)
{
    static const Oid types[] = {
        [VALUE_NONE] = TYPE_ANY,  [VALUE_WHOLE] = TYPE_INT8,  [VALUE_FLAG] = TYPE_BOOL,
        [VALUE_TEXT] = TYPE_TEXT, [VALUE_BYTES] = TYPE_BYTEA,
    };

    to->types[at] = types[value->kind];
    to->formats[at] = value->kind == VALUE_TEXT ? AS_TEXT : AS_BINARY;
    to->values[at] = (const char *)value->bytes.at;
    to->lengths[at] = (int)value->bytes.length;
    if (value->kind == VALUE_BYTES && !value->bytes.at)
        to->values[at] = "";
    if (value->kind == VALUE_WHOLE || value->kind == VALUE_FLAG) {
        to->wholes[at] = htobe64((uint64_t)value->whole);
        /* of a flag only the last byte */
        to->lengths[at] = value->kind == VALUE_FLAG ? 1 : (int)sizeof(to->wholes[at]);
        to->values[at] = (const char *)&to->wholes[at] + sizeof(to->wholes[at]) -
                         (size_t)to->lengths[at];
    }
}

static enum fault make_ready(struct job *job, struct pg_connection *connection,
                             enum statement_id id, const Oid *types)
{
    const struct statement *statement = &statements[id];

    if (connection->ready[id] != PG_UNKNOWN)
        return FAULT_NONE;
    if (!PQsendPrepare(connection->pq, statement->name, statement->text,
                       types ? (int)statement->values : 0, types))
        return pg_lost(job, connection);
    connection->ready[id] = PG_SENT;
    return pg_promise(job, connection, PG_PREPARED, id, 0);
}

enum fault pg_send(struct job *job, struct connection *base, enum statement_id id, size_t limit,
                   const struct value *values)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    const size_t count = statements[id].values;
    struct parameters with;

    assert(count <= PG_VALUES_MOST);
    if (base->lost)
        return pg_lost(job, connection);
    pg_allow(job, connection);
    for (size_t i = 0; i < count; i++)
        fill(&with, i, &values[i]);
    const enum fault fault = make_ready(job, connection, id, with.types);
    if (fault)
        return fault;
    if (!PQsendQueryPrepared(connection->pq, statements[id].name, (int)count, with.values,
                             with.lengths, with.formats, AS_BINARY))
        return pg_lost(job, connection);
    return pg_promise(job, connection, PG_ROWS, id, limit);
}

static int64_t read_whole(const char *bytes)
{
    uint64_t whole;

    memcpy(&whole, bytes, sizeof(whole));
    return (int64_t)be64toh(whole);
}

/* The value as libpq holds it, until the result is cleared.  False for a type that none of our
 * tables has. */
static bool read_value(const PGresult *result, int row, int column, struct value *value)
{
    const char *const bytes = PQgetvalue(result, row, column);
    const struct bytes words = { (const unsigned char *)bytes,
                                 (size_t)PQgetlength(result, row, column) };

    *value = value_none();
    if (PQgetisnull(result, row, column))
        return true;
    switch (PQftype(result, column)) {
    case TYPE_INT8: *value = value_whole(read_whole(bytes)); return true;
    case TYPE_BOOL: *value = value_flag(bytes[0] != 0); return true;
    case TYPE_BYTEA: *value = value_bytes(words); return true;
    case TYPE_TEXT: *value = (struct value){ .kind = VALUE_TEXT, .bytes = words }; return true;
    }
    return false;
}

static enum fault read_row(struct job *job, enum statement_id id, const PGresult *result, int row,
                           struct value *values)
{
    for (int column = 0; column < PQnfields(result); column++)
        if (!read_value(result, row, column, &values[column]))
            return fail(job, FAULT_BUG, "%s: column %d has a type of its own", statements[id].name,
                        column);
    return FAULT_NONE;
}

static struct value keep(struct arena *arena, struct value value)
{
    if (value.kind != VALUE_TEXT && value.kind != VALUE_BYTES)
        return value;
    unsigned char *copy = arena_take(arena, value.bytes.length + 1);
    memcpy(copy, value.bytes.at, value.bytes.length);
    value.bytes.at = copy;
    return value;
}

static enum fault read_rows(struct job *job, const struct pg_promise *promise, PGresult *result,
                            struct rows *rows)
{
    const size_t count = (size_t)PQntuples(result), columns = (size_t)PQnfields(result);
    struct value *values = arena_take_many(&job->arena, count * columns, sizeof(*values));
    enum fault fault = FAULT_NONE;

    if (count > promise->limit)
        return fail(job, FAULT_STORE, "%s: more than %zu rows", statements[promise->id].name,
                    promise->limit);
    for (size_t row = 0; row < count && !fault; row++)
        fault = read_row(job, promise->id, result, (int)row, values + row * columns);
    for (size_t i = 0; i < count * columns && !fault; i++)
        values[i] = keep(&job->arena, values[i]);
    *rows = (struct rows){ .values = values, .count = count, .columns = columns };
    if (!number_read_unsigned(PQcmdTuples(result), &rows->changed))
        rows->changed = 0; /* a statement that counts nothing */
    return fault;
}

enum fault pg_take(struct job *job, struct connection *base, struct rows *rows)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    struct pg_promise promise = { 0 };
    PGresult *result = NULL;
    enum fault fault;

    pg_allow(job, connection);
    fault = pg_sync(job, connection);
    while (!fault && !result) {
        promise = connection->queue[connection->first % PG_QUEUE_MOST];
        fault = pg_keep_promise(job, connection, &result);
    }
    if (!fault)
        fault = read_rows(job, &promise, result, rows);
    PQclear(result);
    return fault;
}

/* Tells the server that nobody wants the rest. */
static void cancel(struct pg_connection *connection)
{
    char why[256];
    PGcancel *wish = PQgetCancel(connection->pq);

    if (!wish || !PQcancel(wish, why, sizeof(why)))
        connection->base.lost = true;
    PQfreeCancel(wish);
}

/* One result of a stream: a row, or the end. */
static enum fault pass_on(struct job *job, struct pg_connection *connection, enum statement_id id,
                          const PGresult *result, visit_row *visit, void *context)
{
    const ExecStatusType status = PQresultStatus(result);
    const size_t columns = (size_t)PQnfields(result);
    struct value values[PG_COLUMNS_MOST];
    enum fault fault;

    assert(columns <= PG_COLUMNS_MOST);
    if (status == PGRES_TUPLES_OK)
        return FAULT_NONE;
    if (status != PGRES_SINGLE_TUPLE)
        return pg_refused(job, connection, result, statements[id].name);
    fault = read_row(job, id, result, 0, values);
    if (!fault)
        fault = visit(context, (struct row){ values, columns });
    if (fault)
        cancel(connection);
    return fault;
}

/* Up to the NULL that ends the statement, also after a fault: then without looking. */
static enum fault stream(struct job *job, struct pg_connection *connection, enum statement_id id,
                         visit_row *visit, void *context)
{
    enum fault fault = FAULT_NONE, next;
    PGresult *result = NULL;

    while ((next = pg_next(job, connection, &result)) == FAULT_NONE && result) {
        if (!fault)
            fault = pass_on(job, connection, id, result, visit, context);
        PQclear(result);
    }
    connection->first++;
    return fault ? fault : next;
}

/* Takes what stands before the last rows: earlier leftovers, and making it ready. */
static enum fault settle_all_but_one(struct job *job, struct pg_connection *connection)
{
    enum fault fault = pg_sync(job, connection);

    while (!fault && connection->end - connection->first > 2) {
        PGresult *result = NULL;
        fault = pg_keep_promise(job, connection, &result);
        assert(!result); /* whose rows were they? */
    }
    return fault;
}

/* Only the oldest statement can be asked for its rows one by one: it is sent alone. */
enum fault pg_each(struct job *job, struct connection *base, enum statement_id id,
                   const struct value *values, visit_row *visit, void *context)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    struct job after = { .name = "after a stream", .deadline_ms = job->deadline_ms };
    enum fault fault;

    if ((fault = pg_send(job, base, id, 0, values)) ||
        (fault = settle_all_but_one(job, connection)))
        return fault;
    if (!PQsetSingleRowMode(connection->pq))
        return fail(job, FAULT_BUG, "libpq refuses to stream");
    fault = stream(job, connection, id, visit, context);
    const enum fault ended = base->lost ? FAULT_NONE : pg_drain(&after, connection);
    job_end(&after);
    return fault ? fault : ended;
}

enum fault pg_prepare(struct job *job, struct connection *base, enum statement_id id)
{
    struct pg_connection *connection = (struct pg_connection *)base;
    enum fault fault;

    if (base->lost)
        return pg_lost(job, connection);
    pg_allow(job, connection);
    fault = make_ready(job, connection, id, NULL);
    return fault ? fault : pg_drain(job, connection);
}
