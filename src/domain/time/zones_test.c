/* Properties of days, weeks, months and timesheets in every zone of the system's database,
 * around every change of its clocks from 1970 to 2037. */
#include <stdlib.h>

#include "base/job.h"
#include "domain/time/calendar.h"
#include "domain/time/timesheet.h"

#include "check.h"

#define DAY_MS INT64_C(86400000)

enum { BREAKS_MOST = 6 };

static const int64_t end_ms = 2145916800000; /* 2038 */

/* The same numbers in each run (xorshift64*). */
static uint64_t dice = 88172645463325252U;

static int64_t throw(int64_t below)
{
    dice ^= dice >> 12;
    dice ^= dice << 25;
    dice ^= dice >> 27;
    return (int64_t)((dice * 2685821657736338717U) >> 1) % below;
}

static struct instant moved(struct instant instant, int64_t ms)
{
    return (struct instant){ instant.ms + ms };
}

static struct day next(struct day day)
{
    return (struct day){ day.number + 1 };
}

static int64_t shown_s(const struct zone *zone, struct instant instant)
{
    return instant_s(instant) + zone_offset_s(zone, instant);
}

/* Says where a property is broken. */
#define IN_ZONE(condition, instant) \
    HOLDS(condition, "%s at %ld", zone_name(zone), (long)(instant).ms)

static void lies_in_its_day(const struct zone *zone, struct instant instant)
{
    const struct day day = calendar_day_of(zone, instant);
    const struct instant begin = calendar_day_begin(zone, day);
    const struct instant end = calendar_day_begin(zone, next(day));
    const struct period today = calendar_today(zone, instant);

    IN_ZONE(begin.ms <= instant.ms && instant.ms < end.ms, instant);
    IN_ZONE(today.from.ms == begin.ms && today.until.ms == end.ms, instant);
    IN_ZONE(end.ms - begin.ms <= 3 * DAY_MS / 2, instant);
}

static void day_is_one_piece(const struct zone *zone, struct day day)
{
    const struct instant begin = calendar_day_begin(zone, day);
    const struct instant end = calendar_day_begin(zone, next(day));

    IN_ZONE(begin.ms <= end.ms, begin);
    IN_ZONE(shown_s(zone, begin) >= day.number * INT64_C(86400), begin);
    IN_ZONE(shown_s(zone, moved(begin, -1000)) < day.number * INT64_C(86400), begin);
    if (begin.ms == end.ms)
        return; /* left out */
    IN_ZONE(calendar_day_of(zone, begin).number == day.number, begin);
    IN_ZONE(calendar_day_of(zone, moved(end, -1)).number == day.number, end);
    IN_ZONE(calendar_day_of(zone, end).number > day.number, end);
}

static void lies_in(const struct zone *zone, struct period period, struct instant instant)
{
    IN_ZONE(period.from.ms <= instant.ms && instant.ms < period.until.ms, instant);
}

static void weeks_and_months_follow_each_other(const struct zone *zone, struct instant instant)
{
    const enum weekday start = (enum weekday)(1 + throw(7));
    const struct period week = calendar_this_week(zone, instant, start);
    const struct period month = calendar_this_month(zone, instant);
    const struct period last_week = calendar_last_week(zone, instant, start);
    const struct period last_month = calendar_last_month(zone, instant);

    lies_in(zone, week, instant);
    lies_in(zone, month, instant);
    IN_ZONE(last_week.until.ms == week.from.ms, instant);
    IN_ZONE(last_month.until.ms == month.from.ms, instant);
    IN_ZONE(calendar_this_week(zone, week.until, start).from.ms == week.until.ms, instant);
    IN_ZONE(calendar_this_month(zone, month.until).from.ms == month.until.ms, instant);
}

/* Begins some time before the instant; sometimes runs; has breaks that do not overlap. */
static struct session random_session(struct instant around, struct pause breaks[BREAKS_MOST])
{
    struct session session = { .began_at = moved(around, -throw(2 * DAY_MS)), .breaks = breaks };
    struct instant at = session.began_at;

    while (session.breaks_count<BREAKS_MOST &&throw(4)> 0) {
        struct pause *pause = &breaks[session.breaks_count++];
        pause->began_at = moved(at, throw(DAY_MS / 4));
        pause->ended_at = moved(pause->began_at, throw(DAY_MS / 4));
        pause->ended = true;
        at = pause->ended_at;
    }
    session.ended_at = moved(at, throw(DAY_MS));
    session.ended = throw(4) > 0;
    return session;
}

static void rows_add_up(const struct zone *zone, const struct session *session, struct period range,
                        struct instant as_of)
{
    struct timesheet_cut cut = timesheet_cut(zone, session, range, as_of);
    struct timesheet_row row, before = { 0 };
    int64_t worked_s = 0, break_s = 0;

