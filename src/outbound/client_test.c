#include "outbound/client.h"

#include <pthread.h>
#include <string.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/secret.h"

#include "check.h"
#include "fake_rest.h"

static const char fine[] = "HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello";

struct bench {
    struct fake_rest *fake;
    struct client *client;
};

static struct bench bench_of(const struct fake_reply *replies, size_t count)
{
    const struct client_plan plan = { .agent = "DiscordBot (https://a.example, 1)" };
    AUTO(job_end) struct job job = { .name = "test" };
    struct bench bench = { .fake = fake_rest_new(replies, count) };

    EQUAL(client_open(&job, &plan, &bench.client), FAULT_NONE);
    return bench;
}

static void bench_end(struct bench *bench)
{
    client_close(bench->client);
    fake_rest_free(bench->fake);
}

static enum client_end ask(struct job *job, const struct bench *bench, const char *method,
                           const char *body, struct client_response *response)
{
    const struct client_request request = {
        .method = method,
        .url = arena_print(&job->arena, "http://127.0.0.1:%u/x", fake_rest_port(bench->fake)),
        .body = bytes_of(body),
        .type = body[0] ? "application/json" : NULL,
        .answer_most = 1000,
    };

    return client_exchange(job, bench->client, &request, response);
}

CHECK(an_answer_comes_whole_with_its_fields)
{
    static const struct fake_reply replies[] = { { .raw = fine } };
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);
    struct client_response response;

    EQUAL(ask(&job, &bench, "GET", "", &response), CLIENT_ANSWERED);
    EQUAL(response.status, 200);
    EQUAL(bytes_equal(response.body, bytes_of("hello")), true);
    SAME(client_field(&response, "x-one"), "1");
    EQUAL(client_field(&response, "x-two") == NULL, true);
}

CHECK(a_request_says_what_it_was_told_to_say)
{
    static const struct fake_reply replies[] = { { .raw = fine } };
    static const struct {
        const char *method, *holds;
    } cases[] = {
        { "POST", "POST /x HTTP/1.1\r\n" },
        { "PUT", "PUT /x HTTP/1.1\r\n" },
        { "PATCH", "User-Agent: DiscordBot (https://a.example, 1)\r\n" },
        { "DELETE", "Authorization: Bot s3cret\r\n" },
        { "POST", "Content-Type: application/json\r\n" },
        { "POST", "X-Two: 2\r\n" },
        { "POST", "\r\n\r\n{\"a\":1}" },
    };
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);
    AUTO(secret_free) struct secret secret = secret_new("s3cret");
    const struct client_field fields[] = { { "X-Two", "2" } };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct client_request request = {
            .method = cases[i].method,
            .url = arena_print(&job.arena, "http://127.0.0.1:%u/x", fake_rest_port(bench.fake)),
            .fields = fields,
            .fields_count = LENGTH(fields),
            .scheme = "Bot",
            .secret = &secret,
            .body = bytes_of("{\"a\":1}"),
            .type = "application/json",
            .answer_most = 1000,
        };
        struct client_response response;
        EQUAL(client_exchange(&job, bench.client, &request, &response), CLIENT_ANSWERED);
        const char *heard = fake_rest_heard(bench.fake, i);
        HOLDS(strstr(heard, cases[i].holds) != NULL, "case %zu: %s", i, heard);
        HOLDS(!strcasestr(heard, "expect:"), "case %zu: %s", i, heard);
    }
    EQUAL(fake_rest_connections(bench.fake), 1);
}

