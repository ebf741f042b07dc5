#include "outbound/discord/rate.h"

#include <stdio.h>
#include <stdlib.h>

#include "check.h"

static struct rate *rate_new(void)
{
    struct rate *rate = calloc(1, sizeof(*rate));

    if (!rate)
        abort();
    rate_begin(rate, 0);
    return rate;
}

static const struct rate_news two_left = { "abc", 5, 2, 1000 };

CHECK(a_bucket_lets_pass_what_is_left_and_then_waits_for_its_reset)
{
    struct rate *rate = rate_new();

    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 10000), 0);
    rate_told(rate, REST_MESSAGE_CREATE, 7, &two_left, 10000);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 10100), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 10200), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 10300), 700);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11000), 0);
    free(rate);
}

CHECK(each_channel_has_buckets_of_its_own)
{
    struct rate *rate = rate_new();
    const struct rate_news none_left = { "abc", 5, 0, 1000 };

    rate_told(rate, REST_MESSAGE_CREATE, 7, &none_left, 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 1), 999);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 8, 1), 0);
    free(rate);
}

CHECK(routes_that_share_a_bucket_share_what_is_left)
{
    struct rate *rate = rate_new();
    const struct rate_news one_left = { "shared", 5, 1, 1000 };

    rate_told(rate, REST_GATEWAY_BOT, 0, &one_left, 0);
    rate_told(rate, REST_APPLICATION_ME, 0, &one_left, 0);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 1), 0);
    EQUAL(rate_ask(rate, REST_APPLICATION_ME, 0, 1), 999);
    free(rate);
}

CHECK(an_answer_that_was_overtaken_gives_nothing_back)
{
    struct rate *rate = rate_new();
    const struct rate_news late = { "abc", 5, 4, 900 }, newer = { "abc", 5, 0, 900 };

    rate_told(rate, REST_MESSAGE_CREATE, 7, &newer, 100);
    rate_told(rate, REST_MESSAGE_CREATE, 7, &late, 101);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 200) > 0, true);
    free(rate);
}

CHECK(a_429_locks_its_bucket_and_a_global_one_everything_but_interactions)
{
    struct rate *rate = rate_new();

    rate_refused(rate, REST_MESSAGE_CREATE, 7, false, 500, 1000);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 1100), 400);
    EQUAL(rate_ask(rate, REST_DM_OPEN, 0, 1100), 0);
    rate_refused(rate, REST_DM_OPEN, 0, true, 2000, 1200);
    EQUAL(rate_ask(rate, REST_DM_OPEN, 0, 1300), 1900);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 9, 1300), 1900);
    EQUAL(rate_ask(rate, REST_ANSWER, 0, 1300), 0);
    free(rate);
}

CHECK(the_whole_bot_sends_no_more_than_its_limit_in_a_second)
{
    struct rate *rate = rate_new();

    for (uint64_t i = 0; i < RATE_GLOBAL_PER_S; i++)
        EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, i + 1, 5000), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 999, 5200), 800);
    EQUAL(rate_ask(rate, REST_ANSWER, 0, 5200), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 999, 6000), 0);
    free(rate);
}

CHECK(before_discord_bans_us_we_stop_ourselves)
{
    struct rate *rate = rate_new();

    for (int i = 0; i < RATE_INVALID_MOST; i++)
        rate_invalid(rate, 1000);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 2000), 658000);
    EQUAL(rate_ask(rate, REST_ANSWER, 0, 600000), 60000);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 660000), 0);
    free(rate);
}

CHECK(memory_is_bounded_and_the_newest_buckets_stay)
{
    struct rate *rate = rate_new();

    for (uint64_t i = 1; i <= 3 * (uint64_t)RATE_BUCKETS_MOST; i++) {
        const struct rate_news none_left = { "abc", 1, 0, 1000 };
        rate_told(rate, REST_MESSAGE_CREATE, i, &none_left, (int64_t)i);
    }
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 3 * (uint64_t)RATE_BUCKETS_MOST,
                   3 * (int64_t)RATE_BUCKETS_MOST) > 0,
          true);
    free(rate);
}

CHECK(nonsense_from_outside_changes_nothing)
{
    struct rate *rate = rate_new();
    char long_name[RATE_BUCKET_BYTES + 10];
    const struct rate_news wrong[] = {
        { NULL, 5, 0, 1000 },
        { "x", 0, 0, 1000 },
        { "x", -5, 0, 1000 },
        { long_name, 5, 0, 1000 },
    };

    (void)snprintf(long_name, sizeof(long_name), "%0*d", (int)sizeof(long_name) - 1, 0);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        rate_told(rate, REST_GATEWAY_BOT, 0, &wrong[i], 0);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 1), 0);
    free(rate);
}

CHECK(after_its_reset_a_bucket_lets_pass_no_more_than_its_limit)
{
    struct rate *rate = rate_new();
    const struct rate_news none_left = { "abc", 3, 0, 1000 };

    rate_told(rate, REST_MESSAGE_CREATE, 7, &none_left, 10000);
    for (int i = 0; i < 3; i++)
        EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11000), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11000) > 0, true);
    /* Nobody answered: a period later it is tried again. */
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 12000), 0);
    free(rate);
}

CHECK(a_new_period_is_believed_to_whoever_answers_first)
{
    struct rate *rate = rate_new();
    const struct rate_news none_left = { "abc", 3, 0, 1000 }, fresh = { "abc", 3, 2, 5000 };

    rate_told(rate, REST_MESSAGE_CREATE, 7, &none_left, 10000);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11000), 0);
    rate_told(rate, REST_MESSAGE_CREATE, 7, &fresh, 11050);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11100), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11100), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 7, 11100), 4950);
    free(rate);
}

CHECK(no_second_however_chosen_holds_more_than_the_limit_of_the_bot)
{
    struct rate *rate = rate_new();

    /* 49 at the end of one second of ours, then as many as may be at the beginning of the next */
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 1, 5000), 0);
    for (uint64_t i = 0; i < RATE_GLOBAL_PER_S - 1; i++)
        EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, i + 2, 5900), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 100, 5950), 50);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 100, 6000), 0);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 101, 6000), 900);
    free(rate);
}

CHECK(a_locked_bucket_is_not_forgotten_for_newer_ones)
{
    struct rate *rate = rate_new();
    const struct rate_news some_left = { "abc", 5, 4, 1000 };

    rate_told(rate, REST_MESSAGE_CREATE, 1, &some_left, 0);
    rate_refused(rate, REST_MESSAGE_CREATE, 1, false, 100000, 0);
    for (uint64_t i = 2; i <= 2 * (uint64_t)RATE_BUCKETS_MOST; i++)
        rate_told(rate, REST_MESSAGE_CREATE, i, &some_left, (int64_t)i);
    EQUAL(rate_ask(rate, REST_MESSAGE_CREATE, 1, 10000), 90000);
    free(rate);
}

CHECK(refusals_are_counted_over_any_ten_minutes)
{
    struct rate *rate = rate_new();
    const int64_t minute_ms = 60000;

    rate_invalid(rate, 0);
    for (int i = 0; i < RATE_INVALID_MOST - 1; i++)
        rate_invalid(rate, 9 * minute_ms);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 9 * minute_ms) > 0, true);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 11 * minute_ms), 0);
    rate_invalid(rate, 11 * minute_ms);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 11 * minute_ms) > 0, true);
    EQUAL(rate_ask(rate, REST_GATEWAY_BOT, 0, 20 * minute_ms), 0);
    free(rate);
}
