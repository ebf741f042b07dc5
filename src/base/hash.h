/* hash — SHA-256 (FIPS 180-4). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/bytes.h"

enum { HASH_BYTES = 32, HASH_HEX_BYTES = 2 * HASH_BYTES + 1 };

struct hash {
    unsigned char bytes[HASH_BYTES];
};

/* Over the parts, one after the other. */
struct hash hash_of(const struct bytes *parts, size_t count);
/* In constant time. */
bool hash_equal(const struct hash *one, const struct hash *other);
/* Lower-case hexadecimal with a NUL. */
void hash_hex(const struct hash *hash, char hex[static HASH_HEX_BYTES]);

#endif
