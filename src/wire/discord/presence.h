/* presence — where people are online, out of Discord's events
 * (https://discord.com/developers/docs/events/gateway-events#presence).
 *
 * Of 85 % of a gateway's traffic three things are wanted: who, and on which devices, and where.
 * They are read in one pass over the bytes, without a tree and without memory. */
#ifndef WIRE_DISCORD_PRESENCE_H
#define WIRE_DISCORD_PRESENCE_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/device.h"

struct presence {
    struct guild_id guild; /* {0}: not told, as in lists */
    struct user_id user;
    unsigned devices; /* a sum of enum device; 0: offline, hidden, or on none that we know */
};

/* The data of PRESENCE_UPDATE.  False: it is none. */
bool presence_read(struct bytes data, struct presence *presence) MUST_USE;

typedef void presence_visit(void *context, struct user_id user, unsigned devices);

/* GUILD_CREATE: which server it is. */
bool presences_guild(struct bytes data, struct guild_id *guild) MUST_USE;
/* GUILD_CREATE: each of its presences.  False: it is none; some may have been visited. */
bool presences_of_guild(struct bytes data, presence_visit *visit, void *context) MUST_USE;

/* GUILD_MEMBERS_CHUNK: each of its members with no devices, then each of its presences. */
bool presences_of_chunk(struct bytes data, presence_visit *visit, void *context) MUST_USE;

#endif
