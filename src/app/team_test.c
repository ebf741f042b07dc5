/* What admins do to set a server up: its settings, its roles, its panel. */
#include <string.h>

#include "app/notices/guild.h"
#include "app/roles.h"
#include "app/settings.h"
#include "outbound/discord/servers.h"
#include "store/guilds.h"
#include "store/outbox.h"
#include "store/store.h"

#include "app_bench.h"
#include "check.h"

CHECK(a_time_zone_is_offered_while_it_is_typed_and_set_when_it_is_one)
{
    AUTO(bench_close) struct bench bench;
    static const char command_path[] = "settings timezone";

    bench_open(&bench);
    expect(suggested(&bench, &olivia, command_path, "zone", ""), " America/New_York");
    SAME(suggested(&bench, &olivia, command_path, "zone", "NEW YORK"), " America/New_York");
    expect(suggested(&bench, &olivia, command_path, "zone", "vost"), "Asia/Vladivostok");
    SAME(suggested(&bench, &olivia, command_path, "zone", "no such place"), "");
    SAME(suggested(&bench, &emil, command_path, "zone", "berlin"), "");
    SAME(suggested(&bench, &olivia, "clock", "zone", "berlin"), "");
    expect(command_with(&bench, &olivia, command_path, text_option("zone", "Asia/Tokyo")),
           "Asia/Tokyo now, where it is 17:00");
    expect(command(&bench, &olivia, "clock", 0), "off the clock");
    expect(command_with(&bench, &olivia, command_path, text_option("zone", "Mars/*Base*")),
           "do not know the time zone Mars/\\*Base\\*");
    expect(command_with(&bench, &olivia, command_path, text_option("zone", "")), "`zone`");
    expect(command_with(&bench, &emil, command_path, text_option("zone", "Asia/Tokyo")), "admin");
    expect(command(&bench, &olivia, command_path, 0), "`zone`");
}

CHECK(admin_roles_are_added_listed_and_removed)
{
    AUTO(bench_close) struct bench bench;
    struct person chief = sam;
    static const struct role_id chiefs[] = { { CHIEFS } };

    chief.roles = chiefs;
    chief.roles_count = LENGTH(chiefs);
    bench_open(&bench);
    expect(command(&bench, &olivia, "roles admin list", 0), "None yet");
    expect(command(&bench, &chief, "roles admin list", 0), "Only admins");
    expect(command_with(&bench, &olivia, "roles admin add", role_option(CHIEFS, false)),
           "<@&2500> are admins of the timeclock now");
    expect(command(&bench, &chief, "roles admin list", 0), "<@&2500>");
    expect(command_with(&bench, &chief, "roles admin add", role_option(CHIEFS, false)), "already");
    expect(command_with(&bench, &chief, "roles admin add", role_option(GUILD, false)), "@everyone");
    expect(command_with(&bench, &chief, "roles admin add", role_option(MANAGED, true)), "app");
    expect(command_with(&bench, &chief, "roles admin remove", text_option("role", "2500")),
           "no admin role any more");
    expect(command(&bench, &chief, "roles admin list", 0), "Only admins");
}

CHECK(there_is_one_main_admin_role)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    expect(command(&bench, &olivia, "roles main show", 0), "no main admin role");
    expect(command(&bench, &olivia, "roles main clear", 0), "no main admin role");
    expect(command_with(&bench, &olivia, "roles main set", role_option(STAFF, false)),
           "is the main");
    expect(command_with(&bench, &olivia, "roles main set", role_option(STAFF, false)), "already");
    expect(command_with(&bench, &olivia, "roles main set", role_option(CHIEFS, false)), "<@&2500>");
    expect(command(&bench, &olivia, "roles main show", 0), "[Main admin role] <@&2500>");
    expect(command(&bench, &emil, "roles main show", 0), "Only admins");
    expect(command_with(&bench, &olivia, "roles main set", role_option(MANAGED, true)), "an app");
    expect(command(&bench, &olivia, "roles main clear", 0), "no main admin role any more");
}

CHECK(a_deleted_role_is_shown_as_such_and_can_be_taken_off)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    make_staff_employees(&bench);
    expect(command_with(&bench, &olivia, "roles employee add", role_option(CHIEFS, false)),
           "can clock in");
    SAME(suggested(&bench, &olivia, "roles employee remove", "role", ""), " 2000 2500");
    servers_drop_role(&bench.job, bench.app.servers, olivia.guild, (struct role_id){ STAFF });
    expect(command(&bench, &olivia, "roles employee list", 0), "deleted role (2000)");
    SAME(suggested(&bench, &olivia, "roles employee remove", "role", "chief"), " 2500");
    SAME(suggested(&bench, &olivia, "roles employee remove", "role", "deleted"), " 2000");
    SAME(suggested(&bench, &emil, "roles employee remove", "role", ""), "");
    expect(command_with(&bench, &olivia, "roles employee remove", text_option("role", "staff")),
           "which role you mean");
    expect(command_with(&bench, &olivia, "roles employee remove", text_option("role", "2000")),
           "off the list");
    SAME(suggested(&bench, &olivia, "roles employee remove", "role", ""), " 2500");
}

