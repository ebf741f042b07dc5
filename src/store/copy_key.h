/* copy_key — values as bytes that are the same on every engine: to note how far a copy came,
 * and to compare rows.  For the store room only. */
#ifndef STORE_COPY_KEY_H
#define STORE_COPY_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mark.h"
#include "store/value.h"

struct arena;

enum { COPY_COLUMNS_MOST = 32 };

/* A letter for the kind; then 8 bytes big-endian, or the length so and the bytes. */
struct bytes copy_key_write(struct arena *arena, const struct value *values, size_t count);
/* Exactly `count` values; false when the bytes are not that, and `values` undefined. */
bool copy_key_read(struct arena *arena, struct bytes key, size_t count,
                   struct value *values) MUST_USE;

#endif
