#include "base/tzrule.h"

#include "base/gregorian.h"

enum { HOUR_S = 3600, MINUTE_S = 60, DAY_S = 86400, OFFSET_HOURS = 24, TIME_HOURS = 167 };

/* Each reader takes its part from *rest, or says false and may leave *rest anywhere. */

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_letter(char character)
{
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

static bool read_sign(const char **rest, char sign)
{
    if (**rest != sign)
        return false;
    ++*rest;
    return true;
}

/* One to three digits. */
static bool read_whole(const char **rest, int least, int most, int *number)
{
    int value = 0, digits = 0;

    for (; is_digit(**rest) && digits < 4; digits++)
        value = value * 10 + (*(*rest)++ - '0');
    *number = value;
    return digits >= 1 && digits <= 3 && value >= least && value <= most;
}

/* [+-]h[:m[:s]] */
static bool read_time(const char **rest, int hours_most, int32_t *time_s)
{
    const bool negative = read_sign(rest, '-');
    int hours, minutes = 0, seconds = 0;

    if (!negative)
        (void)read_sign(rest, '+');
    if (!read_whole(rest, 0, hours_most, &hours))
        return false;
    if (read_sign(rest, ':')) {
        if (!read_whole(rest, 0, 59, &minutes))
            return false;
        if (read_sign(rest, ':') && !read_whole(rest, 0, 59, &seconds))
            return false;
    }
    *time_s = hours * HOUR_S + minutes * MINUTE_S + seconds;
    if (negative)
        *time_s = -*time_s;
    return true;
}

/* Letters, or letters, digits and signs in angle brackets. */
static bool read_name(const char **rest, char name[static TZRULE_NAME_BYTES])
{
    const bool quoted = read_sign(rest, '<');
    int length = 0;

    for (; length < TZRULE_NAME_BYTES - 1; length++) {
        const char next = **rest;
        if (!is_letter(next) && !(quoted && (is_digit(next) || next == '+' || next == '-')))
            break;
        name[length] = next;
        ++*rest;
    }
    name[length] = '\0';
    return length >= 3 && (!quoted || read_sign(rest, '>'));
}

/* POSIX counts offsets westwards. */
static bool read_offset(const char **rest, int32_t *offset_s)
{
    int32_t west_s;

    if (!read_time(rest, OFFSET_HOURS, &west_s))
        return false;
    *offset_s = -west_s;
    return true;
}

static bool read_month(const char **rest, struct tzrule_date *date)
{
    date->kind = TZRULE_MONTH;
    return read_whole(rest, 1, 12, &date->month) && read_sign(rest, '.') &&
           read_whole(rest, 1, 5, &date->week) && read_sign(rest, '.') &&
           read_whole(rest, 0, 6, &date->weekday);
}

/* ,Mm.w.d or ,Jn or ,n and perhaps /time */
static bool read_date(const char **rest, struct tzrule_date *date)
{
    bool read;

    date->time_s = 2 * HOUR_S;
    if (!read_sign(rest, ','))
        return false;
    if (read_sign(rest, 'M')) {
        read = read_month(rest, date);
    } else if (read_sign(rest, 'J')) {
        date->kind = TZRULE_JULIAN;
        read = read_whole(rest, 1, 365, &date->day);
    } else {
        date->kind = TZRULE_DAY;
        read = read_whole(rest, 0, 365, &date->day);
    }
    return read && (!read_sign(rest, '/') || read_time(rest, TIME_HOURS, &date->time_s));
}

static bool read_summer(const char **rest, struct tzrule *rule)
{
    rule->changes = true;
    if (!read_name(rest, rule->summer.name))
        return false;
    rule->summer.offset_s = rule->standard.offset_s + HOUR_S;
    if (**rest != ',' && !read_offset(rest, &rule->summer.offset_s))
        return false;
    return read_date(rest, &rule->begins) && read_date(rest, &rule->ends);
}

bool tzrule_read(const char *text, struct tzrule *rule)
{
    struct tzrule found = { .changes = false };

    if (!read_name(&text, found.standard.name) || !read_offset(&text, &found.standard.offset_s))
        return false;
    if (*text != '\0' && !read_summer(&text, &found))
        return false;
    if (*text != '\0')
        return false;
    *rule = found;
    return true;
}

/* The week'th such weekday of a month. */
static int64_t month_day(const struct tzrule_date *date, int year)
{
    const int64_t first = year_begin_day(year) + month_begin_day(year, date->month);
    const int64_t end = year_begin_day(year) + month_begin_day(year, date->month + 1);
    const int wait = (date->weekday - weekday_of_day(first) + 14) % 7; /* Sunday is 0 and 7 */
    int64_t day = first + wait + (int64_t)(date->week - 1) * 7;

    if (day >= end)
        day -= 7;
    return day;
}

int64_t tzrule_at_s(const struct tzrule_date *date, int year, int32_t offset_s)
{
    int64_t day = year_begin_day(year) + date->day;

    if (date->kind == TZRULE_MONTH)
        day = month_day(date, year);
    else if (date->kind == TZRULE_JULIAN)
        day = day - 1 + (date->day >= 60 && year_is_leap(year));
    return day * DAY_S + date->time_s - offset_s;
}
