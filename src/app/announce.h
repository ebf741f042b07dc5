/* announce — who is told of a punch, besides the one who made it:
 *
 *     every punch            the server's log channel, if it has one
 *     clock-out              the server's recipients, by direct message
 *     … made by the system   the member too, because it is an estimate
 *     … made by an admin     the member too, by whom
 *
 * Letters of the outbox, written in the change of the punch. */
#ifndef APP_ANNOUNCE_H
#define APP_ANNOUNCE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/mark.h"

struct change;
struct guild;
struct job;
struct punch;
struct session;
struct zone;

/* `session` is the punch's, as it is after it.  *told becomes true when a letter was written:
 * ring the outbox after the commit. */
enum fault announce_punch(struct job *job, struct change *change, const struct guild *guild,
                          const struct zone *zone, const struct punch *punch,
                          const struct session *session, bool *told) MUST_USE;

#endif
