#include "store/bans.h"

#include "base/job.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"

static const struct guild_id diner = { 700 };
static const struct user_id emil = { UINT64_C(0xfedcba9876543210) }, boss = { 9 };

static void add(struct bench *bench, struct user_id member, int64_t since_ms, int64_t until_ms)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct ban ban = {
        member, boss, { since_ms }, { until_ms }, until_ms == 0,
    };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(bans_add(&bench->job, &change, diner, &ban), FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

static bool lift(struct bench *bench, int64_t at_ms)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    bool lifted = false;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(bans_lift(&bench->job, &change, diner, emil, (struct instant){ at_ms }, &lifted),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    return lifted;
}

static struct ban find(struct bench *bench, int64_t at_ms)
{
    AUTO(store_return) struct link link = { 0 };
    struct ban ban;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(bans_send(&bench->job, &link, diner, emil, (struct instant){ at_ms }), FAULT_NONE);
    EQUAL(bans_take(&bench->job, &link, &ban), FAULT_NONE);
    return ban;
}

ON_EVERY_ENGINE(a_ban_holds_until_its_end)
{
    EQUAL(find(bench, 50).member.snowflake, 0);
    add(bench, emil, 100, 200);
    EQUAL(find(bench, 199).member.snowflake, emil.snowflake);
    EQUAL(find(bench, 199).by.snowflake, boss.snowflake);
    EQUAL(find(bench, 199).until.ms, 200);
    EQUAL(find(bench, 200).member.snowflake, 0);
    EQUAL(lift(bench, 300), false);
}

ON_EVERY_ENGINE(one_without_end_holds_until_it_is_lifted)
{
    add(bench, emil, 100, 200);
    add(bench, emil, 150, 0);
    EQUAL(find(bench, INT64_C(1) << 50).for_ever, true);
    EQUAL(lift(bench, 1000), true);
    EQUAL(find(bench, 1001).member.snowflake, 0);
    EQUAL(lift(bench, 1000), true); /* the same click again */
    EQUAL(lift(bench, 1001), false);
}

ON_EVERY_ENGINE(the_later_click_wins_in_whatever_order_they_come)
{
    add(bench, emil, 100, 0);
    EQUAL(lift(bench, 200), true);
    add(bench, emil, 100, 0); /* delivered again */
    EQUAL(find(bench, 300).member.snowflake, 0);
    add(bench, emil, 250, 900);
    add(bench, emil, 240, 0); /* late */
    EQUAL(find(bench, 300).until.ms, 900);
    EQUAL(lift(bench, 150), false); /* from before the ban */
    EQUAL(find(bench, 300).until.ms, 900);
}

ON_EVERY_ENGINE(a_page_of_bans_shows_those_that_hold)
{
    AUTO(store_return) struct link link = { 0 };
    struct ban_page page = { 0 };

    for (int64_t n = 1; n <= 30; n++)
        add(bench, (struct user_id){ (uint64_t)n }, n, n % 3 == 0 ? 40 : 1000 + n);
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(bans_list(&bench->job, &link, diner, (struct instant){ 500 }, 15, 10, &page), FAULT_NONE);
    EQUAL(page.total, 20);
    EQUAL(page.count, 5);
    EQUAL(page.bans[0].member.snowflake, 7);
    EQUAL(page.bans[4].member.snowflake, 1);
    EQUAL(bans_list(&bench->job, &link, (struct guild_id){ 1 }, (struct instant){ 500 }, 0, 10,
                    &page),
          FAULT_NONE);
    EQUAL(page.total + page.count, 0);
}

ON_EVERY_ENGINE(the_last_warning_is_kept_until_a_ban_is_lifted)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    bool warned = true, lifted = false;
    struct instant at = { 0 };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(bans_last_warning(&bench->job, &change, diner, emil, &warned, &at), FAULT_NONE);
    EQUAL(warned, false);
    EQUAL(bans_note_warning(&bench->job, &change, diner, emil, (struct instant){ 5 }), FAULT_NONE);
    EQUAL(bans_note_warning(&bench->job, &change, diner, emil, (struct instant){ 7 }), FAULT_NONE);
    EQUAL(bans_last_warning(&bench->job, &change, diner, emil, &warned, &at), FAULT_NONE);
    EQUAL(warned, true);
    EQUAL(at.ms, 7);
    EQUAL(bans_lift(&bench->job, &change, diner, emil, (struct instant){ 9 }, &lifted), FAULT_NONE);
    EQUAL(bans_last_warning(&bench->job, &change, diner, emil, &warned, &at), FAULT_NONE);
    EQUAL(warned, false);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}
