#include "outbound/discord/servers.h"

#include <string.h>

#include "base/job.h"

#include "check.h"

static const struct server_role roles[] = {
    { { 100 }, "@everyone", 0, false, 1024 },
    { { 300 }, "Staff", 2, false, 0 },
    { { 400 }, "Bot", 1, true, 2048 },
};

static struct server server_of(uint64_t id)
{
    return (struct server){ { id }, "Corner Café", { 5 }, roles, LENGTH(roles), { 0 } };
}

CHECK(a_server_is_known_as_it_was_told_and_forgotten_when_it_is_gone)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct servers *servers = servers_new(&(struct servers_plan){ 0 });
    const struct server told = server_of(100);
    struct server server;

    EQUAL(servers_know(&job, servers, told.id, &server), false);
    EQUAL(servers_find(&job, servers, told.id, &server), FAULT_MISSING);
    servers_put(servers, &told);
    EQUAL(servers_find(&job, servers, told.id, &server), FAULT_NONE);
    SAME(server.name, "Corner Café");
    EQUAL(server.owner.snowflake, 5);
    EQUAL(server.roles_count, 3);
    SAME(server_role(&server, (struct role_id){ 300 })->name, "Staff");
    EQUAL(server_role(&server, (struct role_id){ 400 })->managed, true);
    EQUAL(server_role(&server, (struct role_id){ 400 })->permissions, 2048);
    servers_drop(servers, told.id);
    EQUAL(servers_know(&job, servers, told.id, &server), false);
    EQUAL(servers_metrics(servers).bytes, 0);
    servers_free(servers);
}

CHECK(where_we_may_write_stays_known_when_a_later_notice_does_not_tell)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct servers *servers = servers_new(&(struct servers_plan){ 0 });
    struct server told = server_of(100);
    struct server server = { 0 };

    told.place.snowflake = 9;
    servers_put(servers, &told);
    told.place.snowflake = 0;
    servers_put(servers, &told);
    servers_drop_role(&job, servers, told.id, (struct role_id){ 400 });
    EQUAL(servers_know(&job, servers, told.id, &server), true);
    EQUAL(server.place.snowflake, 9);
    told.place.snowflake = 10;
    servers_put(servers, &told);
    EQUAL(servers_know(&job, servers, told.id, &server), true);
    EQUAL(server.place.snowflake, 10);
    servers_free(servers);
}

CHECK(roles_come_change_and_go)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct servers *servers = servers_new(&(struct servers_plan){ 0 });
    const struct server told = server_of(100);
    struct server server;

    servers_put(servers, &told);
    servers_put_role(&job, servers, told.id,
                     &(struct server_role){ { 500 }, "Night shift", 4, false, 0 });
    servers_put_role(&job, servers, told.id, &(struct server_role){ { 300 }, "Team", 2, false, 8 });
    servers_drop_role(&job, servers, told.id, (struct role_id){ 400 });
    servers_drop_role(&job, servers, told.id, (struct role_id){ 999 });
    servers_put_role(&job, servers, (struct guild_id){ 77 }, &roles[1]);
    EQUAL(servers_know(&job, servers, told.id, &server), true);
    EQUAL(server.roles_count, 3);
    SAME(server_role(&server, (struct role_id){ 500 })->name, "Night shift");
    SAME(server_role(&server, (struct role_id){ 300 })->name, "Team");
    EQUAL(server_role(&server, (struct role_id){ 400 }) == NULL, true);
    EQUAL(servers_know(&job, servers, (struct guild_id){ 77 }, &server), false);
    servers_free(servers);
}

CHECK(the_view_is_bounded_and_lets_go_what_was_not_looked_at)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct servers *servers = servers_new(&(struct servers_plan){ .most = 100 });
    struct server server;

    for (uint64_t id = 1; id <= 100; id++) {
        const struct server told = server_of(id << 22);
        servers_put(servers, &told);
    }
    EQUAL(servers_know(&job, servers, (struct guild_id){ UINT64_C(1) << 22 }, &server), true);
    for (uint64_t id = 101; id <= 150; id++) {
        const struct server told = server_of(id << 22);
        servers_put(servers, &told);
    }
    const struct servers_metrics metrics = servers_metrics(servers);
    EQUAL(metrics.servers, 100);
    EQUAL(metrics.pushed_out, 50);
    EQUAL(servers_know(&job, servers, (struct guild_id){ UINT64_C(1) << 22 }, &server), true);
    EQUAL(servers_know(&job, servers, (struct guild_id){ UINT64_C(2) << 22 }, &server), false);
    HOLDS(metrics.bytes / metrics.servers < 250, "%zu bytes a server of three roles",
          metrics.bytes / metrics.servers);
    servers_free(servers);
}

CHECK(bytes_are_a_bound_as_well)
{
    struct servers *servers = servers_new(&(struct servers_plan){ .bytes_most = 2000 });

    for (uint64_t id = 1; id <= 50; id++) {
        const struct server told = server_of(id << 22);
        servers_put(servers, &told);
    }
    HOLDS(servers_metrics(servers).bytes <= 2000, "%zu", servers_metrics(servers).bytes);
    HOLDS(servers_metrics(servers).servers > 5, "%zu", servers_metrics(servers).servers);
    servers_free(servers);
}
