/* shards — all shards of this process in one loop: sockets, timers, and a way to wake it. */
#ifndef INBOUND_GATEWAY_SHARDS_H
#define INBOUND_GATEWAY_SHARDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mark.h"
#include "inbound/gateway/gateway.h"

struct shards;

/* The plan is good (gateway_open() looked). */
struct shards *shards_new(const struct gateway_plan *plan);
void shards_free(struct shards *shards); /* NULL is fine */

/* From the next turn on nothing is read or said past this moment (monotonic; INT64_MAX: never). */
void shards_allow(struct shards *shards, int64_t until_ms);
/* Leaves those that are not wished for and begins those that are new; see gateway_hold(). */
size_t shards_hold(struct shards *shards, const struct gateway_wish *wish,
                   struct resume_point *points, size_t room);

/* Does what is due.  False once Discord will not have us any more: *why (static) tells the
 * operator what to do. */
bool shards_turn(struct shards *shards, const char **why) MUST_USE;
/* Waits until there is more to do, or shards_wake(). */
void shards_wait(struct shards *shards);
void shards_wake(struct shards *shards); /* from any thread */

/* Leaves all connections; the sessions stay. */
void shards_stop(struct shards *shards);

/* As gateway_stop() and gateway_metrics(), but in the thread of shards_turn(), or after it. */
size_t shards_points(const struct shards *shards, struct resume_point *points, size_t room);
void shards_metrics(const struct shards *shards, struct gateway_metrics *metrics);

#endif
