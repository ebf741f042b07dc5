#include "store/rounds.h"

#include "base/job.h"
#include "store/query.h"

/* The columns of round_load; those of rounds_list are one further. */
enum { DUE_AT, HOLDER, HELD_UNTIL, STARTED_AT, FINISHED_AT, TOOK_MS, RESULT, RUNS };

static struct round_state read_state(const char *name, struct row row, size_t first)
{
    return (struct round_state){
        .name = name,
        .due_at = row_instant(row, first + DUE_AT),
        .holder = row_text(row, first + HOLDER),
        .held_until = row_instant(row, first + HELD_UNTIL),
        .ran = row_has(row, first + STARTED_AT),
        .started_at = row_instant(row, first + STARTED_AT),
        .finished_at = row_instant(row, first + FINISHED_AT),
        .took_ms = row_whole(row, first + TOOK_MS),
        .result = row_text(row, first + RESULT),
        .runs = row_whole(row, first + RUNS),
    };
}

enum fault rounds_load(struct job *job, struct link *link, const char *name, bool *found,
                       struct round_state *state)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_round_load, 1, &rows,
                                        VALUES(value_text(name)));

    if (fault)
        return fault;
    *found = rows.count > 0;
    if (*found)
        *state = read_state(name, rows_row(&rows, 0), 0);
    return FAULT_NONE;
}

enum fault rounds_take(struct job *job, struct change *change, const char *name, const char *holder,
                       struct instant now, struct instant until, bool *taken)
{
    uint64_t changed = 0;
    enum fault fault = query_run(job, change->link, SQL_round_enlist, NULL,
                                 VALUES(value_text(name), value_instant(now)));

    if (!fault)
        fault = query_run(
            job, change->link, SQL_round_take, &changed,
            VALUES(value_text(name), value_text(holder), value_instant(now), value_instant(until)));
    if (!fault)
        *taken = changed > 0;
    return fault;
}

enum fault rounds_end(struct job *job, struct change *change, const char *name, const char *holder,
                      const struct round_end *end)
{
    return query_run(job, change->link, SQL_round_end, NULL,
                     VALUES(value_text(name), value_text(holder), value_instant(end->finished_at),
                            value_whole(end->took_ms), value_text(end->result),
                            value_instant(end->due_at)));
}

enum fault rounds_list(struct job *job, struct link *link, const struct round_state **states,
                       size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_rounds_list, ROUND_ROWS_MOST, &rows, NULL,
                                        0);

    if (fault)
        return fault;
    struct round_state *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++) {
        const struct row row = rows_row(&rows, i);
        list[i] = read_state(row_text(row, 0), row, 1);
    }
    *states = list;
    *count = rows.count;
    return FAULT_NONE;
}
