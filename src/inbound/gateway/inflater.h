/* inflater — Discord's transport compression "zlib-stream": one zlib stream for the life of a
 * connection, every message of it ending at a sync flush (00 00 FF FF).
 *
 * Limits: a message inflates to INFLATER_BYTES_MOST at most.  A stream that is broken, over
 * or too large stays so; only a new connection helps.
 * Source: https://discord.com/developers/docs/events/gateway#transport-compression */
#ifndef INBOUND_GATEWAY_INFLATER_H
#define INBOUND_GATEWAY_INFLATER_H

#include "base/bytes.h"
#include "base/mark.h"

enum { INFLATER_BYTES_MOST = 8 * 1024 * 1024 };

enum inflated {
    INFLATED_SOME,      /* fed; whether the message is whole, inflater_whole() knows */
    INFLATED_BROKEN,    /* not zlib, or the stream ended */
    INFLATED_TOO_LARGE, /* more than INFLATER_BYTES_MOST */
};

struct inflater;

struct inflater *inflater_new(void);
void inflater_free(struct inflater *inflater); /* NULL is fine */

/* Adds what `more` inflates to.  After a whole message was got, begins the next. */
enum inflated inflater_feed(struct inflater *inflater, struct bytes more) MUST_USE;

/* True when what was fed ends a message; *message lives until the next call. */
bool inflater_whole(struct inflater *inflater, struct bytes *message) MUST_USE;

#endif
