/* schedule — knows which rounds are due, and hands them to the workers.
 *
 *              due or woken              the worker is done
 *     resting ─────────────▶ carried ─────────────────────▶ resting until when it told
 *        ▲                      │ woken meanwhile
 *        └── at once, again ◀───┘
 *
 * One thread that sleeps until the next round is due.  What a round is, whether the database
 * says that it is due and which process runs it are app/rounds' business. */
#ifndef INBOUND_SCHEDULE_SCHEDULE_H
#define INBOUND_SCHEDULE_SCHEDULE_H

#include "app/rounds/rounds.h"
#include "base/mark.h"

struct app;
struct schedule;
struct workers;

/* Both must outlive the schedule.  Every round is looked at once, at the start. */
struct schedule *schedule_start(const struct app *app, struct workers *workers) GIVES;

/* Any thread: this round shall run now, in this process. */
void schedule_wake(struct schedule *schedule, enum round_index index);

/* Hands out nothing from here on.  Those in hand go on: settle the workers, then free. */
void schedule_stop(struct schedule *schedule);
/* After the workers have finished; NULL is fine. */
void schedule_free(struct schedule *schedule);

#endif
