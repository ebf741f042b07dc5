/* What those who run the bot do, and what it does to the plans of servers. */
#include <string.h>

#include "base/text.h"
#include "domain/team/server.h"
#include "outbound/discord/servers.h"
#include "store/guilds.h"
#include "store/outbox.h"
#include "store/store.h"

#include "app/broadcast.h"
#include "app_bench.h"
#include "check.h"

enum { OPERATOR = 99, OTHER_GUILD = 4000 };

static const struct user_id operators[] = { { OPERATOR } };
static const struct person otto = { .guild = { GUILD }, .user = { OPERATOR } };

static void open_as_seller(struct bench *bench)
{
    bench_open(bench);
    bench->app.operators = operators;
    bench->app.operators_count = LENGTH(operators);
    bench->app.sells_plans = true;
}

static struct given_option days_option(int64_t days)
{
    return (struct given_option){ .name = "days", .kind = OPTION_WHOLE, .whole = days };
}

/* The same key twice is the same request, delivered twice. */
static const char *grant(struct bench *bench, const char *server, const char *plan, int64_t days,
                         const char *key)
{
    const struct given_option options[] = { text_option("server", server),
                                            text_option("plan", plan), days_option(days) };
    struct call call = { .kind = CALL_COMMAND,
                         .what = "owner grant",
                         .person = otto,
                         .options = options,
                         .options_count = days ? LENGTH(options) : LENGTH(options) - 1,
                         .request_key = key,
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms } };

    return carry(bench, &call);
}

static const char *revoke(struct bench *bench, const char *server)
{
    return command_with(bench, &otto, "owner revoke", text_option("server", server));
}

