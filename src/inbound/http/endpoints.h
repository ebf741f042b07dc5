/* endpoints — the handlers and guards of routes.def that are no pages, and what they share. */
#ifndef INBOUND_HTTP_ENDPOINTS_H
#define INBOUND_HTTP_ENDPOINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "inbound/http/request.h"
#include "inbound/interactions.h"
#include "wire/signature.h"

struct http_check;
struct job;

/* http_request.subject of every route. */
struct endpoints {
    const struct interactions *interactions; /* NULL: not offered */
    struct public_key discord_key;
    int64_t stale_s;
    const struct http_check *checks;
    size_t checks_count;
    const char *serves; /* NULL: not told */
    void (*measure)(void *subject);
    void *measure_subject;
};

/* Guard: signed by Discord, not long ago.  https://discord.com/developers/docs/interactions/overview */
bool discord_signed(struct job *job, const struct http_request *request,
                    struct http_answer *answer);
/* POST: an interaction, or a PING, which is answered with a PONG. */
enum fault interactions_endpoint(struct job *job, const struct http_request *request,
                                 struct http_answer *answer);

/* GET: the process lives; asks nobody. */
enum fault health_alive(struct job *job, const struct http_request *request,
                        struct http_answer *answer);
/* GET: 200 when every check says yes, else 503; each is told by name. */
enum fault health_ready(struct job *job, const struct http_request *request,
                        struct http_answer *answer);

/* GET: Prometheus' text format. */
enum fault metrics_endpoint(struct job *job, const struct http_request *request,
                            struct http_answer *answer);

#endif
