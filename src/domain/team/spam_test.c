#include "domain/team/spam.h"

#include <stdlib.h>

#include "base/mark.h"

#include "check.h"

static const struct guild_id diner = { 1000 };
static const struct user_id emil = { 1 }, rosa = { 2 };

static struct spam_counts counts;

static void begin(void)
{
    counts = (struct spam_counts){ 0 };
}

static enum spam_pace act(struct user_id user, int64_t at_ms)
{
    return spam_count(&counts, diner, user, (struct instant){ at_ms }, SPAM_ACTION);
}

CHECK(the_sixth_action_within_half_a_minute_is_a_burst)
{
    static const struct {
        const char *what;
        int64_t at_ms[7];
        int burst; /* which one, from 0; -1: none */
    } cases[] = {
        { "one a second", { 1000, 2000, 3000, 4000, 5000, 6000, 7000 }, 5 },
        { "one in six seconds", { 0, 6000, 12000, 18000, 24000, 30000, 36000 }, -1 },
        { "the sixth just inside", { 1, 2, 3, 4, 5, 30000, 60000 }, 5 },
        { "the sixth just outside", { 1, 2, 3, 4, 5, 30005, 60010 }, -1 },
        { "in another order", { 6000, 1000, 5000, 2000, 4000, 3000, 90000 }, 5 },
        { "the same one delivered again", { 1000, 1000, 1000, 1000, 1000, 1000, 1000 }, -1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        begin();
        for (int n = 0; n < 7; n++)
            HOLDS(act(emil, 100000 + cases[i].at_ms[n]) ==
                      (n == cases[i].burst ? SPAM_PACE_BURST : SPAM_PACE_FINE),
                  "%s: action %d", cases[i].what, n);
    }
}

CHECK(after_a_burst_the_counting_begins_anew)
{
    int bursts = 0;

    begin();
    for (int n = 1; n <= 24; n++)
        bursts += act(emil, n * 100) == SPAM_PACE_BURST;
    EQUAL(bursts, 4);
}

CHECK(everybody_and_every_server_is_counted_alone)
{
    begin();
    for (int n = 1; n <= 5; n++) {
        EQUAL(act(emil, n), SPAM_PACE_FINE);
        EQUAL(act(rosa, n), SPAM_PACE_FINE);
    }
    EQUAL(spam_count(&counts, (struct guild_id){ 1001 }, emil, (struct instant){ 6 }, SPAM_ACTION),
          SPAM_PACE_FINE);
    EQUAL(act(emil, 6), SPAM_PACE_BURST);
    EQUAL(act(rosa, 6), SPAM_PACE_BURST);
}

CHECK(steps_are_many_but_not_without_end)
{
    begin();
    for (int n = 0; n < SPAM_STEPS_MOST; n++)
        EQUAL(spam_count(&counts, diner, emil, (struct instant){ 50000 + n }, SPAM_STEP),
              SPAM_PACE_FINE);
    EQUAL(spam_count(&counts, diner, emil, (struct instant){ 51000 }, SPAM_STEP), SPAM_PACE_FLOOD);
    EQUAL(act(emil, 51001), SPAM_PACE_FINE);
    EQUAL(spam_count(&counts, diner, emil, (struct instant){ 80000 }, SPAM_STEP), SPAM_PACE_FINE);
}

CHECK(a_crowd_takes_no_memory_and_pushes_out_the_oldest)
{
    enum { CROWD = 100 * 1000 };
    int bursts = 0;

    begin();
    for (int n = 1; n <= 5; n++)
        (void)act(emil, n);
    for (uint64_t user = 10; user < CROWD; user++)
        bursts += act((struct user_id){ user << 22 }, 10000) == SPAM_PACE_BURST;
    EQUAL(bursts, 0);
    EQUAL(act(emil, 20000), SPAM_PACE_FINE); /* forgotten: too low, never too high */
}

CHECK(the_second_burst_within_a_day_is_a_ban)
{
    static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    static const struct instant warned = { 5000 };

    EQUAL(spam_is_ban(NULL, warned), false);
    EQUAL(spam_is_ban(&warned, warned), false);
    EQUAL(spam_is_ban(&warned, (struct instant){ 5001 }), true);
    EQUAL(spam_is_ban(&warned, (struct instant){ 5000 + day_ms - 1 }), true);
    EQUAL(spam_is_ban(&warned, (struct instant){ 5000 + day_ms }), false);
}

CHECK(members_of_one_day_do_not_share_a_set)
{
    enum { TEAM = 1000 };
    int bursts = 0;

    begin();
    for (int n = 0; n <= SPAM_ACTIONS_MOST; n++)
        for (uint64_t user = 1; user <= TEAM; user++)
            bursts += act((struct user_id){ user << 43 }, 100 + n) == SPAM_PACE_BURST;
    EQUAL(bursts, TEAM);
}
