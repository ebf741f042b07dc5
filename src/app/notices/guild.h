/* guild — Discord tells of a server: it has us, it is called differently, it has us no more.
 * Data is kept when it leaves; a second notice of the same changes nothing. */
#ifndef APP_NOTICES_GUILD_H
#define APP_NOTICES_GUILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/server.h"

struct app;
struct job;

/* The bot's coming to a server, as GUILD_CREATE tells it. */
struct arrival {
    struct instant joined_at; /* Discord's word; {0}: not told */
    struct channel_id place;  /* where we may write first; {0}: nowhere */
};

/* `arrival` NULL: GUILD_UPDATE.  A server that we come to for the first time, or again, is
 * welcomed: a message where we may write and one to its owner.  One that had us long before we
 * were told, because the database is new, is not. */
enum fault guild_met(struct job *job, const struct app *app, const struct server *server,
                     const struct arrival *arrival, struct instant now) MUST_USE;
enum fault guild_lost(struct job *job, const struct app *app, struct guild_id guild,
                      struct instant now) MUST_USE;

/* A fresh connection tells every server of its shard: those we thought we were in and that are
 * not among them were left while nobody listened. */
struct roll_call {
    const struct guild_id *guilds;
    size_t count;
    /* Whether a server is one that this connection would tell of. */
    bool (*is_ours)(const struct roll_call *call, struct guild_id guild);
    uint32_t shard, shards;
};
enum fault guilds_call_roll(struct job *job, const struct app *app, const struct roll_call *call,
                            struct instant now) MUST_USE;

#endif
