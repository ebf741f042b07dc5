/* dispatch — from a call to its reply: find the row, load the server, check the right, run.
 *
 * Whatever goes wrong on the way becomes a reply in simple words; a fault is logged here,
 * once, and its reply carries the reference code under which the log has the details.  A job
 * that lost its database connection, or a race, is run a second time: safe, because every
 * change carries the request's key. */
#ifndef APP_DISPATCH_H
#define APP_DISPATCH_H

#include "app/call.h"
#include "app/command.h"
#include "app/complete.h"
#include "app/reply.h"

struct app;
struct job;

/* How the row of this call wants to be answered; DIRECT for what has no row. */
enum answer_way dispatch_way(const struct call *call);

/* Never faults.  The call's guild is filled in. */
void dispatch(struct job *job, const struct app *app, struct call *call, struct reply *reply);

/* The same for a CALL_COMPLETE.  Whoever may not run the command, and whatever goes wrong, gets
 * no suggestions. */
void dispatch_complete(struct job *job, const struct app *app, struct call *call,
                       struct suggestions *suggestions);

#endif
