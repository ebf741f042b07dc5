/* service — everything that runs while `ontheclock serve` does, opened in the order in which
 * the parts stand on each other and closed in the opposite one:
 *
 *     store ▸ discord (REST) ▸ workers ▸ schedule ▸ HTTP ▸ gateway
 *
 * Stopping loses nothing: the gateway goes first and keeps its session for the next start,
 * no round begins any more, HTTP takes no new connections, the workers finish what is in hand,
 * then the rest closes.  Of the parts only those are opened that the duties ask for. */
#ifndef PROGRAM_SERVICE_H
#define PROGRAM_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct config;
struct job;
struct service;

/* `duties`: see program/duties.h.  *out is set also on a fault, so that what was opened can be closed. */
enum fault service_start(struct job *job, const struct config *config, unsigned duties,
                         struct service **out) MUST_USE;

/* What is to be done every now and then: the shards divided, their sessions saved.  Gives when
 * to call it again, in ms. */
int64_t service_beat(struct service *service);

/* Discord ended the connection in a way that only an operator can mend; SIGTERM was raised. */
bool service_is_over(const struct service *service);

/* NULL is fine. */
void service_stop(struct job *job, struct service *service);

#endif
