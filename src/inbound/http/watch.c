#include "inbound/http/watch.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/instant.h"

enum { NEVER = 0 };

struct watch {
    pthread_t thread;

    pthread_mutex_t lock; /* guards everything below, and every watched's own fields */
    pthread_cond_t wake;
    struct watched ring; /* its neighbours are the first and the last */
    bool closing;
};

static void call_late(struct watch *watch, int64_t now_ms)
{
    for (struct watched *at = watch->ring.after; at != &watch->ring; at = at->after) {
        if (at->due_ms == NEVER || at->due_ms > now_ms)
            continue;
        at->due_ms = NEVER;
        at->late(at);
    }
}

static void wait_a_step(struct watch *watch)
{
    const int64_t end_ms = monotonic_ms() + WATCH_STEP_MS;
    const struct timespec until = { end_ms / 1000, end_ms % 1000 * 1000000 };

    (void)pthread_cond_timedwait(&watch->wake, &watch->lock, &until);
}

static void *watch_main(void *subject)
{
    struct watch *watch = subject;

    pthread_mutex_lock(&watch->lock);
    while (!watch->closing) {
        call_late(watch, monotonic_ms());
        wait_a_step(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct watch *watch_new(void)
{
    struct watch *watch = calloc(1, sizeof(*watch));
    pthread_condattr_t attributes;

    if (!watch)
        abort();
    watch->ring.before = watch->ring.after = &watch->ring;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&watch->thread, NULL, watch_main, watch) != 0)
        abort();
    return watch;
}

void watch_free(struct watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->closing = true;
    pthread_cond_signal(&watch->wake);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->wake);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

void watch_add(struct watch *watch, struct watched *watched)
{
    pthread_mutex_lock(&watch->lock);
    watched->due_ms = NEVER;
    watched->before = watch->ring.before;
    watched->after = &watch->ring;
    watched->before->after = watched;
    watch->ring.before = watched;
    pthread_mutex_unlock(&watch->lock);
}

void watch_set(struct watch *watch, struct watched *watched, int64_t ms)
{
    pthread_mutex_lock(&watch->lock);
    watched->due_ms = ms < 0 ? NEVER : monotonic_ms() + ms;
    pthread_mutex_unlock(&watch->lock);
}

void watch_remove(struct watch *watch, struct watched *watched)
{
    pthread_mutex_lock(&watch->lock);
    if (watched->after) {
        watched->before->after = watched->after;
        watched->after->before = watched->before;
        watched->before = watched->after = NULL;
    }
    pthread_mutex_unlock(&watch->lock);
}
