#include "domain/plan/catalogue.h"

#include <assert.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60 };

static const struct plan_terms catalogue[PLAN_COUNT] = {
#define PLAN(plan, word, name, days, cents, price, reports, dashboard, mail) \
    [PLAN_##plan] = { word, name, (int64_t)(days)*DAY_S, cents, price, reports, dashboard, mail },
#include "domain/plan/plans.def"
};

const struct plan_terms *plan_terms(enum plan plan)
{
    assert(plan < PLAN_COUNT);
    return &catalogue[plan];
}

bool plan_is_offered(enum plan plan)
{
    return plan > PLAN_FREE && plan < PLAN_SELF_HOSTED;
}

bool plan_find(const char *word, enum plan *plan)
{
    for (enum plan one = 0; one < PLAN_COUNT; one++) {
        if (!plan_is_offered(one) || strcmp(catalogue[one].word, word) != 0)
            continue;
        *plan = one;
        return true;
    }
    return false;
}
