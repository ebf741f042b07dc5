/* access — may this person do that?  One rule for Discord, the web and the API.
 *
 * | who          | recognised by                                                             |
 * | employee     | has an employee role, or is an admin (no employee role set: admins only)  |
 * | admin        | Administrator permission, the main admin role, an admin role, or owner    |
 * | server owner | owns the Discord server                                                   |
 * | operator     | runs this bot                                                             |
 *
 * What an operator may do as such (/owner …) is apart: it makes nobody an admin of a server. */
#ifndef DOMAIN_TEAM_ACCESS_H
#define DOMAIN_TEAM_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/ids.h"

/* Discord's permission bit (https://discord.com/developers/docs/topics/permissions). */
#define PERMISSION_ADMINISTRATOR (UINT64_C(1) << 3)

enum right { RIGHT_ANYONE, RIGHT_EMPLOYEE, RIGHT_ADMIN, RIGHT_OWNER, RIGHT_OPERATOR, RIGHT_COUNT };

/* The person as the request itself describes them. */
struct person {
    struct guild_id guild;
    struct user_id user;
    uint64_t permissions; /* Discord's bits, computed by Discord for the channel */
    const struct role_id *roles;
    size_t roles_count;
    bool owns_guild;
    bool is_operator;
};

/* What the server decided about its roles. */
struct team {
    const struct role_id *employee_roles;
    size_t employee_roles_count;
    const struct role_id *admin_roles;
    size_t admin_roles_count;
    struct role_id main_admin_role; /* {0}: none */
};

bool access_may(const struct team *team, const struct person *person, enum right right);

/* Static, for the person who may not: why, and what to do. */
const char *right_refusal_text(enum right right);

#endif
