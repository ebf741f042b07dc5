#include "store/ledger.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "store/sessions.h"
#include "store/store.h"
#include "store/verify.h"

#include "check.h"
#include "engines.h"
#include "ledger_bench.h"

static const struct guild_id diner = { 700 };
static const struct user_id cook = { 7 };

static struct outcome press(struct bench *bench, enum punch_kind kind, int64_t made_at,
                            const char *key)
{
    const struct press wanted = { diner, cook, kind, made_at, key, false };
    struct outcome outcome = { 0 };
    const enum fault fault = press_once(&bench->job, bench->store, &wanted, &outcome);

    HOLDS(!fault, "%s at %" PRId64 ": %s", key, made_at, bench->job.why);
    return outcome;
}

static void expect_whole(struct bench *bench)
{
    struct verify_summary summary = { 0 };

    EQUAL(verify_run(&bench->job, bench->store, (struct guild_id){ 0 }, NULL, NULL, &summary),
          FAULT_NONE);
    EQUAL(summary.findings, 0);
}

ON_EVERY_ENGINE(a_day_at_work_is_told_step_by_step)
{
    struct outcome outcome = press(bench, PUNCH_IN, 1000, "a");

    EQUAL(outcome.punch.sequence, 1);
    EQUAL(outcome.punch.session, 1);
    EQUAL(outcome.ledger.standing.state, CLOCK_WORKING);
    EQUAL(outcome.ledger.open->began_at.ms, 1000);

    outcome = press(bench, PUNCH_IN, 2000, "b");
    EQUAL(outcome.refusal, REFUSAL_ALREADY_IN);
    outcome = press(bench, PUNCH_BREAK_START, 3000, "c");
    EQUAL(outcome.ledger.standing.state, CLOCK_ON_BREAK);
    outcome = press(bench, PUNCH_BREAK_END, 4000, "d");
    EQUAL(outcome.ledger.open->breaks_count, 1);
    EQUAL(outcome.ledger.open->breaks[0].ended_at.ms, 4000);
    (void)press(bench, PUNCH_BREAK_START, 5000, "e");
    outcome = press(bench, PUNCH_OUT, 6000, "f");
    EQUAL(outcome.punch.sequence, 5);
    EQUAL(outcome.punch.session, 1);
    EQUAL(outcome.ledger.open == NULL, true);
    EQUAL(outcome.ledger.recent_count, 1);
    EQUAL(outcome.ledger.recent[0].ended_at.ms, 6000);
    EQUAL(outcome.ledger.recent[0].breaks[1].ended_at.ms, 6000);
    EQUAL(outcome.ledger.standing.last_at.ms, 6000);

    outcome = press(bench, PUNCH_OUT, 7000, "g");
    EQUAL(outcome.refusal, REFUSAL_NOT_IN);
    outcome = press(bench, PUNCH_IN, 5500, "h");
    EQUAL(outcome.refusal, REFUSAL_TOO_LATE);
    EQUAL(outcome.ledger.sequence, 5);
    expect_whole(bench);
}

ON_EVERY_ENGINE(the_same_key_changes_nothing_and_gives_the_first_answer)
{
    const struct outcome first = press(bench, PUNCH_IN, 1000, "interaction:1");
    const struct outcome again = press(bench, PUNCH_IN, 1000, "interaction:1");
    const struct punch *found = NULL;
    AUTO(store_return) struct link link = { 0 };

    EQUAL(again.again, true);
    EQUAL(again.punch.sequence, first.punch.sequence);
    EQUAL(again.punch.made_at.ms, 1000);
    EQUAL(again.punch.received_at.ms, 1150);
    EQUAL(again.punch.kind, PUNCH_IN);
    SAME(again.punch.request_key, "interaction:1");
    SAME(bench_query(bench, "select count(*) from punch"), "1\n");

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(ledger_punch_by_key(&bench->job, &link, diner, "interaction:1", &found), FAULT_NONE);
    EQUAL(found->member.snowflake, cook.snowflake);
    EQUAL(ledger_punch_by_key(&bench->job, &link, diner, "interaction:2", &found), FAULT_NONE);
    EQUAL(found == NULL, true);
    EQUAL(ledger_punch_by_key(&bench->job, &link, (struct guild_id){ 9 }, "interaction:1", &found),
          FAULT_NONE);
    EQUAL(found == NULL, true);
}

/* The lock makes a race impossible; were it not there, the tables themselves would refuse. */
ON_EVERY_ENGINE(a_punch_onto_a_head_that_moved_is_a_race)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct ledger ledger;
    struct punch punch = { .kind = PUNCH_IN, .source = SOURCE_WEB, .request_key = "z" };

    (void)press(bench, PUNCH_IN, 1000, "a");
    (void)press(bench, PUNCH_OUT, 2000, "b");
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(ledger_open(&bench->job, &change, diner, cook, "z", (struct instant){ 0 }, &ledger),
          FAULT_NONE);
    ledger.sequence--;
    EQUAL(ledger_append(&bench->job, &change, &ledger, &punch), FAULT_RACE);
    store_undo(&change);

    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(ledger_open(&bench->job, &change, diner, cook, "z", (struct instant){ 0 }, &ledger),
          FAULT_NONE);
    ledger.sequence++;
    EQUAL(ledger_append(&bench->job, &change, &ledger, &punch), FAULT_RACE);
    store_undo(&change);
    store_return(&link);
    SAME(bench_query(bench, "select count(*) from punch"), "2\n");
    expect_whole(bench);
}

