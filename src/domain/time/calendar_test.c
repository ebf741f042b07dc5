#include "domain/time/calendar.h"

#include <string.h>

#include "base/job.h"

#include "check.h"

static struct instant at_s(int64_t s)
{
    return (struct instant){ s * 1000 };
}

CHECK(dates_and_day_numbers_are_the_same_thing)
{
    static const struct {
        struct date date;
        int32_t number;
        enum weekday weekday;
    } cases[] = {
        { { 1970, 1, 1 }, 0, THURSDAY },     { { 1969, 12, 31 }, -1, WEDNESDAY },
        { { 2000, 2, 29 }, 11016, TUESDAY }, { { 2000, 3, 1 }, 11017, WEDNESDAY },
        { { 2025, 11, 3 }, 20395, MONDAY },  { { 2100, 2, 28 }, 47540, SUNDAY },
        { { 2100, 3, 1 }, 47541, MONDAY },   { { 1900, 3, 1 }, -25508, THURSDAY },
        { { 1, 1, 1 }, -719162, MONDAY },    { { 9999, 12, 31 }, 2932896, FRIDAY },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct day day = { cases[i].number };
        const struct date date = day_date(day);
        HOLDS(date_day(cases[i].date).number == day.number, "case %zu", i);
        HOLDS(date.year == cases[i].date.year && date.month == cases[i].date.month &&
                  date.day == cases[i].date.day,
              "case %zu", i);
        HOLDS(day_weekday(day) == cases[i].weekday, "case %zu", i);
    }
}

CHECK(every_day_from_1_to_9999_follows_the_one_before)
{
    struct date before = day_date((struct day){ -719163 });

    EQUAL(before.year == 0 && before.month == 12 && before.day == 31, true);
    for (int32_t number = -719162; number <= 2932896; number++) {
        const struct date date = day_date((struct day){ number });
        const bool next_day = date.day == before.day + 1 && date.month == before.month;
        const bool next_month = date.day == 1 && before.day >= 28 &&
                                date.month == before.month % 12 + 1 &&
                                date.year == before.year + (before.month == 12);
        HOLDS(next_day || next_month, "day %d", number);
        HOLDS(date_day(date).number == number, "day %d", number);
        before = date;
    }
}

