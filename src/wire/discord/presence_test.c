#include "wire/discord/presence.h"

#include <stdio.h>
#include <string.h>

#include "base/mark.h"

#include "check.h"

static struct presence read_words(const char *words)
{
    struct presence presence = { 0 };

    HOLDS(presence_read(bytes_of(words), &presence), "%s", words);
    return presence;
}

CHECK(devices_are_read_wherever_they_stand)
{
    static const struct {
        const char *words;
        unsigned devices;
    } cases[] = {
        { "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\",\"status\":\"online\",\"client_status\":"
          "{\"desktop\":\"online\"},\"activities\":[{\"name\":\"x\",\"client_status\":{}}]}",
          DEVICE_DESKTOP },
        { "{\"client_status\":{\"mobile\":\"idle\",\"web\":\"dnd\"},\"guild_id\":\"9\","
          "\"user\":{\"username\":\"e\",\"id\":\"7\"}}",
          DEVICE_MOBILE | DEVICE_WEB },
        { "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\",\"client_status\":{\"mobile\":\"offline\"}}",
          0 },
        { "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\",\"client_status\":{\"embedded\":\"online\"}}",
          0 },
        { "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\",\"client_status\":null}", 0 },
        { "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\"}", 0 },
        { " { \"user\" : { \"id\" : \"7\" } , \"guild_id\" : \"9\" , \"client_status\" :"
          " { \"\\u006dobile\" : \"online\" } } ",
          DEVICE_MOBILE },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct presence presence = read_words(cases[i].words);
        HOLDS(presence.user.snowflake == 7 && presence.guild.snowflake == 9 &&
                  presence.devices == cases[i].devices,
              "%s", cases[i].words);
    }
}

CHECK(what_is_no_presence_is_refused)
{
    static const char *const cases[] = {
        "",
        "[]",
        "{}",
        "{\"user\":{\"id\":\"7\"}}",
        "{\"guild_id\":\"9\"}",
        "{\"user\":{\"id\":7},\"guild_id\":\"9\"}",
        "{\"user\":\"7\",\"guild_id\":\"9\"}",
        "{\"user\":{\"id\":\"7\"},\"guild_id\":\"x\"}",
        "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\"",
        "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\"} x",
        "{\"user\":{\"id\":\"7\"},\"guild_id\":\"9\",\"client_status\":{\"web\"}}",
    };
    struct presence presence;

    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(!presence_read(bytes_of(cases[i]), &presence), "%s", cases[i]);
}

static char seen[200];

static void note(void *context, struct user_id user, unsigned devices)
{
    char *at = seen + strlen(seen);

    (void)context;
    (void)snprintf(at, sizeof(seen) - (size_t)(at - seen), "%d:%u ", (int)user.snowflake, devices);
}

CHECK(a_server_brings_all_who_are_online)
{
    struct guild_id guild = { 0 };

    seen[0] = '\0';
    EQUAL(presences_of_guild(
              bytes_of("{\"members\":[{\"user\":{\"id\":\"1\"}}],\"presences\":[{\"user\":{\"id\":"
                       "\"1\"},\"client_status\":{\"web\":\"online\"}},{\"user\":{\"id\":\"2\"},"
                       "\"client_status\":{\"mobile\":\"idle\"}}],\"id\":\"9\"}"),
              note, NULL),
          true);
    SAME(seen, "1:2 2:4 ");
    EQUAL(presences_of_guild(bytes_of("{\"id\":\"9\"}"), note, NULL), true);
    EQUAL(presences_of_guild(bytes_of("{\"id\":\"9\",\"presences\":{}}"), note, NULL), false);
    EQUAL(presences_guild(bytes_of("{\"presences\":[],\"id\":\"9\"}"), &guild), true);
    EQUAL(guild.snowflake, 9);
    EQUAL(presences_guild(bytes_of("{\"presences\":[]}"), &guild), false);
}

CHECK(a_chunk_tells_of_members_first)
{
    seen[0] = '\0';
    EQUAL(presences_of_chunk(
              bytes_of("{\"presences\":[{\"user\":{\"id\":\"1\"},\"client_status\":{\"desktop\":"
                       "\"dnd\"}}],\"guild_id\":\"9\",\"members\":[{\"user\":{\"id\":\"1\"}},"
                       "{\"user\":{\"id\":\"2\"}}],\"not_found\":[]}"),
              note, NULL),
          true);
    SAME(seen, "1:0 2:0 1:1 ");
}