CHECK(the_boss_answers_the_web_alike_without_a_request_that_describes_the_role)
{
    AUTO(bench_close) struct bench bench;
    static const struct {
        uint64_t role;
        enum team_answer answer;
    } cases[] = {
        { STAFF, TEAM_DONE },      { STAFF, TEAM_ALREADY },  { GUILD, TEAM_EVERYONE },
        { MANAGED, TEAM_MANAGED }, { 987654, TEAM_MISSING },
    };

    bench_open(&bench);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct team_change wanted = {
            .guild = { GUILD }, .duty = DUTY_ADMIN, .wish = TEAM_ADD, .role = { cases[i].role }
        };
        enum team_answer answer;
        EQUAL(team_change(&bench.job, &bench.app, &wanted, NULL, &answer), FAULT_NONE);
        EQUAL(answer, cases[i].answer);
        HOLDS(*team_answer_text(&bench.job, &wanted, answer), "it has words");
    }
}

CHECK(the_owner_of_the_server_is_admin_without_any_role)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    expect(command(&bench, &boss, "roles admin list", 0), "None yet");
    expect(command(&bench, &sam, "roles admin list", 0), "Only admins");
}

static int64_t letters(struct bench *bench)
{
    AUTO(store_return) struct link link = { 0 };
    int64_t count = -1;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(outbox_waiting(&bench->job, &link, &count), FAULT_NONE);
    return count;
}

CHECK(a_server_and_its_owner_are_welcomed_once_each_time_we_come)
{
    AUTO(bench_close) struct bench bench;
    const struct server place = { .id = { 7000 }, .name = "*Diner*", .owner = { BOSS } };
    const struct arrival old = { { 1 }, { 7 } }, fresh = { { monday_ms }, { 7 } },
                         shut = { { monday_ms }, { 0 } };
    const struct instant now = { monday_ms + MINUTE_MS };

    bench_open(&bench);
    EQUAL(guild_met(&bench.job, &bench.app, &place, &old, now), FAULT_NONE);
    EQUAL(letters(&bench), 0);
    EQUAL(guild_lost(&bench.job, &bench.app, place.id, now), FAULT_NONE);
    EQUAL(guild_met(&bench.job, &bench.app, &place, &fresh, now), FAULT_NONE);
    EQUAL(letters(&bench), 2);
    EQUAL(guild_met(&bench.job, &bench.app, &place, &fresh, now), FAULT_NONE);
    EQUAL(guild_met(&bench.job, &bench.app, &place, NULL, now), FAULT_NONE);
    EQUAL(letters(&bench), 2);
    const struct server other = { .id = { 8000 }, .name = "Bar", .owner = { BOSS } };
    EQUAL(guild_met(&bench.job, &bench.app, &other, &shut, now), FAULT_NONE);
    EQUAL(letters(&bench), 3);
}

static bool is_even(const struct roll_call *call, struct guild_id guild)
{
    (void)call;
    return guild.snowflake % 2 == 0;
}

static bool is_present(struct bench *bench, uint64_t id)
{
    AUTO(store_return) struct link link = { 0 };
    struct guild guild;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(guilds_load(&bench->job, &link, (struct guild_id){ id }, &guild), FAULT_NONE);
    return guild.present;
}

CHECK(servers_left_while_nobody_listened_are_noticed_by_the_shard_that_tells_of_them)
{
    AUTO(bench_close) struct bench bench;
    static const struct guild_id left[] = { { 1200 }, { 1000 } };
    const struct roll_call call = { left, LENGTH(left), is_even, 0, 2 };
    const struct instant now = { monday_ms };

    bench_open(&bench);
    for (uint64_t id = 1000; id < 2300; id++) {
        const struct server server = { .id = { id }, .name = "n", .owner = { BOSS } };
        EQUAL(guild_met(&bench.job, &bench.app, &server, NULL, now), FAULT_NONE);
    }
    EQUAL(guilds_call_roll(&bench.job, &bench.app, &call, now), FAULT_NONE);
    EQUAL(is_present(&bench, 1000) && is_present(&bench, 1200), true);
    EQUAL(is_present(&bench, 1001) && is_present(&bench, 2299), true);
    EQUAL(is_present(&bench, 1002) || is_present(&bench, 2298), false);
}

