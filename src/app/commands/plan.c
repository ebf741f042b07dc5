/* /plan status: what this server's plan includes. */
#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/plans.h"
#include "app/reply.h"
#include "base/job.h"
#include "domain/plan/catalogue.h"
#include "domain/talk/phrase.h"
#include "store/store.h"

enum { PLAN_COLOUR = 0x2563eb, PLAN_FIELDS = 4 };

static const char *reports_words(struct job *job, const struct plan_terms *terms)
{
    if (terms->reports == REPORTS_SAMPLE)
        return phrase_words(PHRASE_plan_reports_sample);
    if (terms->kept_s == 0)
        return phrase_words(PHRASE_plan_reports_any);
    return SAY(&job->arena, plan_reports_back, BLANK("days", plans_kept_words(job, terms->kept_s)));
}

static const struct embed_field *fields_of(struct job *job, const struct entitlement *is)
{
    const struct plan_terms *terms = plan_terms(is->plan);
    struct embed_field *fields = arena_take_many(&job->arena, PLAN_FIELDS, sizeof(*fields));

    fields[0] = (struct embed_field){ phrase_words(PHRASE_plan_kept),
                                      plans_kept_words(job, is->kept_s), true };
    fields[1] = (struct embed_field){ phrase_words(PHRASE_plan_reports), reports_words(job, terms),
                                      true };
    fields[2] = (struct embed_field){ phrase_words(PHRASE_plan_dashboard),
                                      phrase_words(terms->dashboard == DASHBOARD_FULL
                                                       ? PHRASE_plan_dashboard_full
                                                       : PHRASE_plan_dashboard_overview),
                                      true };
    fields[3] = (struct embed_field){
        phrase_words(PHRASE_plan_mail),
        phrase_words(terms->mail ? PHRASE_plan_mail_yes : PHRASE_plan_mail_no), true
    };
    return fields;
}

static const char *status_words(struct job *job, const struct entitlement *is)
{
    switch (is->origin) {
    case ORIGIN_GRANT:
        return SAY(&job->arena, plan_granted,
                   BLANK("until", plans_until_words(job, is->ends, is->until)));
    case ORIGIN_NONE: break;
    }
    return phrase_words(is->plan == PLAN_SELF_HOSTED ? PHRASE_plan_not_sold : PHRASE_plan_free);
}

enum fault plan_status_run(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply)
{
    AUTO(store_return) struct link link = { 0 };
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    struct entitlement is;
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = plans_now(job, app, &link, call->person.guild, call->made_at, &is);
    if (fault)
        return fault;
    *embed = (struct embed){
        .title = SAY(&job->arena, plan_title, BLANK("plan", plan_terms(is.plan)->name)),
        .text = status_words(job, &is),
        .colour = PLAN_COLOUR,
        .fields = fields_of(job, &is),
        .fields_count = PLAN_FIELDS,
    };
    reply->message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    return FAULT_NONE;
}
