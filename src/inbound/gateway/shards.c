#include "inbound/gateway/shards.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/log.h"
#include "inbound/gateway/shard.h"
#include "inbound/gateway/uplink.h"

enum { WAIT_MOST_MS = 60 * 1000 };

struct shards {
    struct shard_common common;
    int64_t until_ms; /* ours no longer, from then on */
    size_t count;
    struct shard *list;        /* GATEWAY_SHARDS_MOST places */
    struct curl_waitfd *waits; /* as many */
};

static const struct resume_point *find_session(const struct gateway_wish *wish, uint32_t shard,
                                               struct instant now)
{
    for (size_t i = 0; i < wish->sessions_count; i++) {
        const struct resume_point *session = &wish->sessions[i];
        const int64_t age_s = instant_s(now) - instant_s(session->saved_at);
        if (session->shard == shard && age_s >= 0 && age_s <= GATEWAY_SESSION_AGE_S)
            return session;
    }
    return NULL;
}

static size_t find_id(const uint32_t *ids, size_t count, uint32_t id)
{
    size_t at = 0;

    while (at < count && ids[at] != id)
        at++;
    return at;
}

static bool has(const struct shards *shards, uint32_t id)
{
    for (size_t i = 0; i < shards->count; i++)
        if (shards->list[i].id == id)
            return true;
    return false;
}

static void begin(struct shards *shards, const struct gateway_wish *wish)
{
    for (size_t i = 0; i < wish->shard_ids_count; i++) {
        const uint32_t id = wish->shard_ids[i];
        if (has(shards, id))
            continue;
        struct shard *shard = &shards->list[shards->count++];
        *shard = (struct shard){ .id = id };
        dialogue_begin(&shard->dialogue, find_session(wish, id, instant_now()), monotonic_ms());
        shard->dialogue.session.shard = id;
    }
}

static bool is_wanted(const struct gateway_wish *wish, uint32_t id)
{
    return find_id(wish->shard_ids, wish->shard_ids_count, id) < wish->shard_ids_count;
}

static void leave_unwanted(struct shards *shards, const struct gateway_wish *wish)
{
    for (size_t i = 0; i < shards->count; i++)
        if (!is_wanted(wish, shards->list[i].id))
            shard_stop(&shards->list[i], &shards->common, monotonic_ms());
}

/* What it counted stays counted. */
static void forget_unwanted(struct shards *shards, const struct gateway_wish *wish)
{
    struct gateway_metrics *metrics = &shards->common.metrics;
    size_t kept = 0;

    for (size_t i = 0; i < shards->count; i++) {
        const struct dialogue *dialogue = &shards->list[i].dialogue;
        if (is_wanted(wish, shards->list[i].id)) {
            shards->list[kept++] = shards->list[i];
            continue;
        }
        metrics->identified += dialogue->identified;
        metrics->resumed += dialogue->resumed;
        metrics->dropped += dialogue->dropped;
    }
    shards->count = kept;
}

size_t shards_hold(struct shards *shards, const struct gateway_wish *wish,
                   struct resume_point *points, size_t room)
{
    leave_unwanted(shards, wish);
    const size_t count = shards_points(shards, points, room);
    forget_unwanted(shards, wish);
    begin(shards, wish);
    return count;
}

void shards_allow(struct shards *shards, int64_t until_ms)
{
    shards->until_ms = until_ms;
}

struct shards *shards_new(const struct gateway_plan *plan)
{
    const struct gateway_wish wish = {
        .shard_ids = plan->shard_ids,
        .shard_ids_count = plan->shard_ids_count,
        .sessions = plan->sessions,
        .sessions_count = plan->sessions_count,
    };
    struct shards *shards = calloc(1, sizeof(*shards));

    if (!shards)
        abort();
    shards->until_ms = INT64_MAX;
    shards->list = calloc(GATEWAY_SHARDS_MOST, sizeof(shards->list[0]));
    shards->waits = calloc(GATEWAY_SHARDS_MOST, sizeof(shards->waits[0]));
    shards->common.multi = curl_multi_init();
    if (!shards->list || !shards->waits || !shards->common.multi ||
        !address_read(plan->url, &shards->common.base))
        abort();
    begin(shards, &wish);
    turns_begin(&shards->common.turns, &plan->starts, monotonic_ms());
    shards->common.plan = *plan;
    shards->common.plan.sessions = NULL; /* the caller's, and done with */
    shards->common.plan.shard_ids = NULL;
    shards->common.plan.url = NULL;
    shards->common.scratch.name = "gateway";
    return shards;
}

