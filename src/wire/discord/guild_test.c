#include "wire/discord/guild.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/discord/timestamp.h"

#include "check.h"

static const char head[] = "\"id\":\"100\",\"name\":\"Caf\\u00e9\",\"owner_id\":\"5\","
                           "\"system_channel_id\":\"31\","
                           "\"joined_at\":\"2025-11-03T08:00:00.250000+00:00\"";
static const char roles[] = "\"roles\":["
                            "{\"id\":\"300\",\"name\":\"Bot\",\"position\":2,\"managed\":true,"
                            "\"permissions\":\"2048\"},"
                            "{\"id\":\"100\",\"name\":\"@everyone\",\"position\":0,"
                            "\"managed\":false,\"permissions\":\"17408\"}]";
static const char members[] = "\"members\":[{\"user\":{\"id\":\"8\"},\"roles\":[]},"
                              "{\"user\":{\"id\":\"9\"},\"roles\":[\"300\"]}]";

CHECK(a_server_is_read_with_its_roles_by_id)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct server server;

    EQUAL(guild_read(&job, bytes_of(arena_print(&job.arena, "{%s,%s,\"x\":[{}]}", head, roles)),
                     &server),
          FAULT_NONE);
    EQUAL(server.id.snowflake, 100);
    SAME(server.name, "Café");
    EQUAL(server.owner.snowflake, 5);
    EQUAL(server.roles_count, 2);
    EQUAL(server.roles[0].id.snowflake, 100);
    EQUAL(server.roles[1].managed, true);
    EQUAL(server.roles[1].permissions, 2048);
    SAME(server_role(&server, (struct role_id){ 300 })->name, "Bot");
    EQUAL(server_role(&server, (struct role_id){ 301 }) == NULL, true);
}

CHECK(what_is_no_server_or_tells_nothing_of_it_is_refused)
{
    static const char *const cases[] = {
        "",
        "[]",
        "{}",
        "{\"id\":\"100\",\"unavailable\":true}",
        "{\"id\":\"100\",\"name\":\"n\",\"owner_id\":\"5\"}",
        "{\"id\":\"100\",\"name\":\"n\",\"owner_id\":\"5\",\"roles\":{}}",
        "{\"id\":\"100\",\"name\":\"n\",\"owner_id\":\"5\",\"roles\":[{\"id\":\"1\"}]}",
        "{\"id\":\"100\",\"owner_id\":\"5\",\"roles\":[]}",
        "{\"id\":\"0\",\"name\":\"n\",\"owner_id\":\"5\",\"roles\":[]}",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct server server;
        HOLDS(guild_read(&job, bytes_of(cases[i]), &server) == FAULT_INPUT, "%s", cases[i]);
    }
}

CHECK(a_role_that_comes_changes_or_goes_is_read)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct server_role role;
    struct guild_id guild;
    struct role_id gone;

    EQUAL(guild_role_read(&job,
                          bytes_of("{\"guild_id\":\"7\",\"role\":{\"id\":\"8\",\"name\":\"Staff\","
                                   "\"position\":3,\"permissions\":\"0\",\"managed\":false}}"),
                          &guild, &role),
          FAULT_NONE);
    EQUAL(guild.snowflake, 7);
    EQUAL(role.id.snowflake, 8);
    EQUAL(role.position, 3);
    EQUAL(guild_role_gone_read(&job, bytes_of("{\"guild_id\":\"7\",\"role_id\":\"8\"}"), &guild,
                               &gone),
          FAULT_NONE);
    EQUAL(gone.snowflake, 8);
    EQUAL(guild_role_read(&job, bytes_of("{\"guild_id\":\"7\"}"), &guild, &role), FAULT_INPUT);
    EQUAL(guild_role_gone_read(&job, bytes_of("{\"role_id\":\"7\"}"), &guild, &gone), FAULT_INPUT);
}

CHECK(the_welcome_goes_where_the_bot_may_write)
{
    static const struct {
        const char *title;
        const char *channels;
        uint64_t place;
    } cases[] = {
        { "the system channel",
          "{\"id\":\"30\",\"type\":0,\"position\":0},"
          "{\"id\":\"31\",\"type\":0,\"position\":9}",
          31 },
        { "it is closed to the bot",
          "{\"id\":\"31\",\"type\":0,\"position\":0,\"permission_overwrites\":"
          "[{\"id\":\"9\",\"type\":1,\"allow\":\"0\",\"deny\":\"2048\"}]},"
          "{\"id\":\"33\",\"type\":0,\"position\":2},{\"id\":\"32\",\"type\":0,\"position\":1}",
          32 },
        { "voice channels are none", "{\"id\":\"31\",\"type\":2,\"position\":0}", 0 },
        { "nobody may write",
          "{\"id\":\"30\",\"type\":0,\"position\":0,"
          "\"permission_overwrites\":[{\"id\":\"300\",\"type\":0,"
          "\"allow\":\"0\",\"deny\":\"2048\"}]}",
          0 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct guild_welcome welcome;
        const char *data = arena_print(&job.arena, "{%s,%s,%s,\"channels\":[%s]}", head, roles,
                                       members, cases[i].channels);
        EQUAL(guild_welcome_read(&job, bytes_of(data), (struct user_id){ 9 }, &welcome),
              FAULT_NONE);
        HOLDS(welcome.place.snowflake == cases[i].place, "%s", cases[i].title);
        EQUAL(welcome.joined_at.ms, INT64_C(1762156800250));
    }
}

CHECK(timestamps_are_read_whole_or_not_at_all)
{
    static const struct {
        const char *text;
        int64_t ms; /* -1: refused */
    } cases[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "2024-02-29T23:59:59.999999+00:00", INT64_C(1709251199999) },
        { "2025-11-03T08:00:00.2Z", INT64_C(1762156800200) },
        { "2023-02-29T00:00:00Z", -1 },
        { "2025-11-03T24:00:00Z", -1 },
        { "2025-11-03T08:00:00+01:00", -1 },
        { "2025-11-03T08:00:00.Z", -1 },
        { "2025-11-03", -1 },
        { "", -1 },
        { "2025-13-03T08:00:00Z", -1 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct instant instant = { -1 };
        const bool read = timestamp_read(cases[i].text, &instant);
        HOLDS(read == (cases[i].ms >= 0) && instant.ms == cases[i].ms, "%s", cases[i].text);
    }
}
