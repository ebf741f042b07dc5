#include "program/bot.h"

#include <signal.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "inbound/gateway/gateway.h"
#include "inbound/notices.h"
#include "outbound/discord/discord.h"
#include "program/shard_share.h"

enum {
    SAVE_MS = 5 * 1000,
    BEAT_MS = 1000,      /* between two looks at the gateway */
    BEAT_MOST_MS = 3000, /* the database may take so long for what a beat asks */
};

void bot_begin(struct bot *bot)
{
    pthread_mutex_init(&bot->lock, NULL);
    atomic_store(&bot->wanted, UINT32_MAX);
}

void bot_end(struct bot *bot)
{
    pthread_mutex_destroy(&bot->lock);
}

/* In the gateway's thread: nothing but tell the main thread to stop. */
static void gateway_is_over(void *subject, const char *why)
{
    struct bot *bot = subject;

    log_error(NULL, "Discord ended the gateway for good", TEXT("do", why));
    atomic_store(&bot->over, true);
    (void)kill(getpid(), SIGTERM);
}

bool bot_is_over(const struct bot *bot)
{
    return atomic_load(&bot->over);
}

/* All of them, with the sessions of the last run. */
static enum fault plan_alone(struct job *job, struct bot *bot, int shards,
                             struct gateway_plan *plan)
{
    if (shards > GATEWAY_SHARDS_MOST)
        return fail(job, FAULT_REMOTE,
                    "Discord asks for %d shards; one process carries %d: run several with "
                    "--only bot",
                    shards, GATEWAY_SHARDS_MOST);
    uint32_t *ids = arena_take_many(&job->arena, (size_t)shards, sizeof(*ids));
    for (uint32_t i = 0; i < (uint32_t)shards; i++)
        ids[i] = i;
    bot->shards = (uint32_t)shards;
    atomic_store(&bot->wanted, bot->shards);
    plan->shard_ids = ids;
    plan->shard_ids_count = bot->shards;
    return resume_points_load(job, bot->store, ids, bot->shards, bot->shards, &plan->sessions,
                              &plan->sessions_count);
}

/* None yet: the first beat takes what is free. */
static enum fault plan_shared(struct job *job, struct bot *bot, int shards, int64_t lease_s,
                              struct gateway_plan *plan)
{
    if (shards > SHARD_SHARE_SHARDS_MOST)
        return fail(job, FAULT_REMOTE, "Discord asks for %d shards; we carry up to %d", shards,
                    SHARD_SHARE_SHARDS_MOST);
    plan->share_turn = shard_leases_turn;
    plan->share_subject = &bot->leases;
    const enum fault fault = shard_leases_begin(job, &bot->leases, bot->store, (uint32_t)shards,
                                                lease_s);
    bot->shards = bot->leases.shards;
    return fault;
}

static enum fault start_gateway(struct job *job, struct bot *bot, const struct gateway_plan *plan)
{
    struct gateway *gateway = NULL;
    const enum fault fault = gateway_open(job, plan, &gateway);

    pthread_mutex_lock(&bot->lock);
    bot->gateway = gateway;
    pthread_mutex_unlock(&bot->lock);
    return fault;
}

enum fault bot_open(struct job *job, const struct bot_plan *plan, struct bot *bot)
{
    struct discord_gateway found;
    struct gateway_plan gateway = {
        .token = plan->token,
        .intents = GATEWAY_INTENT_GUILDS | (plan->presences ? GATEWAY_INTENT_PRESENCES : 0),
        .presences = plan->presences,
        .workers = plan->workers,
        .handlers = notices_handlers(plan->interactions),
        .over = gateway_is_over,
        .over_subject = bot,
    };
    enum fault fault = discord_gateway_bot(job, plan->discord, &found);

    bot->store = plan->store;
    bot->shares = plan->shares;
    if (!fault && plan->shares)
        fault = plan_shared(job, bot, found.shards, plan->lease_s, &gateway);
    else if (!fault)
        fault = plan_alone(job, bot, found.shards, &gateway);
    if (fault)
        return fault;
    gateway.url = found.url;
    gateway.shards = bot->shards;
    gateway.starts = (struct start_limit){
        .total = (uint32_t)found.starts,
        .remaining = (uint32_t)found.starts_left,
        .reset_after_ms = found.starts_reset_ms,
        .max_concurrency = (uint32_t)found.max_concurrency,
    };
    return start_gateway(job, bot, &gateway);
}

enum fault bot_ready(struct job *job, void *subject)
{
    struct bot *bot = subject;
    struct gateway_metrics metrics = { 0 };
    const uint32_t wanted = atomic_load(&bot->wanted);

    pthread_mutex_lock(&bot->lock);
    if (bot->gateway)
        gateway_metrics(bot->gateway, &metrics);
    pthread_mutex_unlock(&bot->lock);
    /* More processes than shards: one that has none waits in reserve, and is ready for it. */
    if (metrics.connected == wanted && metrics.shards == wanted)
        return FAULT_NONE;
    if (wanted == UINT32_MAX)
        return fail(job, FAULT_BUSY, "the gateway is not open yet");
    return fail(job, FAULT_BUSY, "%u of %u shards are connected", metrics.connected, wanted);
}

/* Nothing here ends the process: the next beat goes on where this one failed. */
int64_t bot_beat(struct bot *bot)
{
    AUTO(job_end) struct job job = { .name = "beat" };
    enum fault fault = FAULT_NONE;

    if (!bot->gateway)
        return BEAT_MS;
    job.deadline_ms = monotonic_ms() + BEAT_MOST_MS;
    if (bot->shares)
        fault = shard_leases_beat(&job, &bot->leases, bot->gateway);
    if (bot->shares && !fault)
        atomic_store(&bot->wanted, bot->leases.part);
    if (!fault)
        fault = resume_points_keep(&job, bot->store, &bot->keeper, bot->gateway, bot->shards);
    job_log_fault(&job, fault);
    return bot->shares ? shard_leases_beat_ms(&bot->leases) : BEAT_MS;
}

static enum fault save_points(struct job *job, struct bot *bot, struct gateway *gateway)
{
    struct resume_point *points = arena_take_many(&job->arena, GATEWAY_SHARDS_MOST,
                                                  sizeof(*points));
    const size_t count = gateway_stop(gateway, points, GATEWAY_SHARDS_MOST);

    job->deadline_ms = monotonic_ms() + SAVE_MS;
    if (count == 0)
        return FAULT_NONE;
    return resume_points_save(job, bot->store, points, count, bot->shards);
}

void bot_stop(struct job *job, struct bot *bot)
{
    pthread_mutex_lock(&bot->lock);
    struct gateway *gateway = bot->gateway;
    bot->gateway = NULL;
    pthread_mutex_unlock(&bot->lock);
    if (!gateway)
        return;
    /* What it was told is with the workers; the rest is sent again, to our next start or to
     * the process that takes our shards. */
    enum fault fault = save_points(job, bot, gateway);
    if (!fault && bot->shares)
        fault = shard_leases_end(job, &bot->leases);
    job_log_fault(job, fault);
}
