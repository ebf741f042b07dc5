/* Bans, warnings and the guard before the handlers, through the dispatcher. */
#include <string.h>

#include "app/guard.h"
#include "base/job.h"
#include "store/store.h"

#include "app_bench.h"
#include "check.h"

enum { SECOND_MS = 1000 };

static const int64_t hour_ms = HOUR_MS;

static void guarded_close(struct bench *bench)
{
    pace_free(bench->app.pace);
    bench_close(bench);
}

static void guarded_open(struct bench *bench)
{
    bench_open(bench);
    make_staff_employees(bench);
    bench->app.pace = pace_new();
}

static const char *of_member(struct bench *bench, const char *path, int64_t after_ms, uint64_t user,
                             int64_t hours, bool permanent)
{
    const struct given_option options[] = {
        { .name = "member", .kind = OPTION_USER, .snowflake = user },
        { .name = "permanent", .kind = OPTION_FLAG, .whole = permanent },
        { .name = "hours", .kind = OPTION_WHOLE, .whole = hours },
    };
    struct call call = {
        .kind = CALL_COMMAND,
        .what = path,
        .person = olivia,
        .target = { user },
        .options = options,
        .options_count = hours ? 3 : 2,
        .made_at = { monday_ms + after_ms },
        .source = SOURCE_COMMAND,
    };

    return carry(bench, &call);
}

/* As many as need be for a burst; the words of the last. */
static const char *burst(struct bench *bench, const struct person *person, const char *id,
                         int64_t after_ms)
{
    const char *words = "";

    for (int n = 0; n <= SPAM_ACTIONS_MOST; n++)
        words = press(bench, person, id, after_ms + (int64_t)n * SECOND_MS);
    return words;
}

CHECK(a_banned_member_is_told_until_when_and_can_still_clock_out)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    expect(press(&bench, &emil, "timeclock:clock_in", 1), "You are on the clock");
    expect(of_member(&bench, "bans add", 10, EMIL, 0, false),
           "<@1> can not use the timeclock until <t:");
    const char *words = press(&bench, &emil, "timeclock:break_start", 20);
    expect(words, "An admin of this server keeps you out of the timeclock until <t:1762243200:f>");
    expect(words, "(Clock Out)");
    expect(command(&bench, &emil, "clock", 30), "keeps you out");
    expect(command(&bench, &emil, "help", 40), "[On the Clock");
    expect(press(&bench, &emil, "timeclock:clock_out", 50), "You are clocked out");
    expect(press(&bench, &emil, "timeclock:clock_in", 24 * hour_ms + 9), "keeps you out");
    expect(press(&bench, &emil, "timeclock:clock_in", 24 * hour_ms + 10), "on the clock");
}

CHECK(a_ban_is_listed_and_lifted)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    expect(command(&bench, &olivia, "bans list", 5), "Kept out of the timeclock: 0");
    expect(of_member(&bench, "bans add", 10, EMIL, 3, true),
           "<@1> can not use the timeclock any more");
    expect(command(&bench, &olivia, "bans list", 20), "<@1> until an admin lifts it · by <@2>");
    expect(command(&bench, &emil, "clock", 30), "Ask an admin to let you in again");
    expect(of_member(&bench, "bans lift", 40, EMIL, 0, false), "can use the timeclock again");
    expect(of_member(&bench, "bans lift", 50, EMIL, 0, false), "was not kept out");
    expect(command(&bench, &emil, "clock", 60), "You are off the clock");
}

CHECK(hours_of_a_ban_have_their_limits)
{
    static const struct {
        int64_t hours;
        const char *words;
    } cases[] = {
        { -1, "I can not use `hours`" },
        { 1, "until <t:1762160400:f>" },
        { 8784, "until <t:" },
        { 8785, "I can not use `hours`" },
        { INT64_MAX, "I can not use `hours`" },
    };
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    for (size_t i = 0; i < LENGTH(cases); i++)
        expect(of_member(&bench, "bans add", (int64_t)i, EMIL, cases[i].hours, false),
               cases[i].words);
}

