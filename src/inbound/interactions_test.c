/* From the bytes of an interaction to the bytes of its answer, on a real store. */
#include "inbound/interactions.h"

#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "base/job.h"
#include "base/zone.h"
#include "inbound/registration.h"
#include "outbound/discord/servers.h"
#include "store/migrations.h"
#include "store/store.h"

#include "check.h"

/* The instant of a snowflake is its upper 42 bits: this one is 2025-11-03T08:00:00Z. */
#define CLICK_ID "1434814355865600000"

struct bench {
    struct job job;
    struct app app;
    struct interactions interactions;
};

static void bench_close(struct bench *bench)
{
    servers_free(bench->app.servers);
    store_close(bench->app.store);
    job_end(&bench->job);
}

static void bench_open(struct bench *bench)
{
    const struct store_plan plan = { .url = "sqlite::memory:" };
    struct migrations done;

    *bench = (struct bench){ .job = { .name = "test" } };
    EQUAL(store_open(&bench->job, &plan, &bench->app.store), FAULT_NONE);
    EQUAL(migrations_run(&bench->job, bench->app.store, 0, false, (struct instant){ 1 }, &done),
          FAULT_NONE);
    bench->app.zone = zone_find("UTC");
    bench->app.servers = servers_new(&(struct servers_plan){ 0 });
    bench->interactions = (struct interactions){ .app = &bench->app, .application = { 42 } };
}

/* An interaction of an admin of server 1000 with the given type and data. */
static const char *body_of(struct bench *bench, int type, const char *data)
{
    return arena_print(&bench->job.arena,
                       "{\"id\":\"" CLICK_ID "\",\"application_id\":\"42\",\"type\":%d,"
                       "\"token\":\"tok\",\"version\":1,\"guild_id\":\"1000\","
                       "\"channel_id\":\"7\",\"context\":0,\"locale\":\"en-US\","
                       "\"app_permissions\":\"0\",\"entitlements\":[],"
                       "\"member\":{\"user\":{\"id\":\"5\",\"username\":\"olivia\"},"
                       "\"roles\":[],\"permissions\":\"8\"},"
                       "\"message\":{\"id\":\"9\",\"flags\":64},\"data\":%s}",
                       type, data);
}

static const char *answer_to(struct bench *bench, const char *body)
{
    struct answer answer;

    EQUAL(interactions_answer(&bench->job, &bench->interactions, bytes_of(body),
                              (struct instant){ 1762156805000 }, &answer),
          FAULT_NONE);
    return arena_print(&bench->job.arena, "%.*s", (int)answer.body.length,
                       (const char *)answer.body.at);
}

static void expect(const char *words, const char *part)
{
    HOLDS(words && strstr(words, part), "%s has no %s", words ? words : "nothing", part);
}

CHECK(a_ping_is_answered_with_a_pong)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    SAME(answer_to(&bench, "{\"id\":\"" CLICK_ID "\",\"application_id\":\"42\",\"type\":1,"
                           "\"token\":\"tok\",\"version\":1}"),
         "{\"type\":1}");
}

CHECK(a_command_gives_a_private_message_and_a_button_changes_it)
{
    AUTO(bench_close) struct bench bench;
    const char *words;

    bench_open(&bench);
    words = answer_to(&bench, body_of(&bench, 2, "{\"id\":\"1\",\"name\":\"clock\",\"type\":1}"));
    expect(words, "{\"type\":4,");
    expect(words, "\"flags\":64");
    expect(words, "timeclock:clock_in");
    words = answer_to(&bench, body_of(&bench, 3,
                                      "{\"custom_id\":\"timeclock:clock_in\","
                                      "\"component_type\":2}"));
    expect(words, "{\"type\":7,");
    expect(words, "Since 08:00");
    expect(words, "t:1762156800:R>");
}

