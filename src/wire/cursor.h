/* cursor — walks over JSON by its grammar (RFC 8259), without a tree and without memory.
 *
 * What json_read() and scan() have in common: both take the same bytes and refuse the same
 * bytes.  A cursor that met something wrong stays where that is, says why and goes no
 * further. */
#ifndef WIRE_CURSOR_H
#define WIRE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

enum { CURSOR_NUMBER_MOST = 63 }; /* bytes; what cJSON reads of a number */

struct cursor {
    const unsigned char *at, *end;
    unsigned depth_left;
    size_t values_left;
    const char *why; /* static; NULL: nothing wrong so far */
};

struct cursor cursor_on(struct bytes bytes, unsigned depth_most, size_t values_most);

/* Over blanks and one value, and to its very end. */
bool cursor_skip(struct cursor *cursor) MUST_USE;

/* Over blanks and the opening of an object; false, and nothing wrong, when another value
 * stands there.  Then each cursor_member() goes over a name and its ':', up to the value,
 * which the caller must go over before the next one.  It says false at the end of the
 * object, which is then behind the cursor, or when something is wrong.  *name is what
 * stands between the quotes. */
bool cursor_enter(struct cursor *cursor) MUST_USE;
bool cursor_member(struct cursor *cursor, bool *first, struct bytes *name) MUST_USE;

/* The same for a list: each cursor_item() goes up to an item, which the caller must go over. */
bool cursor_enter_list(struct cursor *cursor) MUST_USE;
bool cursor_item(struct cursor *cursor, bool *first) MUST_USE;

/* Over blanks, to the end of the bytes. */
bool cursor_finish(struct cursor *cursor) MUST_USE;

/* What stands between the quotes of a text that a cursor went over, decoded: at most
 * raw.length bytes, and no NUL.  Says how many. */
size_t cursor_decode(struct bytes raw, char *out);
bool cursor_text_is(struct bytes raw, struct bytes text);

#endif
