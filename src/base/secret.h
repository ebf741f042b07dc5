/* secret — a token, key or password.
 *
 * Its own type, so that none ends in a log or a message by accident: nothing prints it
 * but the two places that send it, and those call secret_reveal(), which is easy to find. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/mark.h"

struct secret {
    char *text; /* own memory, locked where the system allows; NULL: not set */
    size_t length;
};

/* Copies; NULL and "" give one that is not set: nobody may get in with nothing. */
struct secret secret_new(const char *text);
void secret_free(struct secret *secret); /* wipes; it is not set afterwards */

bool secret_is_set(const struct secret *secret);
/* NUL-terminated, until secret_free().  Only for one that is set. */
const char *secret_reveal(const struct secret *secret);
/* In a time that depends on the two lengths only.  One that is not set equals nothing. */
bool secret_equals(const struct secret *secret, struct bytes offered) MUST_USE;

#endif
