/* duration — seconds of work in words and numbers. */
#ifndef DOMAIN_TIME_DURATION_H
#define DOMAIN_TIME_DURATION_H

#include <stdint.h>

#include "base/mark.h"

struct arena;

/* seconds 0 and more.  "45 s", "12 min", "7 h 05 min": rounded down to the minute from one
 * minute on, because a clock that shows 7:05 has not reached 7:06. */
const char *duration_words(struct arena *arena, int64_t seconds) GIVES;
/* "7:05:12", exact. */
const char *duration_clock(struct arena *arena, int64_t seconds) GIVES;
/* Hours with two decimals, "7.09", rounded half up: 7 h 05 min 12 s is 7.0866… */
const char *duration_decimal(struct arena *arena, int64_t seconds) GIVES;

#endif
