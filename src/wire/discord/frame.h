/* frame — what is said over Discord's gateway
 * (https://discord.com/developers/docs/events/gateway-events). */
#ifndef WIRE_DISCORD_FRAME_H
#define WIRE_DISCORD_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct arena;
struct job;
struct secret;

enum {
    FRAME_DEPTH_MOST = 64,
    FRAME_SENT_MOST = 4096,   /* bytes; Discord closes with 4002 beyond */
    FRAME_EVENT_MOST = 63,    /* bytes of an event's name that we keep apart */
    FRAME_GUILDS_MOST = 5000, /* in READY; Discord puts at most 2500 on a shard */
    FRAME_MEMBERS_MOST = 100, /* that may be asked for by id at once */
};

/* Discord's numbers. */
enum frame_op {
    FRAME_DISPATCH = 0,
    FRAME_HEARTBEAT = 1,
    FRAME_IDENTIFY = 2,
    FRAME_RESUME = 6,
    FRAME_RECONNECT = 7,
    FRAME_REQUEST_MEMBERS = 8,
    FRAME_INVALID_SESSION = 9,
    FRAME_HELLO = 10,
    FRAME_HEARTBEAT_ACK = 11,
};

/* The envelope of what arrives.  Read in one pass; `data` is a view of the input. */
struct frame {
    int64_t op;                       /* may be one we do not know */
    int64_t sequence;                 /* -1: none */
    char event[FRAME_EVENT_MOST + 1]; /* "GUILD_CREATE"; "" when none or longer */
    struct bytes data;                /* `d`, as JSON; length 0: none */
    struct guild_id guild;            /* `d.guild_id`; {0}: none */
};

/* False: no JSON object with an op. */
bool frame_read(struct bytes bytes, struct frame *frame) MUST_USE;

struct frame_ready {
    const char *session;    /* session_id */
    const char *resume_url; /* resume_gateway_url */
    struct user_id user;    /* the bot itself */
    struct application_id application;
    const struct guild_id *guilds;
    size_t guilds_count;
    uint32_t shard, shards; /* which servers those are: see frame_shard_of() */
};

struct frame_guild {
    struct guild_id guild;
    const char *name; /* NULL when unavailable; so the owner is 0 */
    struct user_id owner;
    bool unavailable; /* GUILD_CREATE, GUILD_DELETE: an outage, not a joining or leaving */
};

/* The shard that tells of a server. */
uint32_t frame_shard_of(struct guild_id guild, uint32_t shards);

/* From the data of the frame; FAULT_INPUT names what is missing.  In the job's arena. */
enum fault frame_hello(struct job *job, struct bytes data, int64_t *heartbeat_ms) MUST_USE;
enum fault frame_ready(struct job *job, struct bytes data, struct frame_ready *ready) MUST_USE;
/* GUILD_CREATE, GUILD_UPDATE, GUILD_DELETE; takes no tree, whatever the server's size. */
enum fault frame_guild(struct job *job, struct bytes data, struct frame_guild *guild) MUST_USE;
/* INVALID_SESSION: may it be resumed?  Anything but true is no. */
bool frame_resumable(struct bytes data);

struct identify {
    const struct secret *token;
    uint64_t intents;
    uint32_t shard, shards; /* shard < shards */
    const char *activity; /* "Watching …" in the member list, 1 … 128 characters; NULL: none */
};

/* In the arena; at most FRAME_SENT_MOST bytes.  The first two hold the token: not for logs.
 * FAULT_BUG when the texts are too long. */
enum fault frame_identify(struct job *job, const struct identify *identify,
                          struct bytes *bytes) MUST_USE;
enum fault frame_resume(struct job *job, const struct secret *token, const char *session,
                        int64_t sequence, struct bytes *bytes) MUST_USE;
/* `sequence` -1: none yet. */
enum fault frame_heartbeat(struct job *job, int64_t sequence, struct bytes *bytes) MUST_USE;

/* Who is meant: either ids, 1 … FRAME_MEMBERS_MOST, or, with count 0, everybody. */
struct members_request {
    struct guild_id guild;
    const struct user_id *users;
    size_t users_count;
    bool presences;    /* needs the intent */
    const char *nonce; /* comes back in every GUILD_MEMBERS_CHUNK; at most 32 bytes, or NULL */
};
enum fault frame_request_members(struct job *job, const struct members_request *request,
                                 struct bytes *bytes) MUST_USE;

#endif
