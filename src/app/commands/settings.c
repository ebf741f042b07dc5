/* /settings …: how the timeclock works in a server. */
#include "app/settings.h"
#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/when.h"
#include "base/job.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/talk/phrase.h"

/* Longest of what a person typed that an answer repeats. */
enum { REPEATED_BYTES_MOST = 1000 };

static void say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
}

static const char *as_typed(struct job *job, const char *typed)
{
    struct text text = text_in(&job->arena, REPEATED_BYTES_MOST);
    const char *words;

    text_add_markdown(&text, typed);
    return text_done(&text, &words) ? words : "";
}

enum fault settings_timezone_run(struct job *job, const struct app *app, const struct call *call,
                                 struct reply *reply)
{
    const char *name = call_option(call, "zone")->text;
    struct call there = *call;
    bool known;
    const enum fault fault = settings_zone(job, app, call->person.guild, name, &known);

    if (fault)
        return fault;
    if (!known) {
        say(reply, SAY(&job->arena, settings_zone_unknown, BLANK("zone", as_typed(job, name))));
        return FAULT_NONE;
    }
    there.zone = zone_find(name);
    say(reply, SAY(&job->arena, settings_zone_done, BLANK("zone", name),
                   BLANK("time", when_text(job, &there, call->made_at))));
    return FAULT_NONE;
}
