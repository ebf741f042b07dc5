/* punches — what happens when someone punches the clock, whichever side they used.
 *
 * A punch made twice with the same request key (Discord delivers again, a client retries, our
 * answer was lost) changes nothing, and its outcome is the first one's, to the second. */
#ifndef APP_PUNCHES_H
#define APP_PUNCHES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/time/punch.h"
#include "domain/time/session.h"

struct app;
struct call;
struct job;

/* How a member stands after a punch, or when asked: all as of one instant. */
struct outcome {
    enum refusal refusal; /* REFUSAL_NONE: the punch is in the ledger */
    bool again;           /* it was there already: this request came before */
    struct instant as_of;
    const struct session *session; /* the open one, or the one just ended; NULL: none */
    int64_t today_s;               /* worked on the local day of as_of, until as_of */
};

enum fault punches_make(struct job *job, const struct app *app, const struct call *call,
                        enum punch_kind kind, struct outcome *outcome) MUST_USE;

/* The same for another member: the caller is the actor. */
enum fault punches_make_for(struct job *job, const struct app *app, const struct call *call,
                            struct user_id member, enum punch_kind kind,
                            struct outcome *outcome) MUST_USE;

/* The same without a punch: how the member stands at the call's instant. */
enum fault punches_look(struct job *job, const struct app *app, const struct call *call,
                        struct outcome *outcome) MUST_USE;

#endif
