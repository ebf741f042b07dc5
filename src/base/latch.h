/* latch — one at a time, for a few lines of memory work: no waiting for anything inside.
 *
 *     struct latch latch = LATCH_OPEN;
 *
 *     AUTO(latch_release) struct latch *held = latch_hold(&latch);
 */
#ifndef BASE_LATCH_H
#define BASE_LATCH_H

#include <pthread.h>

#include "base/mark.h"

struct latch {
    pthread_mutex_t mutex;
};

#define LATCH_OPEN ((struct latch){ PTHREAD_MUTEX_INITIALIZER })

struct latch *latch_hold(struct latch *latch) MUST_USE
GIVES;
void latch_release(struct latch **held);

#endif
