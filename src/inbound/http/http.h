/* http — what the program offers over HTTP: two listeners and their routes.
 *
 *   public    HOST:PORT                what routes.def calls PUBLIC
 *   internal  127.0.0.1:INTERNAL_PORT  what routes.def calls INTERNAL
 *
 * TLS is the proxy's.  To stop: http_quiesce() lets go of the listening sockets at once,
 * http_settle() waits until what is in hand is answered, then the workers are finished
 * (they may still do what follows an answer), then http_close(). */
#ifndef INBOUND_HTTP_HTTP_H
#define INBOUND_HTTP_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct http;
struct interactions;
struct job;
struct workers;

/* Something /readyz asks before it says yes.  Called by workers, several at a time. */
struct http_check {
    const char *name; /* static, "store": told in the answer */
    enum fault (*ready)(struct job *job, void *subject);
    void *subject;
};

/* Everything the plan points to must outlive the workers' last task. */
struct http_plan {
    const char *host;       /* an IPv4 or IPv6 address, "127.0.0.1"; NULL: no public listener */
    uint16_t port;          /* 0: any free one, see http_port() */
    uint16_t internal_port; /* likewise */
    struct workers *workers;

    const struct http_check *checks;
    size_t checks_count;
    const char *serves; /* what this process does, "bot web": told by /readyz; NULL: not told */

    /* Called before /metrics is written, so that gauges are of that moment; NULL: nobody. */
    void (*measure)(void *subject);
    void *measure_subject;

    /* POST /discord/interactions; NULL: that route is not offered (transport gateway). */
    const struct interactions *interactions;
    const char *discord_public_key; /* 64 hexadecimal digits; asked only with interactions */
    int64_t stale_s;                /* signed longer ago (or ahead): refused; 0: 300 */
};

/* FAULT_INPUT when the key or the address makes no sense, FAULT_BUSY when a port is taken.
 * Ignores SIGPIPE for the whole process and raises its soft limit of open files. */
enum fault http_open(struct job *job, const struct http_plan *plan, struct http **out) MUST_USE;

/* 0: no public listener. */
uint16_t http_port(const struct http *http);
uint16_t http_internal_port(const struct http *http);

void http_quiesce(struct http *http);
/* Quiesces, and waits at most until every request in hand is past its deadline.  The workers
 * must still be there; then nothing here needs them any more. */
void http_settle(struct http *http);
/* The workers are finished.  NULL is fine. */
void http_close(struct http *http);

#endif
