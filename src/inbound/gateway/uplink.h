/* uplink — one connection to a gateway, from its name to its messages:
 *
 *     DIALING ──libcurl: name, TCP, TLS──> ASKING ──101──> OPEN ──> GONE
 *        │                                   │                       ▲
 *        └─────── not reached ───────────────┴─ refused, nonsense ───┘
 *
 * Nothing here blocks: libcurl resolves in a thread of its own and dials within a multi handle
 * that serves all uplinks of the loop.  Debian 12's libcurl knows no ws://, so it connects as
 * for https:// (http://) and hands us the socket (CURLOPT_CONNECT_ONLY).
 *
 * Limits: UPLINK_DIAL_S for name, TCP and TLS; UPLINK_READ_MOST bytes a turn, so that a
 * talkative shard leaves time for the others. */
#ifndef INBOUND_GATEWAY_UPLINK_H
#define INBOUND_GATEWAY_UPLINK_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

struct address;

enum { UPLINK_DIAL_S = 12, UPLINK_READ_MOST = 256 * 1024 };

enum uplink_news {
    UPLINK_LATER,
    UPLINK_OPENED,  /* once, before the first message */
    UPLINK_MESSAGE, /* inflated; lives until the next call */
    UPLINK_CLOSED,  /* the other side closed in order: number is its code, 0: none */
    UPLINK_LOST,    /* not reached, refused or cut: number is Retry-After in s, 0: none */
};

struct uplink;

/* Begins to dial in `multi`, which must outlive it; NULL when libcurl has no memory.  The
 * easy handle's CURLOPT_PRIVATE is the uplink. */
struct uplink *uplink_open(CURLM *multi, const struct address *address);
/* Ends it at once, sending nothing more.  NULL is fine. */
void uplink_free(struct uplink *uplink);

/* The multi handle says that dialing has ended. */
void uplink_dialed(struct uplink *uplink, CURLcode result);

/* A new turn of the loop: the next UPLINK_READ_MOST bytes may be read. */
void uplink_refresh(struct uplink *uplink);
enum uplink_news uplink_next(struct uplink *uplink, struct bytes *message,
                             int64_t *number) MUST_USE;
/* Why it is CLOSED or LOST: static, or as long as the uplink. */
const char *uplink_why(const struct uplink *uplink);

/* Keeps what cannot be sent at once; false when there is too much of it already. */
bool uplink_say(struct uplink *uplink, struct bytes text) MUST_USE;
/* Sends a close frame if the socket takes it now; uplink_free() is due next. */
void uplink_close(struct uplink *uplink, uint16_t code);
/* Sends what waits, as far as the socket takes it; true when nothing waits any more. */
bool uplink_flush(struct uplink *uplink);

/* What to wait for; false while libcurl's multi handle waits for it, or nothing does. */
bool uplink_poll(const struct uplink *uplink, struct curl_waitfd *wait) MUST_USE;
/* There may be news that poll() does not see: in libcurl's buffers, or that it is lost. */
bool uplink_has_more(const struct uplink *uplink);

uint64_t uplink_received(const struct uplink *uplink); /* bytes off the socket, compressed */

#endif
