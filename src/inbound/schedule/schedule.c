#include "inbound/schedule/schedule.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/random.h"
#include "inbound/task.h"

enum {
    HOLDER_BYTES = 33, /* 16 random bytes as hexadecimal: unlike any other process */
    BUSY_MS = 500,     /* the workers had no room: so long later again */
    AFTER_MS = 60000,  /* nothing is looked at later than so, whatever the clock does */
    NS_IN_MS = 1000000,
    MS_IN_S = 1000,
};

/* One row of the table; its task is in a worker's hand while `carried`. */
struct entry {
    struct task task;
    struct schedule *schedule;
    enum round_index index;
    int64_t due_ms; /* monotonic */
    bool carried;
    bool woken; /* again as soon as it is back */
};

struct schedule {
    const struct app *app;
    struct workers *workers;
    char holder[HOLDER_BYTES];
    pthread_t thread;

    pthread_mutex_t lock; /* guards everything below */
    pthread_cond_t wake;
    struct entry entries[ROUND_COUNT];
    bool stopping;
};

/* In a worker. */
static void carry(struct task *task)
{
    struct entry *entry = (struct entry *)task;
    struct schedule *schedule = entry->schedule;
    AUTO(job_end) struct job job = { .name = rounds[entry->index].name };
    const struct instant now = instant_now();
    const struct instant next = rounds_carry(&job, schedule->app, entry->index, schedule->holder,
                                             now);
    int64_t rest_ms = next.ms - instant_now().ms;

    rest_ms = rest_ms < 0 ? 0 : rest_ms > AFTER_MS ? AFTER_MS : rest_ms;
    pthread_mutex_lock(&schedule->lock);
    entry->carried = false;
    entry->due_ms = monotonic_ms() + (entry->woken ? 0 : rest_ms);
    entry->woken = false;
    pthread_cond_signal(&schedule->wake);
    pthread_mutex_unlock(&schedule->lock);
}

/* Under the lock.  Gives when to look again. */
static int64_t hand_out(struct schedule *schedule, int64_t now_ms)
{
    int64_t next_ms = now_ms + AFTER_MS;

    for (size_t i = 0; i < ROUND_COUNT; i++) {
        struct entry *entry = &schedule->entries[i];
        if (entry->carried)
            continue;
        if (entry->due_ms <= now_ms) {
            entry->carried = task_offer(schedule->workers, &entry->task);
            entry->due_ms = now_ms + BUSY_MS;
        }
        if (!entry->carried && entry->due_ms < next_ms)
            next_ms = entry->due_ms;
    }
    return next_ms;
}

static void *schedule_main(void *subject)
{
    struct schedule *schedule = subject;

    pthread_mutex_lock(&schedule->lock);
    while (!schedule->stopping) {
        const int64_t next_ms = hand_out(schedule, monotonic_ms());
        const struct timespec until = { next_ms / MS_IN_S, next_ms % MS_IN_S * NS_IN_MS };
        (void)pthread_cond_timedwait(&schedule->wake, &schedule->lock, &until);
    }
    pthread_mutex_unlock(&schedule->lock);
    return NULL;
}

static void name_holder(struct schedule *schedule)
{
    unsigned char bytes[(HOLDER_BYTES - 1) / 2];

    random_bytes(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
        (void)snprintf(schedule->holder + 2 * i, 3, "%02x", bytes[i]);
}

struct schedule *schedule_start(const struct app *app, struct workers *workers)
{
    struct schedule *schedule = calloc(1, sizeof(*schedule));
    const int64_t now_ms = monotonic_ms();
    pthread_condattr_t attributes;

    if (!schedule)
        abort();
    schedule->app = app;
    schedule->workers = workers;
    name_holder(schedule);
    for (size_t i = 0; i < ROUND_COUNT; i++)
        schedule->entries[i] = (struct entry){
            .task = { carry },
            .schedule = schedule,
            .index = (enum round_index)i,
            .due_ms = now_ms,
        };
    pthread_mutex_init(&schedule->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&schedule->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    rounds_enlist_metrics();
    if (pthread_create(&schedule->thread, NULL, schedule_main, schedule) != 0)
        abort();
    return schedule;
}

void schedule_wake(struct schedule *schedule, enum round_index index)
{
    struct entry *entry = &schedule->entries[index];

    pthread_mutex_lock(&schedule->lock);
    entry->woken = entry->carried;
    entry->due_ms = monotonic_ms();
    pthread_cond_signal(&schedule->wake);
    pthread_mutex_unlock(&schedule->lock);
}

void schedule_stop(struct schedule *schedule)
{
    pthread_mutex_lock(&schedule->lock);
    schedule->stopping = true;
    pthread_cond_signal(&schedule->wake);
    pthread_mutex_unlock(&schedule->lock);
    pthread_join(schedule->thread, NULL);
}

void schedule_free(struct schedule *schedule)
{
    if (!schedule)
        return;
    pthread_cond_destroy(&schedule->wake);
    pthread_mutex_destroy(&schedule->lock);
    free(schedule);
}
