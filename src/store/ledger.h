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

struct change;
struct job;
struct link;
struct punch;
struct session;

enum {
    LEDGER_KEY_BYTES = 101,    /* a request key is 1 … 100 bytes */
    LEDGER_RECENT_MOST = 1000, /* sessions told by ledger_open(): the newest */
};

struct ledger {
    struct guild_id guild;
    struct user_id member;
    int64_t sequence; /* of the newest punch of the server; 0: none yet */
    struct hash head; /* its hash; zeros before the first */

    const struct punch *answered; /* the punch that already bears this request's key, or NULL:
                                     change nothing, give the first answer again */
    const struct session *open;   /* the member's running session, or NULL */
    bool punched;                 /* the member ever did */
    struct instant last_at;       /* when last; meaningful only if so */

    /* The member's sessions that end after `recent_from` or run, oldest first, the open one
     * among them. */
    const struct session *recent;
    size_t recent_count;
};

/* Makes the server's row if it is new, locks it until the change ends, and reads what the
 * rules need, in one round trip. */
enum fault ledger_open(struct job *job, struct change *change, struct guild_id guild,
                       struct user_id member, const char *request_key, struct instant recent_from,
                       struct ledger *ledger) MUST_USE;

/* Gives the punch its sequence, its session and its hash, and writes it, its session and the
 * head in one round trip; the ledger then tells the new state (open, recent, head).
 * The rules must have allowed it: a punch that does not fit the member's session is a bug.
 * FAULT_RACE when another change came between, which the lock forbids. */
enum fault ledger_append(struct job *job, struct change *change, struct ledger *ledger,
                         struct punch *punch) MUST_USE;

/* *punch is NULL when no punch bears the key. */
enum fault ledger_punch_by_key(struct job *job, struct link *link, struct guild_id guild,
                               const char *request_key, const struct punch **punch) MUST_USE;

#endif
