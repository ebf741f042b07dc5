/* secret — a token, key or password.
 *
 * Its own type, so that none ends in a log or a message by accident: nothing prints it
 * but the two places that send it, and those call secret_reveal(), which is easy to find. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

struct secret {
    char *text; /* own memory, locked where the system allows; NULL: not set */
    size_t length;
};

struct secret secret_new(const char *text); /* copies; NULL gives one that is not set */
void secret_free(struct secret *secret);    /* wipes */

bool secret_is_set(const struct secret *secret);
/* NUL-terminated; must not be NULL-checked but with secret_is_set(). */
const char *secret_reveal(const struct secret *secret);
/* In constant time for a given length of `offered`. */
bool secret_equals(const struct secret *secret, struct bytes offered);

#endif
