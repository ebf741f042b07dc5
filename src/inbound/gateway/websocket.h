/* websocket — frames (RFC 6455) in and out over any two-way stream of bytes, client's side.
 *
 * Pulled, never pushing: who asks for no message gets none, so one that nobody can take yet
 * waits in the socket.  Every message of the gateway is binary and part of a zlib stream;
 * what websocket_next() gives is inflated.  Pings are answered here.
 *
 * Limits: INFLATER_BYTES_MOST a message, before and after inflating; WEBSOCKET_OUT_MOST bytes
 * waiting to be sent. */
#ifndef INBOUND_GATEWAY_WEBSOCKET_H
#define INBOUND_GATEWAY_WEBSOCKET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "base/mark.h"

enum { WEBSOCKET_OUT_MOST = 12 * 1024 };

enum websocket_news {
    WEBSOCKET_LATER, /* nothing whole yet */
    WEBSOCKET_MESSAGE,
    WEBSOCKET_CLOSED, /* websocket_code() says how */
    WEBSOCKET_BROKEN, /* cut, or not what RFC 6455 or zlib allow: websocket_why() */
};

struct websocket_source {
    /* As read(2): how many bytes were put there; 0: later, -1: never again. */
    ssize_t (*read)(void *subject, unsigned char *out, size_t room);
    void *subject;
};

struct websocket;

struct websocket *websocket_new(const struct websocket_source *source);
void websocket_free(struct websocket *websocket); /* NULL is fine */

/* After CLOSED and BROKEN always the same again.  *message lives until the next call. */
enum websocket_news websocket_next(struct websocket *websocket, struct bytes *message) MUST_USE;
uint16_t websocket_code(const struct websocket *websocket);   /* of the close frame; 0: none */
const char *websocket_why(const struct websocket *websocket); /* static */

/* A text message, or a close frame, to what waits to be sent; false when that is full. */
bool websocket_say(struct websocket *websocket, struct bytes text) MUST_USE;
bool websocket_close(struct websocket *websocket, uint16_t code) MUST_USE;

/* What waits to be sent, and that so much of it now is. */
struct bytes websocket_waiting(const struct websocket *websocket);
void websocket_sent(struct websocket *websocket, size_t count);

#endif
