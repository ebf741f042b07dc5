/* snowflake — Discord's ids: 64 bits unsigned, decimal text in JSON, with the
 * millisecond of their making in the upper 42 bits
 * (https://discord.com/developers/docs/reference#snowflakes). */
#ifndef WIRE_SNOWFLAKE_H
#define WIRE_SNOWFLAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/mark.h"

enum { SNOWFLAKE_TEXT_BYTES = 21 }; /* 20 digits and a NUL */

/* 1 … 20 digits without a leading zero, at most 2^64 - 1, never 0.  One id has one text.
 * False leaves *snowflake as it was.  NULL is no snowflake. */
bool snowflake_read(const char *text, uint64_t *snowflake) MUST_USE;
bool snowflake_read_bytes(struct bytes text, uint64_t *snowflake) MUST_USE;

void snowflake_write(uint64_t snowflake, char text[static SNOWFLAKE_TEXT_BYTES]);

/* When it was made: for an interaction, the instant of the click. */
struct instant snowflake_instant(uint64_t snowflake);

#endif
