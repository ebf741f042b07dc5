/* roles — which of a server's Discord roles make someone an employee or an admin. */
#ifndef STORE_ROLES_H
#define STORE_ROLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

enum { GUILD_ROLES_MOST = 250 }; /* a Discord server's own limit; a role counts once per duty */

/* Numbers as stored. */
enum duty {
    DUTY_EMPLOYEE = 1,
    DUTY_ADMIN = 2,
    DUTY_MAIN_ADMIN = 3, /* one role at most */
};

struct guild_role {
    struct role_id id;
    enum duty duty;
};

/* What became of a wish; no fault. */
enum roles_answer {
    ROLES_DONE,
    ROLES_ALREADY, /* it was there already; it was not there */
    ROLES_FULL,    /* GUILD_ROLES_MOST */
};

enum fault roles_add(struct job *job, struct change *change, struct guild_id guild,
                     struct role_id role, enum duty duty, enum roles_answer *answer) MUST_USE;
enum fault roles_remove(struct job *job, struct change *change, struct guild_id guild,
                        struct role_id role, enum duty duty, enum roles_answer *answer) MUST_USE;
/* The one main admin role: set it in place of another; {0} clears it. */
enum fault roles_set_main(struct job *job, struct change *change, struct guild_id guild,
                          struct role_id role, enum roles_answer *answer) MUST_USE;

/* By duty, then by id.  See also guilds_load(), which brings them along. */
enum fault roles_list(struct job *job, struct link *link, struct guild_id guild,
                      const struct guild_role **roles, size_t *count) MUST_USE;
/* The same in two halves, for those who ask more in one round trip (store/query.h). */
enum fault roles_send(struct job *job, struct link *link, struct guild_id guild) MUST_USE;
enum fault roles_take(struct job *job, struct link *link, const struct guild_role **roles,
                      size_t *count) MUST_USE;

#endif
