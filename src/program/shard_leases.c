#include "program/shard_leases.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "base/random.h"
#include "program/resume_points.h"
#include "program/shard_share.h"
#include "store/leases.h"
#include "store/store.h"

enum { HOST_BYTES = 64, TURN_DEADLINE_MS = 1000 };

/* One beat's view and what follows from it; in the job's arena. */
struct beat {
    struct shard_view view;
    enum shard_act *acts;
    uint32_t ids[GATEWAY_SHARDS_MOST]; /* kept and taken */
    size_t ids_count;
};

static void name_holder(struct shard_leases *leases)
{
    char host[HOST_BYTES] = "";
    uint32_t number;

    (void)gethostname(host, sizeof(host) - 1);
    random_bytes(&number, sizeof(number));
    (void)snprintf(leases->holder, sizeof(leases->holder), "%s.%ld.%08" PRIx32, host,
                   (long)getpid(), number);
}

static struct instant after(struct instant now, int64_t ms)
{
    return (struct instant){ now.ms + ms };
}

/* Processes that are gone leave their rows; whoever lives enters its own again. */
static enum fault announce(struct job *job, struct shard_leases *leases, struct change *change,
                           struct instant now)
{
    const struct instant until = after(now, leases->lease_ms);
    int64_t term;
    enum fault fault = leases_forget(job, change, SHARD_SHARE_BOTS "%", now);

    if (!fault)
        fault = leases_take(job, change, leases->name, leases->holder, now, until, &term);
    if (!fault)
        fault = leases_renew(job, change, SHARD_SHARE_SHARDS "%", leases->holder, until);
    return fault;
}

static enum fault renew(struct job *job, struct shard_leases *leases, struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, leases->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = announce(job, leases, &change, now);
    return fault ? fault : store_keep(job, &change);
}

enum fault shard_leases_begin(struct job *job, struct shard_leases *leases, struct store *store,
                              uint32_t shards, int64_t lease_s)
{
    AUTO(store_return) struct link link = { 0 };
    const struct lease *bots = NULL;
    size_t count = 0;

    assert(shards > 0 && shards <= SHARD_SHARE_SHARDS_MOST);
    *leases = (struct shard_leases){ .store = store, .lease_ms = lease_s * 1000 };
    name_holder(leases);
    enum fault fault = store_borrow(job, store, &link);
    if (!fault)
        fault = leases_list(job, &link, SHARD_SHARE_BOTS "%", &bots, &count);
    if (fault)
        return fault;
    const uint32_t total = shard_share_total(bots, count, instant_now());
    leases->shards = total ? total : shards;
    (void)snprintf(leases->name, sizeof(leases->name), SHARD_SHARE_BOTS "%" PRIu32 ":%s",
                   leases->shards, leases->holder);
    return FAULT_NONE;
}

int64_t shard_leases_beat_ms(const struct shard_leases *leases)
{
    return leases->lease_ms / SHARD_LEASES_BEATS;
}

/* The moment counts from before the renewal, whenever the database got to it. */
static enum fault renew_in_time(struct job *job, struct shard_leases *leases,
                                struct gateway *gateway)
{
    const int64_t now_ms = monotonic_ms();

    if (leases->renewed_ms && now_ms - leases->renewed_ms < leases->lease_ms / 3)
        return FAULT_NONE;
    const enum fault fault = renew(job, leases, instant_now());
    if (fault)
        return fault;
    leases->renewed_ms = now_ms;
    if (!gateway_allow(gateway, now_ms + leases->lease_ms * 3 / 4))
        leases->held_count = 0;
    return FAULT_NONE;
}

static enum fault look(struct job *job, struct shard_leases *leases, struct beat *beat)
{
    AUTO(store_return) struct link link = { 0 };
    struct shard_view *view = &beat->view;
    enum fault fault = store_borrow(job, leases->store, &link);

    *view = (struct shard_view){
        .holder = leases->holder,
        .now = instant_now(),
        .shards = leases->shards,
        .most = GATEWAY_SHARDS_MOST,
    };
    if (!fault)
        fault = leases_list(job, &link, SHARD_SHARE_BOTS "%", &view->bots, &view->bots_count);
    if (!fault)
        fault = leases_list(job, &link, SHARD_SHARE_SHARDS "%", &view->held, &view->held_count);
    if (fault)
        return fault;
    beat->acts = arena_take_many(&job->arena, leases->shards, sizeof(beat->acts[0]));
    leases->part = shard_share(view, beat->acts);
    for (uint32_t i = 0; i < leases->shards; i++)
        if (beat->acts[i] == SHARD_KEEP)
            beat->ids[beat->ids_count++] = i;
    return FAULT_NONE;
}

/* With the end of the last renewal: no lease shall outlive what the gateway is allowed. */
static enum fault take_one(struct job *job, const struct shard_leases *leases,
                           struct change *change, uint32_t shard, int64_t *term)
{
    const struct instant now = instant_now();
    const int64_t left_ms = leases->renewed_ms + leases->lease_ms - monotonic_ms();
    const char *name = arena_print(&job->arena, SHARD_SHARE_SHARDS "%" PRIu32, shard);