CHECK(only_admins_ban_and_no_admin_is_kept_out)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    expect(command(&bench, &emil, "bans list", 5), "Only admins");
    expect(command(&bench, &sam, "bans list", 5), "Only admins");
    (void)of_member(&bench, "bans add", 10, OLIVIA, 0, true);
    expect(command(&bench, &olivia, "clock", 20), "You are off the clock");
    expect(of_member(&bench, "bans lift", 30, OLIVIA, 0, false), "can use the timeclock again");
}

CHECK(the_first_burst_warns_and_the_second_bans)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    expect(burst(&bench, &emil, "timeclock:my_hours", 0), "Slow down, please");
    expect(press(&bench, &emil, "timeclock:my_hours", HOUR_MS), "Your hours");
    const char *words = burst(&bench, &emil, "timeclock:my_hours", 2 * hour_ms);
    expect(words, "You pressed too many buttons too fast");
    expect(words, "(Clock Out)");
    expect(press(&bench, &emil, "timeclock:my_hours", 5 * hour_ms), "too fast");
    expect(command(&bench, &olivia, "bans list", 5 * hour_ms), "for pressing too fast");
    expect(press(&bench, &emil, "timeclock:my_hours", 27 * hour_ms), "Your hours");
}

CHECK(a_burst_a_day_later_is_a_first_one_again)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    expect(burst(&bench, &emil, "timeclock:my_hours", 0), "Slow down, please");
    expect(burst(&bench, &emil, "timeclock:my_hours", 25 * hour_ms), "Slow down, please");
}

CHECK(whoever_was_let_back_in_begins_anew)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    (void)burst(&bench, &emil, "timeclock:my_hours", 0);
    expect(burst(&bench, &emil, "timeclock:my_hours", HOUR_MS), "too fast");
    expect(of_member(&bench, "bans lift", 2 * hour_ms, EMIL, 0, false), "again");
    expect(burst(&bench, &emil, "timeclock:my_hours", 3 * hour_ms), "Slow down, please");
}

CHECK(clock_outs_are_neither_counted_nor_refused)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    (void)press(&bench, &emil, "timeclock:clock_in", 1);
    for (int n = 0; n < 20; n++)
        expect(press(&bench, &emil, "timeclock:clock_out", 10 + n), n ? "not on the clock" : "out");
    expect(press(&bench, &emil, "timeclock:clock_in", 100), "You are on the clock");
}

CHECK(admins_strangers_and_turned_pages_only_ever_wait)
{
    AUTO(guarded_close) struct bench bench;
    static const struct {
        const struct person *person;
        const char *id;
    } cases[] = {
        { &olivia, "timeclock:my_hours" },
        { &sam, "timeclock:my_hours" },
        { &emil, "timeclock:onclock_page:1" },
        { &emil, "timeclock:help" },
    };

    guarded_open(&bench);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const int64_t from_ms = (int64_t)(i + 1) * HOUR_MS;
        for (int n = 0; n < SPAM_STEPS_MOST; n++)
            HOLDS(!strstr(press(&bench, cases[i].person, cases[i].id, from_ms + n), "fast"),
                  "case %zu, step %d", i, n);
        expect(press(&bench, cases[i].person, cases[i].id, from_ms + 1000), "That was too fast");
        HOLDS(!strstr(press(&bench, cases[i].person, cases[i].id, from_ms + 31000), "fast"),
              "case %zu", i);
    }
    expect(command(&bench, &olivia, "bans list", 9 * hour_ms), "timeclock: 0");
}

CHECK(without_a_database_nobody_is_told_of_a_ban)
{
    AUTO(guarded_close) struct bench bench;
    AUTO(store_return) struct link link = { 0 };

    guarded_open(&bench);
    (void)of_member(&bench, "bans add", 10, EMIL, 0, true);
    /* The only connection is lent, and the job has no time to wait for it. */
    EQUAL(store_borrow(&bench.job, bench.app.store, &link), FAULT_NONE);
    bench.job.deadline_ms = 1;
    const char *words = command(&bench, &emil, "clock", 20);
    expect(words, "try again");
    expect_not(words, "keeps you out");
}

CHECK(the_menu_over_a_member_bans_for_a_day)
{
    AUTO(guarded_close) struct bench bench;

    guarded_open(&bench);
    expect(of_member(&bench, "Ban from timeclock", 10, EMIL, 0, false),
           "<@1> can not use the timeclock until <t:1762243200:f>");
    expect(command(&bench, &emil, "clock", 20), "keeps you out");
}
