/* timestamp — Discord's instants in text, a profile of ISO 8601: "2023-04-19T18:03:13.011000+00:00". */
#ifndef WIRE_DISCORD_TIMESTAMP_H
#define WIRE_DISCORD_TIMESTAMP_H

#include <stdbool.h>

#include "base/instant.h"
#include "base/mark.h"

/* Years 1970 … 9999, UTC only ("+00:00" or "Z"); the fraction may be missing and counts in
 * milliseconds, rounded down.  False leaves *instant as it was. */
bool timestamp_read(const char *text, struct instant *instant) MUST_USE;

#endif
