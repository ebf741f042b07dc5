/* verify — does the ledger still say what was written?
 *
 * The chain of each server is walked from its first punch (or from the checkpoint that
 * retention left) to its head, in memory that does not grow with its length, in one snapshot;
 * then its sessions are compared with what the punches say. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct job;
struct store;

enum finding_kind {
    FINDING_CHANGED,    /* the punch is not the one that was hashed */
    FINDING_MISSING,    /* a sequence number is not there */
    FINDING_HEAD,       /* the server's head is not the last punch: the newest are missing */
    FINDING_CHECKPOINT, /* a checkpoint and the punches beside it disagree */
    FINDING_SESSION,    /* a session is not what the punches say */
    FINDING_FILE,       /* the database itself finds its file damaged; guild {0} */
};

struct finding {
    enum finding_kind kind;
    struct guild_id guild;
    int64_t sequence; /* of the punch; for FINDING_SESSION of the session's first */
    const char *text; /* one sentence for the operator */
};

struct verify_summary {
    uint64_t guilds, punches, sessions;
    uint64_t findings;
};

typedef void verify_found(void *context, const struct finding *finding);

/* guild {0}: every server.  Of a broken chain the first broken link is told, and the walk of
 * that server's chain ends there; sessions are compared all the same. */
enum fault verify_run(struct job *job, struct store *store, struct guild_id guild,
                      verify_found *found, void *context, struct verify_summary *summary) MUST_USE;

struct rebuild_summary {
    uint64_t guilds;
    uint64_t made, changed, removed; /* sessions */
};

/* Makes the sessions again from the punches, one server at a time, each in one change.
 * FAULT_STORE at a server whose chain is broken, which is left as it is. */
enum fault rebuild_run(struct job *job, struct store *store, struct guild_id guild,
                       struct rebuild_summary *summary) MUST_USE;

#endif
