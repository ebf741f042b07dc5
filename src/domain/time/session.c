#include "domain/time/session.h"

#include <assert.h>

#include "base/arena.h"

static int64_t lesser(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

static int64_t greater(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

static bool has_come(struct instant instant, struct instant as_of)
{
    return instant_compare(instant, as_of) <= 0;
}

/* ---- asking ---------------------------------------------------------------------------- */

enum clock_state session_state(const struct session *session, struct instant as_of)
{
    if (!has_come(session->began_at, as_of))
        return CLOCK_OFF;
    if (session->ended && has_come(session->ended_at, as_of))
        return CLOCK_OFF;
    for (size_t i = 0; i < session->breaks_count; i++) {
        const struct pause *pause = &session->breaks[i];
        if (has_come(pause->began_at, as_of) && !(pause->ended && has_come(pause->ended_at, as_of)))
            return CLOCK_ON_BREAK;
    }
    return CLOCK_WORKING;
}

/* Seconds, [from, until). */
struct window {
    int64_t from_s, until_s;
};

/* Nothing is seen that lies outside the range or after the present. */
static struct window window_of(struct instant from, struct instant until, struct instant as_of)
{
    return (struct window){ instant_s(from), lesser(instant_s(until), instant_s(as_of)) };
}

/* Whatever has not ended reaches to the end of the window. */
static int64_t seen_s(struct window window, struct instant began_at, bool ended,
                      struct instant ended_at)
{
    const int64_t from_s = greater(window.from_s, instant_s(began_at));
    const int64_t until_s = ended ? lesser(window.until_s, instant_s(ended_at)) : window.until_s;

    return greater(until_s - from_s, 0);
}

static int64_t breaks_seen_s(const struct session *session, struct window window)
{
    int64_t sum_s = 0;

    for (size_t i = 0; i < session->breaks_count; i++) {
        const struct pause *pause = &session->breaks[i];
        sum_s += seen_s(window, pause->began_at, pause->ended, pause->ended_at);
    }
    return sum_s;
}

static int64_t work_seen_s(const struct session *session, struct window window)
{
    return seen_s(window, session->began_at, session->ended, session->ended_at) -
           breaks_seen_s(session, window);
}

int64_t session_worked_s(const struct session *session, struct instant as_of)
{
    return work_seen_s(session, window_of(session->began_at, as_of, as_of));
}

int64_t session_break_s(const struct session *session, struct instant as_of)
{
    return breaks_seen_s(session, window_of(session->began_at, as_of, as_of));
}

int64_t session_worked_within_s(const struct session *session, struct instant from,
                                struct instant until, struct instant as_of)
{
    return work_seen_s(session, window_of(from, until, as_of));
}

int64_t session_break_within_s(const struct session *session, struct instant from,
                               struct instant until, struct instant as_of)
{
    return breaks_seen_s(session, window_of(from, until, as_of));
}

/* ---- making, from punches -------------------------------------------------------------- */

struct session session_begin(const struct punch *punch)
{
    assert(punch->kind == PUNCH_IN);
    return (struct session){
        .guild = punch->guild,
        .member = punch->member,
        .id = punch->sequence,
        .began_at = punch->made_at,
        .device_unknown = punch->device_unknown,
    };
}

/* The break that runs, or NULL. */
static struct pause *running_break(const struct session *session)
{
    struct pause *last = session->breaks_count ? &session->breaks[session->breaks_count - 1] : NULL;

    return last && !last->ended ? last : NULL;
}

/* How a member stands whose last session this is. */
static struct standing standing_in(const struct session *session)
{
    const struct pause *pause = running_break(session);
    struct standing standing = { CLOCK_WORKING, true, session->began_at };

    if (session->breaks_count > 0) {
        const struct pause *last = &session->breaks[session->breaks_count - 1];
        standing.last_at = last->ended ? last->ended_at : last->began_at;
    }
    if (pause)
        standing.state = CLOCK_ON_BREAK;
    if (session->ended)
        standing = (struct standing){ CLOCK_OFF, true, session->ended_at };
    return standing;
}

static bool belongs(const struct session *session, const struct punch *punch)
{
    const struct standing standing = standing_in(session);

    return punch->guild.snowflake == session->guild.snowflake &&
           punch->member.snowflake == session->member.snowflake && punch->session == session->id &&
           punch->kind >= PUNCH_BREAK_START && punch->kind <= PUNCH_OUT &&
           punch_judge(&standing, punch->kind, punch->made_at) == REFUSAL_NONE;
}

static void add_break(struct arena *arena, struct session *session, struct instant began_at)
{
    struct pause *breaks = arena_take_many(arena, session->breaks_count + 1, sizeof(breaks[0]));

    for (size_t i = 0; i < session->breaks_count; i++)
        breaks[i] = session->breaks[i];
    breaks[session->breaks_count++] = (struct pause){ .began_at = began_at };
    session->breaks = breaks;
}

/* Ends the break that runs, which is the last.  The list is the caller's and may be shared
 * with an older state of the session: what changes is a copy. */
static void end_break(struct arena *arena, struct session *session, struct instant ended_at)
{
    const struct instant began_at = session->breaks[session->breaks_count - 1].began_at;

    session->breaks_count--;
    add_break(arena, session, began_at);
    session->breaks[session->breaks_count - 1].ended = true;
    session->breaks[session->breaks_count - 1].ended_at = ended_at;
}

bool session_apply(struct arena *arena, struct session *session, const struct punch *punch)
{
    if (!belongs(session, punch))
        return false;

    session->device_unknown |= punch->device_unknown;
    if (punch->kind == PUNCH_BREAK_START) {
        add_break(arena, session, punch->made_at);
        return true;
    }
    if (running_break(session)) /* a clock-out ends it too */
        end_break(arena, session, punch->made_at);
    if (punch->kind == PUNCH_OUT) {
        session->ended = true;
        session->ended_at = punch->made_at;
        session->estimated = punch->estimated;
    }
    return true;
}
