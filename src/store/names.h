/* names — how a member was last called in a server, so that lists can show people. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include <stddef.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

enum {
    NAMES_BYTES = 129,
    NAMES_ASKED_MOST = 1000,
    NAMES_MOST = 100000
}; /* Discord: 1 … 32 characters */

struct member_name {
    struct user_id member;
    const char *username; /* never NULL */
    const char *nickname; /* in this server; NULL: none */
};

enum fault names_save(struct job *job, struct change *change, struct guild_id guild,
                      const struct member_name *name, struct instant seen_at) MUST_USE;
/* Only sends it, for who takes the answer together with others' (store/query.h). */
enum fault names_send(struct job *job, struct link *link, struct guild_id guild,
                      const struct member_name *name, struct instant seen_at) MUST_USE;

/* Of these members, in this order; one we never met has the empty username.  At most
 * NAMES_ASKED_MOST, in one round trip. */
enum fault names_of(struct job *job, struct link *link, struct guild_id guild,
                    const struct user_id *members, size_t members_count,
                    const struct member_name **names) MUST_USE;

/* Everyone's of the server, by id; at most NAMES_MOST. */
enum fault names_all(struct job *job, struct link *link, struct guild_id guild,
                     const struct member_name **names, size_t *count) MUST_USE;

#endif
