/* request — what a handler is given, and what it gives back.
 *
 * A handler runs in a worker and may block.  It fills the answer and returns FAULT_NONE, or
 * returns a fault, which becomes a problem (RFC 9457) with the job's reference and is
 * logged.  One that has more to do than the answer calls http_answer_now() first. */
#ifndef INBOUND_HTTP_REQUEST_H
#define INBOUND_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/instant.h"

struct exchange;
struct job;

enum { HTTP_ANSWER_FIELDS_MOST = 8 };

struct http_field {
    const char *name;
    const char *value;
};

struct http_answer;

/* Everything in the job's arena. */
struct http_request {
    const char *method; /* "GET"; of a HEAD too */
    const char *path;   /* as sent, without the query */
    const char *query;  /* as sent, without the '?'; "" when there is none */
    const struct http_field *fields;
    size_t fields_count;
    const struct http_field *values; /* what the {names} of the route's path stand for, decoded */
    size_t values_count;
    struct bytes body;
    const char *address;        /* of whoever connected: of the proxy, if there is one */
    struct instant received_at; /* when its header was complete */
    const void *subject;        /* the server_plan's */

    /* For http_answer_now(). */
    struct exchange *exchange;
    void (*answer_now)(const struct http_request *request, const struct http_answer *answer);
};

struct http_answer {
    int status;       /* 0: 200 */
    const char *type; /* media type; NULL: no body */
    struct bytes body;
    const char *caching; /* Cache-Control; NULL: "no-store" */
    struct http_field fields[HTTP_ANSWER_FIELDS_MOST];
    size_t fields_count;
};

/* The value of the first field of that name, in any case; NULL when there is none. */
const char *http_field(const struct http_request *request, const char *name);
/* What the {name} of the route's path stands for; NULL when the path has no such name. */
const char *http_value(const struct http_request *request, const char *name);

/* Adds a field; both texts must live as long as the answer. */
void http_add_field(struct http_answer *answer, const char *name, const char *value);

/* Makes the answer a problem (application/problem+json, RFC 9457): what happened, and the
 * reference under which the log knows more. */
void http_problem(struct job *job, struct http_answer *answer, int status, const char *detail);

/* Sends the answer while the handler goes on.  What the handler leaves in its own answer
 * is then of no meaning; a fault it returns is only logged. */
void http_answer_now(const struct http_request *request, const struct http_answer *answer);

#endif
