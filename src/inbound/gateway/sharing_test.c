/* What a gateway does when other processes have some of its bot's shards. */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/workers.h"
#include "inbound/gateway/gateway.h"
#include "inbound/task.h"

#include "check.h"
#include "fake_gateway.h"

enum { TURNS_ASKED_MOST = 100, POINTS = 4, MINUTE_MS = 60000 };

struct scene {
    struct fake fake;
    struct workers *workers;
    struct secret token;
    struct gateway *gateway;
    struct gateway_plan plan;
    atomic_int asked;             /* questions for a turn */
    atomic_int refusals;          /* so many are still to be refused */
    int64_t ms[TURNS_ASKED_MOST]; /* for how long, the gateway's thread only */
};

static bool share_turn(void *subject, uint32_t bucket, int64_t ms)
{
    struct scene *scene = subject;
    const int at = atomic_load(&scene->asked);

    EQUAL(bucket, 0);
    if (at < TURNS_ASKED_MOST)
        scene->ms[at] = ms;
    atomic_store(&scene->asked, at + 1);
    return atomic_fetch_sub(&scene->refusals, 1) <= 0;
}

static void scene_begin(struct scene *scene, const uint32_t *ids, size_t count)
{
    static const struct workers_plan workers = {
        .name = "scene",
        .count = 1,
        .queue = 1,
        .work = task_carry,
    };
    AUTO(job_end) struct job job = { .name = "scene" };

    log_open(LOG_LOGFMT, LOG_ERROR);
    scene->token = secret_new("the-token");
    fake_listen(&scene->fake);
    scene->workers = workers_start(&workers);
    scene->plan.url = scene->fake.url;
    scene->plan.token = &scene->token;
    scene->plan.shard_ids = ids;
    scene->plan.shard_ids_count = count;
    scene->plan.shards = 2;
    scene->plan.workers = scene->workers;
    EQUAL(gateway_open(&job, &scene->plan, &scene->gateway), FAULT_NONE);
}

static void scene_end(struct scene *scene)
{
    (void)gateway_stop(scene->gateway, NULL, 0);
    workers_finish(scene->workers);
    fake_end(&scene->fake);
    secret_free(&scene->token);
}

static struct gateway_metrics await(struct scene *scene, uint32_t shards, uint32_t connected)
{
    struct gateway_metrics metrics = { 0 };

    for (int i = 0; i < 10000; i++) {
        gateway_metrics(scene->gateway, &metrics);
        if (metrics.connected == connected && metrics.shards == shards)
            break;
        usleep(1000);
    }
    EQUAL(metrics.shards, shards);
    EQUAL(metrics.connected, connected);
    return metrics;
}

/* The next connection, until it is ready as a session of that name. */
static void welcome(struct scene *scene, struct fake_line *line, const char *session)
{
    char ready[256];

    HOLDS(strstr(fake_greet(&scene->fake, line), "\"op\":2"), "%s", line->said);
    (void)snprintf(ready, sizeof(ready),
                   "{\"op\":0,\"s\":1,\"t\":\"READY\",\"d\":{\"session_id\":\"%s\","
                   "\"resume_gateway_url\":\"%s\",\"user\":{\"id\":\"5\"},"
                   "\"application\":{\"id\":\"6\"},\"guilds\":[]}}",
                   session, scene->fake.url);
    fake_say(line, ready);
}

