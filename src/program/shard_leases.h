/* shard_leases — one bot's shards divided among the processes on one database (`--only bot`).
 *
 * Each process announces itself and holds its shards by leases (store/leases.h).  A beat
 *
 *     renew ▸ look who lives and who holds what ▸ take ▸ hand the gateway its shards
 *           ▸ save and release what goes elsewhere
 *
 * comes twelve times a lease; every fourth renews.  The gateway is allowed its shards for three
 * quarters of a lease from before the renewal by its own clock: a process that stands still, or
 * cannot reach the database, has left them before any other may take them.  The quarter between
 * is for the clocks of machines to differ and for connections to close.
 *
 * One thread (the main one), but for shard_leases_turn(). */
#ifndef PROGRAM_SHARD_LEASES_H
#define PROGRAM_SHARD_LEASES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "inbound/gateway/gateway.h"

struct job;
struct store;

enum { SHARD_LEASES_HOLDER_BYTES = 128, SHARD_LEASES_BEATS = 12 };

struct shard_leases {
    struct store *store;
    char holder[SHARD_LEASES_HOLDER_BYTES]; /* host.pid.random: unlike any other process */
    char name[SHARD_LEASES_HOLDER_BYTES + 16];
    uint32_t shards; /* in all */
    int64_t lease_ms;
    int64_t renewed_ms;                 /* monotonic, before the last renewal; 0: never */
    uint32_t held[GATEWAY_SHARDS_MOST]; /* what the gateway has */
    size_t held_count;
    uint32_t part; /* what we should have */
};

/* Announces this process.  `shards` is what Discord recommends; when others run already, their
 * division stands: leases->shards. */
enum fault shard_leases_begin(struct job *job, struct shard_leases *leases, struct store *store,
                              uint32_t shards, int64_t lease_s) MUST_USE;

int64_t shard_leases_beat_ms(const struct shard_leases *leases);

/* After a fault the next beat goes on where this one failed. */
enum fault shard_leases_beat(struct job *job, struct shard_leases *leases,
                             struct gateway *gateway) MUST_USE;

/* The gateway has stopped and its points are saved: others may take all at once. */
enum fault shard_leases_end(struct job *job, struct shard_leases *leases) MUST_USE;

/* gateway_plan.share_turn; the subject is the struct shard_leases. */
bool shard_leases_turn(void *subject, uint32_t bucket, int64_t ms);

#endif
