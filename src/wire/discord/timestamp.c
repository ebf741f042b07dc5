#include "wire/discord/timestamp.h"

#include <stddef.h>
#include <string.h>

#include "base/gregorian.h"

enum { YEAR_FIRST = 1970, MILLISECOND_DIGITS = 3, DAY_S = 24 * 60 * 60 };

/* Exactly so many digits from *at on, which moves behind them. */
static bool take_digits(const char **at, int digits, int64_t least, int64_t most, int64_t *number)
{
    int64_t read = 0;

    for (; digits > 0; digits--, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        read = read * 10 + (**at - '0');
    }
    *number = read;
    return read >= least && read <= most;
}

static bool take(const char **at, char character)
{
    if (**at != character)
        return false;
    (*at)++;
    return true;
}

static bool take_day(const char **at, int64_t *day)
{
    int64_t year, month, of_month;

    if (!take_digits(at, 4, YEAR_FIRST, 9999, &year) || !take(at, '-') ||
        !take_digits(at, 2, 1, 12, &month) || !take(at, '-'))
        return false;
    const int before = month_begin_day(year, (int)month);
    if (!take_digits(at, 2, 1, month_begin_day(year, (int)month + 1) - before, &of_month))
        return false;
    *day = year_begin_day(year) + before + of_month - 1;
    return true;
}

static bool take_second(const char **at, int64_t *second)
{
    int64_t hours, minutes, seconds;

    if (!take_digits(at, 2, 0, 23, &hours) || !take(at, ':') ||
        !take_digits(at, 2, 0, 59, &minutes) || !take(at, ':') ||
        !take_digits(at, 2, 0, 59, &seconds))
        return false;
    *second = (hours * 60 + minutes) * 60 + seconds;
    return true;
}

/* ".011000": what is beyond milliseconds is dropped. */
static bool take_fraction(const char **at, int64_t *ms)
{
    int digits = 0;

    *ms = 0;
    if (!take(at, '.'))
        return true;
    for (; **at >= '0' && **at <= '9'; (*at)++, digits++)
        if (digits < MILLISECOND_DIGITS)
            *ms = *ms * 10 + (**at - '0');
    for (int missing = digits; missing < MILLISECOND_DIGITS; missing++)
        *ms *= 10;
    return digits > 0;
}

bool timestamp_read(const char *text, struct instant *instant)
{
    int64_t day, second, ms;

    if (!take_day(&text, &day) || !take(&text, 'T') || !take_second(&text, &second) ||
        !take_fraction(&text, &ms) || (strcmp(text, "Z") != 0 && strcmp(text, "+00:00") != 0))
        return false;
    instant->ms = (day * DAY_S + second) * 1000 + ms;
    return true;
}
