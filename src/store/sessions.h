/* sessions — stretches of work, as the punches tell them (domain/time/session.h). */
#ifndef STORE_SESSIONS_H
#define STORE_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/time/calendar.h"
#include "domain/time/session.h"

struct job;
struct link;

enum { SESSIONS_MOST = 10000 }; /* in one answer; streaming has no limit */

struct sessions {
    const struct session *list;
    size_t count;
    bool more; /* there were more than the limit */
};

/* A member's sessions that touch [from, until), oldest first, breaks included. */
enum fault sessions_of(struct job *job, struct link *link, struct guild_id guild,
                       struct user_id member, struct instant from, struct instant until,
                       struct sessions *found) MUST_USE;

/* Who is on the clock, in the order of coming, without the first `skip` of them; *total counts
 * all. */
enum fault sessions_open(struct job *job, struct link *link, struct guild_id guild, int64_t skip,
                         size_t limit, struct sessions *found, uint64_t *total) MUST_USE;

/* An open session that is longer than its server allows. */
struct overlong {
    struct guild_id guild;
    struct user_id member;
    int64_t session;
    struct instant limit_at; /* when it reached the limit */
};

/* Of every server, the longest first, at most `limit`. */
enum fault sessions_overlong(struct job *job, struct link *link, struct instant now, size_t limit,
                             const struct overlong **found, size_t *count) MUST_USE;

/* Every session that touches the period, by member and then oldest first, one at a time:
 * memory does not grow with their number.  member {0}: everyone's.  The session lives until
 * `each` returns; a fault from it ends the walk and comes back. */
typedef enum fault sessions_visit(void *context, const struct session *session);
enum fault sessions_each(struct job *job, struct link *link, struct guild_id guild,
                         struct user_id member, struct period period, sessions_visit *each,
                         void *context) MUST_USE;

#endif