CHECK(settings_are_changed_and_told)
{
    AUTO(bench_close) struct bench bench;
    static const struct given_option off = { .name = "hours", .kind = OPTION_WHOLE, .whole = 0 },
                                     ten = { .name = "hours", .kind = OPTION_WHOLE, .whole = 10 },
                                     wild = { .name = "hours", .kind = OPTION_WHOLE, .whole = 745 },
                                     log = { .name = "channel",
                                             .kind = OPTION_CHANNEL,
                                             .snowflake = 55 };
    static const struct given_option member = { .name = "member",
                                                .kind = OPTION_USER,
                                                .snowflake = EMIL };

    bench_open(&bench);
    expect(command_with(&bench, &olivia, "settings names", text_option("show", "nickname")),
           "names people have");
    expect(command_with(&bench, &olivia, "settings names", text_option("show", "username")),
           "user names");
    expect(command_with(&bench, &olivia, "settings workday", text_option("end", "7:05")),
           "begins on Monday, the work day ends at 07:05");
    expect(command_with(&bench, &olivia, "settings workday", text_option("week", "7")),
           "begins on Sunday, the work day ends at 07:05");
    expect(command_with(&bench, &olivia, "settings workday", text_option("week", "8")), "`week`");
    expect(command_with(&bench, &olivia, "settings workday", text_option("end", "25:00")),
           "can not read 25:00");
    expect(command_with(&bench, &olivia, "settings maxshift", ten), "after 10 hours");
    expect(command_with(&bench, &olivia, "settings maxshift", off), "never closed");
    expect(command_with(&bench, &olivia, "settings maxshift", wild), "`hours`");
    expect(command_with(&bench, &olivia, "settings log", log), "posted in <#55>");
    expect(command(&bench, &olivia, "settings log", 0), "not posted anywhere");
    expect(command(&bench, &olivia, "settings recipient list", 0), "Nobody");
    expect(command_with(&bench, &olivia, "settings recipient add", member), "<@1> gets");
    expect(command_with(&bench, &olivia, "settings recipient add", member), "already");
    expect(command(&bench, &olivia, "settings recipient list", 0), "<@1>");
    expect(command_with(&bench, &olivia, "settings recipient remove", member), "<@1> gets no");
    expect(command_with(&bench, &olivia, "settings recipient remove", member), "was not on");
    expect(command_with(&bench, &emil, "settings maxshift", ten), "Only admins");
    expect(command_with(&bench, &emil, "settings recipient add", member), "Only admins");
}

CHECK(times_of_day_are_read_strictly)
{
    static const struct {
        const char *text;
        int minute; /* -1: refused */
    } cases[] = {
        { "00:00", 0 },  { "0:00", 0 },   { "23:59", 1439 }, { "7:05", 425 }, { "24:00", -1 },
        { "12:60", -1 }, { "12:5", -1 },  { "1200", -1 },    { ":30", -1 },   { "12:030", -1 },
        { "-1:00", -1 }, { "1 :00", -1 }, { "", -1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        int minute = -1;
        const bool read = settings_read_time(cases[i].text, &minute);
        HOLDS(read == (cases[i].minute >= 0) && minute == cases[i].minute, "%s", cases[i].text);
    }
}

CHECK(the_guided_set_up_goes_through_every_step_and_is_resumed_where_it_was)
{
    AUTO(bench_close) struct bench bench;
    static const char *const tokyo[] = { "Asia/Tokyo" }, *const both[] = { "2000", "1000" },
                             *const chiefs[] = { "2500" }, *const somebody[] = { "3" };

    bench_open(&bench);
    expect(command(&bench, &emil, "setup", 0), "Only admins");
    expect(press(&bench, &emil, "setup:go:3", 0), "Only admins");
    expect(command(&bench, &olivia, "setup", 0), "step 1 of 5: time zone");
    expect(press(&bench, &olivia, "setup:type_zone", 0), "<Time zone, like Europe/Berlin>");
    expect(submit(&bench, &olivia, "setup:typed_zone", "zone", "Mars"),
           "do not know the time zone");
    expect(choose(&bench, &olivia, "setup:zone", tokyo, 1), "step 2 of 5: employees");
    expect(choose(&bench, &olivia, "setup:employees", both, 2), "@everyone can not be");
    expect(command(&bench, &boss, "setup", 0), "step 2 of 5: employees] Who may clock in? Choose "
                                               "the roles your team has. Now: <@&2000>.");
    expect(press(&bench, &olivia, "setup:go:3", 0), "step 3 of 5: admins");
    expect(choose(&bench, &olivia, "setup:admins", chiefs, 1), "step 4 of 5: panel");
    expect(press(&bench, &olivia, "setup:go:5", 0), "step 5 of 5: clock-out messages");
    expect(choose(&bench, &olivia, "setup:recipient", somebody, 1),
           "[All set] Time zone: Asia/Tokyo");
    const char *words = press(&bench, &olivia, "setup:show_instructions", 0);
    expect(words, "Employees: <@&2000>");
    expect(words, "Admins: <@&2500>");
    expect(words, "Panel: nowhere yet");
    expect(words, "Clock-out messages: <@3>");
    expect(press(&bench, &olivia, "setup:go:1", 0), "Your server is in **Asia/Tokyo**");
    expect(press(&bench, &olivia, "setup:go:99", 0), "step 1 of 5");
}

CHECK(buttons_of_earlier_versions_are_answered)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    expect(press(&bench, &olivia, "timeclock:dashboard", 0), "/onclock");
    expect(press(&bench, &olivia, "timeclock:reports", 0), "/report");
    expect(press(&bench, &olivia, "timeclock:upgrade", 0), "/plan status");
    expect(press(&bench, &sam, "timeclock:upgrade", 0), "Only admins");
}
