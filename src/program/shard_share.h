/* shard_share — which shards a process should hold, decided from what all processes see alike.
 *
 * The live processes stand in the order of their names.  Each gets the whole part of shards /
 * processes, and the first ones one more until nothing is left: so the parts add up, differ by
 * one at most, and when a process comes or goes few shards move.  Who has more than its part
 * gives the highest ones; who has less may take free ones.  Nothing is taken from anybody. */
#ifndef PROGRAM_SHARD_SHARE_H
#define PROGRAM_SHARD_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "store/leases.h"

enum {
    SHARD_SHARE_SHARDS_MOST = 4096, /* of all processes together */
    SHARD_SHARE_NAME_BYTES = 200,   /* of a lease's name, with its NUL */
};

/* "bot:16:HOLDER": a process that divides 16 shards.  "shard:3": who holds shard 3. */
#define SHARD_SHARE_BOTS   "bot:"
#define SHARD_SHARE_SHARDS "shard:"

struct shard_view {
    const char *holder; /* us */
    struct instant now;
    uint32_t shards;          /* in all, 1 … SHARD_SHARE_SHARDS_MOST */
    uint32_t most;            /* that one process carries */
    const struct lease *bots; /* ours may be among them */
    size_t bots_count;
    const struct lease *held; /* "shard:…" */
    size_t held_count;
};

enum shard_act {
    SHARD_LEAVE, /* another's, or free and not for us: leave it alone */
    SHARD_KEEP,
    SHARD_GIVE,
    SHARD_TAKE, /* free: try, until we have our part */
};

/* Writes view->shards acts and gives how many shards are our part. */
uint32_t shard_share(const struct shard_view *view, enum shard_act *acts);

/* How many shards the live processes divide; 0: there are none. */
uint32_t shard_share_total(const struct lease *bots, size_t count, struct instant now);

#endif