CHECK(shards_are_begun_left_and_resumed_while_it_runs)
{
    static const uint32_t both[] = { 0, 1 };
    AUTO(scene_end) struct scene scene = { 0 };
    struct resume_point points[POINTS] = { 0 };
    struct fake_line first, second;
    size_t count = POINTS;

    scene_begin(&scene, NULL, 0);
    EQUAL(gateway_points(scene.gateway, points, POINTS, &count), true);
    EQUAL(count, 0);
    EQUAL(gateway_hold(scene.gateway, &(struct gateway_wish){ both, 1, NULL, 0 }, points, POINTS,
                       &count),
          true);
    EQUAL(count, 0);
    welcome(&scene, &first, "s0");
    (void)await(&scene, 1, 1);

    /* Shard 0 goes elsewhere, shard 1 comes with the session of whoever had it. */
    const struct resume_point session = { 1, "s1", "", 7, instant_now() };
    EQUAL(gateway_hold(scene.gateway, &(struct gateway_wish){ both + 1, 1, &session, 1 }, points,
                       POINTS, &count),
          true);
    EQUAL(count, 1);
    EQUAL(points[0].shard, 0);
    SAME(points[0].session_id, "s0");
    EQUAL(points[0].sequence, 1);
    SAME(fake_hear(&first), "close 4000");
    HOLDS(strstr(fake_greet(&scene.fake, &second), "\"session_id\":\"s1\""), "%s", second.said);
    fake_say(&second, "{\"op\":0,\"s\":8,\"t\":\"RESUMED\",\"d\":{}}");
    const struct gateway_metrics metrics = await(&scene, 1, 1);
    EQUAL(metrics.identified, 1);
    EQUAL(metrics.resumed, 1);

    /* What it has already goes on as it is. */
    EQUAL(gateway_hold(scene.gateway, &(struct gateway_wish){ both + 1, 1, NULL, 0 }, points,
                       POINTS, &count),
          true);
    EQUAL(count, 1);
    SAME(points[0].session_id, "s1");
    EQUAL(points[0].sequence, 8);
    (void)await(&scene, 1, 1);
    fake_cut(&first);
    fake_cut(&second);
}

CHECK(past_the_moment_it_may_have_them_it_leaves_by_its_own_clock)
{
    static const uint32_t zero = 0;
    AUTO(scene_end) struct scene scene = { 0 };
    struct resume_point points[POINTS];
    struct fake_line line;
    size_t count = POINTS;

    scene_begin(&scene, &zero, 1);
    welcome(&scene, &line, "s0");
    (void)await(&scene, 1, 1);
    EQUAL(gateway_allow(scene.gateway, monotonic_ms() + MINUTE_MS), true);
    const int64_t until_ms = monotonic_ms() + 300;
    EQUAL(gateway_allow(scene.gateway, until_ms), true);
    SAME(fake_hear(&line), "close 4000");
    HOLDS(monotonic_ms() >= until_ms && monotonic_ms() < until_ms + 1000, "%d ms late",
          (int)(monotonic_ms() - until_ms));
    (void)await(&scene, 0, 0);
    EQUAL(gateway_allow(scene.gateway, monotonic_ms() + MINUTE_MS), false);
    EQUAL(gateway_allow(scene.gateway, monotonic_ms() + MINUTE_MS), true);
    EQUAL(gateway_points(scene.gateway, points, POINTS, &count), true);
    EQUAL(count, 0);
    fake_cut(&line);

    /* Held again, it identifies anew: the session of before may be another's. */
    EQUAL(gateway_hold(scene.gateway, &(struct gateway_wish){ &zero, 1, NULL, 0 }, points, POINTS,
                       &count),
          true);
    HOLDS(strstr(fake_greet(&scene.fake, &line), "\"op\":2"), "%s", line.said);
    fake_cut(&line);
}

CHECK(a_turn_to_identify_is_asked_of_the_other_processes_too)
{
    static const uint32_t zero = 0;
    AUTO(scene_end) struct scene scene = { .refusals = 2 };
    struct fake_line line;

    scene.plan.share_turn = share_turn;
    scene.plan.share_subject = &scene;
    const int64_t before_ms = monotonic_ms();
    scene_begin(&scene, &zero, 1);
    welcome(&scene, &line, "s0");
    HOLDS(monotonic_ms() - before_ms >= 900, "%d ms", (int)(monotonic_ms() - before_ms));
    (void)await(&scene, 1, 1);
    EQUAL(atomic_load(&scene.asked), 4);
    EQUAL(scene.ms[2], GATEWAY_TURN_MS);
    EQUAL(scene.ms[3], TURNS_APART_MS);
    fake_cut(&line);
}

CHECK(a_turn_not_used_is_given_back_to_all)
{
    static const uint32_t zero = 0;
    AUTO(scene_end) struct scene scene = { 0 };
    struct resume_point points[POINTS];
    struct fake_line line;
    size_t count;

    scene.plan.share_turn = share_turn;
    scene.plan.share_subject = &scene;
    scene_begin(&scene, &zero, 1);
    fake_accept(&scene.fake, &line);
    EQUAL(gateway_hold(scene.gateway, &(struct gateway_wish){ 0 }, points, POINTS, &count), true);
    EQUAL(atomic_load(&scene.asked), 2);
    EQUAL(scene.ms[0], GATEWAY_TURN_MS);
    EQUAL(scene.ms[1], 0);
    fake_cut(&line);
}
