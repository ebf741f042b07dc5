#include "inbound/gateway/events.h"

#include <stdatomic.h>
#include <string.h>

#include "base/job.h"
#include "base/workers.h"
#include "inbound/task.h"

#include "check.h"

static atomic_int begun, carried;
static atomic_bool hold_on;

static void carry(struct job *job, void *subject, struct bytes data, struct instant received_at)
{
    atomic_fetch_add(&begun, 1);
    while (atomic_load(&hold_on))
        continue;
    if (bytes_equal(data, bytes_of("{\"id\":\"1\"}")) && subject == &carried &&
        received_at.ms == 1234 && job->deadline_ms > 0)
        atomic_fetch_add(&carried, 1);
    (void)arena_copy(&job->arena, "freed with the job");
}

CHECK(names_find_their_row_and_others_none)
{
    for (int kind = 0; kind < EVENT_COUNT; kind++)
        EQUAL(event_find(event_name((enum event_kind)kind)), kind);
    EQUAL(event_find("TYPING_START"), EVENT_COUNT);
    EQUAL(event_find(""), EVENT_COUNT);
}

CHECK(events_reach_a_worker_with_a_copy_of_their_own)
{
    const struct workers_plan plan = {
        .name = "events", .count = 2, .queue = 8, .work = task_carry
    };
    const struct event_handlers handlers = {
        .carry = { [EVENT_INTERACTION_CREATE] = carry },
        .subject = &carried,
    };
    struct workers *workers = workers_start(&plan);
    char data[] = "{\"id\":\"1\"}";
    const struct instant at = { 1234 };

    EQUAL(event_offer(workers, &handlers, EVENT_COUNT, bytes_of(data), at), EVENT_IGNORED);
    EQUAL(event_offer(workers, &handlers, EVENT_GUILD_CREATE, bytes_of(data), at), EVENT_IGNORED);
    EQUAL(event_offer(workers, &handlers, EVENT_INTERACTION_CREATE, bytes_of(data), at),
          EVENT_TAKEN);
    memset(data, 'x', sizeof(data) - 1);
    workers_finish(workers);
    EQUAL(atomic_load(&carried), 1);
}

CHECK(busy_workers_let_an_interaction_go_and_keep_a_server)
{
    const struct workers_plan plan = {
        .name = "events", .count = 1, .queue = 1, .work = task_carry
    };
    const struct event_handlers handlers = {
        .carry = { [EVENT_INTERACTION_CREATE] = carry, [EVENT_GUILD_CREATE] = carry },
    };
    struct workers *workers = workers_start(&plan);
    const struct bytes data = bytes_of("{}");
    const struct instant at = { 0 };

    atomic_store(&hold_on, true);
    atomic_store(&begun, 0);
    EQUAL(event_offer(workers, &handlers, EVENT_GUILD_CREATE, data, at), EVENT_TAKEN);
    while (atomic_load(&begun) == 0)
        continue;
    EQUAL(event_offer(workers, &handlers, EVENT_GUILD_CREATE, data, at), EVENT_TAKEN);
    EQUAL(event_offer(workers, &handlers, EVENT_GUILD_CREATE, data, at), EVENT_HELD);
    EQUAL(event_offer(workers, &handlers, EVENT_INTERACTION_CREATE, data, at), EVENT_MISSED);
    atomic_store(&hold_on, false);
    workers_finish(workers);
}
