/* recipients — who gets a direct message whenever somebody clocks out. */
#ifndef STORE_RECIPIENTS_H
#define STORE_RECIPIENTS_H

#include <stddef.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

enum { RECIPIENTS_MOST = 10 }; /* of a server: each clock-out is a message to all of them */

enum recipients_answer {
    RECIPIENTS_DONE,
    RECIPIENTS_ALREADY, /* they were on the list already; they were not on it */
    RECIPIENTS_FULL,    /* RECIPIENTS_MOST */
};

enum fault recipients_add(struct job *job, struct change *change, struct guild_id guild,
                          struct user_id user, struct instant now,
                          enum recipients_answer *answer) MUST_USE;
enum fault recipients_remove(struct job *job, struct change *change, struct guild_id guild,
                             struct user_id user, enum recipients_answer *answer) MUST_USE;

/* In the order in which they were added. */
enum fault recipients_list(struct job *job, struct link *link, struct guild_id guild,
                           const struct user_id **users, size_t *count) MUST_USE;

#endif