CHECK(the_same_click_delivered_again_has_the_same_answer_byte_by_byte)
{
    AUTO(bench_close) struct bench bench;
    const char *click;

    bench_open(&bench);
    click = body_of(&bench, 3, "{\"custom_id\":\"timeclock:clock_in\",\"component_type\":2}");
    const char *first = answer_to(&bench, click);
    SAME(answer_to(&bench, click), first);
}

CHECK(bytes_that_are_no_interaction_are_the_senders_fault)
{
    static const char *const wrong[] = { "", "{", "[]", "{\"type\":1}", "{\"type\":99}", "null" };
    AUTO(bench_close) struct bench bench;
    struct answer answer;

    bench_open(&bench);
    for (size_t i = 0; i < LENGTH(wrong); i++)
        HOLDS(interactions_answer(&bench.job, &bench.interactions, bytes_of(wrong[i]),
                                  (struct instant){ 1 }, &answer) == FAULT_INPUT,
              "%s", wrong[i]);
}

CHECK(a_lost_database_is_told_with_a_code_and_without_details)
{
    AUTO(bench_close) struct bench bench;
    const struct store_plan empty = { .url = "sqlite::memory:" };
    const char *words;

    bench_open(&bench);
    store_close(bench.app.store);
    bench.app.store = NULL;
    EQUAL(store_open(&bench.job, &empty, &bench.app.store), FAULT_NONE); /* without tables */
    words = answer_to(&bench, body_of(&bench, 2, "{\"id\":\"1\",\"name\":\"clock\",\"type\":1}"));
    expect(words, "{\"type\":4,");
    expect(words, bench.job.reference);
    HOLDS(bench.job.reference[0] != '\0', "there is a code");
    HOLDS(!strstr(words, "table") && !strstr(words, "SQL"), "%s", words);
}

CHECK(what_is_being_typed_is_completed)
{
    AUTO(bench_close) struct bench bench;
    const char *words;

    bench_open(&bench);
    words = answer_to(&bench, body_of(&bench, 4,
                                      "{\"id\":\"1\",\"name\":\"settings\",\"type\":1,\"options\":["
                                      "{\"type\":1,\"name\":\"timezone\",\"options\":["
                                      "{\"type\":3,\"name\":\"zone\",\"value\":\"berl\","
                                      "\"focused\":true}]}]}"));
    SAME(words, "{\"type\":8,\"data\":{\"choices\":["
                "{\"name\":\"Europe/Berlin\",\"value\":\"Europe/Berlin\"}]}}");
}

CHECK(commands_are_registered_as_a_tree_and_always_in_the_same_bytes)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct bytes one, other;

    EQUAL(registration_write(&job, AUDIENCE_EVERYBODY, &one), FAULT_NONE);
    EQUAL(registration_write(&job, AUDIENCE_EVERYBODY, &other), FAULT_NONE);
    EQUAL(bytes_equal(one, other), true);
    const char *json = arena_print(&job.arena, "%.*s", (int)one.length, (const char *)one.at);
    expect(json, "\"name\":\"clock\"");
    const char *roles = strstr(json, "\"name\":\"roles\"");
    HOLDS(roles != NULL, "%s", json);
    expect(roles, "\"name\":\"employee\"");
    expect(json, "\"autocomplete\":true");
    expect(json, "\"min_length\":1,\"max_length\":63");
    expect(roles, "\"name\":\"remove\"");
    HOLDS(roles && !strstr(roles + 1, "\"name\":\"roles\""), "the group is there once");
    HOLDS(strstr(json, "\"name\":\"owner\"") == NULL, "operators' commands are not for everybody");
    EQUAL(registration_write(&job, AUDIENCE_OPERATORS, &one), FAULT_NONE);
    json = arena_print(&job.arena, "%.*s", (int)one.length, (const char *)one.at);
    expect(json, "\"name\":\"owner\"");
    HOLDS(strstr(json, "\"name\":\"clock\"") == NULL, "and theirs are only those");
}
