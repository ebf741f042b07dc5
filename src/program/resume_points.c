#include "program/resume_points.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
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

static const struct resume_point *find_same(const struct resume_keeper *keeper,
                                            const struct resume_point *point)
{
    for (size_t i = 0; i < keeper->count; i++)
        if (keeper->points[i].shard == point->shard &&
            strcmp(keeper->points[i].session_id, point->session_id) == 0)
            return &keeper->points[i];
    return NULL;
}

static void keep_present(struct resume_keeper *keeper, const struct resume_point *present,
                         size_t count, int64_t now_ms)
{
    keeper->count = count;
    keeper->since_ms = now_ms;
    for (size_t i = 0; i < count; i++)
        keeper->points[i] = present[i];
}

size_t resume_keeper_choose(struct resume_keeper *keeper, const struct resume_point *present,
                            size_t count, int64_t now_ms, struct resume_point *chosen)
{
    const bool due = now_ms - keeper->since_ms >= RESUME_POINTS_AGE_MS;
    size_t chosen_count = 0;

    assert(count <= GATEWAY_SHARDS_MOST);
    for (size_t i = 0; i < count; i++) {
        const struct resume_point *before = find_same(keeper, &present[i]);
        if (!before)
            chosen[chosen_count++] = present[i];
        else if (due)
            chosen[chosen_count++] = *before;
    }
    if (due || chosen_count > 0)
        keep_present(keeper, present, count, now_ms);
    return chosen_count;
}

enum fault resume_points_keep(struct job *job, struct store *store, struct resume_keeper *keeper,
                              struct gateway *gateway, uint32_t shards)
{
    struct resume_point *present = arena_take_many(&job->arena, GATEWAY_SHARDS_MOST,
                                                   sizeof(*present));
    struct resume_point *chosen;
    size_t count;

    if (!gateway_points(gateway, present, GATEWAY_SHARDS_MOST, &count))
        return fail(job, FAULT_BUSY, "the gateway does not say where it stands");
    chosen = arena_take_many(&job->arena, count, sizeof(*chosen));
    count = resume_keeper_choose(keeper, present, count, monotonic_ms(), chosen);
    return count > 0 ? resume_points_save(job, store, chosen, count, shards) : FAULT_NONE;
}
