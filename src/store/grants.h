/* grants — plans that the operator gave by hand.  Rows are kept for ever: they are their own
 * audit trail. */
#ifndef STORE_GRANTS_H
#define STORE_GRANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/plan/entitlement.h"

struct change;
struct job;
struct link;

/* The newest that count; a grant is a person's typing, so nobody comes near. */
enum { GRANTS_MOST = 100, GRANT_NOTE_CHARACTERS = 200 };

struct grant {
    struct guild_id guild; /* need not be one we know */
    enum plan plan;        /* one that is offered */
    struct instant from;
    bool ends;
    struct instant until; /* after `from` */
    struct user_id by;
    const char *note;        /* "" for none */
    const char *request_key; /* the same twice is one grant */
};

enum fault grants_add(struct job *job, struct change *change, const struct grant *grant) MUST_USE;

/* Takes back all that are in force or to come.  *count is the same for each delivery of one
 * request. */
enum fault grants_revoke(struct job *job, struct change *change, struct guild_id guild,
                         struct user_id by, const char *request_key, struct instant now,
                         size_t *count) MUST_USE;

/* What was given and not taken back, as sources of entitlement_of(). */
enum fault grants_list(struct job *job, struct link *link, struct guild_id guild,
                       const struct plan_source **sources, size_t *count) MUST_USE;

#endif
