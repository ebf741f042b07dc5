/* calendar — days, weeks and months as the clocks of a place count them.
 *
 * A local day begins at its first instant, which is not always 00:00: where a change of the
 * clocks skips midnight it begins after the gap, where midnight comes twice at the first.  A
 * day that a place left out (Samoa's 30 December 2011) is empty: it begins where the next one
 * does.  So days partition time, and sums over days are exact.  Years 1970 … 2100.
 *
 *     a gap at midnight (Beirut)     back over midnight (Goose Bay until 2011)
 *     … 23:59 | 01:00 …              … 23:59 | 00:00 | 23:01 … 23:59 | 00:00 …
 *             ^ the day begins               ^ the day begins and keeps the second 23:01
 */
#ifndef DOMAIN_TIME_CALENDAR_H
#define DOMAIN_TIME_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/mark.h"
#include "base/zone.h"

struct arena;

/* A day of the Gregorian calendar, without a place: days since 1970-01-01. */
struct day {
    int32_t number;
};

struct date {
    int year;
    int month; /* 1 … 12 */
    int day;   /* 1 … 31 */
};

/* ISO 8601. */
enum weekday { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* [from, until) */
struct period {
    struct instant from, until;
};

/* The Gregorian calendar, also before it was invented; years 1 … 9999. */
struct date day_date(struct day day);
struct day date_day(struct date date); /* any month and day: 31 April is 1 May */
enum weekday day_weekday(struct day day);

struct day calendar_day_of(const struct zone *zone, struct instant instant);
struct instant calendar_day_begin(const struct zone *zone, struct day day);
/* From the begin of `first` to the begin of `end`, which is not part of it. */
struct period calendar_days(const struct zone *zone, struct day first, struct day end);

/* The day, week or month that `now` lies in, and the ones before. */
struct period calendar_today(const struct zone *zone, struct instant now);
struct period calendar_this_week(const struct zone *zone, struct instant now,
                                 enum weekday week_start);
struct period calendar_last_week(const struct zone *zone, struct instant now,
                                 enum weekday week_start);
struct period calendar_this_month(const struct zone *zone, struct instant now);
struct period calendar_last_month(const struct zone *zone, struct instant now);

/* For people, as the clocks show it: "14:05", "Mon 3 Nov 2025 14:05"; "Mon 3 Nov", "Mon 3 Nov
 * 2025". */
const char *calendar_time_text(struct arena *arena, const struct zone *zone,
                               struct instant instant) GIVES;
const char *calendar_text(struct arena *arena, const struct zone *zone,
                          struct instant instant) GIVES;
const char *day_text(struct arena *arena, struct day day) GIVES;
const char *day_text_long(struct arena *arena, struct day day) GIVES;

/* "2025-11-03"; false for anything else, days that do not exist among them. */
bool day_read(const char *text, struct day *day) MUST_USE;
const char *day_iso(struct arena *arena, struct day day) GIVES;

#endif
