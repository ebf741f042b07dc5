#include <string.h>

#include "domain/plan/catalogue.h"
#include "domain/plan/entitlement.h"

#include "check.h"

#define DAY INT64_C(86400000)

enum { KEPT_FREE_S = 86400, SOURCES_MOST = 6, ROUNDS = 20000, SPAN_DAYS = 40 };

static struct plan_source granted(enum plan plan, int64_t from_day, int64_t until_day)
{
    return (struct plan_source){
        .plan = plan,
        .origin = ORIGIN_GRANT,
        .from = { from_day * DAY },
        .ends = until_day > 0,
        .until = { until_day * DAY },
    };
}

CHECK(a_later_plan_includes_all_of_an_earlier_one)
{
    for (enum plan plan = PLAN_ACCESS; plan <= PLAN_PRO; plan++) {
        const struct plan_terms *more = plan_terms(plan), *less = plan_terms(plan - 1);
        HOLDS(more->kept_s >= less->kept_s && more->reports >= less->reports &&
                  more->dashboard >= less->dashboard && more->mail >= less->mail,
              "%s includes %s", more->name, less->name);
    }
}

CHECK(plans_are_found_by_their_word_if_they_are_offered)
{
    enum plan plan = PLAN_FREE;

    EQUAL(plan_find("basic", &plan), true);
    EQUAL(plan, PLAN_BASIC);
    EQUAL(plan_find("free", &plan), false);
    EQUAL(plan_find("self-hosted", &plan), false);
    EQUAL(plan_find("Basic", &plan), false);
    EQUAL(plan, PLAN_BASIC);
}

CHECK(where_nothing_is_sold_everything_is_included_for_ever)
{
    const struct plan_source basic = granted(PLAN_BASIC, 1, 2);
    const struct entitlement is = entitlement_of(false, &basic, 1, (struct instant){ DAY });

    EQUAL(is.plan, PLAN_SELF_HOSTED);
    EQUAL(is.kept_s, 0);
    EQUAL(is.ends, false);
}

CHECK(the_best_plan_in_force_counts_and_its_data_has_three_more_days)
{
    const struct plan_source sources[] = { granted(PLAN_BASIC, 2, 20), granted(PLAN_PRO, 5, 10),
                                           granted(PLAN_PRO, 10, 12), granted(PLAN_ACCESS, 0, 0) };
    static const struct {
        int64_t day;
        enum plan plan;
        int64_t until_day; /* 0: it does not end */
        int64_t kept_days;
    } cases[] = {
        { 0, PLAN_ACCESS, 0, 1 },  { 2, PLAN_BASIC, 20, 7 },   { 5, PLAN_PRO, 12, 30 },
        { 11, PLAN_PRO, 12, 30 },  { 12, PLAN_BASIC, 20, 30 }, { 14, PLAN_BASIC, 20, 30 },
        { 15, PLAN_BASIC, 20, 7 }, { 20, PLAN_ACCESS, 0, 7 },  { 22, PLAN_ACCESS, 0, 7 },
        { 23, PLAN_ACCESS, 0, 1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct entitlement is = entitlement_of(true, sources, LENGTH(sources),
                                                     (struct instant){ cases[i].day * DAY });
        HOLDS(is.plan == cases[i].plan && is.ends == (cases[i].until_day > 0) &&
                  (!is.ends || is.until.ms == cases[i].until_day * DAY) &&
                  is.kept_s == cases[i].kept_days * KEPT_FREE_S,
              "on day %d it is %d", (int)cases[i].day, (int)is.plan);
    }
}

/* Any numbers will do, as long as they are the same at every run. */
static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

static size_t make_sources(uint32_t *seed, struct plan_source *sources)
{
    const size_t count = next_number(seed) % (SOURCES_MOST + 1);

    for (size_t i = 0; i < count; i++) {
        const int64_t from = next_number(seed) % SPAN_DAYS;
        const int64_t length = next_number(seed) % 8;
        sources[i] = granted(PLAN_ACCESS + next_number(seed) % 3, from, length ? from + length : 0);
    }
    return count;
}

static enum plan plan_on(const struct plan_source *sources, size_t count, int64_t day)
{
    return entitlement_of(true, sources, count, (struct instant){ day * DAY }).plan;
}

/* A source more never makes it less; what is said to last, lasts, and then does end. */
CHECK(whatever_the_sources_the_end_is_when_it_gets_less)
{
    struct plan_source sources[SOURCES_MOST];
    uint32_t seed = 7;

    for (int round = 0; round < ROUNDS; round++) {
        const size_t count = make_sources(&seed, sources);
        const int64_t day = next_number(&seed) % SPAN_DAYS;
        const struct entitlement is = entitlement_of(true, sources, count,
                                                     (struct instant){ day * DAY });
        const int64_t end = is.ends ? is.until.ms / DAY : SPAN_DAYS + 8;
        int64_t later = day;
        while (later < end && plan_on(sources, count, later) >= is.plan)
            later++;
        HOLDS(later == end, "round %d: it lasts until day %d", round, (int)later);
        HOLDS(!is.ends || plan_on(sources, count, end) < is.plan, "round %d: it ends", round);
        HOLDS(count == 0 || plan_on(sources, count - 1, day) <= is.plan, "round %d: more", round);
        HOLDS(is.kept_s >= plan_terms(is.plan)->kept_s, "round %d: kept", round);
    }
}
