#include "inbound/gateway/gateway.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/workers.h"
#include "inbound/task.h"

#include "check.h"
#include "fake_gateway.h"

#define READY "{\"op\":0,\"s\":1,\"t\":\"READY\",\"d\":{\"session_id\":\"s1\","

/* A gateway under test, the fake one it talks to, and the workers it feeds. */
struct scene {
    struct fake fake;
    struct workers *workers;
    struct secret token;
    struct gateway *gateway;
    struct gateway_plan plan;
    atomic_int clicks, servers;
    atomic_bool busy; /* the workers stand still */
    _Atomic(const char *) over;
};

static const uint32_t two_ids[] = { 0, 1 };

static void take_click(struct job *job, void *subject, struct bytes data,
                       struct instant received_at)
{
    struct scene *scene = subject;

    (void)job;
    if (data.length > 0 && received_at.ms > 0)
        atomic_fetch_add(&scene->clicks, 1);
}

static void take_server(struct job *job, void *subject, struct bytes data,
                        struct instant received_at)
{
    struct scene *scene = subject;

    (void)job;
    (void)data;
    (void)received_at;
    while (atomic_load(&scene->busy))
        usleep(1000);
    atomic_fetch_add(&scene->servers, 1);
}

static void note_over(void *subject, const char *why)
{
    struct scene *scene = subject;

    atomic_store(&scene->over, why);
}

static void scene_begin(struct scene *scene)
{
    static const struct workers_plan workers = {
        .name = "scene",
        .count = 1,
        .queue = 1,
        .work = task_carry,
    };

    log_open(LOG_LOGFMT, LOG_ERROR);
    *scene = (struct scene){ .token = secret_new("the-token") };
    fake_listen(&scene->fake);
    scene->workers = workers_start(&workers);
    scene->plan = (struct gateway_plan){
        .url = scene->fake.url,
        .token = &scene->token,
        .intents = GATEWAY_INTENT_GUILDS,
        .shard_ids = two_ids,
        .shard_ids_count = 1,
        .shards = 1,
        .workers = scene->workers,
        .handlers = { .carry = { [EVENT_INTERACTION_CREATE] = take_click,
                                 [EVENT_GUILD_CREATE] = take_server },
                      .subject = scene },
        .over = note_over,
        .over_subject = scene,
    };
}

static void scene_open(struct scene *scene)
{
    AUTO(job_end) struct job job = { .name = "scene" };

    EQUAL(gateway_open(&job, &scene->plan, &scene->gateway), FAULT_NONE);
}

static size_t scene_stop(struct scene *scene, struct resume_point *points, size_t room)
{
    const size_t count = gateway_stop(scene->gateway, points, room);

    scene->gateway = NULL;
    return count;
}

static void scene_end(struct scene *scene)
{
    atomic_store(&scene->busy, false);
    (void)gateway_stop(scene->gateway, NULL, 0);
    workers_finish(scene->workers);
    fake_end(&scene->fake);
    secret_free(&scene->token);
}

