/* Force clock out, /cleanup and /purge, as each kind of person. */
#include <string.h>

#include "store/guilds.h"
#include "store/store.h"
#include "store/verify.h"

#include "app_bench.h"
#include "check.h"

static void open_company(struct bench *bench)
{
    bench_open(bench);
    make_staff_employees(bench);
}

static void shift(struct bench *bench, const struct person *person, int64_t from_ms)
{
    (void)press(bench, person, "timeclock:clock_in", from_ms);
    (void)press(bench, person, "timeclock:clock_out", from_ms + HOUR_MS);
}

static const char *menu(struct bench *bench, const struct person *person, const char *path,
                        uint64_t target, int64_t after_ms)
{
    struct call call = { .kind = CALL_COMMAND,
                         .what = path,
                         .person = *person,
                         .target = { target },
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms + after_ms } };

    return carry(bench, &call);
}

static struct given_option member_option(uint64_t member)
{
    return (struct given_option){ .name = "member", .kind = OPTION_USER, .snowflake = member };
}

static const char *cleanup(struct bench *bench, const struct person *person, uint64_t member,
                           int64_t after_ms)
{
    const struct given_option option = member_option(member);
    struct call call = { .kind = CALL_COMMAND,
                         .what = "cleanup",
                         .person = *person,
                         .options = &option,
                         .options_count = member ? 1 : 0,
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms + after_ms } };

    return carry(bench, &call);
}

static void hold_whole(struct bench *bench)
{
    struct verify_summary summary;

    EQUAL(verify_run(&bench->job, bench->app.store, (struct guild_id){ 0 }, NULL, NULL, &summary),
          FAULT_NONE);
    EQUAL(summary.findings, 0);
}

CHECK(an_admin_clocks_a_member_out_and_looks_at_their_hours)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    expect(menu(&bench, &emil, "Force clock out", EMIL, HOUR_MS), "admin");
    expect(menu(&bench, &sam, "View hours", EMIL, HOUR_MS), "admin");
    expect(menu(&bench, &olivia, "View hours", EMIL, HOUR_MS), "<@1>");
    expect(menu(&bench, &olivia, "Force clock out", EMIL, 2 * HOUR_MS),
           "<@1> is clocked out, with **2 h 00 min** worked");
    expect(menu(&bench, &olivia, "Force clock out", EMIL, 3 * HOUR_MS), "is not on the clock");
    expect(command(&bench, &emil, "clock", 3 * HOUR_MS), "off the clock");
    hold_whole(&bench);
}

CHECK(a_cleanup_asks_with_the_count_and_deletes_what_it_asked_for)
{
    AUTO(bench_close) struct bench bench;
    const char *const id = "timeclock:cleanup:1:1762174800000"; /* asked at 14:00 */

    open_company(&bench);
    expect(cleanup(&bench, &emil, EMIL, HOUR_MS), "admin");
    expect(cleanup(&bench, &olivia, EMIL, HOUR_MS), "no completed shifts");
    expect(cleanup(&bench, &olivia, 0, HOUR_MS), "keeps hours for ever");
    shift(&bench, &emil, 0);
    shift(&bench, &emil, 2 * HOUR_MS);
    expect(cleanup(&bench, &olivia, EMIL, 5 * HOUR_MS), "(Delete 2 shifts)");
    shift(&bench, &emil, 6 * HOUR_MS); /* not asked for */
    expect(press(&bench, &emil, id, 8 * HOUR_MS), "admin");
    expect(press(&bench, &olivia, id, 8 * HOUR_MS), "Done: 2 completed shifts of <@1>");
    expect(press(&bench, &olivia, id, 8 * HOUR_MS), "no completed shifts");
    expect(press(&bench, &olivia, "timeclock:cleanup:1", 8 * HOUR_MS), "another time");
    expect(press(&bench, &olivia, "timeclock:cleanup:x:1", 8 * HOUR_MS), "another time");
    expect(press(&bench, &olivia, "timeclock:cleanup:1:9999999999999", 8 * HOUR_MS),
           "another time");
    expect(command(&bench, &emil, "hours", 9 * HOUR_MS), "Today: 1 h 00 min");
    hold_whole(&bench);
}

