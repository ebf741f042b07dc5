#include "store/recipients.h"

#include "base/job.h"
#include "store/query.h"

enum fault recipients_add(struct job *job, struct change *change, struct guild_id guild,
                          struct user_id user, struct instant now, enum recipients_answer *answer)
{
    struct link *link = change->link;
    const struct value server = value_id(guild.snowflake), who = value_id(user.snowflake);
    uint64_t changed = 0;
    struct rows rows;
    enum fault fault;

    /* Locks the server, so that the count stays what it is. */
    if ((fault = query_rows(job, link, SQL_guild_lock, 1, &rows, VALUES(server))) ||
        (fault = query_run(job, link, SQL_recipient_add, &changed,
                           VALUES(server, who, value_instant(now)))) ||
        (fault = query_rows(job, link, SQL_recipients_count, 1, &rows, VALUES(server))))
        return fault;
    *answer = changed > 0 ? RECIPIENTS_DONE : RECIPIENTS_ALREADY;
    if (row_whole(rows_row(&rows, 0), 0) <= RECIPIENTS_MOST)
        return FAULT_NONE;
    *answer = RECIPIENTS_FULL;
    return query_run(job, link, SQL_recipient_remove, NULL, VALUES(server, who));
}

enum fault recipients_remove(struct job *job, struct change *change, struct guild_id guild,
                             struct user_id user, enum recipients_answer *answer)
{
    uint64_t changed = 0;
    const enum fault fault = query_run(job, change->link, SQL_recipient_remove, &changed,
                                       VALUES(value_id(guild.snowflake), value_id(user.snowflake)));

    if (!fault)
        *answer = changed > 0 ? RECIPIENTS_DONE : RECIPIENTS_ALREADY;
    return fault;
}

enum fault recipients_list(struct job *job, struct link *link, struct guild_id guild,
                           const struct user_id **users, size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, SQL_recipients_list, RECIPIENTS_MOST, &rows,
        VALUES(value_id(guild.snowflake), value_whole(RECIPIENTS_MOST)));

    if (fault)
        return fault;
    struct user_id *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++)
        list[i].snowflake = row_id(rows_row(&rows, i), 0);
    *users = list;
    *count = rows.count;
    return FAULT_NONE;
}
