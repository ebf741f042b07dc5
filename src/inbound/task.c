#include "inbound/task.h"

#include "base/workers.h"

bool task_offer(struct workers *workers, struct task *task)
{
    return workers_offer(workers, task);
}

void task_carry(void *subject, void *bench)
{
    struct task *task = subject;

    (void)bench;
    task->carry(task);
}