static void name_server(struct bench *bench, const char *name)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    bool is_new;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(guilds_joined(&bench->job, &change, (struct guild_id){ GUILD }, name,
                        (struct instant){ monday_ms }, &is_new),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

CHECK(only_the_owner_purges_and_only_by_the_server_s_name)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench);
    shift(&bench, &emil, -2 * HOUR_MS);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    expect(command(&bench, &olivia, "purge", 0), "owner");
    expect(submit(&bench, &olivia, "timeclock:purge", "name", "DELETE"), "owner");
    expect(command(&bench, &boss, "purge", 0), "<Delete all hours> <Type DELETE to confirm>");
    name_server(&bench, "Moon Diner");
    expect(command(&bench, &boss, "purge", 0), "<Type the server's name to confirm>");
    expect(submit(&bench, &boss, "timeclock:purge", "name", "moon diner"), "nothing was deleted");
    expect(submit(&bench, &boss, "timeclock:purge", "name", "DELETE"), "nothing was deleted");
    expect(submit(&bench, &boss, "timeclock:purge", "name", " Moon Diner "), "(2 shifts)");
    expect(submit(&bench, &boss, "timeclock:purge", "name", "Moon Diner"), "already");
    expect(command(&bench, &emil, "clock", HOUR_MS), "You are off the clock");
    expect(command(&bench, &olivia, "roles employee list", HOUR_MS), "<@&2000>");
    hold_whole(&bench);
}

static struct reply export(struct bench *bench, const struct person *person, int64_t after_ms)
{
    struct call call = { .kind = CALL_COMMAND,
                         .what = "mydata export",
                         .person = *person,
                         .request_key = "test:export",
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms + after_ms } };
    struct reply reply;

    dispatch(&bench->job, &bench->app, &call, &reply);
    EQUAL(reply.message.ephemeral, true);
    EQUAL(reply.message.files_count, 1);
    return reply;
}

static const char *file_words(struct bench *bench, const struct reply *reply)
{
    const struct file *file = &reply->message.files[0];

    return arena_print(&bench->job.arena, "%.*s", (int)file->content.length,
                       (const char *)file->content.at);
}

CHECK(everybody_gets_their_own_data_and_nobody_else_s)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench);
    shift(&bench, &emil, 0);
    shift(&bench, &olivia, 0);
    (void)press(&bench, &emil, "timeclock:clock_in", 2 * HOUR_MS);
    const struct reply reply = export(&bench, &emil, 3 * HOUR_MS);
    expect(reply.message.text, "2 shifts and 3 punches");
    SAME(reply.message.files[0].name, "mydata.json");
    SAME(reply.message.files[0].type, "application/json");
    const char *words = file_words(&bench, &reply);
    expect(words, "\"began_at\": \"2025-11-03T08:00:00.000Z\", \"ended_at\": "
                  "\"2025-11-03T09:00:00.000Z\"");
    expect(words, "\"ended_at\": null");
    expect(words, "\"kind\": \"out\", \"source\": \"button\", \"by_yourself\": true");
    expect(words, "\"member\": \"1\"");
    const struct reply stranger = export(&bench, &sam, 3 * HOUR_MS);
    expect(stranger.message.text, "0 shifts and 0 punches");
}

CHECK(who_asks_is_forgotten_once_off_the_clock)
{
    AUTO(bench_close) struct bench bench;
    const char *const id = "timeclock:forget:1762167600000"; /* asked at 12:00 */

    open_company(&bench);
    expect(command(&bench, &sam, "mydata delete", 0), "**0** are still needed");
    shift(&bench, &emil, 0);
    (void)press(&bench, &emil, "timeclock:clock_in", 2 * HOUR_MS);
    expect(command(&bench, &emil, "mydata delete", 3 * HOUR_MS), "Clock out first");
    expect(press(&bench, &emil, id, 3 * HOUR_MS), "Clock out first");
    (void)press(&bench, &emil, "timeclock:clock_out", 3 * HOUR_MS - 1);
    expect(command(&bench, &emil, "mydata delete", 3 * HOUR_MS), "**2** are still needed");
    shift(&bench, &olivia, 3 * HOUR_MS);
    shift(&bench, &emil, 4 * HOUR_MS); /* not asked for */
    expect(press(&bench, &emil, "timeclock:forget:x", 6 * HOUR_MS), "another time");
    expect(press(&bench, &emil, "timeclock:forget:9999999999999", 6 * HOUR_MS), "another time");
    expect(press(&bench, &emil, id, 6 * HOUR_MS), "0 shifts are deleted, 2 stay");
    expect(press(&bench, &emil, id, 6 * HOUR_MS), "0 shifts are deleted, 0 stay");
    expect(export(&bench, &emil, 7 * HOUR_MS).message.text, "1 shifts and 2 punches");
    expect(export(&bench, &olivia, 7 * HOUR_MS).message.text, "1 shifts and 2 punches");
    hold_whole(&bench);
}
