/* client — HTTP requests to others, for workers that wait for the answer.
 *
 * One thread carries every request (libcurl's multi interface): HTTP/2 over TLS with many
 * requests on one connection, HTTP/1.1 otherwise, connections kept for the next one.  TLS
 * certificates are verified, redirects are not followed, nothing but http and https is
 * spoken.  A request with a body is never sent again behind the caller's back. */
#ifndef OUTBOUND_CLIENT_H
#define OUTBOUND_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"

struct client;
struct job;
struct secret;

enum {
    CLIENT_FIELDS_MOST = 8,                /* fields a request may carry */
    CLIENT_ANSWER_FIELDS_MOST = 64,        /* fields of an answer that are kept */
    CLIENT_ANSWER_HEADER_MOST = 32 * 1024, /* bytes of all fields of an answer */
};

struct client_plan {
    const char *agent;  /* the User-Agent; copied */
    int64_t connect_ms; /* most for name, connection and TLS; 0: 5,000 */
    int64_t whole_ms;   /* most for an exchange, whatever the job's deadline; 0: 30,000 */
};

struct client_field {
    const char *name; /* in an answer: lower case */
    const char *value;
};

struct client_request {
    const char *method; /* static, "GET" */
    const char *url;    /* http:// or https:// */
    const struct client_field *fields;
    size_t fields_count;
    const char *scheme;          /* of the Authorization, "Bot"; NULL: none is sent */
    const struct secret *secret; /* goes into the Authorization */
    struct bytes body;
    const char *type;   /* media type of the body; NULL: no body */
    size_t answer_most; /* bytes of the answer's body; more is CLIENT_TOO_LARGE */
};

/* How an exchange ended; the cause is told in client_response.why. */
enum client_end {
    CLIENT_ANSWERED,  /* the whole answer is here, whatever its status */
    CLIENT_NOT_SENT,  /* failed before a byte of the request left: safe to repeat */
    CLIENT_CUT,       /* failed later: the other side may have acted */
    CLIENT_LATE,      /* past the deadline: the other side may have acted */
    CLIENT_TOO_LARGE, /* the answer was cut off */
};

struct client_response {
    int status;        /* 0 unless an answer began */
    struct bytes body; /* in the job's arena */
    struct client_field fields[CLIENT_ANSWER_FIELDS_MOST];
    size_t fields_count;
    const char *why; /* in the job's arena: unless CLIENT_ANSWERED, for the log */
};

/* FAULT_BUG when libcurl or the thread cannot be had. */
enum fault client_open(struct job *job, const struct client_plan *plan,
                       struct client **out) MUST_USE;
/* Waits for the exchanges under way (each has its limit); later ones must not begin. */
void client_close(struct client *client);

/* Waits until the exchange ended, at most until the job's deadline (0: the plan's limit).
 * Called by any number of threads.  *response is always filled. */
enum client_end client_exchange(struct job *job, struct client *client,
                                const struct client_request *request,
                                struct client_response *response) MUST_USE;

/* The first field of that name (lower case), or NULL. */
const char *client_field(const struct client_response *response, const char *name);

#endif
