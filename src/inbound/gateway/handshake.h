/* handshake — how an HTTP connection becomes a WebSocket (RFC 6455, section 4), from the
 * client's side: the request we write, and the answer as it arrives, in pieces of any size.
 *
 * Limits: an answer's head is HANDSHAKE_HEAD_MOST bytes at most.  Extensions and protocols
 * are not offered, so an answer that names one is broken. */
#ifndef INBOUND_GATEWAY_HANDSHAKE_H
#define INBOUND_GATEWAY_HANDSHAKE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

enum {
    HANDSHAKE_NONCE_BYTES = 16,
    HANDSHAKE_HEAD_MOST = 8 * 1024,
    HANDSHAKE_RETRY_MOST_S = 10 * 60, /* a longer Retry-After is taken as this */
};

enum handshake_state {
    HANDSHAKE_MORE,    /* the head is not whole yet */
    HANDSHAKE_DONE,    /* 101, and all as it must be */
    HANDSHAKE_REFUSED, /* another status: see `status` and `retry_after_s` */
    HANDSHAKE_BROKEN,  /* no HTTP, too large, or not an answer to our request */
};

struct handshake {
    char key[32];    /* Sec-WebSocket-Key */
    char accept[32]; /* what Sec-WebSocket-Accept must be */
    int status;      /* once the state is not MORE; 0 where it was not even HTTP */
    int64_t retry_after_s;
    size_t length;
    char head[HANDSHAKE_HEAD_MOST + 1];
};

/* `nonce`: random, fresh for every connection. */
void handshake_begin(struct handshake *handshake, const unsigned char nonce[HANDSHAKE_NONCE_BYTES]);

/* Writes the request; false when it does not fit in `size`.  `host` and `target` come from
 * an address and hold no blanks or control characters. */
bool handshake_request(const struct handshake *handshake, const char *host, const char *target,
                       char *out, size_t size) MUST_USE;

/* Takes more of the answer.  *used is how much of it belongs to the head; after DONE the
 * rest are frames already. */
enum handshake_state handshake_take(struct handshake *handshake, struct bytes more,
                                    size_t *used) MUST_USE;

#endif
