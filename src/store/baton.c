#include "store/baton.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Lives on the stack of the thread that waits. */
struct waiter {
    struct waiter *next;
    pthread_cond_t wake;
    bool granted;
};

struct baton {
    pthread_condattr_t monotonic; /* never changes after baton_new() */

    pthread_mutex_t lock; /* guards everything below */
    size_t free;          /* 0 while anybody waits */
    size_t waiting;
    struct waiter *first;
    struct waiter **end;
};

struct baton *baton_new(size_t at_a_time)
{
    struct baton *baton = calloc(1, sizeof(*baton));

    if (!baton)
        abort();
    pthread_condattr_init(&baton->monotonic);
    pthread_condattr_setclock(&baton->monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&baton->lock, NULL);
    baton->free = at_a_time;
    baton->end = &baton->first;
    return baton;
}

void baton_free(struct baton *baton)
{
    if (!baton)
        return;
    pthread_mutex_destroy(&baton->lock);
    pthread_condattr_destroy(&baton->monotonic);
    free(baton);
}

static void leave_queue(struct baton *baton, const struct waiter *waiter)
{
    struct waiter **at = &baton->first;

    while (*at != waiter)
        at = &(*at)->next;
    *at = waiter->next;
    if (baton->end == &waiter->next)
        baton->end = at;
    baton->waiting--;
}

/* Under the lock, which the wait lets go. */
static bool wait_in_queue(struct baton *baton, int64_t until_ms)
{
    const struct timespec until = { until_ms / 1000, until_ms % 1000 * 1000000 };
    struct waiter waiter = { 0 };
    int result = 0;

    pthread_cond_init(&waiter.wake, &baton->monotonic);
    *baton->end = &waiter;
    baton->end = &waiter.next;
    baton->waiting++;
    while (!waiter.granted && result == 0)
        result = pthread_cond_timedwait(&waiter.wake, &baton->lock, &until);
    if (!waiter.granted)
        leave_queue(baton, &waiter);
    pthread_cond_destroy(&waiter.wake);
    return waiter.granted;
}

bool baton_take(struct baton *baton, int64_t until_ms)
{
    bool taken = true;

    pthread_mutex_lock(&baton->lock);
    if (baton->free > 0)
        baton->free--;
    else
        taken = wait_in_queue(baton, until_ms);
    pthread_mutex_unlock(&baton->lock);
    return taken;
}

void baton_give(struct baton *baton)
{
    pthread_mutex_lock(&baton->lock);
    struct waiter *first = baton->first;
    if (first) {
        leave_queue(baton, first);
        first->granted = true;
        pthread_cond_signal(&first->wake);
    } else {
        baton->free++;
    }
    pthread_mutex_unlock(&baton->lock);
}

size_t baton_waiting(struct baton *baton)
{
    pthread_mutex_lock(&baton->lock);
    const size_t waiting = baton->waiting;
    pthread_mutex_unlock(&baton->lock);
    return waiting;
}
