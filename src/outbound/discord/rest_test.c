/* The calls of discord.h against a server that answers by a script. */
#include "outbound/discord/discord.h"

#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/secret.h"

#include "check.h"
#include "fake_rest.h"

#define FINE  .status = "200 OK", .body = "{\"id\":\"1234\"}"
#define TOKEN "MTIzNDU2Nzg5MDEyMzQ1Njc4.token.of-the-bot"

struct bench {
    struct fake_rest *fake;
    struct discord *discord;
};

static struct bench bench_of(const struct fake_reply *replies, size_t count)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(secret_free) struct secret token = secret_new(TOKEN);
    struct bench bench = { .fake = fake_rest_new(replies, count) };
    const struct discord_plan plan = {
        .api_base = arena_print(&job.arena, "http://127.0.0.1:%u/api/v10",
                                fake_rest_port(bench.fake)),
        .token = &token,
        .version = "1.2.3",
    };

    EQUAL(discord_open(&job, &plan, &bench.discord), FAULT_NONE);
    return bench;
}

static const char *why(const struct job *job)
{
    return job->why ? job->why : "nothing";
}

static void bench_end(struct bench *bench)
{
    discord_close(bench->discord);
    fake_rest_free(bench->fake);
}

/* The calls by what may be repeated of them. */
enum call { ANSWER, FOLLOWUP, EDIT, MESSAGE, COMMANDS };

static enum fault make(struct job *job, const struct bench *bench, enum call call)
{
    static const char token[] = "aW50ZXJhY3Rpb24";
    const struct application_id application = { 11 };
    const struct bytes body = bytes_of("{\"type\":4}");
    const char *const type = "application/json";
    struct message_id message;

    switch (call) {
    case ANSWER:
        return discord_answer(job, bench->discord, (struct interaction_id){ 22 }, token, body,
                              type);
    case FOLLOWUP: return discord_followup(job, bench->discord, application, token, body, type);
    case EDIT: return discord_original_edit(job, bench->discord, application, token, body, type);
    case MESSAGE:
        return discord_message_create(job, bench->discord, (struct channel_id){ 33 }, body, type,
                                      &message);
    case COMMANDS:
        return discord_commands_put(job, bench->discord, application, (struct guild_id){ 44 },
                                    body);
    }
    return FAULT_BUG;
}

CHECK(each_call_asks_what_discord_documents)
{
    static const struct fake_reply replies[] = { { FINE } };
    static const struct {
        enum call call;
        const char *line;
        bool with_token;
    } cases[] = {
        { ANSWER, "POST /api/v10/interactions/22/aW50ZXJhY3Rpb24/callback HTTP/1.1\r\n", false },
        { FOLLOWUP, "POST /api/v10/webhooks/11/aW50ZXJhY3Rpb24 HTTP/1.1\r\n", false },
        { EDIT, "PATCH /api/v10/webhooks/11/aW50ZXJhY3Rpb24/messages/@original HTTP/1.1\r\n",
          false },
        { MESSAGE, "POST /api/v10/channels/33/messages HTTP/1.1\r\n", true },
        { COMMANDS, "PUT /api/v10/applications/11/guilds/44/commands HTTP/1.1\r\n", true },
    };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        HOLDS(make(&job, &bench, cases[i].call) == FAULT_NONE, "%s", why(&job));
        const char *heard = fake_rest_heard(bench.fake, i);
        HOLDS(strncmp(heard, cases[i].line, strlen(cases[i].line)) == 0, "%s", heard);
        HOLDS(strstr(heard, "User-Agent: DiscordBot (https://") != NULL, "%s", heard);
        HOLDS(strstr(heard, ", 1.2.3)\r\n") != NULL, "%s", heard);
        HOLDS(strstr(heard, "\r\n\r\n{\"type\":4}") != NULL, "%s", heard);
        HOLDS((strstr(heard, "Authorization: Bot " TOKEN "\r\n") != NULL) == cases[i].with_token,
              "%s", heard);
    }
}

