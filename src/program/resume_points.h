/* resume_points — the gateway's sessions between two runs of the program, in the database. */
#ifndef PROGRAM_RESUME_POINTS_H
#define PROGRAM_RESUME_POINTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "inbound/gateway/resume_point.h"

struct job;
struct store;

/* Of these shards, those that were saved; in the job's arena. */
enum fault resume_points_load(struct job *job, struct store *store, const uint32_t *shard_ids,
                              size_t shard_ids_count, uint32_t shards,
                              const struct resume_point **points, size_t *count) MUST_USE;
enum fault resume_points_save(struct job *job, struct store *store,
                              const struct resume_point *points, size_t count,
                              uint32_t shards) MUST_USE;

#endif
