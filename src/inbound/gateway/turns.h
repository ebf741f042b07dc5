/* turns — when a shard may identify.
 *
 * Discord lets max_concurrency shards identify in 5 s, one of each bucket
 * (shard % max_concurrency), and a day's total is limited: past it Discord ends every session
 * of the bot and resets its token.  A turn is held from before the connecting until the
 * identify was sent, so that a slow connection cannot bring two identifies close together.
 *
 * Source: https://discord.com/developers/docs/events/gateway#rate-limiting */
#ifndef INBOUND_GATEWAY_TURNS_H
#define INBOUND_GATEWAY_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mark.h"

enum {
    TURNS_BUCKETS_MOST = 64, /* a larger max_concurrency is used as this one */
    TURNS_APART_MS = 5 * 1000,
    TURNS_DAY_MS = 24 * 60 * 60 * 1000,
};

/* The session start limit of GET /gateway/bot; total 0: not known, 1000 a day. */
struct start_limit {
    uint32_t total;
    uint32_t remaining;
    int64_t reset_after_ms;
    uint32_t max_concurrency; /* 0: 1 */
};

struct turns {
    struct {
        int64_t free_ms; /* not before */
        bool held;
    } buckets[TURNS_BUCKETS_MOST];
    uint32_t count; /* of buckets, 1 … TURNS_BUCKETS_MOST */
    uint32_t total, remaining;
    int64_t reset_ms;
};

void turns_begin(struct turns *turns, const struct start_limit *limit, int64_t now_ms);

/* True: the turn is this shard's until turns_give() or turns_spend(). */
bool turns_take(struct turns *turns, uint32_t shard, int64_t now_ms) MUST_USE;
void turns_give(struct turns *turns, uint32_t shard); /* back, unused */
/* Back, unused, and not to be taken before. */
void turns_put_off(struct turns *turns, uint32_t shard, int64_t until_ms);
void turns_spend(struct turns *turns, uint32_t shard, int64_t now_ms); /* identify was sent */

uint32_t turns_bucket(const struct turns *turns, uint32_t shard);

/* When to try turns_take() again; INT64_MAX while another shard of the bucket holds it. */
int64_t turns_next_ms(const struct turns *turns, uint32_t shard);

#endif
