/* guard — who is kept out of the timeclock for now, and told how long: asked once, by the
 * dispatcher, before any handler.
 *
 *   - Bans keep out of everything that takes an employee; what anyone may do (help, one's own
 *     data) stays, and a clock-out always goes through: under a refusal there is its button.
 *   - Admins are neither banned nor warned.  A ban on one sleeps until they are none any more,
 *     so that nobody can be kept from lifting a ban.
 *   - Bursts and floods: see domain/team/spam.h.  Counted are the actions of those who may
 *     clock; all else is steps. */
#ifndef APP_GUARD_H
#define APP_GUARD_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/team/access.h"
#include "domain/team/spam.h"
#include "store/bans.h"

struct app;
struct call;
struct job;
struct reply;

/* The counts of this process, shared by all workers.  Of fixed size, less than 400 kB. */
struct pace;
struct pace *pace_new(void) GIVES;
void pace_free(struct pace *pace); /* NULL is fine */

/* What the dispatcher knows of one call, over all its attempts. */
struct guard {
    struct ban ban;   /* of the caller; member {0}: none */
    enum right right; /* what the row asks for */
    bool is_page;     /* it only shows more of what is there, or is a step of something longer */
    bool is_clock_out;
    bool counted; /* once, however often the call is tried */
    enum spam_pace pace;
};

/* *refused: the reply says why and for how long.  The call's guild must be loaded. */
enum fault guard_ask(struct job *job, const struct app *app, const struct call *call,
                     struct guard *guard, struct reply *reply, bool *refused) MUST_USE;

#endif
