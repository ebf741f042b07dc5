/* /mydata export: everything the server keeps about who asks, as a file only they see. */
#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/reports/personal.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/talk/phrase.h"

static const char *count_words(struct job *job, size_t count)
{
    return arena_print(&job->arena, "%zu", count);
}

enum fault mydata_export_run(struct job *job, const struct app *app, const struct call *call,
                             struct reply *reply)
{
    const struct report_ask ask = {
        .guild = call->guild,
        .zone = call->zone,
        .member = call->person.user,
        .as_of = call->made_at,
    };
    struct personal_report report;
    const enum fault fault = personal_report_write(job, app, &ask, &report);

    if (fault)
        return fault;
    reply->message = (struct message){
        .text = report.too_large ? phrase_words(PHRASE_mydata_too_large)
                                 : SAY(&job->arena, mydata_exported,
                                       BLANK("shifts", count_words(job, report.sessions)),
                                       BLANK("punches", count_words(job, report.punches))),
        .files = report.files,
        .files_count = report.files_count,
        .ephemeral = true,
    };
    log_info(job, "own data given", NUMBER("guild", call->person.guild.snowflake),
             NUMBER("user", call->person.user.snowflake), NUMBER("files", report.files_count));
    return FAULT_NONE;
}
