#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "base/number.h"
#include "store/drivers/sqlite.h"
#include "store/query.h"

enum { COLUMNS_MOST = 32, FIRST_ROWS = 8 };

/* SQLite's result codes as what may be done about them. */
static enum fault fault_of(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_BUSY_SNAPSHOT: return FAULT_RACE;
    case SQLITE_INTERRUPT: return FAULT_LATE;
    }
    return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED ? FAULT_BUSY
                                                                          : FAULT_STORE;
}

static const char *advice_for(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY: return " (another program uses it)";
    case SQLITE_NOTADB: return " (it is no SQLite database)";
    case SQLITE_CORRUPT: return " (the file is damaged; restore a backup)";
    case SQLITE_FULL: return " (the disk is full)";
    case SQLITE_READONLY: return " (the file, or its folder, may not be written)";
    }
    return "";
}

enum fault lite_fail(struct job *job, const struct lite *lite, const char *what)
{
    const int code = sqlite3_extended_errcode(lite->db);

    return fail(job, fault_of(code), "%s: %s%s", what, sqlite3_errmsg(lite->db), advice_for(code));
}

void lite_allow(const struct job *job, struct lite *lite, int64_t wait_ms)
{
    lite->wait_until_ms = query_until(job, wait_ms);
    lite->stop_at_ms = job->deadline_ms;
}

enum fault lite_run(struct job *job, struct lite *lite, const char *words)
{
    if (sqlite3_exec(lite->db, words, NULL, NULL, NULL) != SQLITE_OK)
        return lite_fail(job, lite, words);
    return FAULT_NONE;
}

static enum fault ready(struct job *job, struct lite *lite, enum statement_id id)
{
    if (!lite->prepared[id] &&
        sqlite3_prepare_v3(lite->db, statements[id].text, -1, SQLITE_PREPARE_PERSISTENT,
                           &lite->prepared[id], NULL) != SQLITE_OK)
        return lite_fail(job, lite, statements[id].name);
    return FAULT_NONE;
}

