/* tally — how many requests a server has in hand, for whoever waits until there are none. */
#ifndef INBOUND_HTTP_TALLY_H
#define INBOUND_HTTP_TALLY_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

enum tally_of {
    TALLY_IN_HAND, /* begun and not ended */
    TALLY_BUSY,    /* of them: whole, or answered */
    TALLY_WAITING, /* of these: asleep, somebody owes them an answer */
    TALLY_COUNT
};

struct tally {
    pthread_mutex_t lock; /* guards everything below; taken by the owner for more than a count */
    pthread_cond_t fewer;
    size_t counts[TALLY_COUNT];
};

void tally_begin(struct tally *tally);
void tally_end(struct tally *tally);

void tally_change(struct tally *tally, enum tally_of which, int more);

/* Until there are none of them or so much time has passed; the lock is held. */
void tally_wait(struct tally *tally, enum tally_of which, int64_t ms);

#endif
