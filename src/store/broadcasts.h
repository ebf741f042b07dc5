/* broadcasts — letters of the operator to every server: typed first, sent when confirmed, in
 * steps of many servers.
 *
 *     typed ──step──▶ reached a server ──step──▶ … ──the last step──▶ done */
#ifndef STORE_BROADCASTS_H
#define STORE_BROADCASTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

enum { BROADCAST_KEY_BYTES_MOST = 60 };

struct broadcast {
    const char *key;   /* of the request that made it, 1 … BROADCAST_KEY_BYTES_MOST bytes */
    const char *title; /* both as the operator typed them */
    const char *words;
    struct guild_id reached; /* servers up to this one have had their turn; {0}: none yet */
    int64_t letters;         /* written so far */
    bool done;
};

/* Nothing happens when the key is there already. */
enum fault broadcasts_add(struct job *job, struct change *change, const struct broadcast *broadcast,
                          struct user_id by, struct instant now) MUST_USE;

/* *found false: there is none of that key, and *broadcast stays as it was. */
enum fault broadcasts_load(struct job *job, struct link *link, const char *key, bool *found,
                           struct broadcast *broadcast) MUST_USE;

struct broadcast_step {
    struct guild_id to; /* the last server of this step */
    int64_t letters;    /* written in it */
    bool last;          /* nothing follows */
};

/* *ours false: somebody else took that step, so the change must be undone. */
enum fault broadcasts_reach(struct job *job, struct change *change,
                            const struct broadcast *broadcast, const struct broadcast_step *step,
                            struct instant now, bool *ours) MUST_USE;

#endif
