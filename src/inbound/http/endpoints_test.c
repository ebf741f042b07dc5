/* The routes of the product, with a dispatcher that is not the product's. */
#include "inbound/http/endpoints.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/workers.h"
#include "inbound/http/http.h"
#include "inbound/task.h"
#include "wire/hex.h"

#include "check.h"
#include "raw_client.h"

/* ---- the dispatcher ---- */

static atomic_int answered, followed;
static atomic_bool hold; /* what follows an answer waits as long as this is set */

enum fault interactions_answer(struct job *job, const struct interactions *interactions,
                               struct bytes body, struct instant received_at, struct answer *answer)
{
    const char *text = arena_print(&job->arena, "%.*s", (int)body.length, (const char *)body.at);

    (void)interactions;
    if (received_at.ms <= 0)
        return fail(job, FAULT_BUG, "when was that?");
    atomic_fetch_add(&answered, 1);
    if (strstr(text, "nonsense"))
        return fail(job, FAULT_INPUT, "nonsense");
    *answer = (struct answer){
        .body = bytes_of("{\"type\":4}"),
        .type = "application/json",
        .deferred = strstr(text, "later") != NULL,
    };
    return FAULT_NONE;
}

void interactions_finish(struct job *job, const struct interactions *interactions,
                         const struct answer *answer)
{
    (void)job;
    (void)interactions;
    while (atomic_load(&hold))
        usleep(1000);
    atomic_fetch_add(&followed, answer->deferred);
}

/* ---- the bench ---- */

static enum fault says_yes(struct job *job, void *subject)
{
    (void)job;
    (void)subject;
    return FAULT_NONE;
}

static enum fault says(struct job *job, void *subject)
{
    const bool *yes = subject;

    return *yes ? FAULT_NONE : fail(job, FAULT_STORE, "the disk is on fire");
}

static struct {
    struct http *http;
    struct workers *workers;
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    bool yes;
} bench;

static void begin(bool with_interactions)
{
    static const struct interactions interactions;
    static const struct http_check checks[] = {
        { "gateway", says_yes, NULL },
        { "store", says, &bench.yes },
    };
    const struct workers_plan workers = {
        .name = "test", .count = 2, .queue = 8, .work = task_carry
    };
    AUTO(job_end) struct job job = { .name = "test" };
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    char hex[2 * sizeof(public) + 1];

    EQUAL(sodium_init() >= 0, true);
    crypto_sign_keypair(public, bench.secret);
    hex_write((struct bytes){ public, sizeof(public) }, hex);
    bench.yes = true;
    atomic_store(&answered, 0);
    atomic_store(&followed, 0);
    bench.workers = workers_start(&workers);
    const struct http_plan plan = {
        .host = "127.0.0.1",
        .workers = bench.workers,
        .checks = checks,
        .checks_count = LENGTH(checks),
        .interactions = with_interactions ? &interactions : NULL,
        .discord_public_key = hex,
    };
    EQUAL(http_open(&job, &plan, &bench.http), FAULT_NONE);
}

static void end(void)
{
    http_settle(bench.http);
    workers_finish(bench.workers);
    http_close(bench.http);
}

static const char *post(struct arena *arena, int64_t age_s, const char *body, bool spoiled)
{
    const char *timestamp = arena_print(arena, "%lld",
                                        (long long)(instant_s(instant_now()) - age_s));
    const char *signed_text = arena_print(arena, "%s%s", timestamp, body);
    unsigned char signature[crypto_sign_BYTES];
    char hex[2 * sizeof(signature) + 1];

    crypto_sign_detached(signature, NULL, (const unsigned char *)signed_text, strlen(signed_text),
                         bench.secret);
    signature[17] ^= spoiled;
    hex_write((struct bytes){ signature, sizeof(signature) }, hex);
    return ask(http_port(bench.http),
               arena_print(arena,
                           "POST /discord/interactions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                           "X-Signature-Ed25519: %s\r\nX-Signature-Timestamp: %s\r\n"
                           "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                           hex, timestamp, strlen(body), body));
}

static const char *get(uint16_t port, const char *path)
{
    AUTO(job_end) struct job job = { .name = "test" };

    return ask(port, arena_print(&job.arena,
                                 "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", path));
}

/* ---- interactions ---- */

CHECK(only_what_discord_signed_just_now_is_read)
{
    static const struct {
        const char *name;
        int64_t age_s;
        const char *body;
        bool spoiled;
        int status, answered;
        const char *holds;
    } cases[] = {
        { "a ping", 0, "{\"type\":1}", false, 200, 0, "\r\n\r\n{\"type\":1}" },
        { "an interaction", 0, "{\"type\":2}", false, 200, 1, "\r\n\r\n{\"type\":4}" },
        { "of four minutes ago", 240, "{\"type\":2}", false, 200, 1, "{\"type\":4}" },
        { "of four minutes ahead", -240, "{\"type\":2}", false, 200, 1, "{\"type\":4}" },
        { "of six minutes ago", 360, "{\"type\":2}", false, 401, 0, "the signature" },
        { "of six minutes ahead", -360, "{\"type\":2}", false, 401, 0, "the signature" },
        { "a ping with a wrong signature", 0, "{\"type\":1}", true, 401, 0, "the signature" },
        { "nonsense", 0, "{\"type\":2,\"nonsense\":0}", false, 400, 1, "\"status\":400" },
        { "nothing", 0, "", false, 200, 1, "{\"type\":4}" },
    };

    begin(true);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        atomic_store(&answered, 0);
        const char *answer = post(&job.arena, cases[i].age_s, cases[i].body, cases[i].spoiled);
        HOLDS(status_of(answer) == cases[i].status, "%s: %s", cases[i].name, answer);
        HOLDS(strstr(answer, cases[i].holds) != NULL, "%s: %s", cases[i].name, answer);
        HOLDS(atomic_load(&answered) == cases[i].answered, "%s", cases[i].name);
    }
    end();
}

CHECK(whoever_does_not_sign_is_not_read)
{
    static const char *const cases[] = {
        "",
        "X-Signature-Ed25519: 00\r\n",
        "X-Signature-Timestamp: 1\r\n",
        "X-Signature-Ed25519: 00\r\nX-Signature-Timestamp: now\r\n",
        "X-Signature-Ed25519: 00\r\nX-Signature-Timestamp: 99999999999999999999999\r\n",
        "X-Signature-Ed25519: \r\nX-Signature-Timestamp: \r\n",
    };

    begin(true);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const char *answer = ask(
            http_port(bench.http),
            arena_print(&job.arena,
                        "POST /discord/interactions HTTP/1.1\r\nHost: a\r\n"
                        "Connection: close\r\n%sContent-Length: 10\r\n\r\n{\"type\":1}",
                        cases[i]));
        HOLDS(status_of(answer) == 401, "case %zu: %s", i, answer);
    }
    EQUAL(atomic_load(&answered), 0);
    end();
}

