/* instant — a point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds
 * not counted (POSIX).  Negative is before 1970; the calendar knows the years 1 to 9999.
 *
 * Durations in this program are whole seconds, taken between instants that were each
 * rounded down to their second first (instant_s).  So the parts of a session that was
 * split at midnight add up to the session, exactly. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdint.h>

struct instant {
    int64_t ms;
};

/* The wall clock.  Only inbound, program, the log and tests ask; everyone else is told. */
struct instant instant_now(void);

/* The second an instant lies in, rounded down (also before 1970). */
int64_t instant_s(struct instant instant);

/* <0, 0, >0 as `one` is before, at or after `other`. */
int instant_compare(struct instant one, struct instant other);

/* Milliseconds of a clock that never goes back; its zero means nothing. */
int64_t monotonic_ms(void);

#endif
