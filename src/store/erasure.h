/* erasure — what may be deleted from the ledger, so that what stays can still be verified.
 *
 *     cleanup   completed sessions: their punches become stones, which keep nothing but the hash
 *               that the next link stands on; the walk goes over them
 *     purge     everything: a checkpoint keeps the head's hash, and the chain goes on from there
 *
 *     punch ─▶ punch ─▶ stone ─▶ stone ─▶ punch          checkpoint ─▶ punch ─▶ punch
 *
 * A running session is never cleaned up.  See docs/decisions/0030-erasure.md. */
#ifndef STORE_ERASURE_H
#define STORE_ERASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

/* Which completed sessions. */
struct erasure {
    struct guild_id guild;
    struct user_id member; /* {0}: everybody's */
    struct instant ended_before;
};

enum fault erasure_count(struct job *job, struct link *link, const struct erasure *erasure,
                         uint64_t *sessions) MUST_USE;

/* Locks the server. */
enum fault erasure_run(struct job *job, struct change *change, const struct erasure *erasure,
                       struct instant now, uint64_t *sessions) MUST_USE;

/* Sessions, punches, names and unsent messages of the server; its settings stay.  Locks it.
 * *again: that was done at or after `asked_at` already, so nothing happens: what was punched
 * since then stays when the same request comes twice. */
enum fault erasure_purge(struct job *job, struct change *change, struct guild_id guild,
                         struct instant asked_at, bool *again, uint64_t *sessions) MUST_USE;

#endif
