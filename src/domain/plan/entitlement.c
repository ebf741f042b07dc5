#include "domain/plan/entitlement.h"

/* In force at `now`, or still so with `more_s` added to its end. */
static bool in_force(const struct plan_source *source, struct instant now, int64_t more_s)
{
    if (instant_compare(source->from, now) > 0)
        return false;
    return !source->ends || now.ms < source->until.ms + more_s * 1000;
}

static const struct plan_source *best_of(const struct plan_source *sources, size_t count,
                                         struct instant now, int64_t more_s)
{
    const struct plan_source *best = NULL;

    for (size_t i = 0; i < count; i++)
        if (in_force(&sources[i], now, more_s) && (!best || sources[i].plan > best->plan))
            best = &sources[i];
    return best;
}

/* Sources that follow each other without a gap carry a plan on: the first instant at which none
 * is as good.  Each turn passes the end of at least one source, so there are at most `count`. */
static bool plan_ends(const struct plan_source *sources, size_t count, enum plan plan,
                      struct instant now, struct instant *until)
{
    const struct plan_source *best;

    while ((best = best_of(sources, count, now, 0)) && best->plan >= plan) {
        if (!best->ends)
            return false;
        now = best->until;
    }
    *until = now;
    return true;
}

struct entitlement entitlement_of(bool sells, const struct plan_source *sources, size_t count,
                                  struct instant now)
{
    const struct plan_source *best = best_of(sources, count, now, 0);
    const struct plan_source *keeping = best_of(sources, count, now, GRACE_S);
    struct entitlement is = { .plan = sells ? PLAN_FREE : PLAN_SELF_HOSTED };

    if (sells && best) {
        is.plan = best->plan;
        is.origin = best->origin;
        is.ends = plan_ends(sources, count, best->plan, now, &is.until);
    }
    is.kept_s = plan_terms(sells && keeping ? keeping->plan : is.plan)->kept_s;
    return is;
}
