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
    size_t count;
    struct shard *list;
    struct curl_waitfd *waits; /* count places */
};

static const struct resume_point *find_session(const struct gateway_plan *plan, uint32_t shard,
                                               struct instant now)
{
    for (size_t i = 0; i < plan->sessions_count; i++) {
        const struct resume_point *session = &plan->sessions[i];
        const int64_t age_s = instant_s(now) - instant_s(session->saved_at);
        if (session->shard == shard && age_s >= 0 && age_s <= GATEWAY_SESSION_AGE_S)
            return session;
    }
    return NULL;
}

struct shards *shards_new(const struct gateway_plan *plan)
{
    const int64_t now_ms = monotonic_ms();
    struct shards *shards = calloc(1, sizeof(*shards));

    if (!shards)
        abort();
    shards->count = plan->shard_ids_count;
    shards->list = calloc(shards->count, sizeof(shards->list[0]));
    shards->waits = calloc(shards->count, sizeof(shards->waits[0]));
    shards->common.multi = curl_multi_init();
    if (!shards->list || !shards->waits || !shards->common.multi ||
        !address_read(plan->url, &shards->common.base))
        abort();
    for (size_t i = 0; i < shards->count; i++) {
        struct shard *shard = &shards->list[i];
        shard->id = plan->shard_ids[i];
        dialogue_begin(&shard->dialogue, find_session(plan, shard->id, instant_now()), now_ms);
        shard->dialogue.session.shard = shard->id;
    }
    turns_begin(&shards->common.turns, &plan->starts, now_ms);
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
    int64_t next_ms = now_ms + WAIT_MOST_MS;
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
    for (size_t i = 0; i < shards->count; i++)
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
