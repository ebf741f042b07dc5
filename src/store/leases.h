/* leases — what one process holds and no other, for a time: a gateway shard, a turn to identify.
 *
 *     free ──taken──▶ held ──until passed, or released──▶ free
 *                      ▲ │
 *                      └─┘ renewed by its holder
 *
 * Held is a promise about time: the holder stops what the lease allows well before `until` by
 * its own clock, and nobody else takes it before `until` by theirs.  So the clocks of machines
 * that share a database must agree as closely as the holder stops early.
 *
 * A name is "kind:what", 1 … 200 bytes.  Several are named by their beginning and "%". */
#ifndef STORE_LEASES_H
#define STORE_LEASES_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct change;
struct job;
struct link;

enum { LEASES_LISTED_MOST = 5000 };

struct lease {
    const char *name;
    const char *holder;
    struct instant until; /* in the past: free */
    int64_t term;         /* from 1; grows with every new holder */
};

/* Takes what is free at `now`, or is the holder's own already (then it is renewed).  *term: 0
 * when another has it. */
enum fault leases_take(struct job *job, struct change *change, const char *name, const char *holder,
                       struct instant now, struct instant until, int64_t *term) MUST_USE;

/* Those of `names` that are the holder's; another's stay as they are. */
enum fault leases_renew(struct job *job, struct change *change, const char *names,
                        const char *holder, struct instant until) MUST_USE;
enum fault leases_release(struct job *job, struct change *change, const char *names,
                          const char *holder) MUST_USE;

/* Free ones too; by name, in the job's arena. */
enum fault leases_list(struct job *job, struct link *link, const char *names,
                       const struct lease **leases, size_t *count) MUST_USE;

/* Removes what ran out before, with its term: for names that do not come again. */
enum fault leases_forget(struct job *job, struct change *change, const char *names,
                         struct instant before) MUST_USE;

#endif
