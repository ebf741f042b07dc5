#include "store/session_rows.h"

#include <string.h>

#include "base/job.h"
#include "store/query.h"

enum { FIRST_SESSIONS = 8, FIRST_BREAKS = 4 };

/* The columns of every list of sessions; after them those of the break, null without one. */
enum {
    SESSION_ID,
    SESSION_MEMBER,
    SESSION_BEGAN_AT,
    SESSION_ENDED_AT,
    SESSION_ESTIMATED,
    SESSION_DEVICE_UNKNOWN,
    BREAK_NUMBER,
    BREAK_BEGAN_AT,
    BREAK_ENDED_AT,
};

struct punch punch_from_row(struct guild_id guild, struct row row)
{
    struct punch punch = {
        .guild = guild,
        .sequence = row_whole(row, PUNCH_SEQUENCE),
        .session = row_whole(row, PUNCH_SESSION),
        .member = { row_id(row, PUNCH_MEMBER) },
        .actor = { row_id(row, PUNCH_ACTOR) },
        .kind = (enum punch_kind)row_whole(row, PUNCH_KIND),
        .source = (enum punch_source)row_whole(row, PUNCH_SOURCE),
        .made_at = row_instant(row, PUNCH_MADE_AT),
        .received_at = row_instant(row, PUNCH_RECEIVED_AT),
        .estimated = row_flag(row, PUNCH_ESTIMATED),
        .device_unknown = row_flag(row, PUNCH_DEVICE_UNKNOWN),
    };
    const char *const key = row_text(row, PUNCH_REQUEST_KEY);

    (void)snprintf(punch.request_key, sizeof(punch.request_key), "%s", key ? key : "");
    return punch;
}

static struct session session_from_row(struct guild_id guild, struct row row)
{
    return (struct session){
        .guild = guild,
        .member = { row_id(row, SESSION_MEMBER) },
        .id = row_whole(row, SESSION_ID),
        .began_at = row_instant(row, SESSION_BEGAN_AT),
        .ended = row_has(row, SESSION_ENDED_AT),
        .ended_at = row_instant(row, SESSION_ENDED_AT),
        .estimated = row_flag(row, SESSION_ESTIMATED),
        .device_unknown = row_flag(row, SESSION_DEVICE_UNKNOWN),
    };
}

/* An array that doubles in an arena; what it grew out of stays behind until the arena ends. */
static void *grown(struct arena *arena, const void *old, size_t count, size_t room, size_t size)
{
    void *more = arena_take_many(arena, room, size);

    if (count > 0)
        memcpy(more, old, count * size);
    return more;
}

void session_list_add(struct session_list *list, struct session session)
{
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : FIRST_SESSIONS;
        list->sessions = grown(list->arena, list->sessions, list->count, list->room,
                               sizeof(session));
    }
    list->sessions[list->count++] = session;
    list->breaks_room = session.breaks_count;
}

static void add_break(struct session_list *list, struct row row)
{
    struct session *session = &list->sessions[list->count - 1];

    if (session->breaks_count == list->breaks_room) {
        list->breaks_room = list->breaks_room ? 2 * list->breaks_room : FIRST_BREAKS;
        session->breaks = grown(list->arena, session->breaks, session->breaks_count,
                                list->breaks_room, sizeof(session->breaks[0]));
    }
    session->breaks[session->breaks_count++] = (struct pause){
        .began_at = row_instant(row, BREAK_BEGAN_AT),
        .ended = row_has(row, BREAK_ENDED_AT),
        .ended_at = row_instant(row, BREAK_ENDED_AT),
    };
}

bool session_list_begins(const struct session_list *list, struct row row)
{
    return list->count == 0 || list->sessions[list->count - 1].id != row_whole(row, SESSION_ID);
}

void session_list_add_row(struct session_list *list, struct row row)
{
    if (session_list_begins(list, row))
        session_list_add(list, session_from_row(list->guild, row));
    if (row_has(row, BREAK_NUMBER))
        add_break(list, row);
}

struct session_list session_list_of(struct arena *arena, struct guild_id guild,
                                    const struct rows *rows)
{
    struct session_list list = { .arena = arena, .guild = guild };

    for (size_t i = 0; i < rows->count; i++)
        session_list_add_row(&list, rows_row(rows, i));
    return list;
}

struct session *session_list_find(struct session_list *list, int64_t id)
{
    for (size_t i = list->count; i-- > 0;)
        if (list->sessions[i].id == id)
            return &list->sessions[i];
    return NULL;
}

static bool pauses_equal(const struct pause *one, const struct pause *other)
{
    return one->began_at.ms == other->began_at.ms && one->ended == other->ended &&
           (!one->ended || one->ended_at.ms == other->ended_at.ms);
}

bool sessions_equal(const struct session *one, const struct session *other)
{
    bool equal = one->id == other->id && one->guild.snowflake == other->guild.snowflake &&
                 one->member.snowflake == other->member.snowflake &&
                 one->began_at.ms == other->began_at.ms && one->ended == other->ended &&
                 (!one->ended || one->ended_at.ms == other->ended_at.ms) &&
                 one->estimated == other->estimated &&
                 one->device_unknown == other->device_unknown &&
                 one->breaks_count == other->breaks_count;

    for (size_t i = 0; equal && i < one->breaks_count; i++)
        equal = pauses_equal(&one->breaks[i], &other->breaks[i]);
    return equal;
}

static struct value value_end(bool ended, struct instant ended_at)
{
    return ended ? value_instant(ended_at) : value_none();
}

static enum fault put_break(struct job *job, struct link *link, const struct session *session,
                            size_t number)
{
    const struct pause *pause = &session->breaks[number];

    return query_send(job, link, SQL_session_break_put, 0,
                      VALUES(value_id(session->guild.snowflake), value_whole(session->id),
                             value_whole((int64_t)number), value_instant(pause->began_at),
                             value_end(pause->ended, pause->ended_at)));
}

enum fault session_put(struct job *job, struct link *link, const struct session *session,
                       size_t from, size_t *sent)
{
    enum fault fault = query_send(
        job, link, SQL_session_put, 0,
        VALUES(value_id(session->guild.snowflake), value_whole(session->id),
               value_id(session->member.snowflake), value_instant(session->began_at),
               value_end(session->ended, session->ended_at), value_flag(session->estimated),
               value_flag(session->device_unknown)));

    *sent = 1;
    for (size_t i = from; i < session->breaks_count && !fault; i++, ++*sent)
        fault = put_break(job, link, session, i);
    return fault;
}
