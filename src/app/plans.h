/* plans — what a server may use now, from everything we know of it.  Whoever has to decide by
 * plan asks here. */
#ifndef APP_PLANS_H
#define APP_PLANS_H

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/plan/entitlement.h"

struct app;
struct job;
struct link;

enum fault plans_now(struct job *job, const struct app *app, struct link *link,
                     struct guild_id guild, struct instant now,
                     struct entitlement *entitlement) MUST_USE;

/* Words for people: "24 hours", "7 days", "for ever"; "until <date>", "without an end". */
const char *plans_kept_words(struct job *job, int64_t kept_s) GIVES;
const char *plans_until_words(struct job *job, bool ends, struct instant until) GIVES;

#endif
