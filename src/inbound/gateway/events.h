/* events — what the gateway tells us of, and how it reaches a worker.
 *
 * An event that is wanted becomes a task with its own copy of the bytes and its own job; a
 * worker carries it out.  Two events of one server may be carried out at the same time and in
 * any order, and after a resume one may come twice. */
#ifndef INBOUND_GATEWAY_EVENTS_H
#define INBOUND_GATEWAY_EVENTS_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/mark.h"

struct job;
struct workers;

enum event_kind {
#define EVENT(name, busy) EVENT_##name,
#include "inbound/gateway/events.def"
    EVENT_COUNT
};

/* Past it the answer is of no use to the person; other events just have a bound. */
enum { EVENT_DEADLINE_MS = 2500, EVENT_HELD_DEADLINE_MS = 60 * 1000 };

/* Carries one event out, in a worker.  `data` is its `d` as it came and lives as long as the
 * job, whose deadline counts from `received_at`. */
typedef void event_carry(struct job *job, void *subject, struct bytes data,
                         struct instant received_at);

struct event_handlers {
    event_carry *carry[EVENT_COUNT]; /* NULL: nobody wants it */
    void *subject;                   /* given to each */
};

enum event_outcome {
    EVENT_TAKEN,
    EVENT_IGNORED, /* nobody wants it */
    EVENT_MISSED,  /* the workers are busy; let go */
    EVENT_HELD,    /* the workers are busy; offer it again */
};

/* EVENT_COUNT for a name that is not listed. */
enum event_kind event_find(const char *name);
const char *event_name(enum event_kind kind); /* static */

/* Offers an event to the workers.  `kind` may be EVENT_COUNT; the handlers must outlive the
 * workers' tasks. */
enum event_outcome event_offer(struct workers *workers, const struct event_handlers *handlers,
                               enum event_kind kind, struct bytes data,
                               struct instant received_at) MUST_USE;

#endif
