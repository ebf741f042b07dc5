#include "wire/discord/guild.h"

#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "base/utf8.h"
#include "domain/team/permission.h"
#include "wire/discord/field.h"
#include "wire/discord/frame.h"
#include "wire/discord/timestamp.h"
#include "wire/json.h"
#include "wire/scan.h"

enum { CHANNEL_TEXT = 0, POSITION_MOST = INT16_MAX };

/* One part of a large event as a tree; nothing when it is absent. */
static enum fault read_part(struct job *job, struct bytes part, const struct json **root)
{
    *root = NULL;
    if (part.length == 0 || scan_is_null(part))
        return FAULT_NONE;
    return json_read(job, part, FRAME_DEPTH_MOST, root);
}

static enum fault read_role(struct job *job, const struct json *json, struct server_role *role)
{
    struct server_role read = { 0 };
    int64_t position = 0;
    enum fault fault;

    if ((fault = field_snowflake(job, json, "id", &read.id.snowflake)) ||
        (fault = field_text(job, json, "name", ROLE_NAME_MOST, &read.name)) ||
        (fault = field_may_bits(job, json, "permissions", &read.permissions)))
        return fault;
    if (json_whole(json, "position", &position) && llabs(position) <= POSITION_MOST)
        read.position = (int)position;
    if (!json_flag(json, "managed", &read.managed))
        read.managed = false;
    *role = read;
    return FAULT_NONE;
}

static int by_id(const void *one, const void *other)
{
    const struct server_role *a = one, *b = other;

    return a->id.snowflake < b->id.snowflake ? -1 : a->id.snowflake > b->id.snowflake;
}

static enum fault read_roles(struct job *job, struct bytes part, struct server *server)
{
    const struct json *list;
    enum fault fault = read_part(job, part, &list);

    if (fault)
        return fault;
    if (json_kind(list) != JSON_LIST || json_count(list) > SERVER_ROLES_MOST)
        return fail(job, FAULT_INPUT, "discord: a server without roles, or with too many");
    struct server_role *roles = arena_take_many(&job->arena, json_count(list), sizeof(*roles));
    for (const struct json *item = json_items(list); item; item = json_next(item))
        if ((fault = read_role(job, item, &roles[server->roles_count++])))
            return fault;
    qsort(roles, server->roles_count, sizeof(*roles), by_id);
    server->roles = roles;
    return FAULT_NONE;
}

enum fault guild_read(struct job *job, struct bytes data, struct server *server)
{
    enum { ID, NAME, OWNER, ROLES };
    struct scan_field fields[] = {
        [ID] = { .name = "id" },
        [NAME] = { .name = "name" },
        [OWNER] = { .name = "owner_id" },
        [ROLES] = { .name = "roles" },
    };
    struct server read = { 0 };

    if (!scan(data, FRAME_DEPTH_MOST, fields, LENGTH(fields)) ||
        !scan_snowflake(fields[ID].value, &read.id.snowflake) ||
        !scan_snowflake(fields[OWNER].value, &read.owner.snowflake))
        return fail(job, FAULT_INPUT, "discord: a server without id or owner");
    const char *name = scan_text(&job->arena, fields[NAME].value);
    if (!name || utf8_length(name) > SERVER_NAME_MOST)
        return fail(job, FAULT_INPUT, "discord: a server without name, or with a long one");
    read.name = name;
    const enum fault fault = read_roles(job, fields[ROLES].value, &read);
    if (!fault)
        *server = read;
    return fault;
}

enum fault guild_role_read(struct job *job, struct bytes data, struct guild_id *guild,
                           struct server_role *role)
{
    const struct json *root = NULL, *object = NULL;
    struct guild_id where = { 0 };
    enum fault fault;

    if ((fault = json_read(job, data, FRAME_DEPTH_MOST, &root)) ||
        (fault = field_snowflake(job, root, "guild_id", &where.snowflake)) ||
        (fault = field_object(job, root, "role", &object)) ||
        (fault = read_role(job, object, role)))
        return fault;
    *guild = where;
    return FAULT_NONE;
}

enum fault guild_role_gone_read(struct job *job, struct bytes data, struct guild_id *guild,
                                struct role_id *role)
{
    const struct json *root = NULL;
    struct guild_id where = { 0 };
    enum fault fault;

    if ((fault = json_read(job, data, FRAME_DEPTH_MOST, &root)) ||
        (fault = field_snowflake(job, root, "guild_id", &where.snowflake)) ||
        (fault = field_snowflake(job, root, "role_id", &role->snowflake)))
        return fault;
    *guild = where;
    return FAULT_NONE;
}

/* ---- where to say hello ---- */

