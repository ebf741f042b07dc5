/* Rounds, the outbox and the recipients: who may have them, and in which order. */
#include "store/rounds.h"

#include <string.h>

#include "base/job.h"
#include "store/outbox.h"
#include "store/recipients.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"

static const struct guild_id diner = { 700 };
static const struct instant noon = { INT64_C(1762167600000) };

enum { LEASE_MS = 60 * 1000 };

static struct instant after(int64_t ms)
{
    return (struct instant){ noon.ms + ms };
}

/* A link with a change, kept at the end. */
struct desk {
    struct link link;
    struct change change;
};

static void desk_open(struct bench *bench, struct desk *desk)
{
    *desk = (struct desk){ 0 };
    EQUAL(store_borrow(&bench->job, bench->store, &desk->link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &desk->link, &desk->change), FAULT_NONE);
}

static void desk_close(struct bench *bench, struct desk *desk)
{
    EQUAL(store_keep(&bench->job, &desk->change), FAULT_NONE);
    store_return(&desk->link);
}

static bool take(struct bench *bench, const char *holder, int64_t at_ms)
{
    struct desk desk;
    bool taken = false;

    desk_open(bench, &desk);
    EQUAL(rounds_take(&bench->job, &desk.change, "sweep", holder, after(at_ms),
                      after(at_ms + LEASE_MS), &taken),
          FAULT_NONE);
    desk_close(bench, &desk);
    return taken;
}

static void end(struct bench *bench, const char *holder, int64_t at_ms, int64_t due_ms)
{
    const struct round_end ended = { after(at_ms), 5, "NONE", after(due_ms) };
    struct desk desk;

    desk_open(bench, &desk);
    EQUAL(rounds_end(&bench->job, &desk.change, "sweep", holder, &ended), FAULT_NONE);
    desk_close(bench, &desk);
}

static struct round_state load(struct bench *bench)
{
    AUTO(store_return) struct link link = { 0 };
    struct round_state state = { 0 };
    bool found = false;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(rounds_load(&bench->job, &link, "sweep", &found, &state), FAULT_NONE);
    EQUAL(found, true);
    return state;
}

ON_EVERY_ENGINE(a_round_is_one_process_s_until_it_ends_and_then_due_again)
{
    EQUAL(take(bench, "one", 0), true);
    EQUAL(take(bench, "two", 1), false);
    SAME(load(bench).holder, "one");
    end(bench, "one", 100, 5000);
    EQUAL(load(bench).due_at.ms, after(5000).ms);
    SAME(load(bench).result, "NONE");
    EQUAL(load(bench).took_ms, 5);
    EQUAL(take(bench, "two", 4999), false);
    EQUAL(take(bench, "two", 3600 * 1000), true); /* late rather than never */
    EQUAL(load(bench).runs, 2);
}

ON_EVERY_ENGINE(a_crashed_round_is_taken_over_when_its_lease_ends)
{
    EQUAL(take(bench, "crashed", 0), true);
    EQUAL(take(bench, "heir", LEASE_MS - 1), false);
    EQUAL(take(bench, "heir", LEASE_MS), true);
    end(bench, "crashed", LEASE_MS + 1, LEASE_MS + 1); /* it was only asleep: too late */
    SAME(load(bench).holder, "heir");
}

static struct outbox_row letter(const char *key, int64_t at_ms)
{
    return (struct outbox_row){
        .guild = diner,
        .key = key,
        .to = OUTBOX_USER,
        .target = 42,
        .media_type = "application/json",
        .body = bytes_of("{}"),
        .created_at = after(at_ms),
    };
}

static void put(struct bench *bench, const char *key, int64_t at_ms)
{
    const struct outbox_row row = letter(key, at_ms);
    struct desk desk;

    desk_open(bench, &desk);
    EQUAL(outbox_add(&bench->job, &desk.change, &row), FAULT_NONE);
    desk_close(bench, &desk);
}

static const struct outbox_row *due(struct bench *bench, int64_t at_ms, size_t *count)
{
    AUTO(store_return) struct link link = { 0 };
    const struct outbox_row *rows = NULL;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(outbox_due(&bench->job, &link, after(at_ms), 10, &rows, count), FAULT_NONE);
    return rows;
}

