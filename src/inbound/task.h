/* task — what an inbound side hands to the workers: something to carry out, once.
 *
 * The first member of whatever the side makes; carry() owns it and frees it.  One pool of
 * workers serves every side. */
#ifndef INBOUND_TASK_H
#define INBOUND_TASK_H

#include <stdbool.h>

#include "base/mark.h"

struct workers;

struct task {
    void (*carry)(struct task *task);
};

/* False, and the task stays the caller's, when the workers are busy or closing. */
bool task_offer(struct workers *workers, struct task *task) MUST_USE;

/* For workers_plan.work. */
void task_carry(void *subject, void *bench);

#endif
