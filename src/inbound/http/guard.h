/* guard — refuses requests whose framing two readers could understand differently.
 *
 * A proxy stands before us.  Where it and we disagree on where a request ends, the rest of one
 * person's request becomes the beginning of another's (request smuggling).  libmicrohttpd
 * is lenient, so what is ambiguous is refused here before anything else looks at it:
 * the answer is 400 and the connection is closed.  RFC 9110, RFC 9112 §3, §5, §6.
 *
 * Pure: knows neither the library nor a socket. */
#ifndef INBOUND_HTTP_GUARD_H
#define INBOUND_HTTP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
    GUARD_TARGET_MOST = 4096, /* bytes of path and query */
    GUARD_FIELDS_MOST = 100,
};

struct guard_field {
    struct bytes name;
    struct bytes value;
};

struct guard_request {
    struct bytes target; /* as sent: path and query */
    bool version_1_1;    /* HTTP/1.1; else 1.0 */
    bool ragged;         /* a line did not end in CRLF, was folded or held a NUL */
    const struct guard_field *fields;
    size_t fields_count;
};

/* How the body comes. */
struct guard_framing {
    bool chunked;
    uint64_t length; /* 0 when chunked or without a body */
};

struct guard_refusal {
    int status;      /* 400, 414, 417 or 431 */
    const char *why; /* static, for a person and the log */
};

/* NULL: nothing is wrong, and *framing is set. */
const struct guard_refusal *guard_request(const struct guard_request *request,
                                          struct guard_framing *framing);

#endif