/* The roles of the bot's own member; none when Discord does not show it. */
static enum fault read_own_roles(struct job *job, struct bytes part, struct permission_holder *bot)
{
    const struct json *list;
    uint64_t *roles = NULL, user;
    enum fault fault = read_part(job, part, &list);

    if (fault)
        return fault;
    for (const struct json *item = json_items(list); item; item = json_next(item)) {
        if (!json_snowflake(json_at(item, "user"), "id", &user) || user != bot->user.snowflake)
            continue;
        fault = field_snowflakes(job, item, "roles", SERVER_ROLES_MOST, &roles, &bot->roles_count);
        bot->roles = (const struct role_id *)roles;
        return fault;
    }
    return FAULT_NONE;
}

static void add_up(const struct server *server, struct permission_holder *bot)
{
    const struct server_role *everyone = server_role(server,
                                                     (struct role_id){ server->id.snowflake });

    bot->everywhere = everyone ? everyone->permissions : 0;
    for (size_t i = 0; i < bot->roles_count; i++) {
        const struct server_role *role = server_role(server, bot->roles[i]);
        bot->everywhere |= role ? role->permissions : 0;
    }
}

static enum fault may_write(struct job *job, const struct json *channel,
                            const struct permission_holder *bot, bool *may)
{
    const struct json *list = NULL;
    size_t count = 0;
    enum fault fault = field_may_list(job, channel, "permission_overwrites",
                                      CHANNEL_OVERWRITES_MOST, &list);

    if (fault)
        return fault;
    struct overwrite *overwrites = arena_take_many(&job->arena, json_count(list),
                                                   sizeof(*overwrites));
    for (const struct json *item = json_items(list); item; item = json_next(item)) {
        struct overwrite *overwrite = &overwrites[count++];
        if ((fault = field_snowflake(job, item, "id", &overwrite->subject)) ||
            (fault = field_may_bits(job, item, "allow", &overwrite->allow)) ||
            (fault = field_may_bits(job, item, "deny", &overwrite->deny)))
            return fault;
    }
    const uint64_t bits = permission_in_channel(bot, overwrites, count);
    *may = (bits & PERMISSIONS_TO_WRITE) == PERMISSIONS_TO_WRITE;
    return FAULT_NONE;
}

static enum fault find_place(struct job *job, struct bytes part,
                             const struct permission_holder *bot, uint64_t system_channel,
                             struct channel_id *place)
{
    const struct json *list;
    int64_t type, position, first = INT64_MAX;
    enum fault fault = read_part(job, part, &list);

    if (fault)
        return fault;
    for (const struct json *item = json_items(list); item; item = json_next(item)) {
        uint64_t id;
        bool may = false;
        if (!json_whole(item, "type", &type) || type != CHANNEL_TEXT ||
            !json_snowflake(item, "id", &id))
            continue;
        if ((fault = may_write(job, item, bot, &may)))
            return fault;
        if (!json_whole(item, "position", &position))
            position = POSITION_MOST;
        if (id == system_channel)
            position = INT64_MIN;
        if (!may || position >= first)
            continue;
        first = position;
        place->snowflake = id;
    }
    return FAULT_NONE;
}

enum fault guild_welcome_read(struct job *job, struct bytes data, struct user_id bot,
                              struct guild_welcome *welcome)
{
    enum { JOINED, SYSTEM, CHANNELS, MEMBERS };
    struct scan_field fields[] = {
        [JOINED] = { .name = "joined_at" },
        [SYSTEM] = { .name = "system_channel_id" },
        [CHANNELS] = { .name = "channels" },
        [MEMBERS] = { .name = "members" },
    };
    struct guild_welcome read = { 0 };
    struct server server;
    uint64_t system_channel = 0;
    enum fault fault = guild_read(job, data, &server);

    if (fault)
        return fault;
    struct permission_holder holder = { .guild = server.id, .user = bot };
    if (!scan(data, FRAME_DEPTH_MOST, fields, LENGTH(fields)))
        return fail(job, FAULT_INPUT, "discord: a server that is no object");
    if (!scan_snowflake(fields[SYSTEM].value, &system_channel))
        system_channel = 0;
    const char *joined_at = scan_text(&job->arena, fields[JOINED].value);
    if (!joined_at || !timestamp_read(joined_at, &read.joined_at))
        read.joined_at = (struct instant){ 0 };
    if ((fault = read_own_roles(job, fields[MEMBERS].value, &holder)))
        return fault;
    add_up(&server, &holder);
    fault = find_place(job, fields[CHANNELS].value, &holder, system_channel, &read.place);
    if (!fault)
        *welcome = read;
    return fault;
}
