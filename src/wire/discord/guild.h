/* guild — a server as Discord describes it, in GUILD_CREATE, in GUILD_UPDATE and in the answer
 * to GET /guilds/{id}; and what changes about its roles.
 *
 * GUILD_CREATE of a large server is megabytes of members and channels: what is not asked for
 * is passed over without a tree. */
#ifndef WIRE_DISCORD_GUILD_H
#define WIRE_DISCORD_GUILD_H

#include "base/bytes.h"
#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/server.h"

struct job;

enum {
    SERVER_ROLES_MOST = 1000, /* Discord: 250 */
    SERVER_CHANNELS_MOST = 2000,
    SERVER_MEMBERS_MOST = 5000, /* in GUILD_CREATE; Discord: 250 or everybody who is online */
    CHANNEL_OVERWRITES_MOST = 2000,
    ROLE_NAME_MOST = 400,  /* characters; Discord: 100 */
    SERVER_NAME_MOST = 400 /* likewise */
};

/* FAULT_INPUT when it is no server, or an unavailable one: those tell nothing. */
enum fault guild_read(struct job *job, struct bytes data, struct server *server) MUST_USE;

/* GUILD_ROLE_CREATE, GUILD_ROLE_UPDATE */
enum fault guild_role_read(struct job *job, struct bytes data, struct guild_id *guild,
                           struct server_role *role) MUST_USE;
/* GUILD_ROLE_DELETE */
enum fault guild_role_gone_read(struct job *job, struct bytes data, struct guild_id *guild,
                                struct role_id *role) MUST_USE;

struct guild_welcome {
    struct instant joined_at; /* when the bot came; {0}: not told */
    /* Where the bot may write: the system channel if it may, else the first text channel where
     * it may; {0}: nowhere. */
    struct channel_id place;
};

/* From GUILD_CREATE. */
enum fault guild_welcome_read(struct job *job, struct bytes data, struct user_id bot,
                              struct guild_welcome *welcome) MUST_USE;

#endif
