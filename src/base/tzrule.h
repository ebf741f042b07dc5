/* tzrule — the rule in the footer of a compiled time zone, for the time after its table:
 * "CET-1CEST,M3.5.0,M10.5.0/3" (RFC 9636 section 3.3.1, POSIX's TZ with its extensions). */
#ifndef BASE_TZRULE_H
#define BASE_TZRULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mark.h"

enum { TZRULE_NAME_BYTES = 32 };

/* What clocks show in one half of the year. */
struct tzrule_clock {
    char name[TZRULE_NAME_BYTES]; /* "CET", "+03" */
    int32_t offset_s;             /* to add to UTC */
};

/* A day of each year and a time of it, by the clock that runs before the change. */
struct tzrule_date {
    enum { TZRULE_MONTH, TZRULE_JULIAN, TZRULE_DAY } kind;
    int month, week, weekday; /* TZRULE_MONTH: 1 … 12, 1 … 5 (5: the last), 0 Sunday … 6 */
    int day;                  /* TZRULE_JULIAN: 1 … 365, no 29 February; TZRULE_DAY: 0 … 365 */
    int32_t time_s;           /* from midnight, -167 h … 167 h */
};

struct tzrule {
    struct tzrule_clock standard;
    bool changes; /* false: the year round; nothing below is meaningful */
    struct tzrule_clock summer;
    struct tzrule_date begins, ends; /* summer time */
};

/* All of the text or nothing: false, and *rule as it was, when it is not a rule. */
bool tzrule_read(const char *text, struct tzrule *rule) MUST_USE;

/* The instant, in seconds, of such a date in that year, while clocks are offset_s from UTC. */
int64_t tzrule_at_s(const struct tzrule_date *date, int year, int32_t offset_s);

#endif
