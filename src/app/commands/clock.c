/* /clock and its buttons: the panel, before and after a punch. */
#include "app/call.h"
#include "app/handlers.h"
#include "app/panel.h"
#include "app/punches.h"
#include "app/reply.h"

/* A panel that only this person sees is changed in place; under one that stands in a channel
 * for everyone, the answer is a message of their own. */
static void answer(struct job *job, const struct call *call, const struct outcome *outcome,
                   struct reply *reply)
{
    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    reply->message.ephemeral = true;
    panel_fill(job, call, outcome, &reply->message);
}

static enum fault punch(struct job *job, const struct app *app, const struct call *call,
                        enum punch_kind kind, struct reply *reply)
{
    struct outcome outcome;
    const enum fault fault = punches_make(job, app, call, kind, &outcome);

    if (!fault)
        answer(job, call, &outcome, reply);
    return fault;
}

enum fault clock_run(struct job *job, const struct app *app, const struct call *call,
                     struct reply *reply)
{
    struct outcome outcome;
    const enum fault fault = punches_look(job, app, call, &outcome);

    if (!fault)
        answer(job, call, &outcome, reply);
    return fault;
}

enum fault clock_in_run(struct job *job, const struct app *app, const struct call *call,
                        struct reply *reply)
{
    return punch(job, app, call, PUNCH_IN, reply);
}

enum fault clock_out_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    return punch(job, app, call, PUNCH_OUT, reply);
}

enum fault break_start_run(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply)
{
    return punch(job, app, call, PUNCH_BREAK_START, reply);
}

enum fault break_end_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    return punch(job, app, call, PUNCH_BREAK_END, reply);
}
