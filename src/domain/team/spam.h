/* spam — who acts faster than people do, and what follows.
 *
 * Counted per server and member, by the instants of the clicks, in two ways:
 *
 *   actions  more than SPAM_ACTIONS_MOST within SPAM_WINDOW_S are a burst.  The first one is
 *            answered with a warning; the next one within SPAM_MEMORY_S of a warning bans from
 *            the timeclock for SPAM_BAN_S.  After a burst the counting begins anew.
 *   steps    turning pages, and all that admins and strangers do, who can not be banned: more
 *            than SPAM_STEPS_MOST in a window are a flood, and refused until the next window.
 *
 * The counts live in memory of a fixed size; where there is no room the oldest make place, so
 * that a crowd may be counted too low, never too high.  They are those of one process: a
 * member whose clicks reach several (HTTP behind a balancer) may do as many times as much.
 * Warnings and bans are stored, and hold for all processes and over restarts. */
#ifndef DOMAIN_TEAM_SPAM_H
#define DOMAIN_TEAM_SPAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "domain/ids.h"

enum {
    SPAM_ACTIONS_MOST = 5,
    SPAM_STEPS_MOST = 60,
    SPAM_WINDOW_S = 30,
    SPAM_MEMORY_S = 24 * 60 * 60,
    SPAM_BAN_S = 24 * 60 * 60,
    SPAM_WAYS = 8, /* members who share a set; the oldest of them makes place */
    SPAM_SETS = 512,
};

/* One member's last window. */
struct spam_count {
    struct guild_id guild; /* {0}: the place is free */
    struct user_id user;
    int64_t actions_ms[SPAM_ACTIONS_MOST];
    int64_t steps_from_ms; /* when their window began */
    int64_t last_ms;
    uint16_t actions; /* how many of actions_ms are meant */
    uint16_t steps;
};

struct spam_counts {
    struct spam_count places[SPAM_SETS][SPAM_WAYS];
};

enum spam_pace { SPAM_PACE_FINE, SPAM_PACE_BURST, SPAM_PACE_FLOOD };
enum spam_weight { SPAM_STEP, SPAM_ACTION };

/* Counts one more; an action that comes a second time (the same instant) counts once. */
enum spam_pace spam_count(struct spam_counts *counts, struct guild_id guild, struct user_id user,
                          struct instant at, enum spam_weight weight);

/* What a burst leads to: is it a ban?  `warned_at` NULL: never warned. */
bool spam_is_ban(const struct instant *warned_at, struct instant burst_at);

#endif