ON_EVERY_ENGINE(the_tables_refuse_a_second_open_session)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct ledger ledger;
    struct punch punch = { .kind = PUNCH_IN, .source = SOURCE_WEB, .request_key = "z" };

    (void)press(bench, PUNCH_IN, 1000, "a");
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(ledger_open(&bench->job, &change, diner, cook, "z", (struct instant){ 0 }, &ledger),
          FAULT_NONE);
    ledger.open = NULL; /* as if the rules had been forgotten */
    EQUAL(ledger_append(&bench->job, &change, &ledger, &punch), FAULT_RACE);
}

ON_EVERY_ENGINE(punches_are_never_changed_nor_deleted)
{
    AUTO(store_return) struct link link = { 0 };
    static const char *const words[] = {
        "update punch set made_at = 5",
        "delete from punch",
    };

    (void)press(bench, PUNCH_IN, 1000, "a");
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    for (size_t i = 0; i < LENGTH(words); i++)
        EQUAL(bench_refuses(bench, words[i]), true);
    (void)bench_query(bench, "insert into chain_checkpoint (guild_id, sequence, hash, made_at)"
                             " select guild_id, sequence, hash, 1 from punch;");
    EQUAL(bench_refuses(bench, words[0]), true);
    EQUAL(bench_refuses(bench, words[1]), false);
    SAME(bench_query(bench, "select count(*) from punch"), "0\n");
}

/* ---- ranges ---------------------------------------------------------------------------- */

static void a_session(struct bench *bench, uint64_t member, int64_t from, int64_t until)
{
    char key[40];
    struct press press = { diner, { member }, PUNCH_IN, from, key, false };
    struct outcome outcome;

    (void)snprintf(key, sizeof(key), "%" PRIu64 "/%" PRId64, member, from);
    EQUAL(press_clock(bench->store, &press, &outcome), FAULT_NONE);
    if (until == 0)
        return;
    press.kind = PUNCH_OUT;
    press.made_at = until;
    (void)snprintf(key, sizeof(key), "%" PRIu64 "/%" PRId64, member, until);
    EQUAL(press_clock(bench->store, &press, &outcome), FAULT_NONE);
}

ON_EVERY_ENGINE(sessions_that_touch_a_range_are_found)
{
    static const struct {
        int64_t from, until;
        size_t count;
    } cases[] = {
        { 0, 100, 0 },   { 0, 101, 1 },   { 150, 160, 1 }, { 200, 300, 0 },
        { 199, 301, 2 }, { 400, 900, 1 }, { 0, 1000, 3 },  { 5000, 9000, 1 },
    };
    AUTO(store_return) struct link link = { 0 };
    struct sessions found;

    a_session(bench, 7, 100, 200);
    a_session(bench, 7, 300, 400);
    a_session(bench, 7, 500, 0);
    a_session(bench, 8, 120, 130);
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        EQUAL(sessions_of(&bench->job, &link, diner, cook, (struct instant){ cases[i].from },
                          (struct instant){ cases[i].until }, &found),
              FAULT_NONE);
        HOLDS(found.count == cases[i].count, "case %zu: %zu", i, found.count);
        EQUAL(found.more, false);
        for (size_t s = 1; s < found.count; s++)
            HOLDS(found.list[s - 1].id < found.list[s].id, "case %zu: oldest first", i);
    }
}

struct seen {
    size_t count;
    uint64_t last_member;
    int64_t last_id;
    size_t breaks;
    size_t stop_after;
    struct job *job;
};

static enum fault see(void *context, const struct session *session)
{
    struct seen *seen = context;

    HOLDS(session->member.snowflake > seen->last_member || session->id > seen->last_id,
          "by member, then oldest first");
    seen->last_member = session->member.snowflake;
    seen->last_id = session->id;
    seen->breaks += session->breaks_count;
    return ++seen->count == seen->stop_after ? fail(seen->job, FAULT_BUSY, "enough") : FAULT_NONE;
}

