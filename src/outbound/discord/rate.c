#include "outbound/discord/rate.h"

#include <stdio.h>
#include <string.h>

#include "base/mark.h"

enum { SECOND_MS = 1000 };

enum global { COUNTED, FREE };

static const enum global globals[REST_ROUTES] = {
#define ROUTE(name, method, repeat, global) [REST_##name] = global,
#include "outbound/discord/routes.def"
};

void rate_begin(struct rate *rate, int64_t global_per_s)
{
    *rate = (struct rate){ .global_per_s = global_per_s ? global_per_s : RATE_GLOBAL_PER_S };
    for (int i = 0; i < REST_ROUTES; i++)
        (void)snprintf(rate->names[i], sizeof(rate->names[i]), "route:%d", i);
}

/* A place for a new bucket: a free one, else that of the bucket that matters least. */
static struct rate_bucket *place_for_new(struct rate *rate)
{
    struct rate_bucket *oldest = &rate->buckets[0];

    for (size_t i = 0; i < RATE_BUCKETS_MOST; i++) {
        struct rate_bucket *bucket = &rate->buckets[i];
        if (!bucket->used)
            return bucket;
        if (bucket->reset_ms < oldest->reset_ms)
            oldest = bucket;
    }
    return oldest;
}

static struct rate_bucket *bucket_of(struct rate *rate, enum rest_route route, uint64_t major)
{
    const char *name = rate->names[route];

    for (size_t i = 0; i < RATE_BUCKETS_MOST; i++) {
        struct rate_bucket *bucket = &rate->buckets[i];
        if (bucket->used && bucket->major == major && strcmp(bucket->name, name) == 0)
            return bucket;
    }
    struct rate_bucket *bucket = place_for_new(rate);
    *bucket = (struct rate_bucket){ .used = true, .major = major };
    (void)snprintf(bucket->name, sizeof(bucket->name), "%s", name);
    return bucket;
}

static int64_t later(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

/* When the whole bot may send again; counts nothing. */
static int64_t global_free_ms(struct rate *rate, enum rest_route route, int64_t now_ms)
{
    if (now_ms - rate->invalid_ms >= RATE_INVALID_MS)
        rate->invalid_count = 0;
    if (rate->invalid_count >= RATE_INVALID_MOST)
        return rate->invalid_ms + RATE_INVALID_MS;
    if (globals[route] == FREE)
        return now_ms;
    if (now_ms - rate->second_ms >= SECOND_MS) {
        rate->second_ms = now_ms;
        rate->second_count = 0;
    }
    if (rate->second_count >= rate->global_per_s)
        return rate->second_ms + SECOND_MS;
    return later(now_ms, rate->global_locked_ms);
}

static int64_t bucket_free_ms(struct rate_bucket *bucket, int64_t now_ms)
{
    if (bucket->limit > 0 && now_ms >= bucket->reset_ms)
        bucket->left = bucket->limit;
    if (bucket->limit > 0 && bucket->left <= 0)
        return later(bucket->reset_ms, bucket->locked_ms);
    return later(now_ms, bucket->locked_ms);
}

int64_t rate_ask(struct rate *rate, enum rest_route route, uint64_t major, int64_t now_ms)
{
    int64_t free_ms = global_free_ms(rate, route, now_ms);

    if (globals[route] == FREE)
        return free_ms - now_ms;

    struct rate_bucket *bucket = bucket_of(rate, route, major);
    free_ms = later(free_ms, bucket_free_ms(bucket, now_ms));
    if (free_ms > now_ms)
        return free_ms - now_ms;
    bucket->left--;
    rate->second_count++;
    return 0;
}

void rate_told(struct rate *rate, enum rest_route route, uint64_t major,
               const struct rate_news *news, int64_t now_ms)
{
    if (globals[route] == FREE || !news->name || strlen(news->name) >= RATE_BUCKET_BYTES ||
        news->limit <= 0)
        return;
    (void)snprintf(rate->names[route], sizeof(rate->names[route]), "%s", news->name);

    struct rate_bucket *bucket = bucket_of(rate, route, major);
    const int64_t reset_ms = now_ms + later(news->reset_after_ms, 0);
    /* Answers may overtake each other: within one period the smallest number is the newest. */
    const bool same_period = bucket->limit > 0 && now_ms < bucket->reset_ms;
    if (!same_period || news->left < bucket->left)
        bucket->left = news->left;
    bucket->limit = news->limit;
    bucket->reset_ms = same_period ? later(bucket->reset_ms, reset_ms) : reset_ms;
}

void rate_refused(struct rate *rate, enum rest_route route, uint64_t major, bool global,
                  int64_t retry_after_ms, int64_t now_ms)
{
    const int64_t until_ms = now_ms + later(retry_after_ms, 1);

    if (global) {
        rate->global_locked_ms = later(rate->global_locked_ms, until_ms);
        return;
    }
    if (globals[route] == FREE)
        return;

    struct rate_bucket *bucket = bucket_of(rate, route, major);
    bucket->locked_ms = later(bucket->locked_ms, until_ms);
}

void rate_invalid(struct rate *rate, int64_t now_ms)
{
    if (rate->invalid_count == 0 || now_ms - rate->invalid_ms >= RATE_INVALID_MS) {
        rate->invalid_ms = now_ms;
        rate->invalid_count = 0;
    }
    rate->invalid_count++;
}
