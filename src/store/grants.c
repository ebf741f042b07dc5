#include "store/grants.h"

#include <assert.h>

#include "base/job.h"
#include "store/query.h"

/* A grant may be the first we hear of a server; its row is made, and so locked. */
static enum fault lock_guild(struct job *job, struct change *change, struct guild_id guild)
{
    struct rows rows;

    return query_rows(job, change->link, SQL_guild_lock, 1, &rows,
                      VALUES(value_id(guild.snowflake)));
}

enum fault grants_add(struct job *job, struct change *change, const struct grant *grant)
{
    assert(plan_is_offered(grant->plan));
    const enum fault fault = lock_guild(job, change, grant->guild);

    if (fault)
        return fault;
    return query_run(job, change->link, SQL_grant_add, NULL,
                     VALUES(value_id(grant->guild.snowflake), value_text(grant->request_key),
                            value_whole((int64_t)grant->plan), value_instant(grant->from),
                            grant->ends ? value_instant(grant->until) : value_none(),
                            value_text(grant->note), value_id(grant->by.snowflake)));
}

enum fault grants_revoke(struct job *job, struct change *change, struct guild_id guild,
                         struct user_id by, const char *request_key, struct instant now,
                         size_t *count)
{
    struct rows rows;
    enum fault fault = query_run(job, change->link, SQL_grants_revoke, NULL,
                                 VALUES(value_id(guild.snowflake), value_instant(now),
                                        value_id(by.snowflake), value_text(request_key)));

    if (!fault)
        fault = query_rows(job, change->link, SQL_grants_revoked_count, 1, &rows,
                           VALUES(value_id(guild.snowflake), value_text(request_key)));
    if (!fault)
        *count = (size_t)row_whole(rows_row(&rows, 0), 0);
    return fault;
}

static struct plan_source read_source(struct row row)
{
    enum { PLAN, BEGINS_AT, ENDS_AT };

    return (struct plan_source){
        .plan = (enum plan)row_whole(row, PLAN),
        .origin = ORIGIN_GRANT,
        .from = row_instant(row, BEGINS_AT),
        .ends = row_has(row, ENDS_AT),
        .until = row_instant(row, ENDS_AT),
    };
}

enum fault grants_list(struct job *job, struct link *link, struct guild_id guild,
                       const struct plan_source **sources, size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, SQL_grants_list, GRANTS_MOST, &rows,
        VALUES(value_id(guild.snowflake), value_whole(GRANTS_MOST)));

    if (fault)
        return fault;
    struct plan_source *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_source(rows_row(&rows, i));
    *sources = list;
    *count = rows.count;
    return FAULT_NONE;
}