void shards_free(struct shards *shards)
{
    if (!shards)
        return;
    for (size_t i = 0; i < shards->count; i++)
        uplink_free(shards->list[i].uplink);
    job_end(&shards->common.scratch);
    (void)curl_multi_cleanup(shards->common.multi);
    free(shards->list);
    free(shards->waits);
    free(shards);
}

/* Lets libcurl dial, and tells those that are through. */
static void dial(struct shards *shards)
{
    int running, left;
    CURLMsg *message;

    (void)curl_multi_perform(shards->common.multi, &running);
    while ((message = curl_multi_info_read(shards->common.multi, &left)) != NULL) {
        struct uplink *uplink = NULL;
        if (message->msg == CURLMSG_DONE &&
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&uplink) == CURLE_OK)
            uplink_dialed(uplink, message->data.result);
    }
}

void shards_wait(struct shards *shards)
{
    const int64_t now_ms = monotonic_ms();
    const int64_t most_ms = now_ms + WAIT_MOST_MS;
    int64_t next_ms = shards->until_ms < most_ms ? shards->until_ms : most_ms;
    unsigned count = 0;

    for (size_t i = 0; i < shards->count; i++) {
        const struct shard *shard = &shards->list[i];
        const int64_t due_ms = shard_next_ms(shard, &shards->common, now_ms);
        next_ms = due_ms < next_ms ? due_ms : next_ms;
        /* One that holds an event does not read: its socket must not wake us. */
        if (shard->uplink && !shard->holding)
            count += uplink_poll(shard->uplink, &shards->waits[count]);
    }
    const int64_t wait_ms = next_ms > now_ms ? next_ms - now_ms : 0;
    (void)curl_multi_poll(shards->common.multi, shards->waits, count, (int)wait_ms, NULL);
}

static const char *find_end(const struct shards *shards)
{
    for (size_t i = 0; i < shards->count; i++)
        if (shards->list[i].dialogue.fatal)
            return shards->list[i].dialogue.why;
    return NULL;
}

bool shards_turn(struct shards *shards, const char **why)
{
    dial(shards);
    for (size_t i = 0; i < shards->count && monotonic_ms() < shards->until_ms; i++)
        shard_turn(&shards->list[i], &shards->common, monotonic_ms());

    const char *end = find_end(shards);
    if (end) {
        *why = end;
        return false;
    }
    dial(shards); /* what a shard just began has its timers set before we wait */
    return true;
}

void shards_wake(struct shards *shards)
{
    (void)curl_multi_wakeup(shards->common.multi);
}

void shards_stop(struct shards *shards)
{
    for (size_t i = 0; i < shards->count; i++)
        shard_stop(&shards->list[i], &shards->common, monotonic_ms());
}

size_t shards_points(const struct shards *shards, struct resume_point *points, size_t room)
{
    size_t count = 0;

    for (size_t i = 0; i < shards->count && count < room; i++) {
        const struct dialogue *dialogue = &shards->list[i].dialogue;
        if (!dialogue->session.session_id[0])
            continue;
        points[count] = dialogue->session;
        points[count++].saved_at = instant_now();
    }
    return count;
}

void shards_metrics(const struct shards *shards, struct gateway_metrics *metrics)
{
    *metrics = shards->common.metrics;
    metrics->shards = (uint32_t)shards->count;
    metrics->latency_ms = -1;
    metrics->over = find_end(shards);
    for (size_t i = 0; i < shards->count; i++) {
        const struct dialogue *dialogue = &shards->list[i].dialogue;
        metrics->connected += dialogue->state == DIALOGUE_READY;
        metrics->identified += dialogue->identified;
        metrics->resumed += dialogue->resumed;
        metrics->dropped += dialogue->dropped;
        if (dialogue->latency_ms > metrics->latency_ms)
            metrics->latency_ms = dialogue->latency_ms;
    }
}