CHECK(what_discord_tells_is_read)
{
    static const struct fake_reply replies[] = {
        { .status = "200 OK",
          .body = "{\"url\":\"wss://g.example\",\"shards\":3,"
                  "\"session_start_limit\":{\"total\":1000,\"remaining\":999,"
                  "\"reset_after\":14400000,\"max_concurrency\":16}}" },
        { .status = "200 OK",
          .body = "{\"id\":\"42\",\"name\":\"clock\",\"verify_key\":\"ab\",\"flags\":4096}" },
        { .status = "200 OK", .body = "{\"id\":\"77\"}" },
        { .status = "200 OK", .body = "{\"id\":\"78\"}" },
        { .status = "200 OK", .body = "{\"id\":78}" },
        { .status = "200 OK", .body = "hello" },
    };
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(bench_end) struct bench bench = bench_of(replies, LENGTH(replies));
    struct discord_gateway gateway;
    struct discord_application application;
    struct channel_id channel = { 5 };
    struct message_id message;

    HOLDS(discord_gateway_bot(&job, bench.discord, &gateway) == FAULT_NONE, "%s", why(&job));
    SAME(gateway.url, "wss://g.example");
    EQUAL(gateway.shards, 3);
    EQUAL(gateway.starts_left, 999);
    EQUAL(gateway.starts_reset_ms, 14400000);
    EQUAL(gateway.max_concurrency, 16);
    HOLDS(discord_application_me(&job, bench.discord, &application) == FAULT_NONE, "%s", why(&job));
    EQUAL(application.id.snowflake, 42);
    SAME(application.public_key, "ab");
    EQUAL(application.flags, 1 << 12);
    EQUAL(discord_dm_open(&job, bench.discord, (struct user_id){ 6 }, &channel), FAULT_NONE);
    EQUAL(channel.snowflake, 77);
    EQUAL(discord_message_create(&job, bench.discord, channel, bytes_of("{}"), "application/json",
                                 &message),
          FAULT_NONE);
    EQUAL(message.snowflake, 78);
    EQUAL(discord_dm_open(&job, bench.discord, (struct user_id){ 6 }, &channel), FAULT_REMOTE);
    EQUAL(discord_dm_open(&job, bench.discord, (struct user_id){ 6 }, &channel), FAULT_REMOTE);
    EQUAL(channel.snowflake, 77);
}

