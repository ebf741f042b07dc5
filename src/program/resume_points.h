/* resume_points — the gateway's sessions between two runs of the program, and on their way from
 * one process to another, in the database.
 *
 * They are saved when the gateway leaves a shard, and while it runs so that kill -9 loses no
 * more than the time since.  What is saved meanwhile is a point of RESUME_POINTS_AGE_MS ago: an
 * event that was handed to a worker then has long been carried out, so that a resume from there
 * brings again whatever may have been lost.  What it brings twice counts once. */
#ifndef PROGRAM_RESUME_POINTS_H
#define PROGRAM_RESUME_POINTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "inbound/gateway/gateway.h"
#include "inbound/gateway/resume_point.h"

struct gateway;
struct job;
struct store;

enum { RESUME_POINTS_AGE_MS = 10 * 1000 };

/* Of these shards, those that were saved; in the job's arena. */
enum fault resume_points_load(struct job *job, struct store *store, const uint32_t *shard_ids,
                              size_t shard_ids_count, uint32_t shards,
                              const struct resume_point **points, size_t *count) MUST_USE;
enum fault resume_points_save(struct job *job, struct store *store,
                              const struct resume_point *points, size_t count,
                              uint32_t shards) MUST_USE;

/* Points as they were a while ago.  Zeroed: none yet. */
struct resume_keeper {
    struct resume_point points[GATEWAY_SHARDS_MOST];
    size_t count;
    int64_t since_ms; /* monotonic */
};

/* What to save now, into `chosen` (count places), and keeps the present for the next time: at
 * once the points of sessions that are new, the others once in RESUME_POINTS_AGE_MS as they
 * were that long ago. */
size_t resume_keeper_choose(struct resume_keeper *keeper, const struct resume_point *present,
                            size_t count, int64_t now_ms, struct resume_point *chosen);

/* Call it every second or so. */
enum fault resume_points_keep(struct job *job, struct store *store, struct resume_keeper *keeper,
                              struct gateway *gateway, uint32_t shards) MUST_USE;

#endif
