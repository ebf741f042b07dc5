/* servers — the bot's present view of Discord's servers: who owns each, which roles it has.
 *
 * The gateway keeps it up to date (servers_put() and its like); a server it did not tell of is
 * asked for by REST and believed for a minute.  So over HTTP, where no events come, the view is
 * a minute old at most, and through the gateway it is what Discord said last.
 *
 * Bounded: beyond the plan's numbers the server that was not looked at for longest goes.  One
 * costs about 150 bytes, and 24 and its name for each role; see servers_metrics().  Any thread. */
#ifndef OUTBOUND_DISCORD_SERVERS_H
#define OUTBOUND_DISCORD_SERVERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/server.h"

struct discord;
struct job;
struct servers;

enum { SERVERS_MOST = 20 * 1000, SERVERS_BYTES_MOST = 64 * 1024 * 1024 };

struct servers_plan {
    struct discord *discord; /* must outlive it; NULL: never asks */
    size_t most;             /* servers; 0: SERVERS_MOST */
    size_t bytes_most;       /* all together; 0: SERVERS_BYTES_MOST */
};

struct servers *servers_new(const struct servers_plan *plan);
void servers_free(struct servers *servers); /* NULL is fine */

/* What the gateway told: the whole server; one role, new or changed; a role that is gone; a
 * server we are in no more.  Roles of a server that is not in the view change nothing. */
void servers_put(struct servers *servers, const struct server *server);
void servers_put_role(struct job *job, struct servers *servers, struct guild_id guild,
                      const struct server_role *role);
void servers_drop_role(struct job *job, struct servers *servers, struct guild_id guild,
                       struct role_id role);
void servers_drop(struct servers *servers, struct guild_id guild);

/* From the view alone.  In the job's arena. */
bool servers_know(struct job *job, struct servers *servers, struct guild_id guild,
                  struct server *server) MUST_USE;
/* Asks Discord when the view does not know: no link to the database may be held.  FAULT_MISSING
 * and FAULT_DENIED: the bot is not there; others as in discord.h. */
enum fault servers_find(struct job *job, struct servers *servers, struct guild_id guild,
                        struct server *server) MUST_USE;

struct servers_metrics {
    size_t servers, bytes; /* now */
    uint64_t asked;        /* by REST; so for all below: ever */
    uint64_t pushed_out;   /* to make room */
};

struct servers_metrics servers_metrics(struct servers *servers);

#endif
