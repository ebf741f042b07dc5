/* lines — whether the lines of a header were sent as they were understood.
 *
 * Before 0.9.76 libmicrohttpd takes a bare LF for the end of a line, joins folded lines in a
 * way that can change a name, and cuts texts at a NUL; nothing of it shows in the texts it
 * gives.  But it parses in place and puts a NUL over each byte that ends a word or a
 * line.  So with CRLF after each line, one blank between the words of the first and only
 * blanks before a value, every piece begins exactly behind the one before: a chain from the
 * method to the body.  A chain that breaks is a header that somebody else could read
 * differently.
 *
 * Looks at addresses only, never at what is there. */
#ifndef INBOUND_HTTP_LINES_H
#define INBOUND_HTTP_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lines {
    uintptr_t next; /* where the next line must begin */
    bool ragged;    /* the chain broke */
};

/* The texts of the first line; target_length is that of path, '?' and query. */
struct lines lines_begin(const char *method, const char *target, size_t target_length,
                         const char *version);
void lines_field(struct lines *lines, const char *name, size_t name_length, const char *value,
                 size_t value_length);
/* `end` is the first byte behind the empty line. */
void lines_end(struct lines *lines, const char *end);

#endif
