/* discord — what we ask of Discord's REST API, version 10
 * (https://discord.com/developers/docs/reference), as calls that wait for the answer.
 *
 * Rate limits, retries and pauses are rest.c's; a call returns when it is done or the job's
 * deadline forbids to wait on.  Bodies come written (wire/discord/).
 *
 * Faults: FAULT_INPUT Discord refuses what we sent (400), FAULT_DENIED it forbids it (403;
 * also a person's closed DMs), FAULT_MISSING it knows no such thing (404; also an expired
 * interaction), FAULT_BUSY a rate limit would outlast the deadline, FAULT_LATE the deadline
 * passed, FAULT_REMOTE everything else that is Discord's or the network's, and a refused
 * token (401). */
#ifndef OUTBOUND_DISCORD_DISCORD_H
#define OUTBOUND_DISCORD_DISCORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct discord;
struct job;
struct message;
struct secret;
struct server;

struct discord_plan {
    const char *api_base;       /* copied; NULL: "https://discord.com/api/v10"; http:// for tests */
    const struct secret *token; /* the bot's; copied; not set: calls that need it fault */
    const char *version;        /* of the program, for the User-Agent; copied */
    int global_per_s;           /* 0: Discord's 50; large bots are granted more */
};

/* GET /gateway/bot */
struct discord_gateway {
    const char *url; /* "wss://gateway.discord.gg", in the job's arena */
    int shards;      /* recommended */
    int starts;      /* identifies a day */
    int starts_left; /* identifies left today */
    int64_t starts_reset_ms;
    int max_concurrency; /* identifies per 5 s */
};

/* GET /applications/@me */
struct discord_application {
    struct application_id id;
    const char *name;       /* in the job's arena, like the next */
    const char *public_key; /* hexadecimal; Discord's verify_key */
    uint64_t flags;         /* GATEWAY_PRESENCE is 1 << 12, its limited form 1 << 13, … */
};

enum fault discord_open(struct job *job, const struct discord_plan *plan,
                        struct discord **out) MUST_USE;
void discord_close(struct discord *discord);

enum fault discord_gateway_bot(struct job *job, struct discord *discord,
                               struct discord_gateway *gateway) MUST_USE;
enum fault discord_application_me(struct job *job, struct discord *discord,
                                  struct discord_application *application) MUST_USE;

/* Replaces every command of the application: of one server, or with guild 0 everywhere. */
enum fault discord_commands_put(struct job *job, struct discord *discord,
                                struct application_id application, struct guild_id guild,
                                struct bytes commands) MUST_USE;

/* The first answer to an interaction (its callback); type is the body's media type. */
enum fault discord_answer(struct job *job, struct discord *discord,
                          struct interaction_id interaction, const char *token, struct bytes body,
                          const char *type) MUST_USE;
/* Edits that answer; adds another. */
enum fault discord_original_edit(struct job *job, struct discord *discord,
                                 struct application_id application, const char *token,
                                 struct bytes body, const char *type) MUST_USE;
enum fault discord_followup(struct job *job, struct discord *discord,
                            struct application_id application, const char *token, struct bytes body,
                            const char *type) MUST_USE;

/* Writes what discord_message_create() will send, perhaps later and perhaps twice: Discord takes
 * one nonce once (message_post_json()).  In the job's arena. */
enum fault discord_post_write(struct job *job, const struct message *message, const char *nonce,
                              struct bytes *body, const char **type) MUST_USE;

/* message may be NULL when nobody needs the id. */
enum fault discord_message_create(struct job *job, struct discord *discord,
                                  struct channel_id channel, struct bytes body, const char *type,
                                  struct message_id *message) MUST_USE;
enum fault discord_message_delete(struct job *job, struct discord *discord,
                                  struct channel_id channel, struct message_id message) MUST_USE;
/* The server as it is now; in the job's arena.  See servers.h, which remembers it. */
enum fault discord_guild(struct job *job, struct discord *discord, struct guild_id guild,
                         struct server *server) MUST_USE;
enum fault discord_dm_open(struct job *job, struct discord *discord, struct user_id user,
                           struct channel_id *channel) MUST_USE;

#endif
