/* zone — what the clocks of a place show, from the system's tzdata (IANA names).
 *
 * Rules are followed up to the year 2200.  Zones are read once and kept for the life of the
 * process; every function here may be called from any thread. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/mark.h"

enum { ZONE_NAME_BYTES = 64 }; /* longest IANA name with its NUL, with room to spare */

struct zone;

/* NULL when the system knows no zone of that name.  Only names of the database are
 * taken ("Europe/Berlin", "UTC"); never paths, offsets or "". */
const struct zone *zone_find(const char *name);
const char *zone_name(const struct zone *zone);

/* Seconds to add to UTC for what the clocks there show at that instant. */
int32_t zone_offset_s(const struct zone *zone, struct instant instant);
/* "CET", "CEST", "+03"; static for the zone's life. */
const char *zone_abbreviation(const struct zone *zone, struct instant instant);

/* The first instant whose local time is at or after the given local second (seconds
 * since 1970-01-01T00:00:00 of a clock without zone).  A local time that a change of
 * the clocks skips gives the instant of the change; one that comes twice gives the first. */
struct instant zone_first_at(const struct zone *zone, int64_t local_s);

/* The first change of offset after `instant`; false when none is known. */
bool zone_next_change(const struct zone *zone, struct instant instant,
                      struct instant *change) MUST_USE;

/* Every zone name of the system's database (tzdata's tzdata.zi/zone1970.tab/links), sorted. */
const char *const *zone_names(size_t *count);

#endif
