#include "http_bench.h"

#include <signal.h>
#include <unistd.h>

#include "base/job.h"
#include "base/workers.h"
#include "inbound/http/listener.h"
#include "inbound/task.h"

#include "check.h"
#include "raw_client.h"

/* ---- what the server under test offers ---- */

atomic_int begun, finished;
atomic_bool hold;

static enum fault echo(struct job *job, const struct http_request *request,
                       struct http_answer *answer)
{
    (void)job;
    answer->type = "text/plain";
    answer->body = request->body;
    return FAULT_NONE;
}

static enum fault hello(struct job *job, const struct http_request *request,
                        struct http_answer *answer)
{
    answer->type = "text/plain";
    answer->body = bytes_of(arena_print(&job->arena, "%s %s?%s from %s", request->method,
                                        request->path, request->query, request->address));
    return FAULT_NONE;
}

static enum fault named(struct job *job, const struct http_request *request,
                        struct http_answer *answer)
{
    answer->type = "text/plain";
    answer->body = bytes_of(arena_print(&job->arena, "%s/%s", http_value(request, "guild"),
                                        http_value(request, "member")));
    return FAULT_NONE;
}

static void wait_until_let_go(void)
{
    atomic_fetch_add(&begun, 1);
    while (atomic_load(&hold))
        usleep(1000);
}

static enum fault held(struct job *job, const struct http_request *request,
                       struct http_answer *answer)
{
    (void)job;
    (void)request;
    wait_until_let_go();
    answer->type = "text/plain";
    answer->body = bytes_of("let go");
    atomic_fetch_add(&finished, 1);
    return FAULT_NONE;
}

static enum fault later(struct job *job, const struct http_request *request,
                        struct http_answer *answer)
{
    answer->type = "text/plain";
    answer->body = bytes_of("first");
    http_answer_now(request, answer);
    wait_until_let_go();
    atomic_fetch_add(&finished, 1);
    return fail(job, FAULT_BUG, "only the log learns of this");
}

static enum fault broken(struct job *job, const struct http_request *request,
                         struct http_answer *answer)
{
    (void)request;
    (void)answer;
    return fail(job, FAULT_STORE, "the disk is on fire");
}

static bool closed_door(struct job *job, const struct http_request *request,
                        struct http_answer *answer)
{
    (void)request;
    http_problem(job, answer, 401, "who are you?");
    return false;
}

const struct route bench_routes[] = {
    { "POST", "/echo", ROUTE_WORKER, NULL, BODY_MOST, 5000, echo },
    { "PUT", "/echo", ROUTE_WORKER, NULL, BODY_MOST, 5000, echo },
    { "GET", "/hello", ROUTE_WORKER, NULL, 0, 5000, hello },
    { "GET", "/here", ROUTE_HERE, NULL, 0, 5000, hello },
    { "GET", "/guilds/{guild}/members/{member}", ROUTE_WORKER, NULL, 0, 5000, named },
    { "POST", "/hasty", ROUTE_WORKER, NULL, 0, 300, held },
    { "GET", "/held", ROUTE_WORKER, NULL, 0, 8000, held },
    { "GET", "/later", ROUTE_WORKER, NULL, 0, 5000, later },
    { "GET", "/broken", ROUTE_WORKER, NULL, 0, 5000, broken },
    { "GET", "/closed", ROUTE_WORKER, closed_door, 0, 5000, hello },
};
const size_t bench_routes_count = LENGTH(bench_routes);

struct bench bench_of(const struct server_limits *limits, size_t threads, size_t queue)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct workers_plan plan = {
        .name = "test", .count = threads, .queue = queue, .work = task_carry
    };
    struct bench bench = { .workers = workers_start(&plan) };
    const struct server_plan server = {
        .host = "127.0.0.1",
        .routes = bench_routes,
        .routes_count = bench_routes_count,
        .workers = bench.workers,
        .limits = *limits,
    };

    atomic_store(&begun, 0);
    atomic_store(&finished, 0);
    atomic_store(&hold, false);
    EQUAL(sigaction(SIGPIPE, &(struct sigaction){ .sa_handler = SIG_IGN }, NULL), 0);
    listener_raise_files();
    EQUAL(server_open(&job, &server, &bench.server), FAULT_NONE);
    return bench;
}

struct bench bench_new(void)
{
    struct server_limits limits = server_limits_usual;

    limits.per_address = 0;
    return bench_of(&limits, 4, 64);
}

void bench_end(struct bench *bench)
{
    server_settle(bench->server);
    workers_finish(bench->workers);
    server_close(bench->server);
}

/* One that loses its patience soon. */
struct server_limits hasty(void)
{
    struct server_limits limits = server_limits_usual;

    limits.header_ms = limits.body_ms = limits.idle_ms = 400;
    limits.per_address = 0;
    return limits;
}

uint16_t bench_port(const struct bench *bench)
{
    return server_port(bench->server);
}

void bench_await_begun(int count)
{
    for (int64_t end_ms = monotonic_ms() + PATIENCE_MS; atomic_load(&begun) < count;) {
        HOLDS(monotonic_ms() < end_ms, "%d requests did not reach a worker", count);
        usleep(1000);
    }
}
