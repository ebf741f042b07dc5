/* /panel, and the buttons of panels that version 1.5 posted. */
#include "app/board.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "domain/talk/phrase.h"

static void say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
}

enum fault panel_run(struct job *job, const struct app *app, const struct call *call,
                     struct reply *reply)
{
    const struct given_option *option = call_option(call, "channel");
    const struct channel_id channel = option ? (struct channel_id){ option->snowflake }
                                             : call->channel;
    enum board_answer answer;
    const enum fault fault = board_post(job, app, call, channel, &answer);

    if (!fault)
        say(reply, board_answer_text(job, answer, channel));
    return fault;
}

static enum fault tell(struct reply *reply, enum phrase phrase)
{
    say(reply, phrase_words(phrase));
    return FAULT_NONE;
}

enum fault old_dashboard_run(struct job *job, const struct app *app, const struct call *call,
                             struct reply *reply)
{
    (void)job, (void)app, (void)call;
    return tell(reply, PHRASE_old_dashboard);
}

enum fault old_reports_run(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply)
{
    (void)job, (void)app, (void)call;
    return tell(reply, PHRASE_old_reports);
}

enum fault old_upgrade_run(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply)
{
    (void)job, (void)app, (void)call;
    return tell(reply, PHRASE_old_upgrade);
}
