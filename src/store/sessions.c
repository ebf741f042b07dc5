#include "store/sessions.h"

#include "base/job.h"
#include "store/query.h"
#include "store/session_rows.h"

/* More breaks than anybody takes; a list that reaches it ends a session early and says so. */
enum { ROWS_MOST = 5 * SESSIONS_MOST };

/* The sessions of the rows, at most `limit`.  When the rows were cut, so may be the last one. */
static struct sessions read_all(struct job *job, struct guild_id guild, const struct rows *rows,
                                size_t limit)
{
    const struct session_list list = session_list_of(&job->arena, guild, rows);
    struct sessions found = { .list = list.sessions, .count = list.count };

    if (rows->count == ROWS_MOST && list.count > 1) {
        found.count--;
        found.more = true;
    }
    if (found.count > limit) {
        found.count = limit;
        found.more = true;
    }
    return found;
}

enum fault sessions_of(struct job *job, struct link *link, struct guild_id guild,
                       struct user_id member, struct instant from, struct instant until,
                       struct sessions *found)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_sessions_of_member, ROWS_MOST, &rows,
                                        VALUES(value_id(guild.snowflake),
                                               value_id(member.snowflake), value_instant(from),
                                               value_instant(until), value_whole(ROWS_MOST)));

    if (!fault)
        *found = read_all(job, guild, &rows, SESSIONS_MOST);
    return fault;
}

enum fault sessions_open(struct job *job, struct link *link, struct guild_id guild, int64_t skip,
                         size_t limit, struct sessions *found, uint64_t *total)
{
    const struct value server = value_id(guild.snowflake);
    const size_t asked = limit < SESSIONS_MOST ? limit : SESSIONS_MOST;
    struct rows rows, count;
    enum fault fault;

    if ((fault = query_send(job, link, SQL_sessions_open, ROWS_MOST,
                            VALUES(server, value_whole((int64_t)asked + 1), value_whole(skip),
                                   value_whole(ROWS_MOST)))) ||
        (fault = query_send(job, link, SQL_sessions_open_count, 1, VALUES(server))) ||
        (fault = query_take(job, link, &rows)) || (fault = query_take(job, link, &count)))
        return fault;
    *found = read_all(job, guild, &rows, asked);
    *total = (uint64_t)row_whole(rows_row(&count, 0), 0);
    return FAULT_NONE;
}

enum fault sessions_overlong(struct job *job, struct link *link, struct instant now, size_t limit,
                             const struct overlong **found, size_t *count)
{
    enum { MS_IN_S = 1000 };
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_sessions_overlong, limit, &rows,
                                        VALUES(value_instant(now), value_whole((int64_t)limit)));

    if (fault)
        return fault;
    struct overlong *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++) {
        const struct row row = rows_row(&rows, i);
        list[i] = (struct overlong){
            .guild = { row_id(row, 0) },
            .member = { row_id(row, 1) },
            .session = row_whole(row, 2),
            .limit_at = { row_instant(row, 3).ms + row_whole(row, 4) * MS_IN_S },
        };
    }
    *found = list;
    *count = rows.count;
    return FAULT_NONE;
}

/* One session at a time, in an arena that is emptied in between. */
struct stream {
    struct arena arena;
    struct session_list list;
    sessions_visit *each;
    void *context;
};

static enum fault pass_on(struct stream *stream)
{
    const struct guild_id guild = stream->list.guild;
    enum fault fault = FAULT_NONE;

    if (stream->list.count > 0)
        fault = stream->each(stream->context, &stream->list.sessions[0]);
    arena_empty(&stream->arena);
    stream->list = (struct session_list){ .arena = &stream->arena, .guild = guild };
    return fault;
}

static enum fault on_row(void *context, struct row row)
{
    struct stream *stream = context;
    enum fault fault = FAULT_NONE;

    if (session_list_begins(&stream->list, row))
        fault = pass_on(stream);
    if (!fault)
        session_list_add_row(&stream->list, row);
    return fault;
}

enum fault sessions_each(struct job *job, struct link *link, struct guild_id guild,
                         struct user_id member, struct period period, sessions_visit *each,
                         void *context)
{
    struct stream stream = { .each = each, .context = context };
    const struct value server = value_id(guild.snowflake);
    enum fault fault;

    stream.list = (struct session_list){ .arena = &stream.arena, .guild = guild };
    if (member.snowflake != 0)
        fault = query_each(job, link, SQL_sessions_of_member, on_row, &stream,
                           VALUES(server, value_id(member.snowflake), value_instant(period.from),
                                  value_instant(period.until), value_whole(INT64_MAX)));
    else
        fault = query_each(job, link, SQL_sessions_of_all, on_row, &stream,
                           VALUES(server, value_instant(period.from), value_instant(period.until)));
    if (!fault)
        fault = pass_on(&stream);
    arena_empty(&stream.arena);
    return fault;
}
