/* gregorian — the arithmetic of the Gregorian calendar, also before it was invented.
 * Years -9999 … 99999; days are counted from 1970-01-01. */
#ifndef BASE_GREGORIAN_H
#define BASE_GREGORIAN_H

#include <stdbool.h>
#include <stdint.h>

/* C rounds towards zero; calendars round down.  `by` > 0. */
int64_t divide_down(int64_t number, int64_t by);
int64_t divide_rest(int64_t number, int64_t by); /* 0 … by - 1 */

bool year_is_leap(int64_t year);
/* The first of January. */
int64_t year_begin_day(int64_t year);
/* The year a day lies in. */
int64_t year_of_day(int64_t day);
/* Days of the year before the month, 1 … 12; month 13 gives the whole year. */
int month_begin_day(int64_t year, int month);
/* 1 Monday … 7 Sunday (ISO 8601). */
int weekday_of_day(int64_t day);

#endif
