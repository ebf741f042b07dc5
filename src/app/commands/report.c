/* /report: the hours of a range as files. */
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/complete.h"
#include "app/handlers.h"
#include "app/plans.h"
#include "app/reply.h"
#include "app/reports/report.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/plan/catalogue.h"
#include "domain/talk/phrase.h"
#include "domain/time/calendar.h"
#include "domain/time/duration.h"
#include "store/guilds.h"
#include "store/store.h"

static enum fault say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
    return FAULT_NONE;
}

/* What to tell the person, or NULL: *ask has the two days. */
static const char *read_days(struct job *job, const struct call *call, struct report_ask *ask)
{
    if (!day_read(call_option(call, "from")->text, &ask->first))
        return SAY(&job->arena, report_day_wrong, BLANK("option", "from"));
    if (!day_read(call_option(call, "to")->text, &ask->last))
        return SAY(&job->arena, report_day_wrong, BLANK("option", "to"));
    if (ask->first.number > ask->last.number)
        return phrase_words(PHRASE_report_days_swapped);
    if (ask->first.number > calendar_day_of(call->zone, call->made_at).number)
        return phrase_words(PHRASE_report_future);
    return NULL;
}

static const char *count_words(struct job *job, size_t count)
{
    return arena_print(&job->arena, "%zu", count);
}

static void answer(struct job *job, const struct report_ask *ask, const struct report *report,
                   struct reply *reply)
{
    struct arena *arena = &job->arena;

    if (report->too_large) {
        (void)say(reply, phrase_words(PHRASE_report_too_large));
        return;
    }
    if (report->rows == 0) {
        (void)say(reply, phrase_words(PHRASE_report_empty));
        return;
    }
    (void)say(reply, SAY(arena, report_done, BLANK("from", day_text_long(arena, ask->first)),
                         BLANK("to", day_text_long(arena, ask->last)),
                         BLANK("members", count_words(job, report->members)),
                         BLANK("rows", count_words(job, report->rows)),
                         BLANK("worked", duration_words(arena, report->worked_s))));
    reply->message.files = report->files;
    reply->message.files_count = report->files_count;
}

/* The link goes back before the report takes one. */
static enum fault ask_plan(struct job *job, const struct app *app, const struct call *call,
                           const struct plan_terms **terms)
{
    AUTO(store_return) struct link link = { 0 };
    struct entitlement is;
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = plans_now(job, app, &link, call->person.guild, call->made_at, &is);
    if (!fault)
        *terms = plan_terms(is.plan);
    return fault;
}

/* The first day of which the plan has reports. */
static struct day first_day(const struct call *call, const struct plan_terms *terms)
{
    static const struct day beginning = { INT32_MIN };
    const struct instant from = { call->made_at.ms - terms->kept_s * 1000 };

    return terms->kept_s == 0 ? beginning : calendar_day_of(call->zone, from);
}

static const char *plan_words(struct job *job, enum phrase phrase, const struct plan_terms *terms,
                              struct day first, const char *report)
{
    const struct blank blanks[] = {
        BLANK("plan", terms->name),
        BLANK("days", plans_kept_words(job, terms->kept_s)),
        BLANK("from", day_iso(&job->arena, first)),
        BLANK("report", report),
        { 0 },
    };

    return phrase_fill(&job->arena, phrase, blanks);
}

static enum fault give_sample(struct job *job, const struct plan_terms *terms, struct reply *reply)
{
    (void)say(reply, SAY(&job->arena, report_sample, BLANK("plan", terms->name)));
    reply->message.files = report_sample(job);
    reply->message.files_count = 1;
    return FAULT_NONE;
}

enum fault report_run(struct job *job, const struct app *app, const struct call *call,
                      struct reply *reply)
{
    const struct given_option *member = call_option(call, "member");
    const struct given_option *format = call_option(call, "format");
    report_format *write = report_format_find(format ? format->text : "csv");
    struct report_ask ask = { .guild = call->guild, .zone = call->zone, .as_of = call->made_at };
    const struct plan_terms *terms = NULL;
    struct report report;
    const char *const wrong = read_days(job, call, &ask);

    if (wrong)
        return say(reply, wrong);
    if (!write)
        return say(reply, SAY(&job->arena, option_wrong, BLANK("option", "format")));
    ask.member.snowflake = member ? member->snowflake : 0;
    enum fault fault = ask_plan(job, app, call, &terms);
    if (fault)
        return fault;
    if (terms->reports == REPORTS_SAMPLE)
        return give_sample(job, terms, reply);
    const struct day first = first_day(call, terms);
    if (ask.last.number < first.number)
        return say(reply, plan_words(job, PHRASE_report_too_old, terms, first, ""));
    const bool clipped = ask.first.number < first.number;
    if (clipped)
        ask.first = first;
    if ((fault = write(job, app, &ask, &report)))
        return fault;
    answer(job, &ask, &report, reply);
    if (clipped)
        reply->message.text = plan_words(job, PHRASE_report_clipped, terms, first,
                                         reply->message.text);
    log_info(job, "report made", NUMBER("guild", call->person.guild.snowflake),
             NUMBER("user", call->person.user.snowflake), NUMBER("rows", report.rows),
             NUMBER("files", report.files_count));
    return FAULT_NONE;
}

/* ---- what is offered while a day is typed ---- */

static struct day day_at(const struct call *call, struct instant instant)
{
    return calendar_day_of(call->zone, instant);
}

enum fault report_day_complete(struct job *job, const struct app *app, const struct call *call,
                               struct suggestions *suggestions)
{
    const struct instant now = call->made_at;
    const enum weekday week_start = call->guild->week_start;
    const struct period last_month = calendar_last_month(call->zone, now);
    const struct period last_week = calendar_last_week(call->zone, now, week_start);
    const struct day month = day_at(call, last_month.until);
    const struct day week = day_at(call, last_week.until);
    const struct {
        enum phrase label;
        struct day day;
    } offers[] = {
        { PHRASE_day_today, day_at(call, now) },
        { PHRASE_day_week, week },
        { PHRASE_day_last_week, day_at(call, last_week.from) },
        { PHRASE_day_last_week_end, { week.number - 1 } },
        { PHRASE_day_month, month },
        { PHRASE_day_last_month, day_at(call, last_month.from) },
        { PHRASE_day_last_month_end, { month.number - 1 } },
    };

    (void)app;
    for (size_t i = 0; i < LENGTH(offers); i++) {
        const char *iso = day_iso(&job->arena, offers[i].day);
        const char *label = arena_print(&job->arena, "%s (%s)", phrase_words(offers[i].label), iso);
        if (complete_matches(label, call->focused->text))
            (void)suggest(job, suggestions, label, iso);
    }
    return FAULT_NONE;
}
