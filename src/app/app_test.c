/* The handlers, through the dispatcher, on a real store. */
#include <string.h>

#include "app/registrations.h"

#include "app_bench.h"
#include "check.h"

CHECK(the_tables_of_commands_and_buttons_have_no_flaw)
{
    const char *flaw = commands_flaw();

    HOLDS(flaw == NULL, "%s", flaw ? flaw : "");
    HOLDS(component_find("timeclock:onclock_page:7") != component_find("timeclock:onclock"),
          "a prefix does not swallow another id");
    HOLDS(component_find("timeclock:clock_in ") == NULL, "ids are compared whole");
    HOLDS(command_find("roles") == NULL, "a group is no command");
}

CHECK(a_day_of_work_is_told_by_panel_hours_and_list_alike)
{
    AUTO(bench_close) struct bench bench;
    const char *words;

    bench_open(&bench);
    make_staff_employees(&bench);
    expect(command(&bench, &emil, "clock", 0), "off the clock");
    words = press(&bench, &emil, "timeclock:clock_in", MINUTE_MS);
    expect(words, "[You are on the clock] Since 09:01");
    expect(words, "(Start Break) (Clock Out)");
    words = press(&bench, &emil, "timeclock:break_start", 3 * HOUR_MS);
    expect(words, "[You are on a break] Break since 12:00");
    expect(words, "(End Break) (Clock Out)");
    expect(command(&bench, &olivia, "onclock", 3 * HOUR_MS),
           "<@1> since 09:01 · **2 h 59 min** · on a break since 12:00");
    words = press(&bench, &emil, "timeclock:break_end", 3 * HOUR_MS + 30 * MINUTE_MS);
    expect(words, "This shift: 2 h 59 min | Breaks: 30 min | Today: 2 h 59 min");
    words = press(&bench, &emil, "timeclock:clock_out", 8 * HOUR_MS);
    expect(words,
           "[You are clocked out] From 09:01 to 17:00: **7 h 29 min** worked, 30 min on breaks.");
    expect(words, "Today: 7 h 29 min (Clock In)");
    words = command(&bench, &emil, "hours", 9 * HOUR_MS);
    expect(words, "Mon 3 Nov · 09:01 – 17:00 · **7 h 29 min** (breaks 30 min)");
    expect(words, "Today: 7 h 29 min | This week: 7 h 29 min | This month: 7 h 29 min");
    expect(command(&bench, &emil, "onclock", 9 * HOUR_MS), "Nobody is on the clock");
}

CHECK(a_punch_that_makes_no_sense_is_refused_and_shows_what_is)
{
    AUTO(bench_close) struct bench bench;
    static const struct {
        const char *id;
        const char *refusal;
    } off[] = {
        { "timeclock:clock_out", "not on the clock" },
        { "timeclock:break_start", "not on the clock" },
        { "timeclock:break_end", "not on the clock" },
    };

    bench_open(&bench);
    make_staff_employees(&bench);
    for (size_t i = 0; i < LENGTH(off); i++) {
        const char *words = press(&bench, &emil, off[i].id, MINUTE_MS);
        expect(words, off[i].refusal);
        expect(words, "(Clock In)");
    }
    (void)press(&bench, &emil, "timeclock:clock_in", 2 * MINUTE_MS);
    expect(press(&bench, &emil, "timeclock:clock_in", 3 * MINUTE_MS), "already on the clock");
    expect(press(&bench, &emil, "timeclock:break_end", 3 * MINUTE_MS), "not on a break");
    /* A click from before the last punch: late on its way, and things changed since. */
    expect(press(&bench, &emil, "timeclock:clock_out", MINUTE_MS), "(Clock Out)");
}

CHECK(the_same_request_again_changes_nothing_and_has_the_first_answer)
{
    AUTO(bench_close) struct bench bench;
    struct call in = { .kind = CALL_COMPONENT,
                       .what = "timeclock:clock_in",
                       .person = emil,
                       .source = SOURCE_BUTTON,
                       .request_key = "discord:77",
                       .made_at = { monday_ms } };
    struct call again = in;

    bench_open(&bench);
    make_staff_employees(&bench);
    const char *first = carry(&bench, &in);
    (void)press(&bench, &emil, "timeclock:break_start", HOUR_MS);
    (void)press(&bench, &emil, "timeclock:clock_out", 2 * HOUR_MS);
    SAME(carry(&bench, &again), first);
    expect(command(&bench, &emil, "clock", 3 * HOUR_MS), "off the clock");
    expect(command(&bench, &emil, "clock", 3 * HOUR_MS), "Today: 1 h 00 min");
}

