#include "domain/time/timesheet.h"

#include "base/job.h"

#include "check.h"

static struct instant at_s(int64_t s)
{
    return (struct instant){ s * 1000 };
}

/* 2025-11-03 00:00 in UTC. */
#define MONDAY_S INT64_C(1762128000)
#define HOUR_S   INT64_C(3600)
#define DAY_S    INT64_C(86400)

static const struct period always = { { INT64_MIN / 4 }, { INT64_MAX / 4 } };

CHECK(a_night_shift_is_cut_at_midnight)
{
    struct pause pause = { at_s(MONDAY_S + 23 * HOUR_S + 1800), true,
                           at_s(MONDAY_S + DAY_S + 1800) };
    const struct session session = {
        .began_at = at_s(MONDAY_S + 22 * HOUR_S),
        .ended = true,
        .ended_at = at_s(MONDAY_S + 30 * HOUR_S),
        .breaks = &pause,
        .breaks_count = 1,
    };
    struct timesheet_cut cut = timesheet_cut(zone_find("UTC"), &session, always,
                                             at_s(MONDAY_S + 40 * HOUR_S));
    struct timesheet_row row;

    EQUAL(timesheet_next(&cut, &row), true);
    EQUAL(row.day.number, MONDAY_S / DAY_S);
    EQUAL(row.from.ms, session.began_at.ms);
    EQUAL(row.until.ms, (MONDAY_S + DAY_S) * 1000);
    EQUAL(row.begins, true);
    EQUAL(row.ends, false);
    EQUAL(row.worked_s, 5400);
    EQUAL(row.break_s, 1800);

    EQUAL(timesheet_next(&cut, &row), true);
    EQUAL(row.day.number, MONDAY_S / DAY_S + 1);
    EQUAL(row.from.ms, (MONDAY_S + DAY_S) * 1000);
    EQUAL(row.until.ms, session.ended_at.ms);
    EQUAL(row.begins, false);
    EQUAL(row.ends, true);
    EQUAL(row.worked_s, 5 * HOUR_S + 1800);
    EQUAL(row.break_s, 1800);
    EQUAL(timesheet_next(&cut, &row), false);
    EQUAL(timesheet_next(&cut, &row), false);
}

