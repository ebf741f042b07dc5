/* Speaks to a server over raw sockets: everything a client may do wrong, and some may do well. */
#include "inbound/http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/workers.h"
#include "inbound/http/listener.h"
#include "inbound/http/routes.h"
#include "inbound/task.h"

#include "check.h"
#include "http_bench.h"
#include "raw_client.h"

/* ---- what works ---- */

CHECK(an_answer_carries_what_the_handler_said)
{
    AUTO(bench_end) struct bench bench = bench_new();
    static const struct {
        const char *request;
        int status;
        const char *holds;
    } cases[] = {
        { "GET /hello?a=b HTTP/1.1\r\n" PLAIN, 200, "\r\n\r\nGET /hello?a=b from 127.0.0.1" },
        { "GET /here HTTP/1.1\r\n" PLAIN, 200, "\r\n\r\nGET /here? from 127.0.0.1" },
        { "GET /hello HTTP/1.0\r\nHost: a\r\n\r\n", 200, "Content-Length: 26" },
        { "GET /guilds/42/members/a%2Fb HTTP/1.1\r\n" PLAIN, 200, "\r\n\r\n42/a/b" },
        { "POST /echo HTTP/1.1\r\nContent-Length: 5\r\n" HOST LAST "\r\nhello", 200,
          "\r\n\r\nhello" },
        { "POST /echo HTTP/1.1\r\n" PLAIN, 200, "Content-Length: 0" },
        { "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST
          "\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n",
          200, "\r\n\r\nhello world" },
        { "GET /hello HTTP/1.1\r\n" PLAIN, 200, "X-Content-Type-Options: nosniff" },
        { "GET /hello HTTP/1.1\r\n" PLAIN, 200, "Cache-Control: no-store" },
        { "GET /hello HTTP/1.1\r\n" PLAIN, 200, "X-Request-Id: " },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *answer = ask(bench_port(&bench), cases[i].request);
        HOLDS(status_of(answer) == cases[i].status, "case %zu: %s", i, answer);
        HOLDS(strstr(answer, cases[i].holds) != NULL, "case %zu: %s", i, answer);
    }
}

