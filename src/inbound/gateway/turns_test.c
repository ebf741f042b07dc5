#include "inbound/gateway/turns.h"

#include "check.h"

CHECK(one_bucket_identifies_one_shard_in_five_seconds)
{
    const struct start_limit limit = { 1000, 1000, 0, 1 };
    struct turns turns;

    turns_begin(&turns, &limit, 0);
    EQUAL(turns_take(&turns, 0, 0), true);
    EQUAL(turns_take(&turns, 1, 0), false);
    EQUAL(turns_next_ms(&turns, 1), INT64_MAX);
    turns_spend(&turns, 0, 3000);
    EQUAL(turns_next_ms(&turns, 1), 8000);
    EQUAL(turns_take(&turns, 1, 7999), false);
    EQUAL(turns_take(&turns, 1, 8000), true);
}

CHECK(a_turn_given_back_is_free_at_once)
{
    const struct start_limit limit = { 0 };
    struct turns turns;

    turns_begin(&turns, &limit, 0);
    EQUAL(turns_take(&turns, 0, 0), true);
    turns_give(&turns, 0);
    EQUAL(turns_take(&turns, 1, 0), true);
}

CHECK(a_turn_put_off_costs_nothing_and_comes_later)
{
    const struct start_limit limit = { 1000, 1, 0, 1 };
    struct turns turns;

    turns_begin(&turns, &limit, 0);
    EQUAL(turns_take(&turns, 0, 10), true);
    turns_put_off(&turns, 0, 500);
    EQUAL(turns_next_ms(&turns, 1), 500);
    EQUAL(turns_take(&turns, 1, 499), false);
    EQUAL(turns_take(&turns, 1, 500), true);
}

CHECK(buckets_are_the_shard_modulo_max_concurrency)
{
    const struct start_limit limit = { 1000, 1000, 0, 4 };
    struct turns turns;

    turns_begin(&turns, &limit, 0);
    for (uint32_t shard = 0; shard < 8; shard++)
        EQUAL(turns_take(&turns, shard, 0), shard < 4);
}

CHECK(a_day_has_no_more_starts_than_discord_allows)
{
    const struct start_limit limit = { 1000, 2, 50000, 0 };
    struct turns turns;

    turns_begin(&turns, &limit, 0);
    for (int64_t i = 0; i < 2; i++) {
        EQUAL(turns_take(&turns, 0, i * 5000), true);
        turns_spend(&turns, 0, i * 5000);
    }
    EQUAL(turns_take(&turns, 0, 20000), false);
    EQUAL(turns_next_ms(&turns, 0), 50000);
    EQUAL(turns_take(&turns, 0, 50000), true);
    EQUAL(turns.remaining, 999);
}

CHECK(an_absurd_concurrency_is_cut_to_what_fits)
{
    const struct start_limit limit = { .max_concurrency = UINT32_MAX };
    struct turns turns;

    turns_begin(&turns, &limit, 0);
    EQUAL(turns.count, TURNS_BUCKETS_MOST);
    EQUAL(turns_take(&turns, UINT32_MAX, 0), true);
}
