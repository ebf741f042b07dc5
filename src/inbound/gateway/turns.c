#include "inbound/gateway/turns.h"

#include <assert.h>

enum { STARTS_A_DAY = 1000 };

void turns_begin(struct turns *turns, const struct start_limit *limit, int64_t now_ms)
{
    *turns = (struct turns){ .count = limit->max_concurrency };
    if (turns->count == 0)
        turns->count = 1;
    if (turns->count > TURNS_BUCKETS_MOST)
        turns->count = TURNS_BUCKETS_MOST;

    turns->total = limit->total ? limit->total : STARTS_A_DAY;
    turns->remaining = limit->total ? limit->remaining : STARTS_A_DAY;
    turns->reset_ms = now_ms + (limit->total ? limit->reset_after_ms : TURNS_DAY_MS);
}

uint32_t turns_bucket(const struct turns *turns, uint32_t shard)
{
    return shard % turns->count;
}

bool turns_take(struct turns *turns, uint32_t shard, int64_t now_ms)
{
    const uint32_t at = turns_bucket(turns, shard);

    if (now_ms >= turns->reset_ms) {
        turns->remaining = turns->total;
        turns->reset_ms = now_ms + TURNS_DAY_MS;
    }
    if (turns->buckets[at].held || now_ms < turns->buckets[at].free_ms || turns->remaining == 0)
        return false;
    turns->buckets[at].held = true;
    turns->remaining--;
    return true;
}

void turns_give(struct turns *turns, uint32_t shard)
{
    const uint32_t at = turns_bucket(turns, shard);

    assert(turns->buckets[at].held);
    turns->buckets[at].held = false;
    turns->remaining++;
}

void turns_put_off(struct turns *turns, uint32_t shard, int64_t until_ms)
{
    turns_give(turns, shard);
    turns->buckets[turns_bucket(turns, shard)].free_ms = until_ms;
}

void turns_spend(struct turns *turns, uint32_t shard, int64_t now_ms)
{
    const uint32_t at = turns_bucket(turns, shard);

    assert(turns->buckets[at].held);
    turns->buckets[at].held = false;
    turns->buckets[at].free_ms = now_ms + TURNS_APART_MS;
}

int64_t turns_next_ms(const struct turns *turns, uint32_t shard)
{
    const uint32_t at = turns_bucket(turns, shard);

    if (turns->buckets[at].held)
        return INT64_MAX;
    const int64_t budget_ms = turns->remaining > 0 ? 0 : turns->reset_ms;
    return turns->buckets[at].free_ms > budget_ms ? turns->buckets[at].free_ms : budget_ms;
}
