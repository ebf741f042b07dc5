/* bot — the gateway's part of a service: its shards opened, divided or all ours, their sessions
 * kept in the database, and stopped so that nothing is missed.
 *
 * Alone, a process has every shard from the start and nobody to wait for after a kill -9.
 * Sharing, it begins with none and takes its part with the first beats (shard_leases.h). */
#ifndef PROGRAM_BOT_H
#define PROGRAM_BOT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "program/resume_points.h"
#include "program/shard_leases.h"

struct discord;
struct gateway;
struct interactions;
struct presences;
struct job;
struct secret;
struct store;
struct workers;

/* What it points to must outlive the bot. */
struct bot_plan {
    const struct secret *token;
    struct discord *discord;
    struct store *store;
    struct workers *workers;
    struct interactions *interactions;
    struct presences *presences; /* NULL: nothing is seen, and the intent is not asked for */
    bool shares;                 /* with other processes on the same database */
    int64_t lease_s;             /* only when it shares */
};

/* Embedded in the service. */
struct bot {
    struct store *store;
    bool shares;
    uint32_t shards;         /* in all */
    _Atomic uint32_t wanted; /* of them, by us; UINT32_MAX: not known yet */
    struct shard_leases leases;
    struct resume_keeper keeper;
    atomic_bool over; /* Discord will not have us any more */

    pthread_mutex_t lock;    /* guards gateway: HTTP asks it while it is opened and stopped */
    struct gateway *gateway; /* NULL: none */
};

void bot_begin(struct bot *bot);
enum fault bot_open(struct job *job, const struct bot_plan *plan, struct bot *bot) MUST_USE;

/* What is to be done every now and then; what goes wrong is logged.  Gives when to call it
 * again, in ms.  Nothing to do for a bot that is not open. */
int64_t bot_beat(struct bot *bot);

/* http_check.ready: all our shards are connected. */
enum fault bot_ready(struct job *job, void *subject) MUST_USE;

/* Discord ended the connection in a way that only an operator can mend; SIGTERM was raised. */
bool bot_is_over(const struct bot *bot);

/* Saves the sessions and gives the shards to the others.  Nothing to do when it is not open. */
void bot_stop(struct job *job, struct bot *bot);
void bot_end(struct bot *bot);

#endif