CHECK(what_is_deferred_goes_on_after_the_answer)
{
    AUTO(job_end) struct job job = { .name = "test" };

    begin(true);
    atomic_store(&hold, true);
    const char *answer = post(&job.arena, 0, "{\"type\":2,\"later\":0}", false);
    HOLDS(status_of(answer) == 200 && strstr(answer, "{\"type\":4}"), "%s", answer);
    EQUAL(atomic_load(&followed), 0);
    atomic_store(&hold, false);
    end();
    EQUAL(atomic_load(&followed), 1);
}

CHECK(too_large_an_interaction_is_refused)
{
    begin(true);
    EQUAL(status_of(ask(http_port(bench.http),
                        "POST /discord/interactions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        "Content-Length: 262145\r\n\r\n")),
          413);
    end();
}

CHECK(with_the_gateway_there_is_no_such_address)
{
    AUTO(job_end) struct job job = { .name = "test" };

    begin(false);
    EQUAL(status_of(post(&job.arena, 0, "{\"type\":1}", false)), 404);
    end();
}

/* ---- health and metrics ---- */

CHECK(health_and_readiness_are_two_things)
{
    begin(false);
    EQUAL(status_of(get(http_port(bench.http), "/healthz")), 200);
    const char *answer = get(http_port(bench.http), "/readyz");
    HOLDS(status_of(answer) == 200 && strstr(answer, "gateway ready\nstore ready\n"), "%s", answer);
    bench.yes = false;
    answer = get(http_port(bench.http), "/readyz");
    HOLDS(status_of(answer) == 503 && strstr(answer, "gateway ready\nstore not ready\n"), "%s",
          answer);
    HOLDS(!strstr(answer, "fire"), "%s", answer);
    EQUAL(status_of(get(http_port(bench.http), "/healthz")), 200);
    end();
}

CHECK(metrics_are_told_inside_only)
{
    begin(false);
    EQUAL(status_of(get(http_port(bench.http), "/metrics")), 404);
    EQUAL(status_of(get(http_internal_port(bench.http), "/discord/interactions")), 404);
    EQUAL(status_of(get(http_internal_port(bench.http), "/healthz")), 200);
    const char *answer = get(http_internal_port(bench.http), "/metrics");
    HOLDS(status_of(answer) == 200, "%s", answer);
    HOLDS(strstr(answer, "Content-Type: text/plain; version=0.0.4; charset=utf-8") != NULL, "%s",
          answer);
    HOLDS(strstr(answer, "# TYPE ontheclock_http_answer_seconds histogram\n") != NULL, "%s",
          answer);
    HOLDS(strstr(answer, "ontheclock_http_answers_total{class=\"4xx\"} ") != NULL, "%s", answer);
    end();
}

CHECK(a_key_that_is_none_is_a_fault)
{
    static const struct interactions interactions;
    const struct http_plan plan = { .host = "127.0.0.1",
                                    .interactions = &interactions,
                                    .discord_public_key = "abc" };
    AUTO(job_end) struct job job = { .name = "test" };
    struct http *http = NULL;

    EQUAL(http_open(&job, &plan, &http), FAULT_INPUT);
}
