/* server — what Discord tells of a server: who owns it and which roles it has. */
#ifndef DOMAIN_TEAM_SERVER_H
#define DOMAIN_TEAM_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/ids.h"

struct server_role {
    struct role_id id;
    const char *name; /* as people typed it: escape before showing */
    int position;     /* the higher, the further up */
    bool managed;     /* belongs to an integration: nobody can be given it */
    uint64_t permissions;
};

struct server {
    struct guild_id id;
    const char *name;
    struct user_id owner;
    const struct server_role *roles; /* by id */
    size_t roles_count;
    struct channel_id place; /* where we may write first; {0}: nowhere, or not told */
};

/* NULL: it has no such role (any more). */
const struct server_role *server_role(const struct server *server, struct role_id role);

/* Discord gives @everyone the id of its server. */
bool server_is_everyone(struct guild_id guild, struct role_id role);

#endif
