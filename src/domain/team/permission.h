/* permission — what somebody may do in one channel, by Discord's rules
 * (https://discord.com/developers/docs/topics/permissions#permission-hierarchy). */
#ifndef DOMAIN_TEAM_PERMISSION_H
#define DOMAIN_TEAM_PERMISSION_H

#include <stddef.h>
#include <stdint.h>

#include "domain/ids.h"

/* Discord's bits. */
#define PERMISSION_VIEW_CHANNEL  (UINT64_C(1) << 10)
#define PERMISSION_SEND_MESSAGES (UINT64_C(1) << 11)
#define PERMISSION_EMBED_LINKS   (UINT64_C(1) << 14)
/* What our messages need. */
#define PERMISSIONS_TO_WRITE \
    (PERMISSION_VIEW_CHANNEL | PERMISSION_SEND_MESSAGES | PERMISSION_EMBED_LINKS)

/* What a channel changes for a role or for one member. */
struct overwrite {
    uint64_t subject; /* a role's or a member's id; never the same */
    uint64_t allow, deny;
};

struct permission_holder {
    struct guild_id guild;
    struct user_id user;
    const struct role_id *roles; /* without @everyone */
    size_t roles_count;
    uint64_t everywhere; /* the bits of all those roles and of @everyone together */
};

uint64_t permission_in_channel(const struct permission_holder *holder,
                               const struct overwrite *overwrites, size_t count);

#endif
