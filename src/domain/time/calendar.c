#include "domain/time/calendar.h"

#include <assert.h>

#include "base/arena.h"
#include "base/gregorian.h"

enum { DAY_S = 24 * 60 * 60 };

static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char *const weekday_names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

/* ---- the Gregorian calendar ---------------------------------------------------------- */

struct date day_date(struct day day)
{
    const int64_t year = year_of_day(day.number);
    const int rest = (int)(day.number - year_begin_day(year));
    int month = 1;

    while (month_begin_day(year, month + 1) <= rest)
        month++;
    return (struct date){ (int)year, month, rest - month_begin_day(year, month) + 1 };
}

struct day date_day(struct date date)
{
    const int64_t months = (int64_t)date.month - 1;
    const int64_t year = date.year + divide_down(months, 12);
    const int month = (int)divide_rest(months, 12) + 1;

    return (struct day){ (int32_t)(year_begin_day(year) + month_begin_day(year, month) + date.day -
                                   1) };
}

enum weekday day_weekday(struct day day)
{
    return (enum weekday)weekday_of_day(day.number);
}

/* ---- days of a place ----------------------------------------------------------------- */

/* What the clocks show, as seconds since 1970-01-01T00:00:00 of a clock without zone. */
static int64_t shown_s(const struct zone *zone, struct instant instant)
{
    return instant_s(instant) + zone_offset_s(zone, instant);
}

struct instant calendar_day_begin(const struct zone *zone, struct day day)
{
    return zone_first_at(zone, (int64_t)day.number * DAY_S);
}

struct day calendar_day_of(const struct zone *zone, struct instant instant)
{
    struct day day = { (int32_t)divide_down(shown_s(zone, instant), DAY_S) };

    /* Clocks that were set back over midnight show yesterday's date for a while after today
     * began; the time still belongs to today, or it would belong to two days. */
    while (instant_compare(calendar_day_begin(zone, (struct day){ day.number + 1 }), instant) <= 0)
        day.number++;
    return day;
}

struct period calendar_days(const struct zone *zone, struct day first, struct day end)
{
    return (struct period){ calendar_day_begin(zone, first), calendar_day_begin(zone, end) };
}

struct period calendar_today(const struct zone *zone, struct instant now)
{
    const struct day today = calendar_day_of(zone, now);

    return calendar_days(zone, today, (struct day){ today.number + 1 });
}

static struct period week_with(const struct zone *zone, struct day day, enum weekday week_start)
{
    const int into = ((int)day_weekday(day) - (int)week_start + 7) % 7;
    const struct day first = { day.number - into };

    assert(week_start >= MONDAY && week_start <= SUNDAY);
    return calendar_days(zone, first, (struct day){ first.number + 7 });
}

struct period calendar_this_week(const struct zone *zone, struct instant now,
                                 enum weekday week_start)
{
    return week_with(zone, calendar_day_of(zone, now), week_start);
}

struct period calendar_last_week(const struct zone *zone, struct instant now,
                                 enum weekday week_start)
{
    const struct day today = calendar_day_of(zone, now);

    return week_with(zone, (struct day){ today.number - 7 }, week_start);
}

static struct period month_with(const struct zone *zone, int year, int month)
{
    return calendar_days(zone, date_day((struct date){ year, month, 1 }),
                         date_day((struct date){ year, month + 1, 1 }));
}

struct period calendar_this_month(const struct zone *zone, struct instant now)
{
    const struct date today = day_date(calendar_day_of(zone, now));

    return month_with(zone, today.year, today.month);
}

struct period calendar_last_month(const struct zone *zone, struct instant now)
{
    const struct date today = day_date(calendar_day_of(zone, now));

    return month_with(zone, today.year, today.month - 1);
}

/* ---- for people ---------------------------------------------------------------------- */

const char *calendar_time_text(struct arena *arena, const struct zone *zone, struct instant instant)
{
    const int minutes = (int)(divide_rest(shown_s(zone, instant), DAY_S) / 60);

    return arena_print(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

const char *calendar_text(struct arena *arena, const struct zone *zone, struct instant instant)
{
    const struct day shown = { (int32_t)divide_down(shown_s(zone, instant), DAY_S) };

    return arena_print(arena, "%s %s", day_text_long(arena, shown),
                       calendar_time_text(arena, zone, instant));
}

const char *day_text(struct arena *arena, struct day day)
{
    const struct date date = day_date(day);

    return arena_print(arena, "%s %d %s", weekday_names[day_weekday(day) - MONDAY], date.day,
                       month_names[date.month - 1]);
}

const char *day_text_long(struct arena *arena, struct day day)
{
    return arena_print(arena, "%s %d", day_text(arena, day), day_date(day).year);
}

const char *day_iso(struct arena *arena, struct day day)
{
    const struct date date = day_date(day);

    return arena_print(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* Exactly `length` digits; what comes behind them is left in *rest. */
static bool read_digits(const char **rest, size_t length, int *number)
{
    int value = 0;

    for (size_t i = 0; i < length; i++) {
        const char digit = (*rest)[i];
        if (digit < '0' || digit > '9')
            return false;
        value = value * 10 + (digit - '0');
    }
    *rest += length;
    *number = value;
    return true;
}

bool day_read(const char *text, struct day *day)
{
    struct date date;

    if (!read_digits(&text, 4, &date.year) || *text++ != '-' ||
        !read_digits(&text, 2, &date.month) || *text++ != '-' ||
        !read_digits(&text, 2, &date.day) || *text != '\0')
        return false;
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1)
        return false;
    if (date.day >
        month_begin_day(date.year, date.month + 1) - month_begin_day(date.year, date.month))
        return false;
    *day = date_day(date);
    return true;
}
