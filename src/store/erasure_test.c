/* What was deleted is gone, and the ledger is whole all the same. */
#include "store/erasure.h"

#include <inttypes.h>

#include "base/job.h"
#include "domain/time/punch.h"
#include "store/store.h"
#include "store/verify.h"

#include "check.h"
#include "engines.h"
#include "store/ledger_bench.h"

static const struct guild_id diner = { 700 };
enum { EMIL = 11, OLGA = 22, HOUR_MS = 3600 * 1000 };

static void press(struct bench *bench, uint64_t member, enum punch_kind kind, int64_t hours)
{
    const struct press press = {
        .guild = diner,
        .member = { member },
        .kind = kind,
        .made_at = hours * HOUR_MS,
        .key = arena_print(&bench->job.arena, "k:%" PRIu64 ":%" PRId64 ":%u", member, hours, kind),
    };
    struct outcome outcome;

    EQUAL(press_clock(bench->store, &press, &outcome), FAULT_NONE);
    EQUAL(outcome.refusal, REFUSAL_NONE);
}

/* Two members whose punches alternate in the chain; Emil is on the clock at the end. */
static void work(struct bench *bench)
{
    for (int64_t day = 1; day <= 3; day++) {
        press(bench, EMIL, PUNCH_IN, 24 * day);
        press(bench, OLGA, PUNCH_IN, 24 * day + 1);
        press(bench, EMIL, PUNCH_BREAK_START, 24 * day + 2);
        press(bench, EMIL, PUNCH_BREAK_END, 24 * day + 3);
        press(bench, EMIL, PUNCH_OUT, 24 * day + 8);
        press(bench, OLGA, PUNCH_OUT, 24 * day + 9);
    }
    press(bench, EMIL, PUNCH_IN, 24 * 4);
}

static uint64_t findings(struct bench *bench)
{
    struct verify_summary summary;
    struct rebuild_summary rebuilt;

    EQUAL(verify_run(&bench->job, bench->store, (struct guild_id){ 0 }, NULL, NULL, &summary),
          FAULT_NONE);
    if (summary.findings == 0) {
        EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 0 }, &rebuilt), FAULT_NONE);
        EQUAL(rebuilt.made + rebuilt.changed + rebuilt.removed, 0);
    }
    return summary.findings;
}

static uint64_t erase(struct bench *bench, uint64_t member, int64_t before_hours)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct erasure erasure = { diner, { member }, { before_hours * HOUR_MS } };
    uint64_t counted = 0, sessions = 0;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(erasure_count(&bench->job, &link, &erasure, &counted), FAULT_NONE);
    EQUAL(erasure_run(&bench->job, &change, &erasure, (struct instant){ 1 }, &sessions),
          FAULT_NONE);
    EQUAL(counted, sessions);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    return sessions;
}

static uint64_t purge(struct bench *bench, int64_t asked_hours, bool *again)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    uint64_t sessions = 0;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(erasure_purge(&bench->job, &change, diner, (struct instant){ asked_hours * HOUR_MS },
                        again, &sessions),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    return sessions;
}

ON_EVERY_ENGINE(a_member_s_completed_sessions_go_and_the_chain_still_holds)
{
    work(bench);
    EQUAL(findings(bench), 0);
    EQUAL(erase(bench, EMIL, 24 * 100), 3);
    EQUAL(findings(bench), 0);
    SAME(bench_query(bench, "select member_id, count(*) from punch group by member_id order by 1"),
         "11|1\n22|6\n");
    SAME(bench_query(bench, "select count(*) from session where member_id = 11"), "1\n");
    SAME(bench_query(bench, "select count(*) from session_break"), "0\n");
    EQUAL(erase(bench, EMIL, 24 * 100), 0);
    press(bench, EMIL, PUNCH_OUT, 24 * 4 + 8);
    EQUAL(erase(bench, 0, 24 * 3), 2); /* everybody's, by age */
    EQUAL(findings(bench), 0);
}

ON_EVERY_ENGINE(a_stone_that_is_changed_or_taken_away_is_found)
{
    work(bench);
    EQUAL(erase(bench, OLGA, 24 * 100), 3);
    (void)bench_query(bench, "delete from punch_stone where sequence = 2");
    EQUAL(findings(bench), 1);
}

ON_EVERY_ENGINE(a_punch_goes_only_under_its_own_hash)
{
    work(bench);
    EQUAL(bench_refuses(bench, "delete from punch where sequence = 2"), true);
    (void)bench_query(bench, "insert into punch_stone (guild_id, sequence, hash, erased_at)"
                             " select guild_id, 2, hash, 1 from punch where sequence = 3");
    EQUAL(bench_refuses(bench, "delete from punch where sequence = 2"), true);
}

ON_EVERY_ENGINE(a_purge_leaves_a_checkpoint_from_which_the_chain_goes_on)
{
    bool again = true;

    work(bench);
    EQUAL(erase(bench, OLGA, 24 * 100), 3);
    EQUAL(purge(bench, 24 * 5, &again), 4);
    EQUAL(again, false);
    SAME(bench_query(bench, "select count(*) from punch"), "0\n");
    SAME(bench_query(bench, "select count(*) from session"), "0\n");
    EQUAL(findings(bench), 0);
    press(bench, EMIL, PUNCH_IN, 24 * 6);
    EQUAL(findings(bench), 0);
    EQUAL(purge(bench, 24 * 5, &again), 0); /* the same request again */
    EQUAL(again, true);
    SAME(bench_query(bench, "select sequence from punch"), "20\n");
}

ON_EVERY_ENGINE(a_click_from_before_the_purge_is_late_when_it_comes_again)
{
    bool again = false;
    struct outcome outcome;
    const struct press press_again = { .guild = diner,
                                       .member = { EMIL },
                                       .kind = PUNCH_IN,
                                       .made_at = INT64_C(24) * 4 * HOUR_MS,
                                       .key = "k:11:96:1" };

    work(bench);
    (void)purge(bench, 24 * 5, &again);
    EQUAL(press_clock(bench->store, &press_again, &outcome), FAULT_NONE);
    EQUAL(outcome.refusal, REFUSAL_TOO_LATE);
    SAME(bench_query(bench, "select count(*) from punch"), "0\n");
    EQUAL(findings(bench), 0);
}
