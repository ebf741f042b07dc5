/* The rule for phones, through the dispatcher. */
#include <string.h>

#include "app/devices.h"
#include "base/job.h"

#include "app_bench.h"
#include "check.h"

/* Where Emil is online, as the transport would tell. */
struct seen {
    enum device_view view;
    bool watched;
};

static enum device_view look(void *subject, struct guild_id guild, struct user_id user)
{
    const struct seen *seen = subject;

    EQUAL(guild.snowflake, GUILD);
    return user.snowflake == EMIL ? seen->view : DEVICE_VIEW_COMPUTER;
}

static void watch(void *subject, struct guild_id guild, bool on)
{
    struct seen *seen = subject;

    EQUAL(guild.snowflake, GUILD);
    seen->watched = on;
}

static void sighted_open(struct bench *bench, struct seen *seen)
{
    bench_open(bench);
    make_staff_employees(bench);
    bench->app.devices = (struct devices){ DEVICES_SEEN, look, watch, seen };
}

static struct given_option strictly(void)
{
    return (struct given_option){ .name = "strict", .kind = OPTION_FLAG, .whole = true };
}

CHECK(a_phone_alone_can_neither_clock_in_nor_out_but_take_breaks)
{
    AUTO(bench_close) struct bench bench;
    struct seen seen = { DEVICE_VIEW_PHONE_ONLY, false };

    sighted_open(&bench, &seen);
    expect(press(&bench, &emil, "timeclock:clock_in", 1), "You are on the clock");
    expect(press(&bench, &emil, "timeclock:clock_out", 2), "You are clocked out");
    expect(command(&bench, &olivia, "mobile on", 3), "online only on a phone can not");
    EQUAL(seen.watched, true);
    expect(press(&bench, &emil, "timeclock:clock_in", 4), "at a computer");
    seen.view = DEVICE_VIEW_COMPUTER;
    expect(press(&bench, &emil, "timeclock:clock_in", 5), "You are on the clock");
    seen.view = DEVICE_VIEW_PHONE_ONLY;
    expect(press(&bench, &emil, "timeclock:break_start", 6), "You are on a break");
    expect(press(&bench, &emil, "timeclock:break_end", 7), "You are on the clock");
    expect(press(&bench, &emil, "timeclock:clock_out", 8), "at a computer");
    expect(command(&bench, &olivia, "mobile off", 9), "on every device");
    EQUAL(seen.watched, false);
    expect(press(&bench, &emil, "timeclock:clock_out", 10), "You are clocked out");
}

CHECK(an_unknown_device_is_allowed_but_in_strict_mode)
{
    AUTO(bench_close) struct bench bench;
    struct seen seen = { DEVICE_VIEW_UNKNOWN, false };

    sighted_open(&bench, &seen);
    (void)command(&bench, &olivia, "mobile on", 1);
    expect(press(&bench, &emil, "timeclock:clock_in", 2), "You are on the clock");
    expect(command_with(&bench, &olivia, "mobile on", strictly()), "takes a computer now");
    expect(press(&bench, &emil, "timeclock:clock_out", 4), "Discord does not tell me");
    seen.view = DEVICE_VIEW_COMPUTER;
    expect(press(&bench, &emil, "timeclock:clock_out", 5), "You are clocked out");
}

CHECK(a_punch_that_comes_again_has_its_first_answer_on_any_device)
{
    AUTO(bench_close) struct bench bench;
    struct seen seen = { DEVICE_VIEW_COMPUTER, false };
    struct call call = { .kind = CALL_COMPONENT,
                         .what = "timeclock:clock_in",
                         .person = emil,
                         .source = SOURCE_BUTTON,
                         .request_key = "test:again",
                         .made_at = { monday_ms + 10 } };

    sighted_open(&bench, &seen);
    (void)command(&bench, &olivia, "mobile on", 1);
    expect(carry(&bench, &call), "You are on the clock");
    seen.view = DEVICE_VIEW_PHONE_ONLY;
    expect(carry(&bench, &call), "You are on the clock");
}

CHECK(who_can_not_see_says_why_and_changes_nothing)
{
    static const struct {
        enum devices_state state;
        const char *words;
    } cases[] = {
        { DEVICES_NO_GATEWAY, "DISCORD_TRANSPORT=gateway" },
        { DEVICES_NOT_ASKED, "DISCORD_PRESENCE=on" },
        { DEVICES_NOT_GRANTED, "Presence Intent" },
    };
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    make_staff_employees(&bench);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        bench.app.devices.state = cases[i].state;
        expect(command(&bench, &olivia, "mobile on", (int64_t)i), cases[i].words);
        expect(command_with(&bench, &olivia, "mobile on", strictly()), "Nothing changed");
    }
    expect(press(&bench, &emil, "timeclock:clock_in", 10), "You are on the clock");
    expect(command(&bench, &olivia, "mobile off", 11), "on every device");
    expect(command(&bench, &emil, "mobile on", 12), "Only admins");
    expect(command(&bench, &sam, "mobile off", 13), "Only admins");
}

CHECK(a_strict_rule_keeps_nobody_out_when_nothing_can_be_seen_any_more)
{
    AUTO(bench_close) struct bench bench;
    struct seen seen = { DEVICE_VIEW_COMPUTER, false };

    sighted_open(&bench, &seen);
    (void)command_with(&bench, &olivia, "mobile on", strictly());
    bench.app.devices = (struct devices){ .state = DEVICES_NOT_GRANTED };
    expect(press(&bench, &emil, "timeclock:clock_in", 5), "You are on the clock");
}
