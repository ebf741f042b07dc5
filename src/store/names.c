#include "store/names.h"

#include <assert.h>

#include "base/job.h"
#include "store/query.h"

enum fault names_send(struct job *job, struct link *link, struct guild_id guild,
                      const struct member_name *name, struct instant seen_at)
{
    return query_send(job, link, SQL_member_name_save, 0,
                      VALUES(value_id(guild.snowflake), value_id(name->member.snowflake),
                             value_text(name->username), value_text(name->nickname),
                             value_instant(seen_at)));
}

enum fault names_save(struct job *job, struct change *change, struct guild_id guild,
                      const struct member_name *name, struct instant seen_at)
{
    struct rows rows;
    const enum fault fault = names_send(job, change->link, guild, name, seen_at);

    return fault ? fault : query_take(job, change->link, &rows);
}

static enum fault send_all(struct job *job, struct link *link, struct guild_id guild,
                           const struct user_id *members, size_t count)
{
    enum fault fault = FAULT_NONE;

    for (size_t i = 0; i < count && !fault; i++)
        fault = query_send(job, link, SQL_member_name_load, 1,
                           VALUES(value_id(guild.snowflake), value_id(members[i].snowflake)));
    return fault;
}

enum fault names_of(struct job *job, struct link *link, struct guild_id guild,
                    const struct user_id *members, size_t count, const struct member_name **names)
{
    struct member_name *list = arena_take_many(&job->arena, count, sizeof(*list));
    enum fault fault;

    assert(count <= NAMES_ASKED_MOST);
    fault = send_all(job, link, guild, members, count);
    for (size_t i = 0; i < count && !fault; i++) {
        struct rows rows = { 0 };
        fault = query_take(job, link, &rows);
        list[i] = (struct member_name){ .member = members[i], .username = "" };
        if (fault || rows.count == 0)
            continue;
        list[i].username = row_text(rows_row(&rows, 0), 0);
        list[i].nickname = row_text(rows_row(&rows, 0), 1);
    }
    if (!fault)
        *names = list;
    return fault;
}

enum fault names_all(struct job *job, struct link *link, struct guild_id guild,
                     const struct member_name **names, size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_member_names, NAMES_MOST, &rows,
                                        VALUES(value_id(guild.snowflake), value_whole(NAMES_MOST)));

    if (fault)
        return fault;
    struct member_name *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++) {
        const struct row row = rows_row(&rows, i);
        list[i] = (struct member_name){ { row_id(row, 0) }, row_text(row, 1), row_text(row, 2) };
    }
    *names = list;
    *count = rows.count;
    return FAULT_NONE;
}
