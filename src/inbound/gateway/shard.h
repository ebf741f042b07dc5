/* shard — one share of the servers: its dialogue, joined to its connection. */
#ifndef INBOUND_GATEWAY_SHARD_H
#define INBOUND_GATEWAY_SHARD_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/job.h"
#include "inbound/gateway/address.h"
#include "inbound/gateway/dialogue.h"
#include "inbound/gateway/gateway.h"
#include "inbound/gateway/turns.h"
#include "wire/discord/frame.h"

struct uplink;

/* What the shards of one gateway share.  Used by its thread only. */
struct shard_common {
    struct gateway_plan plan;
    struct address base;
    CURLM *multi;
    struct turns turns;
    struct gateway_metrics metrics; /* of events and bytes only */
    struct job scratch;             /* emptied after each frame */
};

struct shard {
    uint32_t id;
    struct dialogue dialogue;
    struct uplink *uplink; /* NULL: not connected */
    bool has_turn;         /* holds its bucket's turn to identify */

    /* An event the workers had no room for; a view of the uplink's last message. */
    bool holding;
    struct frame held;
    struct instant held_at;
};

enum {
    SHARD_HOLD_MS = 10,        /* a held event waits so long before it is offered again */
    SHARD_TURN_AGAIN_MS = 500, /* so does the question for a turn that another process has */
};

/* Does all there is to do now. */
void shard_turn(struct shard *shard, struct shard_common *common, int64_t now_ms);

/* When the next turn is due without anything happening on the socket. */
int64_t shard_next_ms(const struct shard *shard, const struct shard_common *common, int64_t now_ms);

/* Leaves; the session stays at Discord and in shard->dialogue.session. */
void shard_stop(struct shard *shard, struct shard_common *common, int64_t now_ms);

#endif
