/* entitlement — what a server may use, now.  The one answer for bot, web, jobs and reports.
 *
 * A plan comes from sources: what the operator granted, a purchase, a subscription.  Each lasts
 * for a time, and the best one in force counts:
 *
 *     Pro      ·········├──────┤·········
 *     Basic    ····├────────────────┤····
 *     is       Free Basic  Pro   Basic Free
 *     kept     1 d  7 d    30 d········7 d········1 d     GRACE_S longer, so that nothing is
 *                                                         deleted before anybody could react
 *
 * Where nothing is sold (no STRIPE_SECRET_KEY) everybody has everything. */
#ifndef DOMAIN_PLAN_ENTITLEMENT_H
#define DOMAIN_PLAN_ENTITLEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "domain/plan/catalogue.h"

enum { GRACE_S = 72 * 60 * 60 };

enum plan_origin { ORIGIN_NONE, ORIGIN_GRANT };

/* In force from `from` on and before `until`. */
struct plan_source {
    enum plan plan;
    enum plan_origin origin;
    struct instant from;
    bool ends;
    struct instant until; /* meaningful if it ends */
};

struct entitlement {
    enum plan plan;
    enum plan_origin origin; /* of the plan; ORIGIN_NONE: nobody gave it */
    bool ends;
    struct instant until; /* if it ends: from then on the plan is a smaller one */
    int64_t kept_s;       /* completed sessions stay so long; 0: for ever */
};

/* sells: plans are for sale here. */
struct entitlement entitlement_of(bool sells, const struct plan_source *sources, size_t count,
                                  struct instant now);

#endif
