/* chain — the walk along one server's punches, and what its sessions should be.  For the
 * store room only: verify and rebuild are made of it.
 *
 *     start: the checkpoint that retention left, or the genesis hash
 *       │
 *       ▼  sequence + 1, hash over the hash before        no such number: FINDING_MISSING
 *     punch ──▶ punch ──▶ … ──▶ last                      another hash:   FINDING_CHANGED
 *                                 │
 *                                 ▼  equal                else:           FINDING_HEAD
 *                          the server's head */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/hash.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "store/verify.h"

struct arena;
struct job;
struct link;
struct session;

struct chain {
    struct guild_id guild;
    int64_t start; /* sequence of the checkpoint, 0 without one */
    int64_t sequence;
    struct hash hash; /* of the punch `sequence` */
    uint64_t punches; /* walked */
    bool broken;
    struct finding finding; /* meaningful only if broken */
};

/* Inside a change, so that the walk sees one moment. */
enum fault chain_walk(struct job *job, struct link *link, struct guild_id guild,
                      struct chain *walked) MUST_USE;

/* Where a member's sessions differ from what the punches say: `stored` NULL: it is missing;
 * `told` NULL: no punch tells of it.  Both live in the arena given to chain_compare(). */
struct difference {
    int64_t session_id;
    const struct session *stored, *told;
};

struct comparison {
    const struct difference *differences; /* by session_id */
    size_t count;
    size_t sessions; /* told by the punches */
    int64_t misfit;  /* sequence of a punch that fits no session; 0: none */
};

enum fault chain_compare(struct job *job, struct link *link, struct arena *arena,
                         const struct chain *chain, struct user_id member,
                         struct comparison *compared) MUST_USE;

/* Members of the server who have punches or sessions, by id, a page after `after`. */
enum { CHAIN_MEMBERS = 500 };
enum fault chain_members(struct job *job, struct link *link, struct guild_id guild,
                         struct user_id after, const struct user_id **members,
                         size_t *count) MUST_USE;

#endif
