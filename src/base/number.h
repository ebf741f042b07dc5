/* number — whole numbers from text: all of it, or none. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mark.h"

/* Decimal digits only (one leading '-' for the signed one), no blanks, no '+', no
 * overflow.  False leaves *number as it was. */
bool number_read(const char *text, int64_t *number) MUST_USE;
bool number_read_unsigned(const char *text, uint64_t *number) MUST_USE;

/* number_read() and least <= *number <= most. */
bool number_read_within(const char *text, int64_t least, int64_t most, int64_t *number) MUST_USE;

#endif
