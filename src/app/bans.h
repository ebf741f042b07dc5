/* bans — keeping a member out of a server's timeclock, and letting them in again.  What the
 * command, the menu of a member and the web have in common. */
#ifndef APP_BANS_H
#define APP_BANS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct ban;
struct call;
struct job;

enum { BAN_HOURS = 24, BAN_HOURS_MOST = 366 * 24 };

/* By the caller, from the instant of the call; hours 0: until it is lifted.  *ban is filled. */
enum fault bans_make(struct job *job, const struct app *app, const struct call *call,
                     struct user_id member, int64_t hours, struct ban *ban) MUST_USE;
enum fault bans_end(struct job *job, const struct app *app, const struct call *call,
                    struct user_id member, bool *lifted) MUST_USE;

/* "<t:…:f> (<t:…:R>)", which every reader's client shows in their own time; or that it has
 * no end. */
const char *ban_end_words(struct job *job, const struct ban *ban) GIVES;

#endif
