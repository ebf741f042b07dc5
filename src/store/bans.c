#include "store/bans.h"

#include <assert.h>

#include "base/job.h"
#include "store/query.h"

/* The columns of ban_find and bans_list. */
enum { MEMBER, BY, BANNED_AT, UNTIL };

static struct ban read_ban(struct row row)
{
    return (struct ban){
        .member = { row_id(row, MEMBER) },
        .by = { row_id(row, BY) },
        .since = row_instant(row, BANNED_AT),
        .until = row_instant(row, UNTIL),
        .for_ever = !row_has(row, UNTIL),
    };
}

enum fault bans_send(struct job *job, struct link *link, struct guild_id guild,
                     struct user_id member, struct instant at)
{
    return query_send(
        job, link, SQL_ban_find, 1,
        VALUES(value_id(guild.snowflake), value_id(member.snowflake), value_instant(at)));
}

enum fault bans_take(struct job *job, struct link *link, struct ban *ban)
{
    struct rows rows;
    const enum fault fault = query_take(job, link, &rows);

    if (!fault)
        *ban = rows.count > 0 ? read_ban(rows_row(&rows, 0)) : (struct ban){ 0 };
    return fault;
}

enum fault bans_list(struct job *job, struct link *link, struct guild_id guild, struct instant at,
                     int64_t offset, size_t limit, struct ban_page *page)
{
    const struct value server = value_id(guild.snowflake), when = value_instant(at);
    struct rows some, all;
    enum fault fault;

    assert(limit <= BANS_PAGE_MOST && offset >= 0);
    if ((fault = query_send(
             job, link, SQL_bans_list, limit,
             VALUES(server, when, value_whole((int64_t)limit), value_whole(offset)))) ||
        (fault = query_send(job, link, SQL_bans_count, 1, VALUES(server, when))) ||
        (fault = query_take(job, link, &some)) || (fault = query_take(job, link, &all)))
        return fault;
    struct ban *list = arena_take_many(&job->arena, some.count, sizeof(*list));
    for (size_t i = 0; i < some.count; i++)
        list[i] = read_ban(rows_row(&some, i));
    *page = (struct ban_page){ list, some.count, (uint64_t)row_whole(rows_row(&all, 0), 0) };
    return FAULT_NONE;
}

/* The server's row, made if there is none, and locked. */
static enum fault lock(struct job *job, struct change *change, struct guild_id guild)
{
    struct rows rows;

    return query_rows(job, change->link, SQL_guild_lock, 1, &rows,
                      VALUES(value_id(guild.snowflake)));
}

enum fault bans_add(struct job *job, struct change *change, struct guild_id guild,
                    const struct ban *ban)
{
    const enum fault fault = lock(job, change, guild);

    assert(ban->for_ever || ban->until.ms > ban->since.ms);
    return fault ? fault
                 : query_run(job, change->link, SQL_ban_add, NULL,
                             VALUES(value_id(guild.snowflake), value_id(ban->member.snowflake),
                                    value_id(ban->by.snowflake), value_instant(ban->since),
                                    ban->for_ever ? value_none() : value_instant(ban->until)));
}

enum fault bans_lift(struct job *job, struct change *change, struct guild_id guild,
                     struct user_id member, struct instant at, bool *lifted)
{
    const struct value server = value_id(guild.snowflake), who = value_id(member.snowflake),
                       when = value_instant(at);
    uint64_t changed = 0;
    enum fault fault;

    if ((fault = lock(job, change, guild)) ||
        (fault = query_run(job, change->link, SQL_ban_lift, &changed,
                           VALUES(when, server, who, when, when, when))) ||
        (fault = query_run(job, change->link, SQL_warning_forget, NULL, VALUES(server, who))))
        return fault;
    *lifted = changed > 0;
    return FAULT_NONE;
}

enum fault bans_last_warning(struct job *job, struct change *change, struct guild_id guild,
                             struct user_id member, bool *warned, struct instant *at)
{
    struct rows rows;
    enum fault fault = lock(job, change, guild);

    if (!fault)
        fault = query_rows(job, change->link, SQL_warning_find, 1, &rows,
                           VALUES(value_id(guild.snowflake), value_id(member.snowflake)));
    if (fault)
        return fault;
    *warned = rows.count > 0;
    if (*warned)
        *at = row_instant(rows_row(&rows, 0), 0);
    return FAULT_NONE;
}

enum fault bans_note_warning(struct job *job, struct change *change, struct guild_id guild,
                             struct user_id member, struct instant at)
{
    return query_run(
        job, change->link, SQL_warning_note, NULL,
        VALUES(value_id(guild.snowflake), value_id(member.snowflake), value_instant(at)));
}