CHECK(who_may_not_is_refused_kindly)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    expect(press(&bench, &emil, "timeclock:clock_in", 0), "admin");
    make_staff_employees(&bench);
    expect(press(&bench, &sam, "timeclock:clock_in", 0), "employee");
    expect(command(&bench, &sam, "hours", 0), "employee");
    expect(command_with(&bench, &emil, "roles employee add", role_option(STAFF, false)), "admin");
    expect(command(&bench, &sam, "help", 0), "/help");
    HOLDS(!strstr(command(&bench, &sam, "help", 0), "/roles"), "help shows what one may do");
    expect(command(&bench, &olivia, "help", 0), "/roles employee add");
    expect(command_with(
               &bench, &emil, "hours",
               (struct given_option){ .name = "member", .kind = OPTION_USER, .snowflake = OLIVIA }),
           "Only admins");
    expect(command_with(
               &bench, &olivia, "hours",
               (struct given_option){ .name = "member", .kind = OPTION_USER, .snowflake = EMIL }),
           "<@1>");
}

CHECK(employee_roles_are_added_listed_and_removed)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    expect(command(&bench, &olivia, "roles employee list", 0), "None yet");
    make_staff_employees(&bench);
    expect(command_with(&bench, &olivia, "roles employee add", role_option(STAFF, false)),
           "already");
    expect(command(&bench, &olivia, "roles employee list", 0), "<@&2000>");
    expect(command_with(&bench, &olivia, "roles employee add", role_option(GUILD, false)),
           "@everyone");
    expect(command_with(&bench, &olivia, "roles employee add", role_option(MANAGED, true)),
           "belongs to an app");
    expect(command_with(&bench, &olivia, "roles employee remove", text_option("role", "2000")),
           "off the list");
    expect(command_with(&bench, &olivia, "roles employee remove", text_option("role", "<@&2000>")),
           "was not on the list");
}

CHECK(what_is_unknown_or_incomplete_is_answered_in_words)
{
    AUTO(bench_close) struct bench bench;
    struct call in_dm = { .kind = CALL_COMMAND, .what = "clock", .person = { .user = { EMIL } } };

    bench_open(&bench);
    expect(command(&bench, &olivia, "no such command", 0), "do not know");
    expect(press(&bench, &olivia, "timeclock:no_such_button", 0), "another time");
    expect(command(&bench, &olivia, "roles employee add", 0), "`role`");
    expect(command_with(&bench, &olivia, "roles employee add",
                        (struct given_option){ .name = "role", .kind = OPTION_TEXT, .text = "x" }),
           "`role`");
    expect(carry(&bench, &in_dm), "only in a server");
}

CHECK(many_on_the_clock_come_in_pages_that_can_be_turned)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    make_staff_employees(&bench);
    for (uint64_t i = 0; i < 45; i++) {
        struct person one = emil;
        one.user.snowflake = 100 + i;
        (void)press(&bench, &one, "timeclock:clock_in", (int64_t)i * 1000);
    }
    expect(press(&bench, &emil, "timeclock:onclock", HOUR_MS), "On the clock now: 45");
    expect(press(&bench, &emil, "timeclock:onclock", HOUR_MS), "<@119>");
    expect(press(&bench, &emil, "timeclock:onclock_page:2", HOUR_MS), "<@120>");
    expect(press(&bench, &emil, "timeclock:onclock_page:3", HOUR_MS), "<@144>");
    expect(press(&bench, &emil, "timeclock:onclock_page:99", HOUR_MS), "<@144>");
    expect(press(&bench, &emil, "timeclock:onclock_page:x", HOUR_MS), "<@100>");
}

CHECK(commands_are_due_for_registration_only_when_they_changed)
{
    AUTO(bench_close) struct bench bench;
    const struct hash one = { { 1 } }, other = { { 2 } };
    bool due = false;

    bench_open(&bench);
    EQUAL(registrations_due(&bench.job, &bench.app, "global:1", &one, &due), FAULT_NONE);
    EQUAL(due, true);
    EQUAL(registrations_done(&bench.job, &bench.app, "global:1", &one, (struct instant){ 1 }),
          FAULT_NONE);
    EQUAL(registrations_due(&bench.job, &bench.app, "global:1", &one, &due), FAULT_NONE);
    EQUAL(due, false);
    EQUAL(registrations_due(&bench.job, &bench.app, "global:1", &other, &due), FAULT_NONE);
    EQUAL(due, true);
}
