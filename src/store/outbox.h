/* outbox — messages to Discord, written in the same change as their cause, sent afterwards by
 * whichever process comes first.  See app/outbox.h for writing and sending.
 *
 *     waiting ──hold──▶ waiting, due when the hold ends ──sent──▶ done
 *        ▲                          │          └──never arrives──▶ done, with why
 *        └──────────later───────────┘ */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

enum {
    OUTBOX_KEY_BYTES_MOST = 160,
    OUTBOX_BODY_BYTES_MOST = 10 * 1024 * 1024,
    OUTBOX_FAILURE_BYTES_MOST = 500,
    OUTBOX_FAILURES_MOST = 100,
};

/* Numbers as stored. */
enum outbox_target { OUTBOX_USER = 1, OUTBOX_CHANNEL = 2 };

struct outbox_row {
    struct guild_id guild; /* it concerns; {0}: none */
    const char *key;       /* unique in the server, 1 … OUTBOX_KEY_BYTES_MOST bytes */
    enum outbox_target to;
    uint64_t target;        /* the person's or the channel's id */
    const char *media_type; /* of the body */
    struct bytes body;
    struct instant created_at;
    struct instant due_at;
    int64_t attempts; /* begun so far */
};

/* Nothing happens when the key is there already. */
enum fault outbox_add(struct job *job, struct change *change,
                      const struct outbox_row *row) MUST_USE;

/* What is due, the oldest first. */
enum fault outbox_due(struct job *job, struct link *link, struct instant now, size_t limit,
                      const struct outbox_row **rows, size_t *count) MUST_USE;

/* *ours: nobody else sends it until then. */
enum fault outbox_hold(struct job *job, struct change *change, const struct outbox_row *row,
                       struct instant until, bool *ours) MUST_USE;

enum fault outbox_later(struct job *job, struct change *change, const struct outbox_row *row,
                        struct instant due_at, const char *failure) MUST_USE;
/* failure NULL: it was sent. */
enum fault outbox_done(struct job *job, struct change *change, const struct outbox_row *row,
                       struct instant now, const char *failure) MUST_USE;

/* Forgets what was done before then. */
enum fault outbox_sweep(struct job *job, struct change *change, struct instant before,
                        uint64_t *removed) MUST_USE;

enum fault outbox_waiting(struct job *job, struct link *link, int64_t *count) MUST_USE;

struct outbox_failure {
    enum outbox_target to;
    uint64_t target;
    struct instant created_at, failed_at;
    int64_t attempts;
    const char *failure; /* words for the log and the dashboard */
};

/* A server's messages that will never arrive, the newest first. */
enum fault outbox_failures(struct job *job, struct link *link, struct guild_id guild,
                           const struct outbox_failure **failures, size_t *count) MUST_USE;

#endif