CHECK(only_what_changes_nothing_twice_is_sent_twice)
{
    static const struct fake_reply server_error[] = {
        { .status = "500 Oh" },
        { .status = "502 Oh" },
        { FINE },
    };
    static const struct fake_reply lost[] = { { .hang_up = true }, { FINE } };
    static const struct fake_reply again[] = {
        { .hang_up = true },
        { .status = "400 Bad Request",
          .body = "{\"code\":40060,\"message\":\"already been acknowledged\"}    " },
    };
    static const struct {
        const char *name;
        enum call call;
        const struct fake_reply *replies;
        size_t replies_count;
        enum fault fault;
        size_t heard;
    } cases[] = {
        { "a message, 5xx", MESSAGE, server_error, 3, FAULT_REMOTE, 1 },
        { "a follow-up, 5xx", FOLLOWUP, server_error, 3, FAULT_REMOTE, 1 },
        { "an edit, 5xx", EDIT, server_error, 3, FAULT_NONE, 3 },
        { "commands, 5xx", COMMANDS, server_error, 3, FAULT_NONE, 3 },
        { "an answer, 5xx", ANSWER, server_error, 3, FAULT_NONE, 3 },
        { "a message, lost", MESSAGE, lost, 2, FAULT_REMOTE, 1 },
        { "an edit, lost", EDIT, lost, 2, FAULT_NONE, 2 },
        { "an answer, lost", ANSWER, lost, 2, FAULT_NONE, 2 },
        { "an answer that had arrived", ANSWER, again, 2, FAULT_NONE, 2 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test", .deadline_ms = monotonic_ms() + 20000 };
        AUTO(bench_end) struct bench bench = bench_of(cases[i].replies, cases[i].replies_count);
        const enum fault fault = make(&job, &bench, cases[i].call);
        HOLDS(fault == cases[i].fault, "%s: %s, %s", cases[i].name, fault_name(fault), why(&job));
        HOLDS(fake_rest_count(bench.fake) == cases[i].heard, "%s: heard %zu", cases[i].name,
              fake_rest_count(bench.fake));
    }
}

/* A connection that was kept and died: libcurl itself would send once more, unseen. */
CHECK(an_answer_over_a_dead_connection_is_known_to_have_been_tried)
{
    static const struct fake_reply replies[] = {
        { FINE },
        { .hang_up = true },
        { .status = "400 Bad Request", .body = "{\"code\":40060}" },
    };
    AUTO(job_end) struct job job = { .name = "test", .deadline_ms = monotonic_ms() + 20000 };
    AUTO(bench_end) struct bench bench = bench_of(replies, LENGTH(replies));

    EQUAL(make(&job, &bench, ANSWER), FAULT_NONE);
    HOLDS(make(&job, &bench, ANSWER) == FAULT_NONE, "%s", why(&job));
    EQUAL(fake_rest_count(bench.fake), 3);
}

CHECK(a_refusal_becomes_the_fault_that_says_what_may_be_done)
{
    static const struct {
        struct fake_reply reply;
        enum fault fault;
        const char *why;
    } cases[] = {
        { { .status = "400 Bad Request", .body = "{\"code\":50035}" }, FAULT_INPUT, "50035" },
        { { .status = "403 Forbidden", .body = "{\"code\":50007}" }, FAULT_DENIED, "50007" },
        { { .status = "404 Not Found", .body = "{\"code\":10062}" }, FAULT_MISSING, "10062" },
        { { .status = "401 Unauthorized" }, FAULT_REMOTE, "401" },
        { { .status = "302 Found", .fields = "Location: http://127.0.0.1:1/\r\n" },
          FAULT_REMOTE,
          "302" },
        { { .status = "405 No", .body = "<html></html>" }, FAULT_REMOTE, "405" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(bench_end) struct bench bench = bench_of(&cases[i].reply, 1);
        const enum fault fault = make(&job, &bench, MESSAGE);
        HOLDS(fault == cases[i].fault, "case %zu: %s, %s", i, fault_name(fault), why(&job));
        HOLDS(strstr(why(&job), cases[i].why) != NULL, "case %zu: %s", i, why(&job));
        HOLDS(!strstr(why(&job), TOKEN), "case %zu: %s", i, why(&job));
        HOLDS(fake_rest_count(bench.fake) == 1, "case %zu", i);
    }
}

CHECK(a_429_is_waited_for_when_there_is_time)
{
    static const struct fake_reply by_body = {
        .status = "429 Too Many Requests",
        .fields = "X-RateLimit-Scope: user\r\n",
        .body = "{\"message\":\"slow down\",\"retry_after\":0.6,\"global\":false}",
    };
    static const struct fake_reply by_field = { .status = "429 Too Many Requests",
                                                .fields = "Retry-After: 1\r\n" };
    static const struct fake_reply too_long = { .status = "429 Too Many Requests",
                                                .fields = "Retry-After: 30\r\n" };
    static const struct {
        const char *name;
        const struct fake_reply *refusal;
        int64_t deadline_ms, least_ms;
        enum fault fault;
        size_t heard;
    } cases[] = {
        { "told by the body", &by_body, 20000, 600, FAULT_NONE, 2 },
        { "told by a field", &by_field, 20000, 1000, FAULT_NONE, 2 },
        { "no time for it", &too_long, 10000, 0, FAULT_BUSY, 1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct fake_reply replies[] = { *cases[i].refusal, { FINE } };
        const int64_t begun_ms = monotonic_ms();
        AUTO(job_end)
        struct job job = { .name = "test", .deadline_ms = begun_ms + cases[i].deadline_ms };
        AUTO(bench_end) struct bench bench = bench_of(replies, 2);
        const enum fault fault = make(&job, &bench, MESSAGE);
        const int64_t took_ms = monotonic_ms() - begun_ms;
        HOLDS(fault == cases[i].fault, "%s: %s, %s", cases[i].name, fault_name(fault), why(&job));
        HOLDS(took_ms >= cases[i].least_ms && took_ms < 10000, "%s: %d ms", cases[i].name,
              (int)took_ms);
        HOLDS(fake_rest_count(bench.fake) == cases[i].heard, "%s", cases[i].name);
    }
}

/* What follows an answer over HTTP may arrive at Discord before the answer does. */
CHECK(what_overtakes_its_answer_is_sent_again)
{
    static const struct fake_reply replies[] = {
        { .status = "404 Not Found", .body = "{\"message\":\"Unknown Webhook\",\"code\":10015}" },
        { FINE },
    };
    static const struct {
        enum call call;
        enum fault fault;
        size_t heard;
    } cases[] = {
        { EDIT, FAULT_NONE, 2 },
        { FOLLOWUP, FAULT_NONE, 2 },
        { MESSAGE, FAULT_MISSING, 1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end)
        struct job job = { .name = "test", .deadline_ms = monotonic_ms() + 20000 };
        AUTO(bench_end) struct bench bench = bench_of(replies, LENGTH(replies));
        HOLDS(make(&job, &bench, cases[i].call) == cases[i].fault, "case %zu: %s", i, why(&job));
        HOLDS(fake_rest_count(bench.fake) == cases[i].heard, "case %zu", i);
    }
}

CHECK(a_wait_of_hours_is_no_wait_also_without_a_deadline)
{
    static const struct fake_reply replies[] = {
        { .status = "429 Too Many Requests", .fields = "Retry-After: 7200\r\n" },
    };
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);

    EQUAL(make(&job, &bench, MESSAGE), FAULT_BUSY);
    EQUAL(make(&job, &bench, MESSAGE), FAULT_BUSY);
    EQUAL(fake_rest_count(bench.fake), 1);
}

CHECK(an_empty_bucket_is_not_asked_before_its_reset)
{
    static const struct fake_reply replies[] = {
        { .status = "200 OK",
          .fields = "X-RateLimit-Bucket: abc\r\nX-RateLimit-Limit: 5\r\n"
                    "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset-After: 0.5\r\n",
          .body = "{\"id\":\"1234\"}" },
        { FINE },
    };
    const int64_t begun_ms = monotonic_ms();
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(bench_end) struct bench bench = bench_of(replies, 2);

    EQUAL(make(&job, &bench, MESSAGE), FAULT_NONE);
    EQUAL(make(&job, &bench, MESSAGE), FAULT_NONE);
    HOLDS(monotonic_ms() - begun_ms >= 500, "%d ms", (int)(monotonic_ms() - begun_ms));
}

CHECK(a_refused_token_is_not_shown_again_and_again)
{
    static const struct fake_reply replies[] = { { .status = "401 Unauthorized" } };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);

    for (int i = 0; i < 5; i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        EQUAL(make(&job, &bench, MESSAGE), FAULT_REMOTE);
        HOLDS(strstr(why(&job), "token") != NULL || i == 0, "%s", why(&job));
    }
    EQUAL(fake_rest_count(bench.fake), 1);
}

CHECK(a_slow_discord_costs_no_more_than_the_deadline)
{
    static const struct fake_reply replies[] = { { FINE, .delay_ms = 4000 } };
    const int64_t begun_ms = monotonic_ms();
    AUTO(job_end) struct job job = { .name = "test", .deadline_ms = begun_ms + 400 };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);

    EQUAL(make(&job, &bench, EDIT), FAULT_LATE);
    HOLDS(monotonic_ms() - begun_ms < 3500, "%d ms", (int)(monotonic_ms() - begun_ms));
}
