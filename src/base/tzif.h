/* tzif — what a compiled time zone says (RFC 9636): when the clocks change, to what.
 *
 * Reads versions 2 and later, without leap seconds, as every tzdata since 2005 is compiled; a
 * rule for the future (the footer) is followed up to a limit.  Any bytes may be given:
 * what is not such a file is refused. */
#ifndef BASE_TZIF_H
#define BASE_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

struct arena;

enum {
    TZIF_BYTES_MOST = 256 * 1024,  /* of a file; the largest has 5 kB */
    TZIF_OFFSET_MOST_S = 26 * 3600 /* no clock is further from UTC (RFC 9636) */
};

/* A stretch of time in which the clocks of a zone run evenly, until the next begins. */
struct stretch {
    int64_t begin_s; /* INT64_MIN for the first */
    int32_t offset_s;
    const char *abbreviation; /* up to 31 printable ASCII characters */
};

struct tzif {
    const struct stretch *stretches; /* each begins after the one before; in the arena */
    size_t count;                    /* >= 1 */
};

/* The rule of the footer is followed up to the end of `last_year`, 1900 … 9999.  False, and
 * *out as it was, when the file is broken. */
bool tzif_read(struct arena *arena, struct bytes file, int last_year, struct tzif *out) MUST_USE;

#endif