CHECK(what_is_not_offered_is_said_so_as_a_problem)
{
    AUTO(bench_end) struct bench bench = bench_new();
    static const struct {
        const char *request;
        int status;
        const char *holds;
    } cases[] = {
        { "GET /nothing HTTP/1.1\r\n" PLAIN, 404, "\"title\":\"Not Found\",\"status\":404" },
        { "GET /hello/ HTTP/1.1\r\n" PLAIN, 404, "application/problem+json" },
        { "GET /guilds//members/1 HTTP/1.1\r\n" PLAIN, 404, "\"reference\":\"" },
        { "GET /guilds/1/members/1/x HTTP/1.1\r\n" PLAIN, 404, "\"detail\":\"" },
        { "DELETE /echo HTTP/1.1\r\n" PLAIN, 405, "Allow: POST, PUT\r\n" },
        { "POST /hello HTTP/1.1\r\n" PLAIN, 405, "Allow: GET, HEAD\r\n" },
        { "HEAD /echo HTTP/1.1\r\n" PLAIN, 405, "Allow: POST, PUT\r\n" },
        { "BREW /hello HTTP/1.1\r\n" PLAIN, 405, "Allow: GET, HEAD\r\n" },
        { "GET /broken HTTP/1.1\r\n" PLAIN, 500, "we could not reach our records" },
        { "GET /closed HTTP/1.1\r\n" PLAIN, 401, "who are you?" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *answer = ask(bench_port(&bench), cases[i].request);
        HOLDS(status_of(answer) == cases[i].status, "case %zu: %s", i, answer);
        HOLDS(strstr(answer, cases[i].holds) != NULL, "case %zu: %s", i, answer);
        HOLDS(strstr(answer, "on fire") == NULL, "case %zu: %s", i, answer);
    }
}

CHECK(head_has_the_header_of_get_and_no_body)
{
    AUTO(bench_end) struct bench bench = bench_new();
    const char *answer = ask(bench_port(&bench), "HEAD /hello HTTP/1.1\r\n" PLAIN);

    HOLDS(status_of(answer) == 200, "%s", answer);
    HOLDS(strstr(answer, "Content-Length: 26\r\n") != NULL, "%s", answer);
    SAME(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}

CHECK(a_connection_serves_many_requests_also_sent_at_once)
{
    AUTO(bench_end) struct bench bench = bench_new();
    const char *answer = ask(bench_port(&bench),
                             "GET /hello HTTP/1.1\r\n" HOST "\r\n"
                             "POST /echo HTTP/1.1\r\nContent-Length: 3\r\n" HOST "\r\nabc"
                             "GET /nothing HTTP/1.1\r\n" HOST "\r\n"
                             "GET /hello?last HTTP/1.1\r\n" PLAIN);

    HOLDS(answers_in(answer) == 4, "%s", answer);
    HOLDS(strstr(answer, "\r\n\r\nabcHTTP/1.1 404") != NULL, "%s", answer);
    HOLDS(strstr(answer, "/hello?last") != NULL, "%s", answer);
}

CHECK(whoever_expects_it_is_told_to_go_on_unless_refused)
{
    AUTO(bench_end) struct bench bench = bench_new();
    int fd = dial(bench_port(&bench));

    say(fd, "POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" PLAIN);
    const char *answer = hear_until(fd, "\r\n\r\n");
    HOLDS(status_of(answer) == 100, "%s", answer);
    say(fd, "ok");
    answer = hear(fd);
    HOLDS(status_of(answer) == 200 && strstr(answer, "\r\n\r\nok"), "%s", answer);
    close(fd);

    fd = dial(bench_port(&bench));
    say(fd, "POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n" PLAIN);
    answer = hear(fd);
    HOLDS(status_of(answer) == 413, "%s", answer);
    close(fd);
    EQUAL(status_of(ask(bench_port(&bench), "POST /echo HTTP/1.1\r\nExpect: tea\r\n" PLAIN)), 417);
}

CHECK(a_handler_may_answer_first_and_go_on_working)
{
    struct bench bench = bench_new();

    atomic_store(&hold, true);
    const char *answer = ask(bench_port(&bench), "GET /later HTTP/1.1\r\n" PLAIN);
    HOLDS(status_of(answer) == 200 && strstr(answer, "\r\n\r\nfirst"), "%s", answer);
    EQUAL(atomic_load(&finished), 0);
    atomic_store(&hold, false);
    bench_end(&bench);
    EQUAL(atomic_load(&finished), 1);
}

/* ---- what is too slow ---- */

/* Says the beginning, then a byte every 50 ms: how long that goes well, in ms. */
static int64_t dribble(const struct bench *bench, const char *beginning, const char *byte)
{
    const int64_t begun_ms = monotonic_ms();
    const int fd = dial(bench_port(bench));
    struct pollfd closed = { .fd = fd, .events = POLLIN };

    say(fd, beginning);
    while (monotonic_ms() - begun_ms < PATIENCE_MS && poll(&closed, 1, 50) == 0)
        say(fd, byte);
    close(fd);
    return monotonic_ms() - begun_ms;
}

CHECK(whoever_dribbles_is_cut_off)
{
    const struct server_limits limits = hasty();
    struct bench bench = bench_of(&limits, 2, 8);
    static const struct {
        const char *name, *beginning, *byte;
    } cases[] = {
        { "nothing at all", "", "" },
        { "a first line", "GET /hello", "o" },
        { "a header", "GET /hello HTTP/1.1\r\n", "X: y\r\n" },
        { "a body", "POST /echo HTTP/1.1\r\nContent-Length: 900\r\n" HOST "\r\n", "a" },
        { "chunks", "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST "\r\n",
          "1\r\na\r\n" },
        { "chunks beyond the limit",
          "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST "\r\nffffff\r\n",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
        { "a second request", "GET /hello HTTP/1.1\r\n" HOST "\r\nGET", "" },
    };

    for (size_t i = 0; i < LENGTH(cases) - 1; i++) {
        const int64_t took_ms = dribble(&bench, cases[i].beginning, cases[i].byte);
        HOLDS(took_ms > 350 && took_ms < PATIENCE_MS, "%s: %d ms", cases[i].name, (int)took_ms);
    }
    const int fd = dial(bench_port(&bench));
    say(fd, cases[LENGTH(cases) - 1].beginning);
    const char *answer = hear(fd); /* returns when the server closes */
    HOLDS(status_of(answer) == 200, "%s", answer);
    close(fd);
    bench_end(&bench);
}

CHECK(a_worker_that_is_too_slow_is_answered_for_and_its_answer_dropped)
{
    struct bench bench = bench_new();

    atomic_store(&hold, true);
    const char *answer = ask(bench_port(&bench), "POST /hasty HTTP/1.1\r\n" PLAIN);
    HOLDS(status_of(answer) == 504 && !strstr(answer, "let go"), "%s", answer);
    EQUAL(atomic_load(&finished), 0);
    EQUAL(status_of(ask(bench_port(&bench), "GET /hello HTTP/1.1\r\n" PLAIN)), 200);
    atomic_store(&hold, false);
    bench_end(&bench);
    EQUAL(atomic_load(&finished), 1);
}

CHECK(a_full_queue_is_answered_busy_at_once)
{
    struct bench bench = bench_of(&server_limits_usual, 1, 1);
    const int working = dial(bench_port(&bench));
    int waiting;

    atomic_store(&hold, true);
    say(working, "GET /held HTTP/1.1\r\n" PLAIN);
    bench_await_begun(1);
    waiting = dial(bench_port(&bench));
    say(waiting, "GET /held HTTP/1.1\r\n" PLAIN);
    while (workers_waiting(bench.workers) == 0)
        usleep(1000);

    const char *answer = ask(bench_port(&bench), "GET /hello HTTP/1.1\r\n" PLAIN);
    HOLDS(status_of(answer) == 503 && strstr(answer, "Retry-After: 1\r\n"), "%s", answer);
    EQUAL(status_of(ask(bench_port(&bench), "GET /here HTTP/1.1\r\n" PLAIN)), 200);
    atomic_store(&hold, false);
    EQUAL(status_of(hear(working)), 200);
    EQUAL(status_of(hear(waiting)), 200);
    close(working);
    close(waiting);
    bench_end(&bench);
}

/* ---- many, and those who leave ---- */

CHECK(whoever_leaves_in_the_middle_leaves_nothing_behind)
{
    AUTO(bench_end) struct bench bench = bench_new();
    static const char *const cases[] = {
        "",
        "GET",
        "GET /hello HTTP/1.1\r\n",
        "GET /hello HTTP/1.1\r\n" HOST "\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: 10\r\n" HOST "\r\nhalf",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST "\r\n5\r\nha",
        "GET /later HTTP/1.1\r\n" HOST "\r\n",
    };

    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < LENGTH(cases); i++) {
            const struct linger at_once = { .l_onoff = round % 2 };
            const int fd = dial(bench_port(&bench));
            say(fd, cases[i]);
            (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
            close(fd);
        }
    }
    EQUAL(status_of(ask(bench_port(&bench), "GET /hello HTTP/1.1\r\n" PLAIN)), 200);
}

/* In a process of its own: it may have as many open files as the server. */
static _Noreturn void idle_many(const struct bench *bench, int count, int ready, int leave)
{
    char byte = 0;

    for (int i = 0; i < count; i++) {
        const struct sockaddr_in address = {
            .sin_family = AF_INET,
            .sin_port = htons(bench_port(bench)),
            .sin_addr = { htonl(INADDR_LOOPBACK) },
        };
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
            _exit(1);
    }
    if (write(ready, &byte, 1) != 1 || read(leave, &byte, 1) < 0)
        _exit(1);
    _exit(0);
}

CHECK(ten_thousand_idle_connections_do_not_stop_service)
{
    struct server_limits limits = server_limits_usual;
    struct rlimit files;
    int ready[2], leave[2], status;
    char byte;

    limits.per_address = 0;
    limits.header_ms = 60000;
    AUTO(bench_end) struct bench bench = bench_of(&limits, 4, 64);
    EQUAL(getrlimit(RLIMIT_NOFILE, &files), 0);
    const int count = files.rlim_cur > 11000 ? 10000 : (int)files.rlim_cur / 2;
    EQUAL(pipe(ready), 0);
    EQUAL(pipe(leave), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(leave[1]);
        idle_many(&bench, count, ready[1], leave[0]);
    }
    close(ready[1]);
    close(leave[0]);
    HOLDS(read(ready[0], &byte, 1) == 1, "%d connections cannot be made here", count);

    const int64_t begun_ms = monotonic_ms();
    for (int i = 0; i < 100; i++)
        EQUAL(status_of(ask(bench_port(&bench), "GET /hello HTTP/1.1\r\n" PLAIN)), 200);
    HOLDS(monotonic_ms() - begun_ms < 20000, "100 requests took %d ms",
          (int)(monotonic_ms() - begun_ms));
    close(leave[1]);
    close(ready[0]);
    EQUAL(waitpid(child, &status, 0), child);
    EQUAL(status, 0);
}

CHECK(one_address_has_only_so_many_connections)
{
    struct server_limits limits = server_limits_usual;
    int fds[5];

    limits.per_address = 3;
    AUTO(bench_end) struct bench bench = bench_of(&limits, 1, 8);
    for (size_t i = 0; i < LENGTH(fds); i++) {
        fds[i] = dial(bench_port(&bench));
        say(fds[i], "GET /hello HTTP/1.1\r\n" HOST "\r\n");
        const char *answer = hear_until(fds[i], "127.0.0.1");
        HOLDS((status_of(answer) == 200) == (i < 3), "connection %zu: %s", i, answer);
    }
    for (size_t i = 0; i < LENGTH(fds); i++)
        close(fds[i]);
}

/* ---- the end ---- */

static void *settle(void *subject)
{
    server_settle(subject);
    return NULL;
}

CHECK(what_is_in_hand_when_it_stops_is_answered_and_nothing_new_begins)
{
    struct bench bench = bench_new();
    const int working = dial(bench_port(&bench));
    const int idle = dial(bench_port(&bench));
    pthread_t thread;

    atomic_store(&hold, true);
    say(idle, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
    EQUAL(status_of(hear_until(idle, "127.0.0.1")), 200);
    say(working, "GET /held HTTP/1.1\r\n" HOST "\r\n");
    bench_await_begun(1);
    EQUAL(pthread_create(&thread, NULL, settle, bench.server), 0);
    usleep(100 * 1000);

    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(bench_port(&bench)),
        .sin_addr = { htonl(INADDR_LOOPBACK) },
    };
    const int late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EQUAL(connect(late, (const struct sockaddr *)&address, sizeof(address)), -1);
    EQUAL(errno, ECONNREFUSED);
    close(late);

    atomic_store(&hold, false);
    const char *answer = hear(working);
    HOLDS(status_of(answer) == 200 && strstr(answer, "let go"), "%s", answer);
    HOLDS(strstr(answer, "Connection: close\r\n") != NULL, "%s", answer);
    SAME(hear(idle), "");
    pthread_join(thread, NULL);
    close(working);
    close(idle);
    bench_end(&bench);
}

CHECK(a_worker_that_never_comes_back_does_not_keep_it_from_stopping)
{
    struct bench bench = bench_new();
    const int fd = dial(bench_port(&bench));

    atomic_store(&hold, true);
    say(fd, "POST /hasty HTTP/1.1\r\n" HOST "\r\n");
    bench_await_begun(1);
    server_close(bench.server);
    EQUAL(atomic_load(&finished), 0);
    EQUAL(status_of(hear(fd)), 504);
    close(fd);
    atomic_store(&hold, false);
    workers_finish(bench.workers);
    EQUAL(atomic_load(&finished), 1);
}

CHECK(an_address_that_is_none_and_a_port_that_is_taken_are_faults)
{
    AUTO(bench_end) struct bench bench = bench_new();
    struct server_plan plan = {
        .host = "127.0.0.1",
        .port = bench_port(&bench),
        .routes = bench_routes,
        .routes_count = bench_routes_count,
        .workers = bench.workers,
        .limits = server_limits_usual,
    };
    AUTO(job_end) struct job job = { .name = "test" };
    struct server *server = NULL;

    EQUAL(server_open(&job, &plan, &server), FAULT_BUSY);
    plan.host = "clock.example";
    EQUAL(server_open(&job, &plan, &server), FAULT_INPUT);
    plan.host = "::1";
    plan.port = 0;
    if (server_open(&job, &plan, &server) == FAULT_NONE)
        server_close(server);
}
