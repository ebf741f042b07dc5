/* Forgotten shifts in simulated time: the store is real, the hours are not. */
#include <inttypes.h>

#include "app/outbox.h"
#include "app/rounds/rounds.h"
#include "base/zone.h"
#include "domain/time/session.h"
#include "store/guilds.h"
#include "store/outbox.h"
#include "store/recipients.h"
#include "store/sessions.h"
#include "store/store.h"
#include "store/verify.h"

#include "app_bench.h"
#include "check.h"

enum { LOG = 77 };

static struct instant at(int64_t after_ms)
{
    return (struct instant){ monday_ms + after_ms };
}

static void settle(struct bench *bench, int64_t max_shift_s)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum recipients_answer answer;
    const struct guild_id guild = { GUILD };
    struct job *job = &bench->job;

    EQUAL(store_borrow(job, bench->app.store, &link), FAULT_NONE);
    EQUAL(store_begin(job, &link, &change), FAULT_NONE);
    EQUAL(guilds_set_max_shift(job, &change, guild, max_shift_s), FAULT_NONE);
    EQUAL(guilds_set_log_channel(job, &change, guild, (struct channel_id){ LOG }), FAULT_NONE);
    EQUAL(recipients_add(job, &change, guild, olivia.user, at(0), &answer), FAULT_NONE);
    EQUAL(store_keep(job, &change), FAULT_NONE);
}

static void open_company(struct bench *bench, int64_t max_shift_s)
{
    bench_open(bench);
    make_staff_employees(bench);
    settle(bench, max_shift_s);
}

/* All letters that wait, as "kind:target …" in the order in which they were written. */
static const char *letters(struct bench *bench, int64_t after_ms)
{
    AUTO(store_return) struct link link = { 0 };
    const struct outbox_row *rows = NULL;
    const char *words = "";
    size_t count = 0;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(outbox_due(&bench->job, &link, at(after_ms + 1), 100, &rows, &count), FAULT_NONE);
    for (size_t i = 0; i < count; i++)
        words = arena_print(&bench->job.arena, "%s[%c%" PRIu64 " %.*s]", words,
                            rows[i].to == OUTBOX_USER ? 'u' : 'c', rows[i].target,
                            (int)rows[i].body.length, (const char *)rows[i].body.at);
    return words;
}

static struct session last_session(struct bench *bench, const struct person *person)
{
    AUTO(store_return) struct link link = { 0 };
    struct sessions found;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(sessions_of(&bench->job, &link, (struct guild_id){ GUILD }, person->user, at(-HOUR_MS),
                      at(INT64_C(10000) * HOUR_MS), &found),
          FAULT_NONE);
    HOLDS(found.count > 0, "there is a session");
    return found.list[found.count - 1];
}

static void round_at(struct bench *bench, const char *holder, int64_t after_ms)
{
    AUTO(job_end) struct job job = { .name = "round" };

    (void)rounds_carry(&job, &bench->app, ROUND_maxshift, holder, at(after_ms));
    HOLDS(job.why == NULL, "%s", job.why);
}

static void hold_whole(struct bench *bench)
{
    struct verify_summary summary;

    EQUAL(verify_run(&bench->job, bench->app.store, (struct guild_id){ 0 }, NULL, NULL, &summary),
          FAULT_NONE);
    EQUAL(summary.findings, 0);
}

CHECK(a_forgotten_shift_ends_at_the_limit_and_is_marked_as_an_estimate)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench, 16 * 3600);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    round_at(&bench, "one", 16 * HOUR_MS - 1);
    EQUAL(last_session(&bench, &emil).ended, false);
    round_at(&bench, "one", 20 * HOUR_MS); /* late: the process was off for hours */
    const struct session session = last_session(&bench, &emil);
    EQUAL(session.ended, true);
    EQUAL(session.estimated, true);
    EQUAL(session.ended_at.ms, monday_ms + 16 * HOUR_MS);
    const char *words = letters(&bench, 20 * HOUR_MS);
    expect(words, "[u1 {\"content\":\"You were clocked out of");
    expect(words, "[u2 {\"content\":\"\\u003c@1> was clocked out of");
    expect(words, "[c77 {\"content\":\"\\u003c@1> was clocked out automatically");
    expect(words, "**16 h 00 min** worked");
    hold_whole(&bench);
    expect(press(&bench, &emil, "timeclock:clock_in", 21 * HOUR_MS), "You are on the clock");
}

