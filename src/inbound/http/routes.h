/* routes — one table of what is offered: method, path, guard, limit, handler (routes.def).
 *
 * A path is matched by its segments, as sent.  "{name}" stands for any one segment that is
 * not empty; http_value() tells which, percent-decoded.  Rows are tried from top to
 * bottom.  HEAD is answered by the row of GET. */
#ifndef INBOUND_HTTP_ROUTES_H
#define INBOUND_HTTP_ROUTES_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "inbound/http/request.h"

struct arena;
struct job;

enum { ROUTE_VALUES_MOST = 4, ROUTE_ALLOW_BYTES = 64 };

enum route_place {
    ROUTE_WORKER, /* a worker carries it and may block */
    ROUTE_HERE, /* at once, on the server's own thread: must not block, works when all else is busy */
};

/* Whether the request may pass on to the handler; false: the answer says why not. */
typedef bool route_guard(struct job *job, const struct http_request *request,
                         struct http_answer *answer);
typedef enum fault route_handler(struct job *job, const struct http_request *request,
                                 struct http_answer *answer);

struct route {
    const char *method;
    const char *path;
    enum route_place place;
    route_guard *guard; /* NULL: everybody may */
    size_t body_most;   /* bytes; more is answered 413 */
    int64_t answer_ms;  /* past it, without an answer, 504 is given */
    route_handler *handler;
};

struct route_match {
    const struct route *route; /* NULL: see below */
    struct http_field values[ROUTE_VALUES_MOST];
    size_t values_count;
    char allow[ROUTE_ALLOW_BYTES]; /* without a route: the methods of that path; "": no such path */
};

extern const struct route routes_public[];
extern const size_t routes_public_count;
extern const struct route routes_internal[];
extern const size_t routes_internal_count;

/* Finds the row for a method and a path (without query). */
void route_find(struct arena *arena, const struct route *routes, size_t count, const char *method,
                const char *path, struct route_match *match);

/* The largest answer_ms. */
int64_t route_longest_ms(const struct route *routes, size_t count);

#endif
