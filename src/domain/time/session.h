/* session — one stretch of work: clock-in, any number of breaks, clock-out.
 *
 * All durations are whole seconds between instants that were rounded down to their second
 * first, so parts add up exactly; on a shift over a change of the clocks they are the hours
 * really worked.  `as_of` is the present: what happened later is not looked at, so a session
 * that ended after it still runs, and the same question always has the same answer. */
#ifndef DOMAIN_TIME_SESSION_H
#define DOMAIN_TIME_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/time/punch.h"

struct arena;

struct pause {
    struct instant began_at;
    bool ended;
    struct instant ended_at; /* meaningful only if ended */
};

struct session {
    struct guild_id guild;
    struct user_id member;
    int64_t id; /* the sequence of its clock-in */
    struct instant began_at;
    bool ended;
    struct instant ended_at; /* meaningful only if ended */
    bool estimated;          /* its end is our guess */
    bool device_unknown;
    struct pause *breaks; /* oldest first; only the last may be running */
    size_t breaks_count;
};

/* CLOCK_OFF before it began and once it has ended. */
enum clock_state session_state(const struct session *session, struct instant as_of);

/* Worked: without the breaks.  Both count up to as_of while the session runs. */
int64_t session_worked_s(const struct session *session, struct instant as_of);
int64_t session_break_s(const struct session *session, struct instant as_of);
/* The same for what lies in [from, until). */
int64_t session_worked_within_s(const struct session *session, struct instant from,
                                struct instant until, struct instant as_of);
int64_t session_break_within_s(const struct session *session, struct instant from,
                               struct instant until, struct instant as_of);

/* The session that a clock-in begins. */
struct session session_begin(const struct punch *punch);
/* What any other punch of the same session makes of it; a new list of breaks is taken from the
 * arena.  False when the punch does not fit (the ledger was tampered with). */
bool session_apply(struct arena *arena, struct session *session,
                   const struct punch *punch) MUST_USE;

#endif
