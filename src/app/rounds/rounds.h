/* rounds — the table of what the hour asks for, and one run of a row.
 *
 * inbound/schedule knows when; here is what happens then: look in the database whether the
 * round is due and free, take its lease, run it, write down how it went. */
#ifndef APP_ROUNDS_ROUNDS_H
#define APP_ROUNDS_ROUNDS_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct app;
struct job;

enum round_index {
#define ROUND(name, words, who, every_s, most_s) ROUND_##name,
#include "app/rounds/table.def"
    ROUND_COUNT
};

/* One run: a bounded piece of the work.  *more: there was more to do than that, so run again
 * at once.  `now` is when the run began. */
typedef enum fault round_run(struct job *job, const struct app *app, struct instant now,
                             bool *more);

enum round_who { ONE, EACH };

struct round {
    const char *name;
    enum round_who who;
    int every_s; /* from the end of one run to the next */
    int most_s;  /* a run's deadline; its lease is LEASE_MORE_MS longer */
    round_run *run;
};

extern const struct round rounds[ROUND_COUNT];

/* A lease outlives the deadline of its run by so much, for what does not look at it in time. */
enum { ROUND_LEASE_MORE_MS = 10 * 1000 };

/* Runs the round if it is due, in the name of `holder` (of this process, unlike every other).
 * Never faults: what went wrong is logged and written down.  Gives when to look again. */
struct instant rounds_carry(struct job *job, const struct app *app, enum round_index index,
                            const char *holder, struct instant now);

void rounds_enlist_metrics(void);

#endif
