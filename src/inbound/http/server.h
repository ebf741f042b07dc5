/* server — one HTTP/1.1 listener with its routes.  The only file that knows libmicrohttpd.
 *
 * One thread reads and writes all connections (epoll); a request that is whole is handed to
 * the workers while its connection sleeps.  The workers' queue is full: 503 at once.
 * A worker that takes longer than its route allows: 504, and its own answer is
 * dropped.  After a body in chunks the connection is closed: where a chunk ends is what
 * readers disagree on most, and then nothing can come after it. */
#ifndef INBOUND_HTTP_SERVER_H
#define INBOUND_HTTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct job;
struct route;
struct server;
struct workers;

/* Times in ms. */
struct server_limits {
    unsigned connections; /* at a time; also limited by how many files we may open */
    unsigned per_address; /* of them from one address; 0: any */
    size_t header_bytes;  /* memory of one connection: its header, and a piece of its body */
    int64_t header_ms;    /* from connecting, or from the first line, to the whole header */
    int64_t idle_ms;      /* between two requests */
    int64_t body_ms;      /* from the header to the whole body */
    int64_t send_ms;      /* for sending the answer */
};

extern const struct server_limits server_limits_usual;

struct server_plan {
    const char *host; /* numeric */
    uint16_t port;    /* 0: any */
    const struct route *routes;
    size_t routes_count;
    struct workers *workers;
    const void *subject; /* for the handlers, in http_request.subject */
    struct server_limits limits;
};

/* The plan's pointers must live as long as the server and the tasks it offered. */
enum fault server_open(struct job *job, const struct server_plan *plan,
                       struct server **out) MUST_USE;
uint16_t server_port(const struct server *server);

/* Lets go of the listening socket; what was accepted is still served, and each answer from
 * here on is the last of its connection. */
void server_quiesce(struct server *server);

/* Quiesces, waits until everything in hand is answered and sent (at most as long as the
 * routes allow) and ends the thread. */
void server_settle(struct server *server);

/* Settles and frees; a worker that is still busy with an answer nobody wants any more does
 * not mind.  NULL is fine. */
void server_close(struct server *server);

#endif