CHECK(months_and_days_may_overflow)
{
    static const struct {
        struct date odd, same;
    } cases[] = {
        { { 2025, 4, 31 }, { 2025, 5, 1 } },   { { 2025, 13, 1 }, { 2026, 1, 1 } },
        { { 2025, 0, 1 }, { 2024, 12, 1 } },   { { 2025, -11, 1 }, { 2024, 1, 1 } },
        { { 2025, 3, 0 }, { 2025, 2, 28 } },   { { 2024, 3, 0 }, { 2024, 2, 29 } },
        { { 2025, 26, 15 }, { 2027, 2, 15 } },
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(date_day(cases[i].odd).number == date_day(cases[i].same).number, "case %zu", i);
}

CHECK(days_begin_when_they_begin)
{
    static const struct {
        const char *zone, *day;
        int64_t begin_s;
    } cases[] = {
        { "UTC", "2025-11-03", 1762128000 },
        { "America/New_York", "2025-11-03", 1762146000 },
        { "Europe/Berlin", "2025-11-03", 1762124400 },
        { "America/Sao_Paulo", "2018-11-04", 1541300400 }, /* 00:00 was skipped: 01:00 */
        { "Asia/Beirut", "2024-03-31", 1711836000 },       /* likewise */
        { "America/Sao_Paulo", "2018-02-18", 1518922800 }, /* 23:00 came twice before it */
        { "America/Goose_Bay", "2010-11-07", 1289098800 }, /* 00:00 came twice: the first */
        { "Pacific/Apia", "2011-12-29", 1325152800 },
        { "Pacific/Apia", "2011-12-30", 1325239200 }, /* left out: empty */
        { "Pacific/Apia", "2011-12-31", 1325239200 },
        { "Pacific/Kwajalein", "1993-08-21", 745934400 }, /* left out; 1993-08-20 12:00 UTC */
        { "Pacific/Kwajalein", "1993-08-22", 745934400 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct day day;
        HOLDS(day_read(cases[i].day, &day), "%s", cases[i].day);
        const struct instant begin = calendar_day_begin(zone_find(cases[i].zone), day);
        HOLDS(begin.ms == cases[i].begin_s * 1000, "%s %s: %ld", cases[i].zone, cases[i].day,
              (long)(begin.ms / 1000));
    }
}

CHECK(an_instant_lies_in_the_day_that_began)
{
    static const struct {
        const char *zone;
        int64_t at_s;
        const char *day;
    } cases[] = {
        { "UTC", -1, "1969-12-31" },
        { "America/New_York", 1762145999, "2025-11-02" },
        { "America/New_York", 1762146000, "2025-11-03" },
        { "Pacific/Apia", 1325239199, "2011-12-29" },
        { "Pacific/Apia", 1325239200, "2011-12-31" },
        { "America/Goose_Bay", 1289098799, "2010-11-06" },
        { "America/Goose_Bay", 1289098800, "2010-11-07" },
        { "America/Goose_Bay", 1289100000, "2010-11-07" }, /* clocks show 23:20 again */
        { "America/Sao_Paulo", 1518919200, "2018-02-17" }, /* 23:00 again; no midnight yet */
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        const struct zone *zone = zone_find(cases[i].zone);
        SAME(day_iso(&job.arena, calendar_day_of(zone, at_s(cases[i].at_s))), cases[i].day);
    }
}

static const char *days_of(struct arena *arena, const struct zone *zone, struct period period)
{
    return arena_print(arena, "%s %s", day_iso(arena, calendar_day_of(zone, period.from)),
                       day_iso(arena, calendar_day_of(zone, period.until)));
}

CHECK(periods_are_those_of_the_calendar)
{
    static const struct {
        int64_t now_s;
        enum weekday week_start;
        const char *today, *week, *last_week, *month, *last_month;
    } cases[] = {
        { 1762175109, MONDAY, "2025-11-03 2025-11-04", "2025-11-03 2025-11-10",
          "2025-10-27 2025-11-03", "2025-11-01 2025-12-01", "2025-10-01 2025-11-01" },
        { 1762175109, SUNDAY, "2025-11-03 2025-11-04", "2025-11-02 2025-11-09",
          "2025-10-26 2025-11-02", "2025-11-01 2025-12-01", "2025-10-01 2025-11-01" },
        { 1762175109, TUESDAY, "2025-11-03 2025-11-04", "2025-10-28 2025-11-04",
          "2025-10-21 2025-10-28", "2025-11-01 2025-12-01", "2025-10-01 2025-11-01" },
        { 1767225600, MONDAY, "2025-12-31 2026-01-01", "2025-12-29 2026-01-05",
          "2025-12-22 2025-12-29", "2025-12-01 2026-01-01", "2025-11-01 2025-12-01" },
        { 1767243600, MONDAY, "2026-01-01 2026-01-02", "2025-12-29 2026-01-05",
          "2025-12-22 2025-12-29", "2026-01-01 2026-02-01", "2025-12-01 2026-01-01" },
    };
    const struct zone *zone = zone_find("America/New_York");

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        const struct instant now = at_s(cases[i].now_s);
        const enum weekday start = cases[i].week_start;
        SAME(days_of(&job.arena, zone, calendar_today(zone, now)), cases[i].today);
        SAME(days_of(&job.arena, zone, calendar_this_week(zone, now, start)), cases[i].week);
        SAME(days_of(&job.arena, zone, calendar_last_week(zone, now, start)), cases[i].last_week);
        SAME(days_of(&job.arena, zone, calendar_this_month(zone, now)), cases[i].month);
        SAME(days_of(&job.arena, zone, calendar_last_month(zone, now)), cases[i].last_month);
    }
}

CHECK(people_read_dates_and_times)
{
    AUTO(job_end) struct job job = { 0 };
    const struct zone *kathmandu = zone_find("Asia/Kathmandu");
    const struct zone *goose_bay = zone_find("America/Goose_Bay");

    SAME(calendar_time_text(&job.arena, kathmandu, at_s(1762175109)), "18:50");
    SAME(calendar_text(&job.arena, kathmandu, at_s(1762175109)), "Mon 3 Nov 2025 18:50");
    SAME(calendar_text(&job.arena, kathmandu, at_s(-1)), "Thu 1 Jan 1970 05:29");
    /* The second 23:20 of Saturday, though the timesheet's Sunday has begun. */
    SAME(calendar_text(&job.arena, goose_bay, at_s(1289100000)), "Sat 6 Nov 2010 23:20");
    SAME(day_text(&job.arena, (struct day){ 20395 }), "Mon 3 Nov");
    SAME(day_text_long(&job.arena, (struct day){ 0 }), "Thu 1 Jan 1970");
    SAME(day_iso(&job.arena, (struct day){ 20395 }), "2025-11-03");
}

CHECK(only_days_that_exist_are_read)
{
    static const struct {
        const char *text;
        bool exists;
    } cases[] = {
        { "2025-11-03", true },   { "0001-01-01", true },
        { "9999-12-31", true },   { "2024-02-29", true },
        { "2025-02-29", false },  { "2100-02-29", false },
        { "2000-02-29", true },   { "2025-04-31", false },
        { "2025-13-01", false },  { "2025-00-01", false },
        { "2025-01-00", false },  { "2025-01-32", false },
        { "0000-01-01", false },  { "", false },
        { "2025", false },        { "2025-11-3", false },
        { "2025-1-03", false },   { "25-11-03", false },
        { "2025-11-03 ", false }, { " 2025-11-03", false },
        { "2025/11/03", false },  { "2025-11-03T", false },
        { "20251103", false },    { "+025-11-03", false },
        { "-025-11-03", false },  { "2025-11-0x", false },
        { "2025-11-", false },    { "12025-11-03", false },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        struct day day = { 12345678 };
        HOLDS(day_read(cases[i].text, &day) == cases[i].exists, "%s", cases[i].text);
        if (cases[i].exists)
            SAME(day_iso(&job.arena, day), cases[i].text);
        else
            EQUAL(day.number, 12345678);
    }
}