CHECK(a_session_has_the_rows_it_should_have)
{
    static const struct {
        const char *what;
        int64_t began_s, ended_s; /* from Monday; -1: it runs */
        int64_t from_s, until_s, as_of_s;
        int rows;
        int64_t worked_s;
    } cases[] = {
        { "one day", 3600, 7200, 0, DAY_S, DAY_S, 1, 3600 },
        { "until midnight", 3600, DAY_S, 0, 2 * DAY_S, 2 * DAY_S, 1, DAY_S - 3600 },
        { "a whole day", 0, DAY_S, 0, DAY_S, DAY_S, 1, DAY_S },
        { "a second more", 0, DAY_S + 1, 0, 2 * DAY_S, 2 * DAY_S, 2, DAY_S + 1 },
        { "a week", 0, 7 * DAY_S, 0, 7 * DAY_S, 9 * DAY_S, 7, 7 * DAY_S },
        { "cut by the range", 0, 7 * DAY_S, DAY_S / 2, DAY_S * 3 / 2, 9 * DAY_S, 2, DAY_S },
        { "it runs", 3600, -1, 0, DAY_S, 7200, 1, 3600 },
        { "it runs since just now", 3600, -1, 0, DAY_S, 3600, 1, 0 },
        { "it did not begin yet", 3600, -1, 0, DAY_S, 3599, 0, 0 },
        { "it ended later", 3600, 9000, 0, DAY_S, 7200, 1, 3600 },
        { "without length", 3600, 3600, 0, DAY_S, DAY_S, 1, 0 },
        { "without length, at the range's begin", 0, 0, 0, DAY_S, DAY_S, 1, 0 },
        { "without length, at the range's end", DAY_S, DAY_S, 0, DAY_S, 2 * DAY_S, 0, 0 },
        { "before the range", 0, 3600, 3600, DAY_S, DAY_S, 0, 0 },
        { "after the range", DAY_S, DAY_S + 1, 0, DAY_S, 2 * DAY_S, 0, 0 },
        { "a range without length", 0, 3600, 1800, 1800, DAY_S, 0, 0 },
        { "a range the wrong way round", 0, 3600, 1800, 900, DAY_S, 0, 0 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct session session = {
            .began_at = at_s(MONDAY_S + cases[i].began_s),
            .ended = cases[i].ended_s >= 0,
            .ended_at = at_s(MONDAY_S + cases[i].ended_s),
        };
        const struct period range = { at_s(MONDAY_S + cases[i].from_s),
                                      at_s(MONDAY_S + cases[i].until_s) };
        const struct instant as_of = at_s(MONDAY_S + cases[i].as_of_s);
        struct timesheet_cut cut = timesheet_cut(zone_find("UTC"), &session, range, as_of);
        struct timesheet_row row;
        int64_t worked_s = 0;
        int rows = 0;
        for (; timesheet_next(&cut, &row); rows++)
            worked_s += row.worked_s;
        HOLDS(rows == cases[i].rows, "%s: %d rows", cases[i].what, rows);
        HOLDS(worked_s == cases[i].worked_s, "%s: %ld s", cases[i].what, (long)worked_s);
    }
}

CHECK(a_shift_over_a_change_of_clocks_counts_the_hours_really_worked)
{
    const struct session session = {
        .began_at = at_s(1761429600), /* 2025-10-26 00:00 in Berlin; a day of 25 hours */
        .ended = true,
        .ended_at = at_s(1761429600 + 25 * HOUR_S),
    };
    struct timesheet_cut cut = timesheet_cut(zone_find("Europe/Berlin"), &session, always,
                                             session.ended_at);
    struct timesheet_row row;

    EQUAL(timesheet_next(&cut, &row), true);
    EQUAL(row.worked_s, 25 * HOUR_S);
    EQUAL(row.ends, true);
    EQUAL(timesheet_next(&cut, &row), false);
}

CHECK(days_add_up_what_everyone_worked)
{
    AUTO(job_end) struct job job = { 0 };
    struct pause pause = { at_s(MONDAY_S + HOUR_S), true, at_s(MONDAY_S + 2 * HOUR_S) };
    const struct session sessions[] = {
        { .began_at = at_s(MONDAY_S - HOUR_S), /* an hour of it on Sunday */
          .ended = true,
          .ended_at = at_s(MONDAY_S + 3 * HOUR_S),
          .breaks = &pause,
          .breaks_count = 1 },
        { .began_at = at_s(MONDAY_S + 10 * HOUR_S),
          .ended = true,
          .ended_at = at_s(MONDAY_S + 11 * HOUR_S) },
        { .began_at = at_s(MONDAY_S + 47 * HOUR_S) }, /* it runs */
    };
    const struct day first = { (int32_t)(MONDAY_S / DAY_S) }, end = { first.number + 3 };
    const struct timesheet_day *days = timesheet_days(&job.arena, zone_find("UTC"), sessions,
                                                      LENGTH(sessions), first, end,
                                                      at_s(MONDAY_S + 49 * HOUR_S));

    for (int i = 0; i < 3; i++)
        EQUAL(days[i].day.number, first.number + i);
    EQUAL(days[0].worked_s, 3 * HOUR_S);
    EQUAL(days[0].break_s, HOUR_S);
    EQUAL(days[0].sessions, 2);
    EQUAL(days[1].worked_s, HOUR_S);
    EQUAL(days[1].sessions, 1);
    EQUAL(days[2].worked_s, HOUR_S);
    EQUAL(days[2].break_s, 0);
    EQUAL(days[2].sessions, 1);
}
