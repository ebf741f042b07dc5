/* watch — a thread that notices what is past its time.
 *
 * For what no library times for us: a header that dribbles in, a body that stands still, an
 * answer nobody reads, a worker that does not come back.  It looks a few times a second
 * at everything it watches; being late by WATCH_STEP_MS is fine for all of it. */
#ifndef INBOUND_HTTP_WATCH_H
#define INBOUND_HTTP_WATCH_H

#include <stdint.h>

#include "base/mark.h"

struct watch;

enum { WATCH_STEP_MS = 200 };

/* Embedded in what is watched. */
struct watched {
    /* Called once per due time, on the watch's thread, while nothing can be removed: it must
     * be short and must not call the watch. */
    void (*late)(struct watched *watched);

    /* Everything below belongs to the watch. */
    int64_t due_ms;
    struct watched *before, *after;
};

/* Its thread blocks the signals its maker blocks.  Stops the process when the system gives none. */
struct watch *watch_new(void) GIVES;
/* Everything was removed.  NULL is fine. */
void watch_free(struct watch *watch);

void watch_add(struct watch *watch, struct watched *watched);
/* From here on `late` is called once `ms` from now have passed, unless set again; < 0: never. */
void watch_set(struct watch *watch, struct watched *watched, int64_t ms);
/* When it returns, `late` does not run and will not.  Nothing happens to what was never added. */
void watch_remove(struct watch *watch, struct watched *watched);

#endif
