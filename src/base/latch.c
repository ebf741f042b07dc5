#include "base/latch.h"

struct latch *latch_hold(struct latch *latch)
{
    pthread_mutex_lock(&latch->mutex);
    return latch;
}

void latch_release(struct latch **held)
{
    pthread_mutex_unlock(&(*held)->mutex);
}
