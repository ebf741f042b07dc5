#include "domain/time/timesheet.h"

#include <assert.h>

#include "base/arena.h"

static struct instant earlier(struct instant one, struct instant other)
{
    return instant_compare(one, other) <= 0 ? one : other;
}

static struct instant later(struct instant one, struct instant other)
{
    return instant_compare(one, other) >= 0 ? one : other;
}

static bool has_ended(const struct session *session, struct instant as_of)
{
    return session->ended && instant_compare(session->ended_at, as_of) <= 0;
}

struct timesheet_cut timesheet_cut(const struct zone *zone, const struct session *session,
                                   struct period range, struct instant as_of)
{
    const struct instant end = has_ended(session, as_of) ? session->ended_at : as_of;
    struct timesheet_cut cut = {
        .zone = zone,
        .session = session,
        .as_of = as_of,
        .at = later(session->began_at, range.from),
        .until = earlier(end, range.until),
    };

    /* A moment without length still counts where it lies: in [from, until). */
    cut.done = instant_compare(cut.at, cut.until) > 0 ||
               instant_compare(session->began_at, range.until) >= 0 ||
               (instant_compare(cut.at, cut.until) == 0 &&
                instant_compare(cut.at, session->began_at) != 0);
    return cut;
}

bool timesheet_next(struct timesheet_cut *cut, struct timesheet_row *row)
{
    const struct session *session = cut->session;

    if (cut->done)
        return false;
    const struct day day = calendar_day_of(cut->zone, cut->at);
    const struct instant midnight = calendar_day_begin(cut->zone, (struct day){ day.number + 1 });
    const struct instant until = earlier(midnight, cut->until);
    *row = (struct timesheet_row){
        .day = day,
        .from = cut->at,
        .until = until,
        .begins = instant_compare(cut->at, session->began_at) == 0,
        .ends = has_ended(session, cut->as_of) && instant_compare(until, session->ended_at) == 0,
        .worked_s = session_worked_within_s(session, cut->at, until, cut->as_of),
        .break_s = session_break_within_s(session, cut->at, until, cut->as_of),
    };
    cut->at = until;
    cut->done = instant_compare(until, cut->until) >= 0;
    return true;
}

const struct timesheet_day *timesheet_days(struct arena *arena, const struct zone *zone,
                                           const struct session *sessions, size_t count,
                                           struct day first, struct day end, struct instant as_of)
{
    assert(end.number >= first.number && end.number - first.number <= TIMESHEET_DAYS_MOST);
    const size_t days_count = (size_t)(end.number - first.number);
    struct timesheet_day *days = arena_take_many(arena, days_count, sizeof(days[0]));
    const struct period range = calendar_days(zone, first, end);
    struct timesheet_row row;

    for (size_t i = 0; i < days_count; i++)
        days[i].day.number = first.number + (int32_t)i;
    for (size_t i = 0; i < count; i++) {
        struct timesheet_cut cut = timesheet_cut(zone, &sessions[i], range, as_of);
        while (timesheet_next(&cut, &row)) {
            struct timesheet_day *day = &days[row.day.number - first.number];
            day->worked_s += row.worked_s;
            day->break_s += row.break_s;
            day->sessions++;
        }
    }
    return days;
}
