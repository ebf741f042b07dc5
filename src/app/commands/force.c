/* Force clock out: the menu over a member. */
#include <inttypes.h>

#include "app/call.h"
#include "app/handlers.h"
#include "app/punches.h"
#include "app/reply.h"
#include "base/job.h"
#include "domain/talk/phrase.h"
#include "domain/time/duration.h"
#include "domain/time/session.h"

enum fault force_out_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    const char *member = arena_print(&job->arena, "%" PRIu64, call->target.snowflake);
    struct outcome outcome;
    const enum fault fault = punches_make_for(job, app, call, call->target, PUNCH_OUT, &outcome);
    const char *words;

    if (fault)
        return fault;
    if (outcome.refusal == REFUSAL_TOO_LATE)
        words = SAY(&job->arena, force_changed, BLANK("member", member));
    else if (outcome.refusal != REFUSAL_NONE || !outcome.session)
        words = SAY(&job->arena, force_not_in, BLANK("member", member));
    else
        words = SAY(&job->arena, force_done, BLANK("member", member),
                    BLANK("worked", duration_words(&job->arena, session_worked_s(outcome.session,
                                                                                 outcome.as_of))));
    reply->message = (struct message){ .text = words, .ephemeral = true };
    return FAULT_NONE;
}
