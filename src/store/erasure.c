#include "store/erasure.h"

#include "base/job.h"
#include "store/query.h"

enum { WHICH = 3 };

static void which(const struct erasure *erasure, struct value values[static WHICH])
{
    values[0] = value_id(erasure->guild.snowflake);
    values[1] = value_id(erasure->member.snowflake);
    values[2] = value_instant(erasure->ended_before);
}

enum fault erasure_count(struct job *job, struct link *link, const struct erasure *erasure,
                         uint64_t *sessions)
{
    struct value values[WHICH];
    struct rows rows;

    which(erasure, values);
    const enum fault fault = query_rows(job, link, SQL_erasure_count, 1, &rows, values, WHICH);
    if (!fault)
        *sessions = (uint64_t)row_whole(rows_row(&rows, 0), 0);
    return fault;
}

/* Makes the server's row if there is none, which does no harm. */
static enum fault lock(struct job *job, struct link *link, struct guild_id guild)
{
    struct rows rows;

    return query_rows(job, link, SQL_guild_lock, 1, &rows, VALUES(value_id(guild.snowflake)));
}

enum fault erasure_run(struct job *job, struct change *change, const struct erasure *erasure,
                       struct instant now, uint64_t *sessions)
{
    struct link *link = change->link;
    struct value values[WHICH + 1];
    uint64_t removed = 0;
    enum fault fault;

    which(erasure, values);
    values[WHICH] = value_instant(now);
    if ((fault = lock(job, link, erasure->guild)) ||
        (fault = query_run(job, link, SQL_erasure_stones, NULL, values, WHICH + 1)) ||
        (fault = query_run(job, link, SQL_erasure_punches, NULL, values, WHICH)) ||
        (fault = query_run(job, link, SQL_erasure_sessions, &removed, values, WHICH)))
        return fault;
    *sessions = removed;
    return FAULT_NONE;
}

enum fault erasure_purge(struct job *job, struct change *change, struct guild_id guild,
                         struct instant asked_at, bool *again, uint64_t *sessions)
{
    struct link *link = change->link;
    const struct value server = value_id(guild.snowflake);
    uint64_t removed = 0;
    struct rows rows;
    enum fault fault;

    if ((fault = lock(job, link, guild)) ||
        (fault = query_rows(job, link, SQL_purge_since, 1, &rows,
                            VALUES(server, value_instant(asked_at)))))
        return fault;
    *again = rows.count > 0;
    if (*again)
        return FAULT_NONE;
    if ((fault = query_run(job, link, SQL_purge_checkpoint, NULL,
                           VALUES(server, value_instant(asked_at)))) ||
        (fault = query_run(job, link, SQL_purge_punches, NULL, VALUES(server))) ||
        (fault = query_run(job, link, SQL_purge_stones, NULL, VALUES(server))) ||
        (fault = query_run(job, link, SQL_purge_sessions, &removed, VALUES(server))) ||
        (fault = query_run(job, link, SQL_purge_names, NULL, VALUES(server))) ||
        (fault = query_run(job, link, SQL_purge_outbox, NULL, VALUES(server))))
        return fault;
    *sessions = removed;
    return FAULT_NONE;
}
