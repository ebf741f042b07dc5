#include "store/gateway_sessions.h"

#include "base/job.h"
#include "store/query.h"

enum fault gateway_sessions_load(struct job *job, struct link *link, uint32_t shard,
                                 uint32_t shards, bool *found, struct gateway_session *session)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_gateway_session_load, 1, &rows,
                                        VALUES(value_whole(shard), value_whole(shards)));

    if (fault)
        return fault;
    *found = rows.count > 0;
    if (!*found)
        return FAULT_NONE;
    const struct row row = rows_row(&rows, 0);
    *session = (struct gateway_session){
        .shard = shard,
        .shards = shards,
        .session_id = row_text(row, 0),
        .resume_url = row_text(row, 1),
        .sequence = row_whole(row, 2),
        .saved_at = row_instant(row, 3),
    };
    return FAULT_NONE;
}

enum fault gateway_sessions_save(struct job *job, struct change *change,
                                 const struct gateway_session *session)
{
    return query_run(job, change->link, SQL_gateway_session_save, NULL,
                     VALUES(value_whole(session->shard), value_whole(session->shards),
                            value_text(session->session_id), value_text(session->resume_url),
                            value_whole(session->sequence), value_instant(session->saved_at)));
}

enum fault gateway_sessions_forget(struct job *job, struct change *change, uint32_t shard)
{
    return query_run(job, change->link, SQL_gateway_session_forget, NULL,
                     VALUES(value_whole(shard)));
}
