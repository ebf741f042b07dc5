/* rounds — when each round is due, who runs it now, and how it went the last time.
 *
 *            taken: due, and nobody holds it            ended
 *     due ─────────────────────────────────────▶ held ─────────▶ due again later
 *      ▲                                          │
 *      └───────── held_until passed: its process is taken for dead ┘  */
#ifndef STORE_ROUNDS_H
#define STORE_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct change;
struct job;
struct link;

enum { ROUND_ROWS_MOST = 100 };

struct round_state {
    const char *name;
    struct instant due_at;
    const char *holder;        /* NULL: nobody */
    struct instant held_until; /* meaningful only with a holder */
    bool ran;                  /* the rest is meaningful only if so */
    struct instant started_at;
    struct instant finished_at; /* of the last run that ended */
    int64_t took_ms;
    const char *result; /* "NONE", or a fault's name; NULL: no run has ended yet */
    int64_t runs;
};

/* *found is false before the round was ever taken. */
enum fault rounds_load(struct job *job, struct link *link, const char *name, bool *found,
                       struct round_state *state) MUST_USE;

/* *taken: it was due and free, and is the holder's until then. */
enum fault rounds_take(struct job *job, struct change *change, const char *name, const char *holder,
                       struct instant now, struct instant until, bool *taken) MUST_USE;

struct round_end {
    struct instant finished_at;
    int64_t took_ms;
    const char *result;
    struct instant due_at; /* the next time */
};

/* Changes nothing when the lease ran out and another process took over. */
enum fault rounds_end(struct job *job, struct change *change, const char *name, const char *holder,
                      const struct round_end *end) MUST_USE;

/* All, by name: for the owner. */
enum fault rounds_list(struct job *job, struct link *link, const struct round_state **states,
                       size_t *count) MUST_USE;

#endif
