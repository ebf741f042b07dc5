#include "store/grants.h"

#include "base/job.h"
#include "store/guilds.h"
#include "store/servers.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"

static const struct guild_id diner = { 700 }, cafe = { 701 };
static const struct user_id operator_one = { 9 };

static struct grant grant_of(const char *key, enum plan plan, int64_t from, int64_t until)
{
    return (struct grant){
        .guild = diner,
        .plan = plan,
        .from = { from },
        .ends = until > 0,
        .until = { until },
        .by = operator_one,
        .note = "they asked",
        .request_key = key,
    };
}

static void add(struct bench *bench, struct grant grant)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(grants_add(&bench->job, &change, &grant), FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

static size_t revoke(struct bench *bench, const char *key, int64_t now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    size_t count = 0;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(grants_revoke(&bench->job, &change, diner, operator_one, key, (struct instant){ now },
                        &count),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    return count;
}

static size_t list(struct bench *bench, const struct plan_source **sources)
{
    AUTO(store_return) struct link link = { 0 };
    size_t count;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(grants_list(&bench->job, &link, diner, sources, &count), FAULT_NONE);
    return count;
}

ON_EVERY_ENGINE(a_grant_counts_once_for_a_server_nobody_met)
{
    const struct plan_source *sources;

    add(bench, grant_of("a", PLAN_BASIC, 1000, 5000));
    add(bench, grant_of("a", PLAN_PRO, 2000, 0));
    add(bench, grant_of("b", PLAN_PRO, 2000, 0));
    EQUAL(list(bench, &sources), 2);
    EQUAL(sources[0].plan, PLAN_PRO);
    EQUAL(sources[0].ends, false);
    EQUAL(sources[1].plan, PLAN_BASIC);
    EQUAL(sources[1].from.ms, 1000);
    EQUAL(sources[1].until.ms, 5000);
}

ON_EVERY_ENGINE(revoking_takes_what_is_in_force_and_says_the_same_twice)
{
    const struct plan_source *sources;

    add(bench, grant_of("past", PLAN_BASIC, 1000, 5000));
    add(bench, grant_of("now", PLAN_BASIC, 1000, 9000));
    add(bench, grant_of("always", PLAN_PRO, 1000, 0));
    EQUAL(revoke(bench, "r1", 6000), 2);
    EQUAL(revoke(bench, "r1", 6001), 2);
    EQUAL(revoke(bench, "r2", 6002), 0);
    EQUAL(list(bench, &sources), 1);
    EQUAL(sources[0].until.ms, 5000);
    SAME(bench_query(bench, "select request_key, revoked_by, revoked_at from plan_grant"
                            " where revoke_key = 'r1' order by request_key"),
         "always|9|6000\nnow|9|6000\n");
}

ON_EVERY_ENGINE(the_list_of_servers_tells_of_each_and_of_all)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct servers servers;
    bool is_new;

    add(bench, grant_of("a", PLAN_BASIC, 1000, 0));
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(guilds_joined(&bench->job, &change, cafe, "Café", (struct instant){ 5 }, &is_new),
          FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
    (void)bench_query(bench,
                      "insert into session (guild_id, session_id, member_id, began_at,"
                      " ended_at, estimated, device_unknown) values"
                      " (701, 1, 5, 10, 20, false, false), (701, 2, 5, 30, null, false, false),"
                      " (701, 3, 6, 30, 40, false, false)");
    EQUAL(servers_page(&bench->job, &link, 0, 10, &servers), FAULT_NONE);
    EQUAL(servers.count, 2);
    EQUAL(servers.known, 2);
    EQUAL(servers.present, 1);
    EQUAL(servers.open, 1);
    EQUAL(servers.list[0].present, false);
    SAME(servers.list[1].name, "Café");
    EQUAL(servers.list[1].members, 2);
    EQUAL(servers.list[1].open, 1);
    EQUAL(servers.list[1].active, false);
    EQUAL(servers_page(&bench->job, &link, 1, 10, &servers), FAULT_NONE);
    EQUAL(servers.count, 1);
}
