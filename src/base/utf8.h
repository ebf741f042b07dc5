/* utf8 — characters in text (RFC 3629): no overlong forms, no surrogates, nothing above
 * U+10FFFF.  A "character" here is a code point, which is also what Discord counts
 * (discord-api-docs issue 1315), though its client may draw several as one.
 *
 * Functions that count take any text: a byte that is not UTF-8 is a character of its own. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

#define UTF8_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD, drawn where bytes made no sense */

/* The character at the beginning: its length in bytes, 1 … 4, and its code point; 0, and
 * *point as it was, when there is none or what is there is not UTF-8. */
size_t utf8_read(struct bytes bytes, uint32_t *point) MUST_USE;

bool utf8_valid(struct bytes bytes) MUST_USE;

size_t utf8_length(const char *text);  /* characters */
size_t utf16_length(const char *text); /* 16-bit units, JavaScript's length */

/* How many bytes the first `characters` characters take; all when there are fewer. */
size_t utf8_clip(const char *text, size_t characters);

#endif
