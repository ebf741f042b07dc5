#include "inbound/http/tally.h"

#include <errno.h>
#include <time.h>

#include "base/instant.h"

void tally_begin(struct tally *tally)
{
    pthread_condattr_t attributes;

    pthread_mutex_init(&tally->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&tally->fewer, &attributes);
    pthread_condattr_destroy(&attributes);
}

void tally_end(struct tally *tally)
{
    pthread_cond_destroy(&tally->fewer);
    pthread_mutex_destroy(&tally->lock);
}

void tally_change(struct tally *tally, enum tally_of which, int more)
{
    pthread_mutex_lock(&tally->lock);
    tally->counts[which] += (size_t)more;
    if (more < 0)
        pthread_cond_broadcast(&tally->fewer);
    pthread_mutex_unlock(&tally->lock);
}

void tally_wait(struct tally *tally, enum tally_of which, int64_t ms)
{
    const int64_t end_ms = monotonic_ms() + ms;
    const struct timespec until = { end_ms / 1000, end_ms % 1000 * 1000000 };

    while (tally->counts[which] > 0 &&
           pthread_cond_timedwait(&tally->fewer, &tally->lock, &until) != ETIMEDOUT)
        continue;
}
