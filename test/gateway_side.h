/* gateway_side — the bytes Discord's side of a gateway connection would send, for tests:
 * deflated messages in WebSocket frames. */
#ifndef TEST_GATEWAY_SIDE_H
#define TEST_GATEWAY_SIDE_H

#include <stddef.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/text.h"

enum { FIN = 0x80, CONTINUED = 0x0, TEXTUAL = 0x1, BINARY = 0x2, CLOSED = 0x8, PING = 0x9 };

struct side {
    z_stream stream;
};

void side_begin(struct side *side);
void side_end(struct side *side);

/* Adds the next piece of the stream, up to a sync flush. */
void side_deflate(struct side *side, struct text *out, const char *message);
/* Adds a frame, unmasked; `first` is FIN and the opcode. */
void side_frame(struct text *out, unsigned first, struct bytes payload);
/* Both: adds `message` deflated, in one frame. */
void side_say(struct side *side, struct text *out, const char *message);

struct bytes text_bytes(const struct text *text);

#endif