    return leases_take(job, change, name, leases->holder, now,
                       after(now, left_ms > 0 ? left_ms : 0), term);
}

/* Of those that are free, until we have our part. */
static enum fault take(struct job *job, struct shard_leases *leases, struct beat *beat)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    size_t count = beat->ids_count;
    enum fault fault = store_borrow(job, leases->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    for (uint32_t i = 0; !fault && i < leases->shards && count < leases->part; i++) {
        int64_t term = 0;
        if (beat->acts[i] == SHARD_TAKE)
            fault = take_one(job, leases, &change, i, &term);
        if (!fault && term > 0)
            beat->ids[count++] = i;
    }
    if (!fault)
        fault = store_keep(job, &change);
    if (!fault)
        beat->ids_count = count;
    return fault;
}

static bool holds(const struct shard_leases *leases, uint32_t shard)
{
    for (size_t i = 0; i < leases->held_count; i++)
        if (leases->held[i] == shard)
            return true;
    return false;
}

static bool is_held_as_it_is(const struct shard_leases *leases, const struct beat *beat)
{
    for (size_t i = 0; i < beat->ids_count; i++)
        if (!holds(leases, beat->ids[i]))
            return false;
    return beat->ids_count == leases->held_count;
}

/* The points of those that the gateway left. */
static enum fault save_left(struct job *job, const struct shard_leases *leases,
                            struct resume_point *points, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++)
        if (!holds(leases, points[i].shard))
            points[left++] = points[i];
    return left > 0 ? resume_points_save(job, leases->store, points, left, leases->shards)
                    : FAULT_NONE;
}

static enum fault hand_over(struct job *job, struct shard_leases *leases, const struct beat *beat,
                            struct gateway *gateway)
{
    struct resume_point *points = arena_take_many(&job->arena, GATEWAY_SHARDS_MOST,
                                                  sizeof(*points));
    struct gateway_wish wish = { beat->ids, beat->ids_count, NULL, 0 };
    size_t count;
    const enum fault fault = resume_points_load(job, leases->store, beat->ids, beat->ids_count,
                                                leases->shards, &wish.sessions,
                                                &wish.sessions_count);

    if (fault)
        return fault;
    if (!gateway_hold(gateway, &wish, points, GATEWAY_SHARDS_MOST, &count))
        return fail(job, FAULT_BUSY, "the gateway does not take its shards");
    memcpy(leases->held, beat->ids, sizeof(leases->held));
    leases->held_count = beat->ids_count;
    log_info(job, "shards divided", NUMBER("held", (int64_t)leases->held_count),
             NUMBER("part", leases->part), NUMBER("of", leases->shards));
    return save_left(job, leases, points, count);
}

static enum fault release(struct job *job, struct shard_leases *leases, const struct beat *beat)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, leases->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    for (uint32_t i = 0; !fault && i < leases->shards; i++)
        if (beat->acts[i] == SHARD_GIVE)
            fault = leases_release(job, &change,
                                   arena_print(&job->arena, SHARD_SHARE_SHARDS "%" PRIu32, i),
                                   leases->holder);
    return fault ? fault : store_keep(job, &change);
}

static bool has(const struct shard_leases *leases, const struct beat *beat, enum shard_act act)
{
    for (uint32_t i = 0; i < leases->shards; i++)
        if (beat->acts[i] == act)
            return true;
    return false;
}

enum fault shard_leases_beat(struct job *job, struct shard_leases *leases, struct gateway *gateway)
{
    struct beat *beat = arena_take(&job->arena, sizeof(*beat));
    enum fault fault = renew_in_time(job, leases, gateway);

    if (!fault)
        fault = look(job, leases, beat);
    if (!fault && has(leases, beat, SHARD_TAKE))
        fault = take(job, leases, beat);
    if (!fault && !is_held_as_it_is(leases, beat))
        fault = hand_over(job, leases, beat, gateway);
    if (!fault && has(leases, beat, SHARD_GIVE))
        fault = release(job, leases, beat);
    return fault;
}

enum fault shard_leases_end(struct job *job, struct shard_leases *leases)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, leases->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = leases_release(job, &change, "%", leases->holder);
    if (!fault)
        fault = leases_forget(job, &change, SHARD_SHARE_BOTS "%", instant_now());
    return fault ? fault : store_keep(job, &change);
}

static enum fault hold_turn(struct job *job, const struct shard_leases *leases, const char *name,
                            int64_t ms, int64_t *term)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct instant now = instant_now();
    enum fault fault = store_borrow(job, leases->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = ms > 0 ? leases_take(job, &change, name, leases->holder, now, after(now, ms), term)
                       : leases_release(job, &change, name, leases->holder);
    return fault ? fault : store_keep(job, &change);
}

bool shard_leases_turn(void *subject, uint32_t bucket, int64_t ms)
{
    AUTO(job_end) struct job job = { .name = "turn to identify" };
    const struct shard_leases *leases = subject;
    int64_t term = 0;

    job.deadline_ms = monotonic_ms() + TURN_DEADLINE_MS;
    const enum fault fault = hold_turn(
        &job, leases, arena_print(&job.arena, "identify:%" PRIu32, bucket), ms, &term);
    job_log_fault(&job, fault);
    return !fault && term > 0;
}
