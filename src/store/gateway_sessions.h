/* gateway_sessions — where each shard stood when we stopped, so that the next start resumes
 * and misses nothing (https://discord.com/developers/docs/events/gateway#resuming). */
#ifndef STORE_GATEWAY_SESSIONS_H
#define STORE_GATEWAY_SESSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct change;
struct job;
struct link;

struct gateway_session {
    uint32_t shard;
    uint32_t shards; /* a session of another division cannot be resumed */
    const char *session_id;
    const char *resume_url;
    int64_t sequence; /* the last `s` we carried out */
    struct instant saved_at;
};

/* *found is false when there is none for this shard of this division. */
enum fault gateway_sessions_load(struct job *job, struct link *link, uint32_t shard,
                                 uint32_t shards, bool *found,
                                 struct gateway_session *session) MUST_USE;
enum fault gateway_sessions_save(struct job *job, struct change *change,
                                 const struct gateway_session *session) MUST_USE;
/* After Discord called it invalid. */
enum fault gateway_sessions_forget(struct job *job, struct change *change, uint32_t shard) MUST_USE;

#endif
