/* catalogue — the plans of plans.def: what each includes and costs.
 *
 * SELF_HOSTED is not sold and not granted: it is what every server has where nothing is sold. */
#ifndef DOMAIN_PLAN_CATALOGUE_H
#define DOMAIN_PLAN_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mark.h"

/* In order: a later one includes all of an earlier one.  Numbers as stored. */
enum plan {
#define PLAN(plan, ...) PLAN_##plan,
#include "domain/plan/plans.def"
    PLAN_COUNT
};

enum plan_price { PRICE_NONE, PRICE_ONCE, PRICE_MONTH };
enum plan_reports { REPORTS_SAMPLE, REPORTS_FULL };
enum plan_dashboard { DASHBOARD_OVERVIEW, DASHBOARD_FULL };

struct plan_terms {
    const char *word; /* in commands and settings */
    const char *name; /* for people */
    int64_t kept_s;   /* completed sessions are kept, and reports reach back; 0: for ever */
    int64_t price_cents;
    enum plan_price price;
    enum plan_reports reports;
    enum plan_dashboard dashboard;
    bool mail;
};

/* Static. */
const struct plan_terms *plan_terms(enum plan plan);

/* Can be sold and given: neither Free nor SELF_HOSTED. */
bool plan_is_offered(enum plan plan);

/* By its word, of those that are offered; *plan stays as it was when there is none. */
bool plan_find(const char *word, enum plan *plan) MUST_USE;

#endif
