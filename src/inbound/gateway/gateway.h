/* gateway — the connection to Discord over which events reach us: a thread of its own with
 * one loop for all shards of this process.
 *
 * It decodes no more than it must, hands what is wanted to the workers and keeps the sessions
 * alive: heartbeats, reconnects, resumes (see dialogue.h).  A sequence number counts only once
 * its event was handed over, so that a resume brings again what was not.  gateway_stop() leaves
 * the sessions open at Discord and gives them back; handed to the next gateway_open(), nothing
 * is missed over a restart.
 *
 * Several processes may share one bot's shards.  Then gateway_hold() says which are ours, and
 * gateway_allow() until when: past that moment the gateway leaves them by its own clock, before
 * it reads another event, whatever keeps its caller.
 *
 * Source: https://discord.com/developers/docs/events/gateway */
#ifndef INBOUND_GATEWAY_GATEWAY_H
#define INBOUND_GATEWAY_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "inbound/gateway/events.h"
#include "inbound/gateway/resume_point.h"
#include "inbound/gateway/turns.h"

struct gateway;
struct presences;
struct job;
struct secret;
struct workers;

enum {
    GATEWAY_SHARDS_MOST = 256,         /* in one process */
    GATEWAY_SESSION_AGE_S = 5 * 60,    /* Discord lets an unused session end after minutes */
    GATEWAY_INTENT_PRESENCES = 1 << 8, /* privileged: Discord must allow it to the application */
    GATEWAY_INTENT_GUILDS = 1 << 0,    /* servers and their roles; interactions need none */
    GATEWAY_TURN_MS = 20 * 1000,       /* a shared turn is wanted for so long, to connect in */
};

struct gateway_plan {
    const char *url; /* of GET /gateway/bot: "wss://gateway.discord.gg"; ws:// is taken too */
    const struct secret *token; /* must outlive the gateway */
    uint64_t intents;           /* GATEWAY_INTENT_… */
    const char *activity;       /* "Watching …" in the member list; static; NULL: none */
    const uint32_t *shard_ids;  /* those of this process, each once */
    size_t shard_ids_count;     /* 0 … GATEWAY_SHARDS_MOST; none: see gateway_hold() */
    uint32_t shards;            /* in all; every id is below it */
    struct start_limit starts;  /* of GET /gateway/bot */
    struct workers *workers;    /* must outlive the gateway */
    struct event_handlers handlers;
    struct presences *presences;         /* must outlive the gateway; NULL: nobody wants them */
    const struct resume_point *sessions; /* of gateway_stop(); old ones are passed over */
    size_t sessions_count;
    int64_t until_ms; /* see gateway_allow(); 0: for ever */
    /* Asks the processes we share the bot with for a bucket's turn to identify, for `ms` from
     * now; 0 gives it back.  False: another has it.  Called in the gateway's thread, which
     * waits, so be quick.  NULL: we are alone. */
    bool (*share_turn)(void *subject, uint32_t bucket, int64_t ms);
    void *share_subject;
    /* Called once, in the gateway's thread, when Discord will not have us any more and an
     * operator must act; `why` (static) says what to do.  gateway_stop() is still due. */
    void (*over)(void *subject, const char *why);
    void *over_subject;
};

/* Starts the thread; what the plan points to need not live on but where it says so.
 * FAULT_INPUT when the plan makes no sense. */
enum fault gateway_open(struct job *job, const struct gateway_plan *plan,
                        struct gateway **out) MUST_USE;

/* Takes no further event, leaves so that the sessions stay, ends the thread and frees the
 * gateway.  Writes at most `room` points, one for each shard that has a session, and gives
 * their number.  NULL is fine: 0.  Blocks for a second at most. */
size_t gateway_stop(struct gateway *gateway, struct resume_point *points, size_t room);

/* The same while it runs on; false when it did not answer in time: then *count stays. */
bool gateway_points(struct gateway *gateway, struct resume_point *points, size_t room,
                    size_t *count) MUST_USE;

struct gateway_wish {
    const uint32_t *shard_ids; /* those to have from now on, each once; the others are left */
    size_t shard_ids_count;    /* 0 … GATEWAY_SHARDS_MOST */
    const struct resume_point *sessions; /* for those that are new */
    size_t sessions_count;
};

/* Gives the points of those it left and of those it kept, as they were; false when it did not
 * answer in time: then nothing changed. */
bool gateway_hold(struct gateway *gateway, const struct gateway_wish *wish,
                  struct resume_point *points, size_t room, size_t *count) MUST_USE;

/* The shards are ours until then (monotonic).  False when an earlier moment passed and all
 * were left: there are none until the next gateway_hold(), and their sessions, which others may
 * have gone on with, are forgotten. */
bool gateway_allow(struct gateway *gateway, int64_t until_ms) MUST_USE;

struct gateway_metrics {
    uint32_t shards;
    uint32_t connected;      /* READY now */
    int64_t latency_ms;      /* from heartbeat to ack, of the slowest shard; -1: not known */
    uint64_t identified;     /* sessions that we began */
    uint64_t resumed;        /* resumes that succeeded */
    uint64_t dropped;        /* connections that ended or never came to be */
    uint64_t received_bytes; /* off the sockets, compressed */
    uint64_t taken[EVENT_COUNT];
    uint64_t presences; /* read or passed over by the table of presences */
    uint64_t ignored;   /* events nobody wants */
    uint64_t missed;    /* let go because the workers were busy */
    uint64_t held;      /* times a shard had to wait for the workers */
    const char *over;   /* NULL, or why an operator must act; static */
};

/* From any thread. */
void gateway_metrics(struct gateway *gateway, struct gateway_metrics *metrics);

#endif
