/* scan — a few fields out of JSON, in one pass, without a tree and without memory.
 *
 * For the gateway's hot path, where most of what arrives is read by nobody:
 *
 *     struct scan_field fields[] = { { .name = "op" }, { .name = "t" }, { .name = "d.guild_id" } };
 *
 *     if (!scan(payload, FRAME_DEPTH_MOST, fields, LENGTH(fields)))
 *         ... no JSON
 *
 * It walks over everything by the same grammar as json_read(), so what json_read() takes
 * scan() takes too, with the same values.  Only a name that comes twice is not noticed
 * where nobody asked for it. */
#ifndef WIRE_SCAN_H
#define WIRE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

struct arena;

enum { SCAN_FIELDS_MOST = 16 };

struct scan_field {
    const char *name;   /* "d", or one level down: "d.guild_id" */
    struct bytes value; /* out: the value as JSON, a view of the input; length 0: absent */
};

/* False when the bytes are not one JSON object within `depth_most` (at most
 * JSON_DEPTH_MOST), or when a name that was asked for comes twice; the values are then
 * undefined.  `count` is at most SCAN_FIELDS_MOST. */
bool scan(struct bytes bytes, unsigned depth_most, struct scan_field *fields,
          size_t count) MUST_USE;

/* A value found by scan(), as ...; NULL or false when it is absent or something else. */
bool scan_whole(struct bytes value, int64_t *whole) MUST_USE; /* as json_whole() */
bool scan_snowflake(struct bytes value, uint64_t *snowflake) MUST_USE;
bool scan_flag(struct bytes value, bool *flag) MUST_USE;
bool scan_number(struct bytes value, double *number) MUST_USE;
bool scan_is_null(struct bytes value);
bool scan_is(struct bytes value, const char *text); /* is it that text? */
const char *scan_text(struct arena *arena, struct bytes value);
/* With its NUL into `room` bytes; false when it might not fit. */
bool scan_copy(struct bytes value, char *out, size_t room) MUST_USE;

#endif