static bool holds(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static void await_count(const atomic_int *count, int wanted)
{
    for (int i = 0; i < 10000 && atomic_load(count) < wanted; i++)
        usleep(1000);
    EQUAL(atomic_load(count), wanted);
}

static struct gateway_metrics await_connected(struct scene *scene, uint32_t wanted)
{
    struct gateway_metrics metrics = { 0 };

    for (int i = 0; i < 10000; i++) {
        gateway_metrics(scene->gateway, &metrics);
        if (metrics.connected == wanted)
            break;
        usleep(1000);
    }
    EQUAL(metrics.connected, wanted);
    return metrics;
}

static void say_ready(struct scene *scene, struct fake_line *line)
{
    char ready[512];

    (void)snprintf(ready, sizeof(ready),
                   READY "\"resume_gateway_url\":\"%s/again\","
                         "\"user\":{\"id\":\"5\"},\"application\":{\"id\":\"6\"},\"guilds\":[]}}",
                   scene->fake.url);
    fake_say(line, ready);
}

static void say_event(struct fake_line *line, const char *name, int sequence)
{
    char event[256];

    (void)snprintf(event, sizeof(event), "{\"t\":\"%s\",\"s\":%d,\"op\":0,\"d\":{\"id\":\"7\"}}",
                   name, sequence);
    fake_say(line, event);
}

CHECK(it_identifies_beats_hands_events_over_and_leaves_with_its_session)
{
    AUTO(scene_end) struct scene scene;
    struct resume_point points[2];
    struct fake_line line;

    scene_begin(&scene);
    scene_open(&scene);
    fake_accept(&scene.fake, &line);
    HOLDS(holds(line.request, "GET /?v=10&encoding=json&compress=zlib-stream HTTP/1.1\r\n"), "%s",
          line.request);
    fake_upgrade(&line, 7);
    fake_say(&line, "{\"op\":10,\"d\":{\"heartbeat_interval\":1000}}");
    const char *identify = fake_hear(&line);
    HOLDS(holds(identify, "\"op\":2") && holds(identify, "\"the-token\"") &&
              holds(identify, "\"intents\":1") && holds(identify, "\"shard\":[0,1]"),
          "%s", identify);
    say_ready(&scene, &line);
    say_event(&line, "TYPING_START", 2);
    say_event(&line, "INTERACTION_CREATE", 3);
    say_event(&line, "GUILD_CREATE", 4);
    await_count(&scene.servers, 1);
    EQUAL(atomic_load(&scene.clicks), 1);
    /* The first beat comes at a random moment, so maybe before all was heard. */
    while (strcmp(fake_hear(&line), "{\"op\":1,\"d\":4}") != 0) {
        HOLDS(holds(line.said, "{\"op\":1,"), "%s", line.said);
        fake_say(&line, "{\"op\":11}");
    }
    fake_say(&line, "{\"op\":11}");
    fake_say(&line, "{\"op\":1,\"d\":null}");
    SAME(fake_hear(&line), "{\"op\":1,\"d\":4}");

    const struct gateway_metrics metrics = await_connected(&scene, 1);
    EQUAL(metrics.identified, 1);
    EQUAL(metrics.taken[EVENT_INTERACTION_CREATE], 1);
    EQUAL(metrics.ignored, 2); /* READY and TYPING_START: nobody here wants them */
    EQUAL(metrics.received_bytes > 100, true);
    EQUAL(scene_stop(&scene, points, LENGTH(points)), 1);
    SAME(fake_hear(&line), "close 4000");
    SAME(points[0].session_id, "s1");
    EQUAL(points[0].sequence, 4);
    EQUAL(holds(points[0].url, "/again"), true);
    EQUAL(points[0].saved_at.ms > 0, true);
    fake_cut(&line);
}

CHECK(a_saved_session_is_resumed_and_an_old_one_is_not)
{
    static const struct {
        int64_t age_s;
        const char *wanted;
    } cases[] = {
        { 60, "{\"op\":6," },
        { GATEWAY_SESSION_AGE_S + 60, "{\"op\":2," },
        { -60, "{\"op\":2," },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(scene_end) struct scene scene;
        struct fake_line line;
        scene_begin(&scene);
        struct resume_point saved = { .session_id = "old", .sequence = 41 };
        saved.saved_at.ms = instant_now().ms - cases[i].age_s * 1000;
        (void)snprintf(saved.url, sizeof(saved.url), "%s/kept", scene.fake.url);
        scene.plan.sessions = &saved;
        scene.plan.sessions_count = 1;
        scene_open(&scene);
        const char *said = fake_greet(&scene.fake, &line);
        HOLDS(strncmp(said, cases[i].wanted, strlen(cases[i].wanted)) == 0, "%s", said);
        EQUAL(holds(line.request, "GET /kept?v=10"), i == 0);
        EQUAL(holds(said, "\"session_id\":\"old\"") && holds(said, "\"seq\":41"), i == 0);
        fake_cut(&line);
    }
}

CHECK(a_cut_connection_comes_back_at_once_and_takes_what_it_missed)
{
    AUTO(scene_end) struct scene scene;
    struct fake_line line;

    scene_begin(&scene);
    scene_open(&scene);
    HOLDS(holds(fake_greet(&scene.fake, &line), "\"op\":2"), "%s", line.said);
    say_ready(&scene, &line);
    say_event(&line, "INTERACTION_CREATE", 2);
    await_count(&scene.clicks, 1);
    fake_cut(&line);

    HOLDS(holds(fake_greet(&scene.fake, &line), "\"seq\":2"), "%s", line.said);
    HOLDS(holds(line.request, "GET /again?v=10"), "%s", line.request);
    say_event(&line, "INTERACTION_CREATE", 3);
    fake_say(&line, "{\"op\":0,\"s\":4,\"t\":\"RESUMED\",\"d\":{}}");
    await_count(&scene.clicks, 2);
    EQUAL(await_connected(&scene, 1).resumed, 1);
    fake_cut(&line);
}

CHECK(fragments_pings_and_what_nobody_knows_do_no_harm)
{
    AUTO(scene_end) struct scene scene;
    AUTO(job_end) struct job job = { .name = "test" };
    struct text message = text_in(&job.arena, 4096), frames = text_in(&job.arena, 4096);
    struct fake_line line;

    scene_begin(&scene);
    scene_open(&scene);
    (void)fake_greet(&scene.fake, &line);
    say_ready(&scene, &line);
    fake_say(&line, "{\"op\":99,\"d\":{\"new\":[1,2]},\"z\":0}");
    side_deflate(
        &line.side, &message,
        "{\"new\":{},\"t\":\"INTERACTION_CREATE\",\"s\":2,\"op\":0,\"d\":{\"x\":\"\\u00e4\"}}");
    const struct bytes whole = text_bytes(&message);
    side_frame(&frames, BINARY, (struct bytes){ whole.at, 9 });
    side_frame(&frames, FIN | PING, bytes_of("are you there"));
    side_frame(&frames, FIN | CONTINUED, (struct bytes){ whole.at + 9, whole.length - 9 });
    for (size_t i = 0; i < frames.length; i++) {
        fake_send(&line, (struct bytes){ text_bytes(&frames).at + i, 1 });
        usleep(200);
    }
    SAME(fake_hear(&line), "pong are you there");
    await_count(&scene.clicks, 1);
    fake_cut(&line);
}

CHECK(what_breaks_the_protocol_is_left_and_resumed)
{
    static const char *const nonsense[] = {
        "no json",
        "[]",
        "{\"op\":10,\"d\":null",
        "{\"op\":7,\"d\":null}",
        "{\"op\":0,\"s\":3,\"t\":\"X\",\"d\":\"\xff\"}",
    };

    for (size_t i = 0; i < LENGTH(nonsense); i++) {
        AUTO(scene_end) struct scene scene;
        struct fake_line line, next;
        scene_begin(&scene);
        scene_open(&scene);
        (void)fake_greet(&scene.fake, &line);
        say_ready(&scene, &line);
        fake_say(&line, nonsense[i]);
        SAME(fake_hear(&line), "close 4000");
        SAME(fake_hear(&line), "cut");
        HOLDS(holds(fake_greet(&scene.fake, &next), "\"op\":6"), "case %zu: %s", i, next.said);
        fake_cut(&line);
        fake_cut(&next);
    }
}

CHECK(a_bomb_costs_the_connection_and_nothing_else)
{
    AUTO(scene_end) struct scene scene;
    AUTO(job_end) struct job job = { .name = "test" };
    enum { BOMB_BYTES = 32 * 1024 * 1024 };
    struct text deflated = text_in(&job.arena, BOMB_BYTES), text = text_in(&job.arena, BOMB_BYTES);
    char *bomb = arena_take(&job.arena, BOMB_BYTES);
    struct fake_line line;

    memset(bomb, ' ', BOMB_BYTES - 1);
    scene_begin(&scene);
    scene_open(&scene);
    (void)fake_greet(&scene.fake, &line);
    say_ready(&scene, &line);
    side_deflate(&line.side, &deflated, bomb);
    side_frame(&text, FIN | BINARY, text_bytes(&deflated));
    fake_send(&line, text_bytes(&text));
    fake_cut(&line);
    HOLDS(holds(fake_greet(&scene.fake, &line), "\"op\":6"), "%s", line.said);
    fake_cut(&line);
}

CHECK(a_code_that_is_the_end_is_told_to_the_operator)
{
    AUTO(scene_end) struct scene scene;
    struct gateway_metrics metrics;
    struct fake_line line;

    scene_begin(&scene);
    scene_open(&scene);
    (void)fake_greet(&scene.fake, &line);
    fake_close(&line, 4004);
    for (int i = 0; i < 10000 && !atomic_load(&scene.over); i++)
        usleep(1000);
    HOLDS(holds(atomic_load(&scene.over), "DISCORD_TOKEN"), "%s", atomic_load(&scene.over));
    gateway_metrics(scene.gateway, &metrics);
    SAME(metrics.over, atomic_load(&scene.over));
    EQUAL(scene_stop(&scene, NULL, 0), 0);
    fake_cut(&line);
}

CHECK(a_refusal_is_asked_again_when_it_said)
{
    AUTO(scene_end) struct scene scene;
    struct fake_line line;

    scene_begin(&scene);
    scene_open(&scene);
    fake_accept(&scene.fake, &line);
    fake_send(&line, bytes_of("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\n\r\n"));
    const int64_t before_ms = monotonic_ms();
    fake_cut(&line);
    HOLDS(holds(fake_greet(&scene.fake, &line), "\"op\":2"), "%s", line.said);
    const int64_t waited_ms = monotonic_ms() - before_ms;
    HOLDS(waited_ms >= 1990, "%d ms", (int)waited_ms);
    fake_cut(&line);
}

CHECK(two_shards_identify_five_seconds_apart)
{
    AUTO(scene_end) struct scene scene;
    struct fake_line first, second;

    scene_begin(&scene);
    scene.plan.shard_ids_count = 2;
    scene.plan.shards = 2;
    scene_open(&scene);
    HOLDS(holds(fake_greet(&scene.fake, &first), "\"shard\":[0,2]"), "%s", first.said);
    const int64_t before_ms = monotonic_ms();
    say_ready(&scene, &first);
    HOLDS(holds(fake_greet(&scene.fake, &second), "\"shard\":[1,2]"), "%s", second.said);
    const int64_t waited_ms = monotonic_ms() - before_ms;
    HOLDS(waited_ms >= TURNS_APART_MS - 100, "%d ms", (int)waited_ms);
    say_ready(&scene, &second);
    EQUAL(await_connected(&scene, 2).shards, 2);
    say_event(&first, "INTERACTION_CREATE", 2);
    await_count(&scene.clicks, 1);
    fake_cut(&first);
    fake_cut(&second);
}

CHECK(what_busy_workers_cannot_take_is_held_and_not_counted_as_taken)
{
    AUTO(scene_end) struct scene scene;
    struct gateway_metrics metrics = { 0 };
    struct resume_point point;
    struct fake_line line;

    scene_begin(&scene);
    atomic_store(&scene.busy, true);
    scene_open(&scene);
    (void)fake_greet(&scene.fake, &line);
    say_ready(&scene, &line);
    for (int sequence = 2; sequence <= 9; sequence++)
        say_event(&line, "GUILD_CREATE", sequence);
    say_event(&line, "INTERACTION_CREATE", 10);
    for (int i = 0; i < 10000 && metrics.taken[EVENT_GUILD_CREATE] < 2; i++) {
        usleep(1000);
        gateway_metrics(scene.gateway, &metrics);
    }
    EQUAL(metrics.taken[EVENT_GUILD_CREATE], 2);
    EQUAL(scene_stop(&scene, &point, 1), 1);
    EQUAL(point.sequence, 3);
    atomic_store(&scene.busy, false);
    await_count(&scene.servers, 2);
    EQUAL(atomic_load(&scene.clicks), 0);
    fake_cut(&line);
}

CHECK(held_events_go_on_once_the_workers_can)
{
    AUTO(scene_end) struct scene scene;
    struct fake_line line;

    scene_begin(&scene);
    atomic_store(&scene.busy, true);
    scene_open(&scene);
    (void)fake_greet(&scene.fake, &line);
    say_ready(&scene, &line);
    for (int sequence = 2; sequence <= 40; sequence++)
        say_event(&line, "GUILD_CREATE", sequence);
    usleep(100000);
    atomic_store(&scene.busy, false);
    await_count(&scene.servers, 39);
    fake_cut(&line);
}

CHECK(an_address_where_nobody_listens_is_tried_again_soon)
{
    AUTO(scene_end) struct scene scene;
    struct gateway_metrics metrics = { 0 };

    scene_begin(&scene);
    fake_end(&scene.fake);
    scene_open(&scene);
    for (int i = 0; i < 5000 && metrics.dropped < 3; i++) {
        usleep(1000);
        gateway_metrics(scene.gateway, &metrics);
    }
    EQUAL(metrics.dropped, 3);
    fake_listen(&scene.fake);
}

CHECK(a_plan_that_makes_no_sense_is_refused)
{
    AUTO(scene_end) struct scene scene;
    AUTO(job_end) struct job job = { .name = "test" };
    struct gateway_plan plan;

    scene_begin(&scene);
    plan = scene.plan;
    plan.url = "https://discord.com";
    EQUAL(gateway_open(&job, &plan, &scene.gateway), FAULT_INPUT);
    plan = scene.plan;
    plan.shard_ids = &two_ids[1];
    EQUAL(gateway_open(&job, &plan, &scene.gateway), FAULT_INPUT);
    plan = scene.plan;
    plan.shard_ids_count = GATEWAY_SHARDS_MOST + 1;
    EQUAL(gateway_open(&job, &plan, &scene.gateway), FAULT_INPUT);
    EQUAL(scene.gateway == NULL, true);
}
