/* rate — may a request go out now, or how long must it wait?
 *
 * Discord counts requests in buckets: it tells, with each answer, which bucket the route
 * belongs to and what is left in it; each channel, server or webhook in the path has buckets
 * of its own.  Above all stands one limit for the whole bot.  A request that is refused (429)
 * locks its bucket, or everything, until the time told.  Whoever collects 10,000 refused or
 * forbidden requests in 10 minutes is banned for an hour, so we stop a little before.
 *
 * No clock and no lock of its own: the monotonic time is passed in, and rest.c guards it.
 * Memory is bounded: the bucket that resets first makes room.
 *
 * Source: https://discord.com/developers/docs/topics/rate-limits */
#ifndef OUTBOUND_DISCORD_RATE_H
#define OUTBOUND_DISCORD_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum rest_route {
#define ROUTE(name, method, repeat, global) REST_##name,
#include "outbound/discord/routes.def"
    REST_ROUTES
};

enum {
    RATE_BUCKETS_MOST = 1024,
    RATE_BUCKET_BYTES = 64,    /* of a bucket's name, with its NUL */
    RATE_GLOBAL_PER_S = 50,    /* Discord's for a bot that was granted no more */
    RATE_GLOBAL_MOST = 1000,   /* whatever it was granted */
    RATE_INVALID_MOST = 9000,  /* of Discord's 10,000 in 10 minutes */
    RATE_INVALID_MINUTES = 11, /* that are counted: the running one and ten whole ones */
};

struct rate_bucket {
    bool used;
    char name[RATE_BUCKET_BYTES]; /* Discord's, or "route:N" until it told one */
    uint64_t major;
    int64_t limit;     /* requests in one period; 0: not told yet */
    int64_t left;      /* of them */
    int64_t reset_ms;  /* when the period ends: as told, or as guessed until the next answer */
    int64_t period_ms; /* how long one is: the longest that was told */
    int64_t locked_ms; /* a 429 said: not before */
};

struct rate {
    int64_t global_per_s;
    int64_t sent_ms[RATE_GLOBAL_MOST];     /* a ring of global_per_s: when the last ones went out */
    int64_t sent;                          /* how many ever did */
    int64_t global_locked_ms;              /* a global 429 said: not before */
    int64_t invalid[RATE_INVALID_MINUTES]; /* a ring: of each minute */
    int64_t invalid_minute;                /* the newest of them */
    char names[REST_ROUTES][RATE_BUCKET_BYTES]; /* the bucket of each route, once told */
    struct rate_bucket buckets[RATE_BUCKETS_MOST];
};

void rate_begin(struct rate *rate, int64_t global_per_s);

/* 0: go, and it is counted; else how many ms to wait before asking again.
 * major: the id in the path that has buckets of its own, or 0. */
int64_t rate_ask(struct rate *rate, enum rest_route route, uint64_t major, int64_t now_ms);

/* What an answer told of its bucket; `name` NULL: nothing. */
struct rate_news {
    const char *name;
    int64_t limit, left, reset_after_ms;
};
void rate_told(struct rate *rate, enum rest_route route, uint64_t major,
               const struct rate_news *news, int64_t now_ms);

/* A 429: of the whole bot, or of this bucket. */
void rate_refused(struct rate *rate, enum rest_route route, uint64_t major, bool global,
                  int64_t retry_after_ms, int64_t now_ms);
/* A 401, 403 or 429 (but not of scope "shared"): counts towards Discord's ban. */
void rate_invalid(struct rate *rate, int64_t now_ms);

#endif
