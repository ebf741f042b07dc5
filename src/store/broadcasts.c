#include "store/broadcasts.h"

#include "base/job.h"
#include "store/query.h"

enum fault broadcasts_add(struct job *job, struct change *change, const struct broadcast *broadcast,
                          struct user_id by, struct instant now)
{
    return query_run(job, change->link, SQL_broadcast_add, NULL,
                     VALUES(value_text(broadcast->key), value_text(broadcast->title),
                            value_text(broadcast->words), value_id(by.snowflake),
                            value_instant(now)));
}

enum fault broadcasts_load(struct job *job, struct link *link, const char *key, bool *found,
                           struct broadcast *broadcast)
{
    enum { TITLE, WORDS, REACHED, LETTERS, DONE_AT };
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_broadcast_load, 1, &rows,
                                        VALUES(value_text(key)));

    if (fault)
        return fault;
    *found = rows.count > 0;
    if (!*found)
        return FAULT_NONE;
    const struct row row = rows_row(&rows, 0);
    *broadcast = (struct broadcast){
        .key = key,
        .title = row_text(row, TITLE),
        .words = row_text(row, WORDS),
        .reached = { row_id(row, REACHED) },
        .letters = row_whole(row, LETTERS),
        .done = row_has(row, DONE_AT),
    };
    return FAULT_NONE;
}

enum fault broadcasts_reach(struct job *job, struct change *change,
                            const struct broadcast *broadcast, const struct broadcast_step *step,
                            struct instant now, bool *ours)
{
    uint64_t changed = 0;
    const enum fault fault = query_run(
        job, change->link, SQL_broadcast_reach, &changed,
        VALUES(value_text(broadcast->key), value_id(broadcast->reached.snowflake),
               value_id(step->to.snowflake), value_whole(step->letters),
               step->last ? value_instant(now) : value_none()));

    if (!fault)
        *ours = changed > 0;
    return fault;
}
