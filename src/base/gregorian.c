#include "base/gregorian.h"

enum { DAYS_BEFORE_1970 = 719162, DAYS_IN_400_YEARS = 146097 };

int64_t divide_down(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

int64_t divide_rest(int64_t number, int64_t by)
{
    return number - divide_down(number, by) * by;
}

bool year_is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int64_t year_begin_day(int64_t year)
{
    const int64_t past = year - 1;

    return past * 365 + divide_down(past, 4) - divide_down(past, 100) + divide_down(past, 400) -
           DAYS_BEFORE_1970;
}

int64_t year_of_day(int64_t day)
{
    /* The mean year is off by less than one year: the guess may be one too high or low. */
    int64_t year = divide_down((day + DAYS_BEFORE_1970) * 400, DAYS_IN_400_YEARS) + 1;

    while (year_begin_day(year) > day)
        year--;
    while (year_begin_day(year + 1) <= day)
        year++;
    return year;
}

int month_begin_day(int64_t year, int month)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

    return before[month - 1] + (month > 2 && year_is_leap(year));
}

int weekday_of_day(int64_t day)
{
    const int64_t thursday = 4; /* 1970-01-01 */

    return (int)divide_rest(day + thursday - 1, 7) + 1;
}
