/* service — everything that runs while `ontheclock serve` does, opened in the order in which
 * the parts stand on each other and closed in the opposite one:
 *
 *     store ▸ discord (REST) ▸ workers ▸ schedule ▸ HTTP ▸ gateway
 *
 * Stopping loses nothing: the gateway goes first and keeps its session for the next start,
 * no round begins any more, HTTP takes no new connections, the workers finish what is in hand, then the rest closes. */
#ifndef PROGRAM_SERVICE_H
#define PROGRAM_SERVICE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/mark.h"

struct config;
struct job;
struct service;

/* *out is set also on a fault, so that what was opened can be closed. */
enum fault service_start(struct job *job, const struct config *config,
                         struct service **out) MUST_USE;

/* Discord ended the connection in a way that only an operator can mend; SIGTERM was raised. */
bool service_is_over(const struct service *service);

/* NULL is fine. */
void service_stop(struct job *job, struct service *service);

#endif