static bool hold(struct bench *bench, const struct outbox_row *row, int64_t until_ms)
{
    struct desk desk;
    bool ours = false;

    desk_open(bench, &desk);
    EQUAL(outbox_hold(&bench->job, &desk.change, row, after(until_ms), &ours), FAULT_NONE);
    desk_close(bench, &desk);
    return ours;
}

ON_EVERY_ENGINE(a_letter_is_one_sender_s_at_a_time_and_the_same_key_is_one_letter)
{
    size_t count;

    put(bench, "out:1:u42", 10);
    put(bench, "out:1:u42", 20);
    put(bench, "out:0:u42", 0);
    const struct outbox_row *rows = due(bench, 100, &count);
    EQUAL(count, 2);
    SAME(rows[0].key, "out:0:u42");
    EQUAL(hold(bench, &rows[0], 1000), true);
    EQUAL(hold(bench, &rows[0], 1000), false);
    (void)due(bench, 999, &count);
    EQUAL(count, 1);
    rows = due(bench, 1000, &count); /* its sender died */
    EQUAL(count, 2);
    EQUAL(rows[1].attempts, 1);
}

ON_EVERY_ENGINE(what_never_arrives_is_kept_with_the_reason_and_swept_later)
{
    const struct outbox_failure *failures;
    uint64_t removed = 0;
    size_t count;
    struct desk desk;

    put(bench, "out:1:u42", 0);
    put(bench, "out:2:u42", 1);
    const struct outbox_row *rows = due(bench, 100, &count);
    desk_open(bench, &desk);
    EQUAL(outbox_later(&bench->job, &desk.change, &rows[0], after(500), "away"), FAULT_NONE);
    EQUAL(outbox_done(&bench->job, &desk.change, &rows[1], after(200), "50007"), FAULT_NONE);
    desk_close(bench, &desk);
    (void)due(bench, 499, &count);
    EQUAL(count, 0);
    rows = due(bench, 500, &count);
    EQUAL(count, 1);
    desk_open(bench, &desk);
    EQUAL(outbox_done(&bench->job, &desk.change, &rows[0], after(600), NULL), FAULT_NONE);
    EQUAL(outbox_failures(&bench->job, &desk.link, diner, &failures, &count), FAULT_NONE);
    EQUAL(count, 1);
    SAME(failures[0].failure, "50007");
    EQUAL(outbox_sweep(&bench->job, &desk.change, after(201), &removed), FAULT_NONE);
    EQUAL(removed, 1);
    desk_close(bench, &desk);
    SAME(bench_query(bench, "select message_key, length(body) from outbox"), "out:1:u42|0\n");
}

ON_EVERY_ENGINE(recipients_are_added_once_up_to_the_most_and_removed)
{
    enum recipients_answer answer;
    const struct user_id *users;
    size_t count;
    struct desk desk;

    desk_open(bench, &desk);
    for (uint64_t i = 1; i <= RECIPIENTS_MOST; i++) {
        EQUAL(recipients_add(&bench->job, &desk.change, diner, (struct user_id){ i },
                             after((int64_t)i), &answer),
              FAULT_NONE);
        EQUAL(answer, RECIPIENTS_DONE);
    }
    EQUAL(recipients_add(&bench->job, &desk.change, diner, (struct user_id){ 1 }, noon, &answer),
          FAULT_NONE);
    EQUAL(answer, RECIPIENTS_ALREADY);
    EQUAL(recipients_add(&bench->job, &desk.change, diner, (struct user_id){ 99 }, noon, &answer),
          FAULT_NONE);
    EQUAL(answer, RECIPIENTS_FULL);
    EQUAL(recipients_remove(&bench->job, &desk.change, diner, (struct user_id){ 1 }, &answer),
          FAULT_NONE);
    EQUAL(answer, RECIPIENTS_DONE);
    EQUAL(recipients_remove(&bench->job, &desk.change, diner, (struct user_id){ 1 }, &answer),
          FAULT_NONE);
    EQUAL(answer, RECIPIENTS_ALREADY);
    EQUAL(recipients_list(&bench->job, &desk.link, diner, &users, &count), FAULT_NONE);
    EQUAL(count, RECIPIENTS_MOST - 1);
    EQUAL(users[0].snowflake, 2);
    desk_close(bench, &desk);
}
