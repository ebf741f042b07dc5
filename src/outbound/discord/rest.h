/* rest — one request to Discord's REST API, with everything a caller should not think of: rate
 * limits, the token, retries, pauses, deadlines, metrics.  Room-internal: others call
 * discord.h. */
#ifndef OUTBOUND_DISCORD_REST_H
#define OUTBOUND_DISCORD_REST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"
#include "outbound/client.h"
#include "outbound/discord/rate.h"

struct job;
struct rest;
struct secret;

struct rest_plan {
    const char *api_base; /* copied, as all here */
    const struct secret *token;
    const char *version;
    int global_per_s;
};

struct rest_call {
    enum rest_route route;
    const char *name;  /* static, for the log: a path may hold an interaction's token */
    const char *path;  /* after the base: "/gateway/bot" */
    uint64_t major;    /* the id in the path that has limits of its own; 0: none */
    bool with_token;   /* the bot's; an interaction's token in the path is enough elsewhere */
    struct bytes body; /* written; length 0: none */
    const char *type;  /* media type of the body; NULL: no body */
};

enum fault rest_open(struct job *job, const struct rest_plan *plan, struct rest **out) MUST_USE;
void rest_close(struct rest *rest);

/* Faults as in discord.h.  *response is filled with the last answer. */
enum fault rest_call(struct job *job, struct rest *rest, const struct rest_call *call,
                     struct client_response *response) MUST_USE;

#endif
