#include "store/query.h"

#include <assert.h>

#include "base/job.h"

enum fault query_send(struct job *job, struct link *link, enum statement_id id, size_t limit,
                      const struct value *values, size_t count)
{
    assert(link->connection && count == statements[id].values);
    return link->connection->driver->send(job, link->connection, id, limit, values);
}

enum fault query_take(struct job *job, struct link *link, struct rows *rows)
{
    return link->connection->driver->take(job, link->connection, rows);
}

enum fault query_rows(struct job *job, struct link *link, enum statement_id id, size_t limit,
                      struct rows *rows, const struct value *values, size_t count)
{
    const enum fault fault = query_send(job, link, id, limit, values, count);

    return fault ? fault : query_take(job, link, rows);
}

enum fault query_run(struct job *job, struct link *link, enum statement_id id, uint64_t *changed,
                     const struct value *values, size_t count)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, id, 1, &rows, values, count);

    if (!fault && changed)
        *changed = rows.changed;
    return fault;
}

enum fault query_each(struct job *job, struct link *link, enum statement_id id, visit_row *visit,
                      void *context, const struct value *values, size_t count)
{
    assert(link->connection && count == statements[id].values);
    return link->connection->driver->each(job, link->connection, id, values, visit, context);
}

enum fault query_begin(struct job *job, struct link *link, enum change_mode mode,
                       struct change *change)
{
    assert(link->connection && !change->open);
    const enum fault fault = link->connection->driver->begin(job, link->connection, mode);

    if (!fault)
        *change = (struct change){ link, true };
    return fault;
}

enum fault query_script(struct job *job, struct change *change, const char *text)
{
    assert(change->open);
    return change->link->connection->driver->script(job, change->link->connection, text);
}

enum fault query_inspect(struct job *job, struct link *link, const char **words)
{
    return link->connection->driver->inspect(job, link->connection, words);
}

enum engine query_engine(const struct link *link)
{
    return link->connection->driver->engine;
}

int64_t query_until(const struct job *job, int64_t wait_ms)
{
    const int64_t until_ms = monotonic_ms() + wait_ms;

    return job->deadline_ms && job->deadline_ms < until_ms ? job->deadline_ms : until_ms;
}
