#include "outbound/discord/rate.h"

#include <stdio.h>
#include <string.h>

#include "base/mark.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS };

enum global { COUNTED, FREE };

static const enum global globals[REST_ROUTES] = {
#define ROUTE(name, method, repeat, global) [REST_##name] = (global),
#include "outbound/discord/routes.def"
};

void rate_begin(struct rate *rate, int64_t global_per_s)
{
    *rate = (struct rate){ .global_per_s = global_per_s ? global_per_s : RATE_GLOBAL_PER_S };
    if (rate->global_per_s > RATE_GLOBAL_MOST)
        rate->global_per_s = RATE_GLOBAL_MOST;
    for (size_t i = 0; i < RATE_GLOBAL_MOST; i++)
        rate->sent_ms[i] = -SECOND_MS;
    for (int i = 0; i < REST_ROUTES; i++)
        (void)snprintf(rate->names[i], sizeof(rate->names[i]), "route:%d", i);
}

static int64_t later(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

/* Until when a bucket has something to say. */
static int64_t matters_ms(const struct rate_bucket *bucket)
{
    return later(bucket->reset_ms, bucket->locked_ms);
}

/* A place for a new bucket: a free one, else that of the bucket that matters least. */
static struct rate_bucket *place_for_new(struct rate *rate)
{
    struct rate_bucket *oldest = &rate->buckets[0];

    for (size_t i = 0; i < RATE_BUCKETS_MOST; i++) {
        struct rate_bucket *bucket = &rate->buckets[i];
        if (!bucket->used)
            return bucket;
        if (matters_ms(bucket) < matters_ms(oldest))
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

static void forget_old_minutes(struct rate *rate, int64_t now_ms)
{
    const int64_t minute = now_ms / MINUTE_MS;

    if (minute - rate->invalid_minute > RATE_INVALID_MINUTES)
        rate->invalid_minute = minute - RATE_INVALID_MINUTES;
    while (rate->invalid_minute < minute)
        rate->invalid[++rate->invalid_minute % RATE_INVALID_MINUTES] = 0;
}

/* When so many refusals are long enough ago that the rest is below the limit. */
static int64_t forgiven_ms(struct rate *rate, int64_t now_ms)
{
    int64_t count = 0;
    int64_t minute;

    forget_old_minutes(rate, now_ms);
    for (size_t i = 0; i < RATE_INVALID_MINUTES; i++)
        count += rate->invalid[i];
    if (count < RATE_INVALID_MOST)
        return now_ms;
    for (minute = later(rate->invalid_minute - RATE_INVALID_MINUTES + 1, 0);
         count >= RATE_INVALID_MOST; minute++)
        count -= rate->invalid[minute % RATE_INVALID_MINUTES];
    return (minute - 1 + RATE_INVALID_MINUTES) * MINUTE_MS;
}

/* When the whole bot may send again; counts nothing. */
static int64_t global_free_ms(struct rate *rate, enum rest_route route, int64_t now_ms)
{
    const int64_t free_ms = forgiven_ms(rate, now_ms);
    /* The one before which exactly as many went out as may in a second. */
    const int64_t before_ms = rate->sent_ms[rate->sent % rate->global_per_s];

    if (globals[route] == FREE)
        return free_ms;
    return later(free_ms, later(before_ms + SECOND_MS, rate->global_locked_ms));
}

static int64_t bucket_free_ms(struct rate_bucket *bucket, int64_t now_ms)
{
    if (bucket->limit > 0 && now_ms >= bucket->reset_ms) {
        bucket->left = bucket->limit;
        bucket->reset_ms = now_ms + bucket->period_ms;
    }
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
    rate->sent_ms[rate->sent++ % rate->global_per_s] = now_ms;
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
    bucket->period_ms = later(bucket->period_ms, later(news->reset_after_ms, 1));
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
    forget_old_minutes(rate, now_ms);
    rate->invalid[rate->invalid_minute % RATE_INVALID_MINUTES]++;
}