static void join(struct bench *bench, uint64_t guild, const char *name)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    bool is_new;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(guilds_joined(&bench->job, &change, (struct guild_id){ guild }, name,
                        (struct instant){ monday_ms }, &is_new),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

CHECK(where_nothing_is_sold_the_plan_includes_everything)
{
    AUTO(bench_close) struct bench bench;

    bench_open(&bench);
    const char *words = command(&bench, &olivia, "plan status", 0);
    expect(words, "[Plan: Everything included]");
    expect(words, "kept: for ever");
    expect(words, "Reports: any days");
    expect(command(&bench, &emil, "plan status", 0), "Only admins");
}

CHECK(a_granted_plan_is_there_until_its_last_day_and_its_data_longer)
{
    AUTO(bench_close) struct bench bench;
    static const int64_t day = INT64_C(24) * HOUR_MS;

    open_as_seller(&bench);
    expect(command(&bench, &olivia, "plan status", 0), "[Plan: Free]");
    expect(command(&bench, &olivia, "plan status", 0), "Reports: a sample");
    expect(grant(&bench, "1000", "pro", 10, NULL),
           "server `1000` has Pro now, until <t:1763020800:D>");
    const char *words = command(&bench, &olivia, "plan status", 10 * day - 1);
    expect(words, "[Plan: Pro] Given by those who run this bot, until <t:1763020800:D>.");
    expect(words, "kept: 30 days");
    expect(words, "Reports: the last 30 days");
    words = command(&bench, &olivia, "plan status", 10 * day);
    expect(words, "[Plan: Free]");
    expect(words, "kept: 30 days");
    expect(command(&bench, &olivia, "plan status", 13 * day), "kept: 24 hours");
}

CHECK(a_grant_delivered_twice_is_taken_back_at_once)
{
    AUTO(bench_close) struct bench bench;

    open_as_seller(&bench);
    SAME(grant(&bench, "1000", "basic", 0, "key"), grant(&bench, "1000", "basic", 0, "key"));
    expect(command(&bench, &olivia, "plan status", 0), "[Plan: Basic]");
    expect(revoke(&bench, "1000"), "is taken back. It has Free now");
    expect(command(&bench, &olivia, "plan status", 0), "[Plan: Free]");
    expect(revoke(&bench, "1000"), "nothing changed");
}

CHECK(a_server_that_never_met_us_has_its_plan_when_it_comes)
{
    AUTO(bench_close) struct bench bench;

    open_as_seller(&bench);
    expect(grant(&bench, "4000", "access", 0, NULL), "Done: server `4000` has Access now");
    expect(command(&bench, &otto, "owner servers", 0),
           "(no name yet)** `4000` · Access · not there");
    join(&bench, OTHER_GUILD, "The *Diner* @everyone");
    const char *words = command(&bench, &otto, "owner servers", 0);
    expect(words, "`4000` · Access · 0 members");
    expect(words, "The \\*Diner\\*");
    expect_not(words, "@everyone");
}

CHECK(wrong_ids_and_plans_are_refused_kindly)
{
    AUTO(bench_close) struct bench bench;
    static const char *const ids[] = { "0", "-1", "1e9", " 1", "99999999999999999999", "x" };

    open_as_seller(&bench);
    for (size_t i = 0; i < LENGTH(ids); i++) {
        expect(grant(&bench, ids[i], "pro", 0, NULL), "must be the id of a server");
        expect(revoke(&bench, ids[i]), "must be the id of a server");
    }
    expect(grant(&bench, "1000", "self-hosted", 0, NULL), "`plan`");
    expect(grant(&bench, "1000", "free", 0, NULL), "`plan`");
    expect(grant(&bench, "1000", "pro", 3661, NULL), "`days`");
    expect(command(&bench, &otto, "owner grant", 0), "`server`");
}

CHECK(for_everybody_else_there_is_no_such_command)
{
    AUTO(bench_close) struct bench bench;
    static const char *const paths[] = { "owner grant", "owner revoke", "owner servers",
                                         "owner broadcast" };

    open_as_seller(&bench);
    for (size_t i = 0; i < LENGTH(paths); i++)
        SAME(command(&bench, &olivia, paths[i], 0), command(&bench, &olivia, "no such", 0));
    SAME(press(&bench, &olivia, "owner:servers:1", 0), press(&bench, &olivia, "no such", 0));
    SAME(press(&bench, &olivia, "owner:broadcast", 0), press(&bench, &olivia, "no such", 0));
    SAME(press(&bench, &olivia, "owner:broadcast:send:k", 0), press(&bench, &olivia, "no such", 0));
    expect_not(command(&bench, &olivia, "help", 0), "/owner");
    expect(command(&bench, &otto, "help", 0), "/owner grant");
    expect(command(&bench, &otto, "plan status", 0), "Only admins");
}

CHECK(servers_are_listed_in_pages_with_the_totals_of_all)
{
    AUTO(bench_close) struct bench bench;

    open_as_seller(&bench);
    make_staff_employees(&bench);
    (void)press(&bench, &emil, "timeclock:clock_in", 0);
    for (uint64_t guild = 1; guild <= 20; guild++)
        join(&bench, OTHER_GUILD + guild, "Diner");
    const char *words = command(&bench, &otto, "owner servers", HOUR_MS);
    expect(words, "[Servers: 20 of 21 present, 1 people on the clock]");
    expect(words, "`1000` · Free · not there · 1 members · last used <t:1762156800:R>");
    expect(words, "(Previous) (Next)");
    expect_not(words, "`4010`");
    expect(press(&bench, &otto, "owner:servers:2", 0), "`4010`");
    expect(press(&bench, &otto, "owner:servers:3", 0), "`4020`");
    expect(press(&bench, &otto, "owner:servers:9", 0), "`4020`");
    expect(press(&bench, &otto, "owner:servers:zero", 0), "`1000`");
}

/* ---- letters to every server ---- */

enum { WAITING_MOST = 500 };

static const char *type_broadcast(struct bench *bench, const char *title, const char *text,
                                  const char *key)
{
    const struct given_entry entries[] = { { .id = "title", .text = title },
                                           { .id = "text", .text = text } };
    struct call call = { .kind = CALL_MODAL,
                         .what = "owner:broadcast",
                         .person = otto,
                         .entries = entries,
                         .entries_count = LENGTH(entries),
                         .request_key = key,
                         .source = SOURCE_BUTTON,
                         .made_at = { monday_ms } };

    return carry(bench, &call);
}

static const struct outbox_row *waiting(struct bench *bench, size_t *count)
{
    AUTO(store_return) struct link link = { 0 };
    const struct outbox_row *rows = NULL;

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(outbox_due(&bench->job, &link, (struct instant){ monday_ms + HOUR_MS }, WAITING_MOST,
                     &rows, count),
          FAULT_NONE);
    return rows;
}

static void meet(struct bench *bench, uint64_t guild, uint64_t place)
{
    servers_put(bench->app.servers,
                &(struct server){
                    .id = { guild }, .name = "Diner", .owner = { BOSS }, .place = { place } });
    join(bench, guild, "Diner");
}

static const char *body_of(struct bench *bench, const struct outbox_row *row)
{
    return arena_print(&bench->job.arena, "%.*s", (int)row->body.length,
                       (const char *)row->body.at);
}

CHECK(a_broadcast_goes_to_each_server_once_and_mentions_nobody)
{
    AUTO(bench_close) struct bench bench;
    const struct outbox_row *rows;
    size_t count;

    open_as_seller(&bench);
    meet(&bench, OTHER_GUILD, 77);
    meet(&bench, OTHER_GUILD + 1, 0);
    join(&bench, OTHER_GUILD + 2, "Gone from Discord");
    expect(command(&bench, &otto, "owner broadcast", 0), "<Write to every server> <Title> <Text>");
    const char *words = type_broadcast(&bench, "News", "Hi @everyone\nsecond *line*", "typed");
    expect(words, "This goes to **3** servers");
    expect(words, "(Send to 3 servers)");
    expect_not(words, "@everyone");
    SAME(type_broadcast(&bench, "News", "Hi @everyone\nsecond *line*", "typed"), words);
    (void)waiting(&bench, &count);
    EQUAL(count, 0);
    for (int i = 0; i < 2; i++)
        expect(press(&bench, &otto, "owner:broadcast:send:typed", 0), "Done: 2 letters");
    rows = waiting(&bench, &count);
    EQUAL(count, 2);
    EQUAL(rows[0].to, OUTBOX_CHANNEL);
    EQUAL(rows[0].target, 77);
    EQUAL(rows[1].to, OUTBOX_USER);
    EQUAL(rows[1].target, BOSS);
    expect(body_of(&bench, &rows[0]), "\"title\":\"News\"");
    expect(body_of(&bench, &rows[0]), "\\nsecond \\\\*line");
    expect(body_of(&bench, &rows[0]), "\"allowed_mentions\":{\"parse\":[]}");
    expect_not(body_of(&bench, &rows[0]), "@everyone");
}

CHECK(a_broadcast_reaches_servers_behind_the_first_step)
{
    AUTO(bench_close) struct bench bench;
    size_t count;

    open_as_seller(&bench);
    for (uint64_t i = 0; i < BROADCAST_STEP + 1; i++)
        meet(&bench, OTHER_GUILD + i, 9000 + i);
    expect(type_broadcast(&bench, "News", "Hi", "typed"), "(Send to 101 servers)");
    expect(press(&bench, &otto, "owner:broadcast:send:typed", 0), "Done: 101 letters");
    (void)waiting(&bench, &count);
    EQUAL(count, BROADCAST_STEP + 1);
}

CHECK(a_broadcast_of_nothing_to_nobody_or_unknown_is_refused_kindly)
{
    AUTO(bench_close) struct bench bench;

    open_as_seller(&bench);
    expect(type_broadcast(&bench, "News", "Hi", NULL), "in no server");
    meet(&bench, OTHER_GUILD, 77);
    expect(type_broadcast(&bench, " ", "Hi", NULL), "nothing to read");
    expect(type_broadcast(&bench, "News", "\n \n", NULL), "nothing to read");
    expect(press(&bench, &otto, "owner:broadcast:send:", 0), "do not have that text");
    expect(press(&bench, &otto, "owner:broadcast:send:never", 0), "do not have that text");
}
