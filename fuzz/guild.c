/* What Discord tells of servers and their roles. */
#include <assert.h>
#include <stdint.h>

#include "base/job.h"
#include "wire/discord/guild.h"
#include "wire/discord/timestamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(job_end) struct job job = { .name = "fuzz" };
    const struct bytes bytes = { data, size };
    struct guild_welcome welcome;
    struct server server;
    struct server_role role;
    struct role_id gone;
    struct guild_id guild;
    struct instant instant;

    if (guild_read(&job, bytes, &server) == FAULT_NONE) {
        assert(server.id.snowflake && server.owner.snowflake && server.name);
        assert(server.roles_count <= SERVER_ROLES_MOST);
        for (size_t i = 0; i < server.roles_count; i++)
            assert(server.roles[i].id.snowflake && server.roles[i].name);
    }
    if (guild_role_read(&job, bytes, &guild, &role) == FAULT_NONE)
        assert(guild.snowflake && role.id.snowflake && role.name);
    if (guild_role_gone_read(&job, bytes, &guild, &gone) == FAULT_NONE)
        assert(guild.snowflake && gone.snowflake);
    if (guild_welcome_read(&job, bytes, (struct user_id){ 9 }, &welcome) == FAULT_NONE)
        assert(welcome.joined_at.ms >= 0);
    char *text = arena_take(&job.arena, size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)data[i];
    if (timestamp_read(text, &instant))
        assert(instant.ms >= 0);
    return 0;
}
