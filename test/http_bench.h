/* http_bench — a server with a few routes to try it with, for tests. */
#ifndef TEST_HTTP_BENCH_H
#define TEST_HTTP_BENCH_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "inbound/http/routes.h"
#include "inbound/http/server.h"

struct workers;

enum { BODY_MOST = 1000 }; /* of POST and PUT /echo */

extern const struct route bench_routes[];
extern const size_t bench_routes_count;

/* GET /held (8 s may pass), POST /hasty (300 ms) and, after its answer, GET /later wait as long as
 * `hold` is set; `begun` and `finished` count them
 * at their begin and at their end. */
extern atomic_int begun, finished;
extern atomic_bool hold;

struct bench {
    struct server *server;
    struct workers *workers;
};

struct bench bench_of(const struct server_limits *limits, size_t threads, size_t queue);
struct bench bench_new(void); /* with the usual limits */
void bench_end(struct bench *bench);
uint16_t bench_port(const struct bench *bench);
struct server_limits hasty(void); /* limits that lose their patience after 400 ms */

#define HOST     "Host: clock.example\r\n"
#define LAST     "Connection: close\r\n"
#define PLAIN    HOST LAST "\r\n"
#define SMUGGLED "GET /hello HTTP/1.1\r\n" PLAIN

/* Until so many requests are held by workers, for as long as a busy machine may take. */
void bench_await_begun(int count);

#endif
