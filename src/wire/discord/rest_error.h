/* rest_error — the body in which Discord says why it refused
 * (https://discord.com/developers/docs/reference#error-messages,
 * https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit). */
#ifndef WIRE_DISCORD_REST_ERROR_H
#define WIRE_DISCORD_REST_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

struct arena;

enum {
    REST_ERROR_BYTES_MOST = 64 * 1024, /* longer bodies are not read */
    REST_ERROR_TEXT_MOST = 300,        /* bytes of message and detail; the rest is cut off */
    REST_ERROR_WAIT_MOST_S = 24 * 3600,
};

struct rest_error {
    int64_t code;           /* Discord's JSON error code; 0: none */
    const char *message;    /* "" when there is none */
    const char *detail;     /* `errors`, as JSON: which field and why; "" when there is none */
    int64_t retry_after_ms; /* rounded up; -1: not said; at most REST_ERROR_WAIT_MOST_S */
    bool global;            /* the limit of the whole bot, not of one route */
};

/* False when the body is no JSON object (a proxy in between answers with HTML); the error is
 * then as if nothing was said.  In the arena; both texts are for logs, not for people. */
bool rest_error_read(struct arena *arena, struct bytes body, struct rest_error *error);

#endif
