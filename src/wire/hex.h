/* hex — bytes as hexadecimal text. */
#ifndef WIRE_HEX_H
#define WIRE_HEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/mark.h"

/* Exactly 2 × `count` digits of either case, nothing before, between or after.  False
 * leaves `bytes` undefined.  Takes the same time for all texts of one length. */
bool hex_read(const char *text, unsigned char *bytes, size_t count) MUST_USE;

/* Lower case and a NUL: `text` has room for 2 × bytes.length + 1. */
void hex_write(struct bytes bytes, char *text);

#endif
