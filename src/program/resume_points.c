#include "program/resume_points.h"

#include <assert.h>
#include <stdio.h>

#include "base/job.h"
#include "store/gateway_sessions.h"
#include "store/store.h"

static void copy_text(char *to, size_t room, const char *from)
{
    const int length = snprintf(to, room, "%s", from);

    assert(length >= 0 && (size_t)length < room);
}

static struct resume_point point_of(const struct gateway_session *session)
{
    struct resume_point point = {
        .shard = session->shard,
        .sequence = session->sequence,
        .saved_at = session->saved_at,
    };

    copy_text(point.session_id, sizeof(point.session_id), session->session_id);
    copy_text(point.url, sizeof(point.url), session->resume_url);
    return point;
}

enum fault resume_points_load(struct job *job, struct store *store, const uint32_t *shard_ids,
                              size_t shard_ids_count, uint32_t shards,
                              const struct resume_point **points, size_t *count)
{
    AUTO(store_return) struct link link = { 0 };
    struct resume_point *loaded = arena_take_many(&job->arena, shard_ids_count, sizeof(*loaded));
    enum fault fault = store_borrow(job, store, &link);
    size_t found_count = 0;

    for (size_t i = 0; !fault && i < shard_ids_count; i++) {
        struct gateway_session session;
        bool found;
        fault = gateway_sessions_load(job, &link, shard_ids[i], shards, &found, &session);
        if (!fault && found)
            loaded[found_count++] = point_of(&session);
    }
    if (fault)
        return fault;
    *points = loaded;
    *count = found_count;
    return FAULT_NONE;
}

enum fault resume_points_save(struct job *job, struct store *store,
                              const struct resume_point *points, size_t count, uint32_t shards)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    for (size_t i = 0; !fault && i < count; i++) {
        const struct gateway_session session = {
            .shard = points[i].shard,
            .shards = shards,
            .session_id = points[i].session_id,
            .resume_url = points[i].url,
            .sequence = points[i].sequence,
            .saved_at = points[i].saved_at,
        };
        fault = gateway_sessions_save(job, &change, &session);
    }
    return fault ? fault : store_keep(job, &change);
}