ON_EVERY_ENGINE(sessions_stream_by_member)
{
    const struct period ever = { { 0 }, { 10000 } };
    AUTO(store_return) struct link link = { 0 };
    struct seen all = { 0 }, one = { 0 }, some = { .stop_after = 2, .job = &bench->job };

    a_session(bench, 8, 100, 200);
    (void)press(bench, PUNCH_IN, 300, "in");
    (void)press(bench, PUNCH_BREAK_START, 400, "bs");
    (void)press(bench, PUNCH_BREAK_END, 500, "be");
    (void)press(bench, PUNCH_BREAK_START, 600, "bs2");
    (void)press(bench, PUNCH_OUT, 700, "out");
    a_session(bench, 7, 800, 0);
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(sessions_each(&bench->job, &link, diner, (struct user_id){ 0 }, ever, see, &all),
          FAULT_NONE);
    EQUAL(all.count, 3);
    EQUAL(all.breaks, 2);
    EQUAL(all.last_member, 8);
    EQUAL(sessions_each(&bench->job, &link, diner, cook, ever, see, &one), FAULT_NONE);
    EQUAL(one.count, 2);
    EQUAL(sessions_each(&bench->job, &link, diner, (struct user_id){ 0 }, ever, see, &some),
          FAULT_BUSY);
    EQUAL(some.count, 2);
    /* The walk that was left early left nothing behind. */
    EQUAL(store_ping(&bench->job, bench->store), FAULT_NONE);
    EQUAL(store_metrics(bench->store).lost, 0);
}

ON_EVERY_ENGINE(who_is_on_the_clock_comes_in_pages)
{
    AUTO(store_return) struct link link = { 0 };
    struct sessions page;
    uint64_t total = 0;

    for (uint64_t member = 1; member <= 5; member++)
        a_session(bench, member, (int64_t)member * 100, member == 3 ? 900 : 0);
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(sessions_open(&bench->job, &link, diner, 0, 3, &page, &total), FAULT_NONE);
    EQUAL(total, 4);
    EQUAL(page.count, 3);
    EQUAL(page.more, true);
    EQUAL(page.list[2].member.snowflake, 4);
    EQUAL(sessions_open(&bench->job, &link, diner, 3, 3, &page, &total), FAULT_NONE);
    EQUAL(page.count, 1);
    EQUAL(page.more, false);
    EQUAL(page.list[0].member.snowflake, 5);
    EQUAL(sessions_open(&bench->job, &link, (struct guild_id){ 1 }, 0, 3, &page, &total),
          FAULT_NONE);
    EQUAL(total, 0);
}

/* ---- many at once ---------------------------------------------------------------------- */

enum { THREADS = 8, PRESSES = 60, GUILDS = 3, MEMBERS = 4 };

struct presser {
    struct store *store;
    _Atomic int64_t *clock; /* one for all: nobody presses in the past */
    struct dice dice;
    int number;
    size_t granted, again, refused;
};

/* Random punches, a third of them sent twice, as Discord and impatient people do. */
static void *press_at_random(void *subject)
{
    struct presser *presser = subject;

    for (int i = 0; i < PRESSES; i++) {
        char key[40];
        struct outcome outcome = { 0 };
        struct press press = { { 700 + dice_roll(&presser->dice, GUILDS) },
                               { 1 + dice_roll(&presser->dice, MEMBERS) },
                               (enum punch_kind)(1 + dice_roll(&presser->dice, 4)),
                               ++*presser->clock * 1000,
                               key,
                               dice_roll(&presser->dice, 2) == 0 };
        (void)snprintf(key, sizeof(key), "%d/%d", presser->number, i);
        for (uint64_t times = dice_roll(&presser->dice, 3) == 0 ? 2 : 1; times > 0; times--) {
            HOLDS(press_clock(presser->store, &press, &outcome) == FAULT_NONE, "press %s", key);
            presser->refused += outcome.refusal != REFUSAL_NONE;
            presser->again += outcome.again;
            presser->granted += outcome.refusal == REFUSAL_NONE && !outcome.again;
        }
    }
    return NULL;
}

ON_EVERY_ENGINE(eight_threads_press_at_random_and_the_ledger_holds)
{
    struct presser pressers[THREADS];
    pthread_t threads[THREADS];
    struct rebuild_summary rebuilt = { 0 };
    _Atomic int64_t clock = 1000;
    size_t granted = 0, again = 0;

    for (int i = 0; i < THREADS; i++) {
        pressers[i] = (struct presser){ .store = bench->store,
                                        .clock = &clock,
                                        .dice = { 88172645463325252U + (uint64_t)i },
                                        .number = i };
        EQUAL(pthread_create(&threads[i], NULL, press_at_random, &pressers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        EQUAL(pthread_join(threads[i], NULL), 0);
        granted += pressers[i].granted;
        again += pressers[i].again;
    }
    HOLDS(granted > 100 && again > 10, "%zu granted, %zu again", granted, again);
    SAME(bench_query(bench, "select count(*) from punch"),
         arena_print(&bench->job.arena, "%zu\n", granted));
    SAME(bench_query(bench, "select guild_id, member_id from session where ended_at is null"
                            " group by guild_id, member_id having count(*) > 1"),
         "");
    expect_whole(bench);

    const char *before = bench_dump(bench);
    (void)bench_query(bench, "delete from session_break; delete from session;");
    EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 0 }, &rebuilt), FAULT_NONE);
    EQUAL(rebuilt.guilds, GUILDS);
    EQUAL(rebuilt.removed + rebuilt.changed, 0);
    SAME(bench_dump(bench), before);
}
