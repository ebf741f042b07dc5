/* timesheet — sessions cut into local days, and what each day adds up to.
 *
 * A row is the part of one session that lies in one local day and in the range asked for.
 * The rows of a session add up to session_worked_within_s() and session_break_within_s() of
 * the range, to the second. */
#ifndef DOMAIN_TIME_TIMESHEET_H
#define DOMAIN_TIME_TIMESHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/mark.h"
#include "base/zone.h"
#include "domain/time/calendar.h"
#include "domain/time/session.h"

struct arena;

struct timesheet_row {
    struct day day;
    struct instant from, until; /* the part; `until` is the present where it still runs */
    bool begins;                /* the session's own begin; otherwise it was cut there */
    bool ends;                  /* likewise its end; false too while it runs */
    int64_t worked_s, break_s;
};

/* One session, to be cut row by row, in memory that does not grow with its length. */
struct timesheet_cut {
    const struct zone *zone;
    const struct session *session;
    struct instant as_of;
    struct instant at;    /* where the next row begins */
    struct instant until; /* where the last one ends */
    bool done;
};

struct timesheet_cut timesheet_cut(const struct zone *zone, const struct session *session,
                                   struct period range, struct instant as_of);
/* False when there are no more.  A session that touches the range has at least one row, even if
 * nobody worked a second of it. */
bool timesheet_next(struct timesheet_cut *cut, struct timesheet_row *row) MUST_USE;

enum { TIMESHEET_DAYS_MOST = 50000 }; /* 1970 … 2100 has 47847 */

struct timesheet_day {
    struct day day;
    int64_t worked_s, break_s;
    size_t sessions; /* that touch it */
};

/* Every day from `first` up to `end`, which is not part of it, also those nobody worked;
 * end - first is 0 … TIMESHEET_DAYS_MOST.  In the arena. */
const struct timesheet_day *timesheet_days(struct arena *arena, const struct zone *zone,
                                           const struct session *sessions, size_t count,
                                           struct day first, struct day end,
                                           struct instant as_of) GIVES;

#endif
