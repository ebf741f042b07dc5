#include "app/plans.h"

#include <inttypes.h>

#include "app/app.h"
#include "base/job.h"
#include "domain/talk/phrase.h"
#include "store/grants.h"

enum { DAY_S = 24 * 60 * 60 };

enum fault plans_now(struct job *job, const struct app *app, struct link *link,
                     struct guild_id guild, struct instant now, struct entitlement *entitlement)
{
    const struct plan_source *sources;
    size_t count;
    const enum fault fault = grants_list(job, link, guild, &sources, &count);

    if (fault)
        return fault;
    *entitlement = entitlement_of(app->sells_plans, sources, count, now);
    return FAULT_NONE;
}

const char *plans_kept_words(struct job *job, int64_t kept_s)
{
    if (kept_s == 0)
        return phrase_words(PHRASE_plan_for_ever);
    if (kept_s == DAY_S)
        return phrase_words(PHRASE_plan_one_day);
    return SAY(&job->arena, plan_days,
               BLANK("days", arena_print(&job->arena, "%" PRId64, kept_s / DAY_S)));
}

const char *plans_until_words(struct job *job, bool ends, struct instant until)
{
    if (!ends)
        return phrase_words(PHRASE_plan_no_end);
    return SAY(&job->arena, plan_until,
               BLANK("until", arena_print(&job->arena, "<t:%" PRId64 ":D>", instant_s(until))));
}
