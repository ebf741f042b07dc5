/* ledger — what people did, appended and never changed, each server's as one hash chain.
 *
 * A punch costs two round trips and a commit:
 *
 *     ledger_open      locks the server, tells what stands
 *     (the rules of domain/time decide)
 *     ledger_append    the punch, its session, the new chain head
 *
 * Sessions are the ledger's projection: ledger_append() keeps them in step by the same
 * domain function with which ledger_rebuild() makes them again. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/time/punch.h"
#include "domain/time/session.h"

struct change;
struct job;
struct link;
struct member_name;

enum {
    /* Rows that ledger_open() reads: one a break, one for a session without any, the newest
     * first.  Who takes that many breaks clicks without a pause for two weeks. */
    LEDGER_ROWS_MOST = 100000,
};

struct ledger {
    struct guild_id guild;
    struct user_id member;
    int64_t sequence; /* of the newest punch of the server; 0: none yet */
    struct hash head; /* its hash; the genesis hash before the first */

    const struct punch *answered; /* the punch that already bears this request's key, or NULL:
                                     change nothing, give the first answer again — after
                                     store_keep(), which waits for a synchronous standby: an
                                     earlier wait for it may have been broken off */
    struct standing standing;     /* of the member; for punch_judge() */
    const struct session *open;   /* the member's running session, or NULL; one of `recent` */

    /* What the caller knows the member by; written with the next punch.  NULL: nothing. */
    const struct member_name *name;

    /* The member's sessions that end after `recent_from`, and the running one, oldest first. */
    const struct session *recent;
    size_t recent_count;
};

/* Makes the server's row if it is new, locks it until the change ends, and reads what the
 * rules need, in one round trip. */
enum fault ledger_open(struct job *job, struct change *change, struct guild_id guild,
                       struct user_id member, const char *request_key, struct instant recent_from,
                       struct ledger *opened) MUST_USE;

/* Gives the punch its sequence, its session and its hash, and writes it, its session and the
 * head in one round trip; the ledger then tells the new state.
 * The rules must have allowed it: a punch that does not fit the member's session is a bug.
 * FAULT_RACE when another change came between, which the lock forbids. */
enum fault ledger_append(struct job *job, struct change *change, struct ledger *ledger,
                         struct punch *wanted) MUST_USE;

/* The head of the server's chain as it stands: what reports are printed with. */
enum fault ledger_head(struct job *job, struct link *link, struct guild_id guild,
                       struct hash *head) MUST_USE;

/* *punch is NULL when no punch bears the key. */
enum fault ledger_punch_by_key(struct job *job, struct link *link, struct guild_id guild,
                               const char *request_key, const struct punch **punch) MUST_USE;

#endif
