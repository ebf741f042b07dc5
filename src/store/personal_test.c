/* Who asks to be forgotten is, the hours the server keeps stay, and the ledger is whole. */
#include "store/personal.h"

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

static struct farewell_count forget(struct bench *bench, int64_t asked_hours, int64_t kept_hours)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct farewell farewell = {
        diner, { EMIL }, { asked_hours * HOUR_MS }, { kept_hours * HOUR_MS }
    };
    struct farewell_count asked, done;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(personal_count(&bench->job, &link, &farewell, &asked), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(personal_forget(&bench->job, &change, &farewell, (struct instant){ 1 }, &done),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    EQUAL(asked.deleted, done.deleted);
    EQUAL(asked.pseudonymised, done.pseudonymised);
    return done;
}

static const char of_emil[] = "select (select count(*) from punch where member_id = 11)"
                              " + (select count(*) from session where member_id = 11)"
                              " + (select count(*) from member_name where member_id = 11)"
                              " + (select count(*) from ban where member_id = 11)"
                              " + (select count(*) from spam_warning where member_id = 11)"
                              " + (select count(*) from recipient where user_id = 11)"
                              " + (select count(*) from outbox where target_id = 11)";

static const char traces[] =
    "insert into member_name values (700, 11, 'emil', null, 1), (700, 22, 'olga', null, 1);"
    "insert into ban values (700, 11, 2, 10, 20, null), (700, 22, 2, 10, 20, null);"
    "insert into spam_warning values (700, 11, 10), (700, 22, 10);"
    "insert into recipient values (700, 11, 10), (700, 22, 10);"
    "insert into outbox (guild_id, message_key, target_kind, target_id, media_type, body,"
    " created_at, due_at) values (700, 'a', 1, 11, 't', '', 1, 1), (700, 'b', 1, 22, 't', '', 1, 1)";

ON_EVERY_ENGINE(who_is_forgotten_leaves_hours_under_a_pseudonym_and_nothing_else)
{
    work(bench);
    (void)bench_query(bench, traces);
    press(bench, EMIL, PUNCH_OUT, 24 * 4 + 8);
    const struct farewell_count count = forget(bench, 24 * 5, 24 * 3);
    EQUAL(count.deleted, 2);
    EQUAL(count.pseudonymised, 2);
    SAME(bench_query(bench, of_emil), "0\n");
    SAME(bench_query(bench, "select count(*), count(distinct member_id), max(ended_at) / 3600000"
                            " from session where member_id < 0"),
         "2|1|104\n");
    SAME(bench_query(bench, "select count(*) from session_break"), "1\n");
    SAME(bench_query(bench, "select (select count(*) from punch where member_id = 22)"
                            " + (select count(*) from recipient) + (select count(*) from outbox)"),
         "8\n");
    EQUAL(findings(bench), 0);
    EQUAL(forget(bench, 24 * 5, 0).pseudonymised, 0); /* the same request again */
    press(bench, EMIL, PUNCH_IN, 24 * 6);
    press(bench, EMIL, PUNCH_OUT, 24 * 6 + 1);
    EQUAL(forget(bench, 24 * 7, 0).pseudonymised, 1);
    SAME(bench_query(bench, "select count(distinct member_id) from session where member_id < 0"),
         "2\n");
    EQUAL(findings(bench), 0);
}

ON_EVERY_ENGINE(nobody_is_forgotten_on_the_clock_and_a_ban_that_holds_stays)
{
    work(bench);
    (void)bench_query(bench, "insert into ban values (700, 11, 2, 10, null, null)");
    EQUAL(forget(bench, 24 * 5, 0).on_the_clock, true);
    SAME(bench_query(bench, "select count(*) from session where member_id = 11"), "4\n");
    press(bench, EMIL, PUNCH_OUT, 24 * 4 + 8);
    EQUAL(forget(bench, 24 * 5, 0).on_the_clock, false);
    SAME(bench_query(bench, of_emil), "1\n");
    EQUAL(findings(bench), 0);
}

ON_EVERY_ENGINE(hours_under_a_pseudonym_without_their_stone_are_found)
{
    work(bench);
    press(bench, EMIL, PUNCH_OUT, 24 * 4 + 8);
    (void)forget(bench, 24 * 5, 0);
    (void)bench_query(bench, "insert into session (guild_id, session_id, member_id, began_at,"
                             " ended_at, estimated, device_unknown)"
                             " values (700, 2000, -5, 1, 2, false, false)");
    EQUAL(findings(bench), 1);
}
