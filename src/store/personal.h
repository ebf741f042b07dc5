/* personal — what a server knows of one member: given to them, or forgotten.
 *
 * Forgetting deletes what is older than the server keeps. Of what it keeps the punches become
 * stones, and the sessions stand under a pseudonym: a random id that no person can have, one
 * for each time somebody asks, written down nowhere else.  See docs/decisions/0030-erasure.md. */
#ifndef STORE_PERSONAL_H
#define STORE_PERSONAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/time/punch.h"

struct change;
struct job;
struct link;

/* Instants of 0 ms: it is not so. */
struct personal_facts {
    const char *username; /* NULL: we never noted a name; so is nickname then */
    const char *nickname;
    struct instant seen_at;
    struct instant banned_at, ban_until, ban_lifted_at; /* ban_until 0: no end */
    struct instant warned_at;
    struct instant recipient_since; /* of the messages about clock-outs */
};

enum fault personal_facts(struct job *job, struct link *link, struct guild_id guild,
                          struct user_id member, struct personal_facts *facts) MUST_USE;

/* Every punch of the member, oldest first, one at a time; a fault from `each` ends it. */
typedef enum fault personal_visit(void *context, const struct punch *punch);
enum fault personal_punches(struct job *job, struct link *link, struct guild_id guild,
                            struct user_id member, personal_visit *each, void *context) MUST_USE;

/* Whose, and which: completed before they asked. */
struct farewell {
    struct guild_id guild;
    struct user_id member;
    struct instant asked_at;
    struct instant kept_from; /* what ended before that the server need not keep; 0: all is kept */
};

struct farewell_count {
    bool on_the_clock; /* nothing can be forgotten until they clock out */
    uint64_t deleted;
    uint64_t pseudonymised;
};

enum fault personal_count(struct job *job, struct link *link, const struct farewell *farewell,
                          struct farewell_count *count) MUST_USE;

/* Locks the server.  Changes nothing while the member is on the clock.  Coming again it finds
 * nothing left and harms nothing. */
enum fault personal_forget(struct job *job, struct change *change, const struct farewell *farewell,
                           struct instant now, struct farewell_count *count) MUST_USE;

#endif
