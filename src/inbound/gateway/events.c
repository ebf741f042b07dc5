#include "inbound/gateway/events.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "inbound/task.h"

enum busy { BUSY_DROP, BUSY_HOLD };

static const struct row {
    const char *name;
    enum busy busy;
} rows[] = {
#define EVENT(name, busy) { #name, BUSY_##busy },
#include "inbound/gateway/events.def"
};

struct event_task {
    struct task task; /* first: it is what the workers see */
    struct job job;
    event_carry *carry;
    void *subject;
    struct instant received_at;
    size_t length;
    unsigned char data[];
};

static void carry_out(struct task *task)
{
    struct event_task *event = (struct event_task *)task;

    event->carry(&event->job, event->subject, (struct bytes){ event->data, event->length },
                 event->received_at);
    job_end(&event->job);
    free(event);
}

enum event_kind event_find(const char *name)
{
    for (size_t i = 0; i < LENGTH(rows); i++)
        if (strcmp(rows[i].name, name) == 0)
            return (enum event_kind)i;
    return EVENT_COUNT;
}

const char *event_name(enum event_kind kind)
{
    assert(kind < EVENT_COUNT);
    return rows[kind].name;
}

static struct event_task *event_new(const struct event_handlers *handlers, enum event_kind kind,
                                    struct bytes data, struct instant received_at)
{
    const int wait_ms = rows[kind].busy == BUSY_HOLD ? EVENT_HELD_DEADLINE_MS : EVENT_DEADLINE_MS;
    struct event_task *event = malloc(sizeof(*event) + data.length);

    if (!event)
        abort();
    *event = (struct event_task){
        .task = { carry_out },
        .job = { .name = rows[kind].name, .deadline_ms = monotonic_ms() + wait_ms },
        .carry = handlers->carry[kind],
        .subject = handlers->subject,
        .received_at = received_at,
        .length = data.length,
    };
    if (data.length > 0)
        memcpy(event->data, data.at, data.length);
    return event;
}

enum event_outcome event_offer(struct workers *workers, const struct event_handlers *handlers,
                               enum event_kind kind, struct bytes data, struct instant received_at)
{
    if (kind == EVENT_COUNT || !handlers->carry[kind])
        return EVENT_IGNORED;

    struct event_task *event = event_new(handlers, kind, data, received_at);
    if (task_offer(workers, &event->task))
        return EVENT_TAKEN;
    free(event);
    return rows[kind].busy == BUSY_HOLD ? EVENT_HELD : EVENT_MISSED;
}
