/* exchange — one request and its answer, from the first line to the last byte.
 *
 *               first line        whole request, a worker took it
 *      (none) ------------> READING ----------------------------> WAITING
 *                              |                                  |     |
 *                      refused |                 a worker answers |     | past its time
 *                              v                                  v     v
 *                          ANSWERED <--------------------------------- (504; what the
 *                              | sent, or the connection broke          worker says later
 *                              v                                        is dropped)
 *                            (gone once the worker let go of it, too)
 *
 * Two hold it: the connection and, while it works, the worker.  Until a worker has it,
 * everything belongs to the server's thread; then job and request belong to the worker
 * and the rest to whoever claims the answer (exchange_claim), which only one can. */
#ifndef INBOUND_HTTP_EXCHANGE_H
#define INBOUND_HTTP_EXCHANGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/job.h"
#include "inbound/http/guard.h"
#include "inbound/http/request.h"
#include "inbound/http/routes.h"
#include "inbound/http/watch.h"
#include "inbound/task.h"

struct server;

struct exchange {
    struct task task;
    struct watched watched;
    struct server *server; /* valid for whoever claimed the answer */
    void *connection;      /* the library's */
    int64_t began_ms;      /* monotonic */
    const char *target;    /* as sent, in the job's arena */
    char reference[JOB_REFERENCE_BYTES];

    struct job job;
    struct http_request request;
    struct route_match match;
    unsigned char *body; /* in the job's arena, as it grows */
    size_t body_length, body_room;
    bool body_too_large;

    bool begun;     /* its header was looked at */
    bool busy;      /* whole, or answered */
    bool waiting;   /* a worker has it, or will; the connection sleeps */
    bool last;      /* the connection is closed after the answer */
    void *response; /* the library's; set once, by whoever claimed the answer */
    int status;

    atomic_bool claimed;
    atomic_int holders;
};

/* NULL when there is no memory. */
struct exchange *exchange_new(struct server *server, void *connection, const char *target);
/* One of the holders lets go; the last one frees it. */
void exchange_release(struct exchange *exchange);

/* True once: the caller, and nobody else, gives the answer. */
bool exchange_claim(struct exchange *exchange) MUST_USE;

/* Adds a piece of the body, up to what the route allows. */
void exchange_take(struct exchange *exchange, const void *piece, size_t length);
/* Copies what was sent into the request: the fields, and the target into path and query. */
void exchange_set_header(struct exchange *exchange, const char *method,
                         const struct guard_field *fields, size_t count);

/* The whole request is here: gives the job its name and deadline. */
void exchange_ready(struct exchange *exchange);

/* Runs the route's guard and handler and gives the answer; on a worker, or on the server's
 * thread for ROUTE_HERE. */
void exchange_carry(struct exchange *exchange);

/* Gives an answer of the server itself, a problem, with a header field more if `field` is not
 * NULL.  As server_answer(). */
void exchange_refuse(struct exchange *exchange, int status, const char *why, const char *field,
                     const char *value);

/* Gives the answer unless somebody did already.  Whoever is not a holder must not touch the
 * exchange afterwards.  In server.c. */
void server_answer(struct exchange *exchange, const struct http_answer *answer);

#endif
