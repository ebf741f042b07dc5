#include "domain/team/server.h"

const struct server_role *server_role(const struct server *server, struct role_id role)
{
    for (size_t i = 0; i < server->roles_count; i++)
        if (server->roles[i].id.snowflake == role.snowflake)
            return &server->roles[i];
    return NULL;
}

bool server_is_everyone(struct guild_id guild, struct role_id role)
{
    return role.snowflake == guild.snowflake;
}
