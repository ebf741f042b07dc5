#include "store/turns.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Lives on the stack of the thread that waits. */
struct waiter {
    struct waiter *next;
    pthread_cond_t wake;
    bool granted;
};

struct turns {
    pthread_condattr_t monotonic; /* never changes after turns_new() */

    pthread_mutex_t lock; /* guards everything below */
    size_t free;          /* 0 while anybody waits */
    size_t waiting;
    struct waiter *first;
    struct waiter **end;
};

struct turns *turns_new(size_t at_a_time)
{
    struct turns *turns = calloc(1, sizeof(*turns));

    if (!turns)
        abort();
    pthread_condattr_init(&turns->monotonic);
    pthread_condattr_setclock(&turns->monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&turns->lock, NULL);
    turns->free = at_a_time;
    turns->end = &turns->first;
    return turns;
}

void turns_free(struct turns *turns)
{
    if (!turns)
        return;
    pthread_mutex_destroy(&turns->lock);
    pthread_condattr_destroy(&turns->monotonic);
    free(turns);
}

static void leave_queue(struct turns *turns, const struct waiter *waiter)
{
    struct waiter **at = &turns->first;

    while (*at != waiter)
        at = &(*at)->next;
    *at = waiter->next;
    if (turns->end == &waiter->next)
        turns->end = at;
    turns->waiting--;
}

/* Under the lock, which the wait lets go. */
static bool wait_in_queue(struct turns *turns, int64_t until_ms)
{
    const struct timespec until = { until_ms / 1000, until_ms % 1000 * 1000000 };
    struct waiter waiter = { 0 };
    int result = 0;

    pthread_cond_init(&waiter.wake, &turns->monotonic);
    *turns->end = &waiter;
    turns->end = &waiter.next;
    turns->waiting++;
    while (!waiter.granted && result == 0)
        result = pthread_cond_timedwait(&waiter.wake, &turns->lock, &until);
    if (!waiter.granted)
        leave_queue(turns, &waiter);
    pthread_cond_destroy(&waiter.wake);
    return waiter.granted;
}

bool turns_take(struct turns *turns, int64_t until_ms)
{
    bool taken = true;

    pthread_mutex_lock(&turns->lock);
    if (turns->free > 0)
        turns->free--;
    else
        taken = wait_in_queue(turns, until_ms);
    pthread_mutex_unlock(&turns->lock);
    return taken;
}

void turns_give(struct turns *turns)
{
    pthread_mutex_lock(&turns->lock);
    struct waiter *first = turns->first;
    if (first) {
        leave_queue(turns, first);
        first->granted = true;
        pthread_cond_signal(&first->wake);
    } else {
        turns->free++;
    }
    pthread_mutex_unlock(&turns->lock);
}

size_t turns_waiting(struct turns *turns)
{
    pthread_mutex_lock(&turns->lock);
    const size_t waiting = turns->waiting;
    pthread_mutex_unlock(&turns->lock);
    return waiting;
}