CHECK(how_an_exchange_ended_is_told_apart)
{
    static const struct {
        const char *name;
        struct fake_reply reply;
        enum client_end end;
        int status;
    } cases[] = {
        { "nothing", { .hang_up = true }, CLIENT_CUT, 0 },
        { "half a header", { .raw = "HTTP/1.1 200 OK\r\nX-On", .hang_up = true }, CLIENT_CUT, 200 },
        { "half a body",
          { .raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell", .hang_up = true },
          CLIENT_CUT,
          200 },
        { "no HTTP", { .raw = "SSH-2.0-x\r\n\r\n", .hang_up = true }, CLIENT_CUT, 0 },
        { "too slow", { .raw = fine, .delay_ms = 2000 }, CLIENT_LATE, 0 },
        { "a redirect",
          { .raw = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n" },
          CLIENT_ANSWERED,
          302 },
        { "an error",
          { .raw = "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n" },
          CLIENT_ANSWERED,
          500 },
        { "as much as may be", { .raw = fine }, CLIENT_ANSWERED, 200 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end)
        struct job job = {
            .name = "test", .deadline_ms = monotonic_ms() + (cases[i].reply.delay_ms ? 500 : 10000)
        };
        AUTO(bench_end) struct bench bench = bench_of(&cases[i].reply, 1);
        struct client_response response;
        const enum client_end end = ask(&job, &bench, "POST", "{}", &response);
        HOLDS(end == cases[i].end, "%s: %d, %s", cases[i].name, (int)end, response.why);
        HOLDS(response.status == cases[i].status, "%s: %d", cases[i].name, response.status);
        HOLDS(fake_rest_count(bench.fake) == 1, "%s: heard %zu times", cases[i].name,
              fake_rest_count(bench.fake));
    }
}

CHECK(too_large_an_answer_is_cut_off)
{
    AUTO(job_end) struct job job = { .name = "test" };
    char *body = arena_take(&job.arena, 40001);
    struct client_response response;

    memset(body, 'a', 40000);
    const char *const cases[] = {
        arena_print(&job.arena, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n%.1001s", body),
        arena_print(&job.arena, "HTTP/1.1 200 OK\r\n\r\n%s", body),
        arena_print(&job.arena, "HTTP/1.1 200 OK\r\nX: %.9000s\r\nContent-Length: 0\r\n\r\n", body),
        arena_print(&job.arena,
                    "HTTP/1.1 200 OK\r\nX: %.8000s\r\nX: %.8000s\r\nX: %.8000s\r\nX: %.8000s\r\n"
                    "X: %.8000s\r\nContent-Length: 0\r\n\r\n",
                    body, body, body, body, body),
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct fake_reply reply = { .raw = cases[i], .hang_up = true };
        AUTO(bench_end) struct bench bench = bench_of(&reply, 1);
        const enum client_end end = ask(&job, &bench, "GET", "", &response);
        HOLDS(end == CLIENT_TOO_LARGE, "case %zu: %d, %s", i, (int)end, response.why);
    }
}

CHECK(what_never_left_is_told_so)
{
    static const char *const urls[] = {
        "http://127.0.0.1:1/", "ftp://127.0.0.1/",        "file:///etc/passwd",
        "gopher://127.0.0.1/", "http://nowhere.invalid/", "not an address",
    };
    static const struct fake_reply replies[] = { { .raw = fine } };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);

    for (size_t i = 0; i < LENGTH(urls); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct client_request request = { .method = "POST",
                                                .url = urls[i],
                                                .body = bytes_of("{}"),
                                                .type = "a/b",
                                                .answer_most = 9 };
        struct client_response response;
        const enum client_end end = client_exchange(&job, bench.client, &request, &response);
        HOLDS(end == CLIENT_NOT_SENT, "%s: %d", urls[i], (int)end);
        HOLDS(response.why && response.status == 0, "%s", urls[i]);
    }
}

CHECK(nothing_is_sent_when_the_deadline_has_passed)
{
    static const struct fake_reply replies[] = { { .raw = fine } };
    AUTO(job_end) struct job job = { .name = "test", .deadline_ms = monotonic_ms() - 1 };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);
    struct client_response response;

    EQUAL(ask(&job, &bench, "GET", "", &response), CLIENT_NOT_SENT);
    EQUAL(fake_rest_count(bench.fake), 0);
}

CHECK(what_a_dead_connection_may_have_carried_is_not_sent_again_silently)
{
    static const struct fake_reply replies[] = {
        { .raw = fine },
        { .hang_up = true }, /* on the connection that was kept */
        { .raw = fine },
    };
    static const char *const methods[] = { "POST", "PUT", "PATCH" };

    for (size_t i = 0; i < LENGTH(methods); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(bench_end) struct bench bench = bench_of(replies, LENGTH(replies));
        struct client_response response;
        EQUAL(ask(&job, &bench, methods[i], "{}", &response), CLIENT_ANSWERED);
        EQUAL(fake_rest_connections(bench.fake), 1);
        const enum client_end end = ask(&job, &bench, methods[i], "{}", &response);
        HOLDS(end == CLIENT_CUT, "%s: %d", methods[i], (int)end);
        EQUAL(fake_rest_count(bench.fake), 2);
        EQUAL(ask(&job, &bench, methods[i], "{}", &response), CLIENT_ANSWERED);
    }
}

struct asker {
    const struct bench *bench;
    int answered;
};

static void *ask_often(void *subject)
{
    struct asker *asker = subject;

    for (int i = 0; i < 50; i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct client_response response;
        asker->answered += ask(&job, asker->bench, "POST", "{\"a\":1}", &response) ==
                           CLIENT_ANSWERED;
    }
    return NULL;
}

CHECK(many_threads_ask_at_once)
{
    static const struct fake_reply replies[] = { { .raw = fine } };
    AUTO(bench_end) struct bench bench = bench_of(replies, 1);
    struct asker askers[8];
    pthread_t threads[8];

    for (size_t i = 0; i < LENGTH(threads); i++) {
        askers[i] = (struct asker){ .bench = &bench };
        EQUAL(pthread_create(&threads[i], NULL, ask_often, &askers[i]), 0);
    }
    for (size_t i = 0; i < LENGTH(threads); i++) {
        pthread_join(threads[i], NULL);
        EQUAL(askers[i].answered, 50);
    }
}