static int bind(sqlite3_stmt *prepared, int at, const struct value *value)
{
    const char *const words = (const char *)value->bytes.at;
    const sqlite3_uint64 length = value->bytes.length;

    switch (value->kind) {
    case VALUE_NONE: return sqlite3_bind_null(prepared, at);
    case VALUE_FLAG:
    case VALUE_WHOLE: return sqlite3_bind_int64(prepared, at, value->whole);
    case VALUE_TEXT:
        return sqlite3_bind_text64(prepared, at, words, length, SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_BYTES: /* a NULL pointer would bind NULL */
        return sqlite3_bind_blob64(prepared, at, words ? words : "", length, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

/* SQLite numbers $n by first appearance, PostgreSQL by n: so we bind by name. */
static enum fault bind_all(struct job *job, struct lite *lite, enum statement_id id,
                           const struct value *values)
{
    sqlite3_stmt *prepared = lite->prepared[id];
    const int count = sqlite3_bind_parameter_count(prepared);

    for (int at = 1; at <= count; at++) {
        const char *const name = sqlite3_bind_parameter_name(prepared, at);
        const int64_t most = (int64_t)statements[id].values;
        int64_t n = 0;
        const bool known = name && number_read_within(name + 1, 1, most, &n);
        assert(known);
        if (bind(prepared, at, &values[n - 1]) != SQLITE_OK)
            return lite_fail(job, lite, statements[id].name);
    }
    return FAULT_NONE;
}

/* The value as SQLite holds it until the next step. */
static struct value column(sqlite3_stmt *prepared, int at)
{
    switch (sqlite3_column_type(prepared, at)) {
    case SQLITE_INTEGER: return value_whole(sqlite3_column_int64(prepared, at));
    case SQLITE_TEXT:
        return (struct value){ .kind = VALUE_TEXT,
                               .bytes = { sqlite3_column_text(prepared, at),
                                          (size_t)sqlite3_column_bytes(prepared, at) } };
    case SQLITE_BLOB:
        return value_bytes((struct bytes){ sqlite3_column_blob(prepared, at),
                                           (size_t)sqlite3_column_bytes(prepared, at) });
    }
    return value_none(); /* null; a fraction has no place in our tables */
}

static struct value keep(struct arena *arena, struct value value)
{
    if (value.kind != VALUE_TEXT && value.kind != VALUE_BYTES)
        return value;
    unsigned char *copy = arena_take(arena, value.bytes.length + 1);
    if (value.bytes.length > 0)
        memcpy(copy, value.bytes.at, value.bytes.length);
    value.bytes.at = copy;
    return value;
}

struct collection {
    struct job *job;
    enum statement_id id;
    size_t limit, room;
    struct value *values;
    struct rows *rows;
};

static enum fault collect(void *context, struct row row)
{
    struct collection *to = context;
    struct rows *rows = to->rows;

    if (rows->count == to->limit)
        return fail(to->job, FAULT_STORE, "%s: more than %zu rows", statements[to->id].name,
                    to->limit);
    if (rows->count == to->room) {
        to->room = to->room ? 2 * to->room : FIRST_ROWS;
        struct value *more = arena_take_many(&to->job->arena, to->room * row.count, sizeof(*more));
        if (rows->count > 0)
            memcpy(more, to->values, rows->count * row.count * sizeof(*more));
        to->values = more;
        rows->values = more;
    }
    for (size_t i = 0; i < row.count; i++)
        to->values[rows->count * row.count + i] = keep(&to->job->arena, row.values[i]);
    rows->columns = row.count;
    rows->count++;
    return FAULT_NONE;
}

static enum fault step_all(struct job *job, struct lite *lite, enum statement_id id,
                           visit_row *visit, void *context)
{
    sqlite3_stmt *prepared = lite->prepared[id];
    const int columns = sqlite3_column_count(prepared);
    struct value values[COLUMNS_MOST];
    enum fault fault = FAULT_NONE;
    int result;

    assert(columns <= COLUMNS_MOST);
    while (!fault && (result = sqlite3_step(prepared)) != SQLITE_DONE) {
        if (result != SQLITE_ROW)
            return lite_fail(job, lite, statements[id].name);
        for (int at = 0; at < columns; at++)
            values[at] = column(prepared, at);
        fault = visit(context, (struct row){ values, (size_t)columns });
    }
    return fault;
}

/* Runs a statement to its end and ends it: one left open would keep its change from being
 * committed, and a reader's from ever seeing anything new. */
static enum fault run(struct job *job, struct lite_connection *connection, enum statement_id id,
                      const struct value *values, visit_row *visit, void *context)
{
    struct lite *lite = connection->at;
    enum fault fault;

    lite_allow(job, lite, connection->base.wait_ms);
    if ((fault = ready(job, lite, id)) || (fault = bind_all(job, lite, id, values)))
        return fault;
    fault = step_all(job, lite, id, visit, context);
    (void)sqlite3_reset(lite->prepared[id]);
    (void)sqlite3_clear_bindings(lite->prepared[id]);
    return fault;
}

enum fault lite_send(struct job *job, struct connection *base, enum statement_id id, size_t limit,
                     const struct value *values)
{
    struct lite_connection *connection = (struct lite_connection *)base;
    struct lite_result *result = arena_take(&job->arena, sizeof(*result));
    struct collection to = { .job = job, .id = id, .limit = limit, .rows = &result->rows };
    const enum fault fault = run(job, connection, id, values, collect, &to);

    if (fault)
        return fault;
    if (!sqlite3_stmt_readonly(connection->at->prepared[id]))
        result->rows.changed = (uint64_t)sqlite3_changes64(connection->at->db);
    *connection->end = result;
    connection->end = &result->next;
    return FAULT_NONE;
}

enum fault lite_take(struct job *job, struct connection *base, struct rows *rows)
{
    struct lite_connection *connection = (struct lite_connection *)base;
    const struct lite_result *result = connection->first;

    (void)job;
    assert(result); /* as many takes as sends */
    *rows = result->rows;
    connection->first = result->next;
    if (!connection->first)
        connection->end = &connection->first;
    return FAULT_NONE;
}

enum fault lite_each(struct job *job, struct connection *base, enum statement_id id,
                     const struct value *values, visit_row *visit, void *context)
{
    struct lite_connection *connection = (struct lite_connection *)base;

    assert(!connection->first);
    return run(job, connection, id, values, visit, context);
}

enum fault lite_prepare(struct job *job, struct connection *base, enum statement_id id)
{
    return ready(job, ((struct lite_connection *)base)->at, id);
}
