/* redact — finds in text what must not be printed: Discord's tokens, Stripe's keys, what
 * stands before the @ of a URL, mail addresses, what follows "Bearer" or "password=".
 *
 * It knows what such things look like, not what they are: it may hide too much, and
 * cannot hide a secret that looks like a word.  The first defence is struct secret. */
#ifndef BASE_REDACT_H
#define BASE_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/mark.h"

#define REDACTED "[redacted]"

struct redaction {
    size_t begin, length; /* bytes */
};

/* The first stretch to hide that begins at `from` or later; *found stays as it was when
 * there is none.  Takes any bytes, in a time that grows with their number. */
bool redact_next(struct bytes text, size_t from, struct redaction *found) MUST_USE;

/* Whether a value of that name is never printed: token, key, secret, password, cookie,
 * authorization, mail, email; also behind an underscore ("bot_token").  Lower case. */
bool redact_name(const char *name) MUST_USE;

#endif
