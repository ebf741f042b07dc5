/* What a client may do wrong with the frame of a request, said over raw sockets. */
#include <stdio.h>
#include <string.h>

#include "base/job.h"

#include "check.h"
#include "http_bench.h"
#include "raw_client.h"

/* ---- what is ambiguous ---- */

static const struct {
    const char *name, *request;
} ambiguous[] = {
    { "two lengths",
      "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" },
    { "two different lengths",
      "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 51\r\n\r\n" },
    { "a list of lengths", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0, 0\r\n\r\n" },
    { "a signed length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +0\r\n\r\n" },
    { "a negative length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n" },
    { "a hexadecimal length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0x0\r\n\r\n" },
    { "length and coding", "POST /echo HTTP/1.1\r\n" HOST
                           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
    { "coding and length", "POST /echo HTTP/1.1\r\n" HOST
                           "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" },
    { "two codings", "POST /echo HTTP/1.1\r\n" HOST
                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "0\r\n\r\n" },
    { "another coding", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n" },
    { "a list of codings",
      "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
    { "a coding that is not quite one",
      "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
    { "a coding with a vertical tab",
      "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n" },
    { "a coding in HTTP/1.0",
      "POST /echo HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
    { "a blank before the colon", "POST /echo HTTP/1.1\r\n" HOST "Content-Length : 0\r\n\r\n" },
    { "a blank before the coding's colon",
      "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
    { "a tab in a name", "GET /hello HTTP/1.1\r\n" HOST "X\tY: z\r\n\r\n" },
    { "an empty name", "GET /hello HTTP/1.1\r\n" HOST ": z\r\n\r\n" },
    { "a line without colon", "GET /hello HTTP/1.1\r\n" HOST "Nonsense\r\n\r\n" },
    { "a folded line", "GET /hello HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n" },
    { "a name made by folding",
      "POST /echo HTTP/1.1\r\n" HOST "Transfer: chunked\r\n -Encoding\r\n\r\n0\r\n\r\n" },
    { "a first line that is folded", "GET /hello HTTP/1.1\r\n " HOST "\r\n" },
    { "a bare CR in a value", "GET /hello HTTP/1.1\r\n" HOST "X: a\rY: b\r\n\r\n" },
    { "a bare CR at the end", "GET /hello HTTP/1.1\r\n" HOST "X: a\r\r\n\r\n" },
    { "a bare LF after a value", "GET /hello HTTP/1.1\r\n" HOST "X: a\nY: b\r\n\r\n" },
    { "a bare LF after the first line", "GET /hello HTTP/1.1\n" HOST "\r\n" },
    { "a smuggled field behind a bare LF",
      "POST /echo HTTP/1.1\r\n" HOST "X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
    { "no Host", "GET /hello HTTP/1.1\r\n\r\n" },
    { "no Host in HTTP/1.0", "GET /hello HTTP/1.0\r\n\r\n" },
    { "two Hosts", "GET /hello HTTP/1.1\r\n" HOST HOST "\r\n" },
    { "an empty Host", "GET /hello HTTP/1.1\r\nHost:\r\n\r\n" },
    { "a Host that is a list", "GET /hello HTTP/1.1\r\nHost: a, b\r\n\r\n" },
    { "%00 in the path", "GET /hello%00 HTTP/1.1\r\n" HOST "\r\n" },
    { "a broken escape in the path", "GET /hello%2 HTTP/1.1\r\n" HOST "\r\n" },
    { "a blank in the path", "GET /hello world HTTP/1.1\r\n" HOST "\r\n" },
    { "a bare CR in the path", "GET /hello\r HTTP/1.1\r\n" HOST "\r\n" },
    { "a whole address", "GET http://clock.example/hello HTTP/1.1\r\n" HOST "\r\n" },
};

CHECK(ambiguous_framing_is_refused_and_nothing_after_it_is_heard)
{
    AUTO(bench_end) struct bench bench = bench_new();

    for (size_t i = 0; i < LENGTH(ambiguous); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const char *request = arena_print(&job.arena, "%s%s", ambiguous[i].request, SMUGGLED);
        const char *answer = ask(bench_port(&bench), request);
        /* What the library itself cannot read, it may also cut off without a word. */
        HOLDS(status_of(answer) == 400 || answer[0] == '\0', "%s: %s", ambiguous[i].name, answer);
        HOLDS(!strstr(answer, "/hello? from"), "%s: %s", ambiguous[i].name, answer);
    }
}

CHECK(a_nul_anywhere_in_a_header_is_refused)
{
    AUTO(bench_end) struct bench bench = bench_new();
    static const char *const cases[] = {
        "GET /hello HTTP/1.1\r\nHost: a\r\nX: a@b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nX: @\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nX@Y: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0@1\r\n\r\n",
        "GET /hel@lo HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hello@ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET@ /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        char *request = arena_copy(&job.arena, cases[i]);
        const size_t length = strlen(request);
        *strchr(request, '@') = '\0';
        const char *answer = ask_bytes(bench_port(&bench), request, length);
        HOLDS(status_of(answer) == 400 || answer[0] == '\0', "case %zu: %s", i, answer);
    }
}

CHECK(broken_chunks_never_reach_a_handler)
{
    const struct server_limits limits = hasty();
    AUTO(bench_end) struct bench bench = bench_of(&limits, 2, 8);
    static const struct {
        const char *name, *chunks;
    } cases[] = {
        { "a huge size", "ffffffffffffffffff\r\n" },
        { "the largest size", "ffffffffffffffff\r\nabc\r\n0\r\n\r\n" },
        { "a negative size", "-1\r\na\r\n0\r\n\r\n" },
        { "a size with a prefix", "0x1\r\na\r\n0\r\n\r\n" },
        { "no size", "\r\na\r\n0\r\n\r\n" },
        { "an extension without a size", ";a=b\r\na\r\n0\r\n\r\n" },
        { "letters", "five\r\nhello\r\n0\r\n\r\n" },
        { "a blank before the size", " 1\r\na\r\n0\r\n\r\n" },
        { "no CRLF after the data", "1\r\nab\r\n0\r\n\r\n" },
        { "data that is too long", "1\r\nabc\r\n0\r\n\r\n" },
        { "a bare CR after the size", "1\ra\r\n0\r\n\r\n" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const char *request = arena_print(
            &job.arena, "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST "\r\n%s",
            cases[i].chunks);
        const char *answer = ask(bench_port(&bench), request);
        const int status = status_of(answer);
        HOLDS(status == 400 || status == 413 || answer[0] == '\0', "%s: %s", cases[i].name, answer);
    }
}

CHECK(nothing_is_heard_behind_a_body_in_chunks)
{
    AUTO(bench_end) struct bench bench = bench_new();
    static const char *const bodies[] = {
        "5\r\nhello\r\n0\r\n\r\n",
        "5;x=\"\n\"\r\nhello\r\n0\r\n\r\n",
        "5\nhello\n0\n\n",
        "0\r\nX: y\r\n\r\n",
    };

    for (size_t i = 0; i < LENGTH(bodies); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const char *answer = ask(
            bench_port(&bench),
            arena_print(&job.arena,
                        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST "\r\n%s%s",
                        bodies[i], SMUGGLED));
        HOLDS(answers_in(answer) <= 1, "case %zu: %s", i, answer);
        HOLDS(strstr(answer, "GET /hello") == NULL, "case %zu: %s", i, answer);
    }
}

/* ---- what is too much ---- */

static char *repeated(struct arena *arena, const char *before, char byte, size_t count,
                      const char *after)
{
    char *middle = arena_take(arena, count + 1);

    memset(middle, byte, count);
    return arena_print(arena, "%s%s%s", before, middle, after);
}

CHECK(what_is_too_large_is_refused_by_its_kind)
{
    AUTO(bench_end) struct bench bench = bench_new();
    AUTO(job_end) struct job job = { .name = "test" };
    struct arena *arena = &job.arena;
    const struct {
        const char *name;
        int status;
        const char *request;
    } cases[] = {
        { "64 KB of one field", 431,
          repeated(arena, "GET /hello HTTP/1.1\r\n" HOST "X: ", 'a', 65536, "\r\n\r\n") },
        { "a long address", 414, repeated(arena, "GET /", 'a', 5000, " HTTP/1.1\r\n" PLAIN) },
        { "an endless address", 414, repeated(arena, "GET /", 'a', 65536, " HTTP/1.1\r\n" PLAIN) },
        { "a body as large as may be", 200,
          repeated(arena, "POST /echo HTTP/1.1\r\nContent-Length: 1000\r\n" PLAIN, 'a', BODY_MOST,
                   "") },
        { "a body that says it is too large", 413,
          "POST /echo HTTP/1.1\r\nContent-Length: 1001\r\n" PLAIN },
        { "a body that says it is endless", 413,
          "POST /echo HTTP/1.1\r\nContent-Length: 999999999999999999\r\n" PLAIN },
        { "a body where none is taken", 413, "GET /hello HTTP/1.1\r\nContent-Length: 1\r\n" PLAIN },
        { "a body in chunks as large as may be", 200,
          repeated(arena, "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" PLAIN "3e8\r\n",
                   'a', BODY_MOST, "\r\n0\r\n\r\n") },
        { "a body in chunks that is too large", 413,
          repeated(arena, "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" PLAIN "3e9\r\n",
                   'a', BODY_MOST + 1, "\r\n0\r\n\r\n") },
        { "a body in chunks that is far too large", 413,
          repeated(arena, "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" PLAIN "30d40\r\n",
                   'a', 200000, "\r\n0\r\n\r\n") },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *answer = ask(bench_port(&bench), cases[i].request);
        HOLDS(status_of(answer) == cases[i].status, "%s: %s", cases[i].name, answer);
    }
}

CHECK(too_many_fields_are_refused)
{
    AUTO(bench_end) struct bench bench = bench_new();
    AUTO(job_end) struct job job = { .name = "test" };
    const char *request = "GET /hello HTTP/1.1\r\n" HOST;

    for (int i = 0; i < 101; i++)
        request = arena_print(&job.arena, "%sX: y\r\n", request);
    EQUAL(status_of(ask(bench_port(&bench), arena_print(&job.arena, "%s\r\n", request))), 431);
}