CHECK(no_limit_closes_nothing_and_a_limit_blocks_no_clock_out)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench, 0);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    round_at(&bench, "one", INT64_C(1000) * HOUR_MS);
    EQUAL(last_session(&bench, &emil).ended, false);
    settle(&bench, 3600);
    expect(press(&bench, &emil, "timeclock:clock_out", INT64_C(1001) * HOUR_MS), "1001 h 00 min");
    round_at(&bench, "one", INT64_C(1002) * HOUR_MS);
    EQUAL(last_session(&bench, &emil).estimated, false);
}

CHECK(who_went_on_a_break_after_the_limit_is_closed_no_earlier_than_that)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench, 3600);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    (void)press(&bench, &emil, "timeclock:break_start", 2 * HOUR_MS);
    round_at(&bench, "one", 3 * HOUR_MS);
    EQUAL(last_session(&bench, &emil).ended_at.ms, monday_ms + 2 * HOUR_MS);
    hold_whole(&bench);
}

/* 26 October 2025, Berlin: the clocks go back at 03:00; sixteen hours are sixteen hours. */
CHECK(the_limit_counts_hours_really_worked_when_the_clocks_change)
{
    AUTO(bench_close) struct bench bench;
    const int64_t saturday = -8 * 24 * HOUR_MS - 11 * HOUR_MS; /* 25 October, 22:00 */

    open_company(&bench, 8 * 3600);
    (void)press(&bench, &emil, "timeclock:clock_in", saturday - HOUR_MS);
    round_at(&bench, "one", saturday + 20 * HOUR_MS);
    expect(letters(&bench, 0), "Sat 25 Oct 2025 22:00 – Sun 26 Oct 2025 05:00");
    expect(letters(&bench, 0), "**8 h 00 min**");
}

CHECK(two_processes_and_a_restart_close_each_shift_once)
{
    AUTO(bench_close) struct bench bench;
    enum { PEOPLE = 250 }; /* more than one run takes */

    open_company(&bench, 3600);
    for (uint64_t i = 0; i < PEOPLE; i++) {
        struct person one = emil;
        one.user.snowflake = 100 + i;
        (void)press(&bench, &one, "timeclock:clock_in", (int64_t)i);
    }
    round_at(&bench, "one", 2 * HOUR_MS);
    round_at(&bench, "two", 2 * HOUR_MS + 10 * MINUTE_MS);
    round_at(&bench, "one", 2 * HOUR_MS + 20 * MINUTE_MS);
    for (uint64_t i = 0; i < PEOPLE; i += 83) {
        struct person one = emil;
        one.user.snowflake = 100 + i;
        EQUAL(last_session(&bench, &one).estimated, true);
    }
    expect(command(&bench, &olivia, "onclock", 3 * HOUR_MS), "Nobody is on the clock");
    hold_whole(&bench);
}

CHECK(recipients_and_the_log_channel_hear_of_a_clock_out_exactly_once)
{
    AUTO(bench_close) struct bench bench;
    struct call out = { .kind = CALL_COMPONENT,
                        .what = "timeclock:clock_out",
                        .person = emil,
                        .source = SOURCE_BUTTON,
                        .request_key = "discord:78",
                        .on_private_message = true,
                        .made_at = { monday_ms + 8 * HOUR_MS } };
    struct call again = out;

    open_company(&bench, 16 * 3600);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    (void)press(&bench, &emil, "timeclock:break_start", 3 * HOUR_MS);
    (void)press(&bench, &emil, "timeclock:break_end", 3 * HOUR_MS + 30 * MINUTE_MS);
    (void)carry(&bench, &out);
    const char *words = letters(&bench, 9 * HOUR_MS);
    expect(words, "[c77 {\"content\":\"\\u003c@1> clocked in · Mon 3 Nov 2025 09:00\"");
    expect(words, "@1> went on a break · Mon 3 Nov 2025 12:00");
    expect(words, "@1> is back from a break · Mon 3 Nov 2025 12:30");
    expect(words, "[u2 {\"content\":\"\\u003c@1> clocked out of **this server**: "
                  "Mon 3 Nov 2025 09:00 – Mon 3 Nov 2025 17:00, **7 h 30 min** worked, "
                  "30 min on breaks.\"");
    expect_not(words, "[u1 ");
    (void)carry(&bench, &again);
    SAME(letters(&bench, 9 * HOUR_MS), words);
}