    for (int rows = 0; timesheet_next(&cut, &row); rows++) {
        IN_ZONE(rows < 20, row.from);
        IN_ZONE(rows == 0 || row.from.ms == before.until.ms, row.from);
        IN_ZONE(rows == 0 || row.day.number > before.day.number, row.from);
        IN_ZONE(calendar_day_of(zone, row.from).number == row.day.number, row.from);
        IN_ZONE(row.until.ms <= calendar_day_begin(zone, next(row.day)).ms, row.from);
        IN_ZONE(row.worked_s >= 0 && row.break_s >= 0, row.from);
        worked_s += row.worked_s;
        break_s += row.break_s;
        before = row;
    }
    IN_ZONE(worked_s == session_worked_within_s(session, range.from, range.until, as_of),
            session->began_at);
    IN_ZONE(break_s == session_break_within_s(session, range.from, range.until, as_of),
            session->began_at);
}

static void sessions_add_up(const struct zone *zone, struct instant around)
{
    struct pause breaks[BREAKS_MOST];
    const struct session session = random_session(around, breaks);
    const struct instant as_of = moved(session.began_at, throw(4 * DAY_MS));
    const struct instant from = moved(session.began_at, throw(DAY_MS) - DAY_MS / 2);
    const struct period part = { from, moved(from, throw(3 * DAY_MS)) };
    const struct period all = { session.began_at, as_of };

    rows_add_up(zone, &session, part, as_of);
    rows_add_up(zone, &session, all, as_of);
    IN_ZONE(session_worked_s(&session, as_of) ==
                session_worked_within_s(&session, all.from, all.until, as_of),
            session.began_at);
}

static void holds_around(const struct zone *zone, struct instant change)
{
    static const int64_t moves_ms[] = { -DAY_MS, -3600000, -1000, -1, 0, 1, 1000, 3600000, DAY_MS };
    const struct day day = calendar_day_of(zone, change);

    for (size_t i = 0; i < LENGTH(moves_ms); i++)
        lies_in_its_day(zone, moved(change, moves_ms[i]));
    for (int i = -2; i <= 2; i++)
        day_is_one_piece(zone, (struct day){ day.number + i });
    weeks_and_months_follow_each_other(zone, moved(change, throw(2 * DAY_MS) - DAY_MS));
    sessions_add_up(zone, change);
}

CHECK(days_weeks_months_and_sums_hold_at_every_change_of_every_zone)
{
    size_t count, changes = 0;
    const char *const *names = zone_names(&count);

    for (size_t i = 0; i < count; i++) {
        const struct zone *zone = zone_find(names[i]);
        struct instant change = { 0 };
        holds_around(zone, change);
        while (zone_next_change(zone, change, &change) && change.ms < end_ms) {
            holds_around(zone, change);
            changes++;
        }
    }
    HOLDS(changes > 10000, "only %zu changes were seen", changes);
}

CHECK(days_weeks_months_and_sums_hold_at_random_instants_up_to_2100)
{
    size_t count;
    const char *const *names = zone_names(&count);

    for (int i = 0; i < 20000; i++) {
        const struct zone *zone = zone_find(names[throw((int64_t)count)]);
        holds_around(zone, (struct instant){ throw(4133980800000) });
    }
}

CHECK(days_are_a_partition_of_a_century_in_odd_zones)
{
    static const char *const odd[] = {
        "UTC",          "America/Sao_Paulo", "America/Goose_Bay", "Asia/Beirut",
        "Pacific/Apia", "Pacific/Kwajalein", "America/Havana",    "Africa/Cairo",
        "Asia/Gaza",    "Antarctica/Troll",  "Africa/Casablanca", "Australia/Lord_Howe",
        "Asia/Tehran",  "America/St_Johns",  "Atlantic/Azores",   "Africa/Monrovia",
        "Asia/Manila",  "Antarctica/Casey",  "Europe/Dublin",     "America/Nuuk",
    };

    for (size_t i = 0; i < LENGTH(odd); i++) {
        const struct zone *zone = zone_find(odd[i]);
        struct instant end = calendar_day_begin(zone, (struct day){ 0 });
        int64_t sum_ms = 0;
        for (int32_t number = 0; number < 47847; number++) {
            const struct day day = { number };
            const struct instant begin = end;
            end = calendar_day_begin(zone, next(day));
            day_is_one_piece(zone, day);
            sum_ms += end.ms - begin.ms;
        }
        IN_ZONE(sum_ms == end.ms - calendar_day_begin(zone, (struct day){ 0 }).ms, end);
        IN_ZONE(sum_ms / DAY_MS >= 47845 && sum_ms / DAY_MS <= 47848, end);
    }
}
