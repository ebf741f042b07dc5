/* bytes — a view of memory that somebody else owns: what came from a socket, a
 * column, a hash.  Not NUL-terminated, may hold NULs.  Lives as long as its owner. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct bytes {
    const unsigned char *at;
    size_t length;
};

#define BYTES_NONE ((struct bytes){ 0 })

/* The bytes of a NUL-terminated text, without the NUL. */
struct bytes bytes_of(const char *text);
bool bytes_equal(struct bytes one, struct bytes other);

#endif
