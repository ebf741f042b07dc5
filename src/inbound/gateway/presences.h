/* presences — where members are online, of the servers that restrict phones; of no others.
 *
 *   gateway's thread: presences_take() each event ──▶ table ──▶ presences_look(): workers
 *                     presences_next_ask() ◀── who is not in it: asked for by id, answered by
 *                                              GUILD_MEMBERS_CHUNK
 *
 * A member costs PRESENCES_MEMBER_BYTES in a table that is at most three quarters and, once it
 * has grown, more than three eighths full: 12 to 24 bytes each.  Those who were never online
 * while we watched cost nothing.  A GUILD_CREATE tells of everybody who is online and replaces
 * what was there; so nobody needs to be asked for but after a resume, or when a server turns
 * its restriction on.  That takes the intent GUILD_PRESENCES, and not GUILD_MEMBERS. */
#ifndef INBOUND_GATEWAY_PRESENCES_H
#define INBOUND_GATEWAY_PRESENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/device.h"

struct frame;
struct presences;

enum {
    PRESENCES_MEMBER_BYTES = 9,           /* of a place in the table: an id and its devices */
    PRESENCES_GUILDS_MOST = 64 * 1024,    /* watched at once; more are not seen */
    PRESENCES_MEMBERS_MOST = 4 * 1000000, /* in all; later ones stay unknown */
    PRESENCES_ASKS_MOST = 256,            /* who wait to be asked for; more stay unknown */
    PRESENCES_ASKED_AT_ONCE = 100,        /* Discord's limit of ids in one request */
    PRESENCES_REQUESTS_MOST = 15,         /* a process and window: Discord allows 120 sends, */
    PRESENCES_REQUESTS_MS = 60 * 1000,    /* and heartbeats need some of them */
    PRESENCES_LOOK_MS = 1000,             /* longest wait of presences_look() for an answer */
};

struct presences *presences_new(void) GIVES;
void presences_free(struct presences *presences); /* NULL is fine */

/* Any thread.  Turning off forgets the server's members; either again changes nothing. */
void presences_watch(struct presences *presences, struct guild_id guild, bool on);

/* A worker.  Asks for a member who is not known and waits at most PRESENCES_LOOK_MS. */
enum device_view presences_look(struct presences *presences, struct guild_id guild,
                                struct user_id user);

/* The gateway's thread.  True: the event is done with; false: others may want it, too. */
bool presences_take(struct presences *presences, const struct frame *frame);

/* The gateway's thread: the next request of this shard.  0: there is none now. */
size_t presences_next_ask(struct presences *presences, uint32_t shard, uint32_t shards,
                          int64_t now_ms, struct guild_id *guild,
                          struct user_id users[static PRESENCES_ASKED_AT_ONCE]);

/* Who is to be called, from any thread, when somebody waits to be asked for; NULL: nobody. */
void presences_serve(struct presences *presences, void (*wake)(void *subject), void *subject);

struct presences_size {
    size_t guilds, members, bytes; /* bytes: of all tables */
};
struct presences_size presences_size(struct presences *presences);

#endif
