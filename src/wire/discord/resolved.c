#include "wire/discord/resolved.h"

#include "base/job.h"
#include "wire/discord/field.h"
#include "wire/json.h"
#include "wire/snowflake.h"

_Static_assert(sizeof(struct role_id) == sizeof(uint64_t), "a list of ids is a list of roles");

static enum fault read_member(struct job *job, const struct json *member,
                              struct interaction_person *person)
{
    uint64_t *roles = NULL;
    enum fault fault;

    person->member = true;
    person->nick = json_text(member, "nick");
    if ((fault = field_may_bits(job, member, "permissions", &person->permissions)) ||
        (fault = field_snowflakes(job, member, "roles", INTERACTION_ROLES_MOST, &roles,
                                  &person->roles_count)))
        return fault;
    person->roles = (const struct role_id *)roles;
    return FAULT_NONE;
}

enum fault person_read(struct job *job, const struct json *user, const struct json *member,
                       struct interaction_person *person)
{
    struct interaction_person read = {
        .username = json_text(user, "username"),
        .global_name = json_text(user, "global_name"),
    };
    enum fault fault = field_snowflake(job, user, "id", &read.user.snowflake);

    if (!json_flag(user, "bot", &read.bot))
        read.bot = false;
    if (!fault && member)
        fault = read_member(job, member, &read);
    if (!fault)
        *person = read;
    return fault;
}

static enum fault read_people(struct job *job, const struct json *json,
                              struct interaction_resolved *resolved)
{
    const struct json *users = NULL, *members = NULL;
    enum fault fault;

    if ((fault = field_may_map(job, json, "users", INTERACTION_RESOLVED_MOST, &users)) ||
        (fault = field_may_map(job, json, "members", INTERACTION_RESOLVED_MOST, &members)))
        return fault;

    struct interaction_person *people = arena_take_many(&job->arena, json_count(users),
                                                        sizeof(people[0]));
    for (const struct json *user = json_items(users); user; user = json_next(user)) {
        const struct json *member = json_at(members, json_name(user));
        if ((fault = person_read(job, user, member, &people[resolved->people_count++])))
            return fault;
    }
    resolved->people = people;
    return FAULT_NONE;
}

static enum fault read_role(struct job *job, const struct json *json, struct interaction_role *role)
{
    enum fault fault;

    if ((fault = field_snowflake(job, json, "id", &role->role.snowflake)) ||
        (fault = field_may_bits(job, json, "permissions", &role->permissions)))
        return fault;
    role->name = json_text(json, "name");
    if (!json_flag(json, "managed", &role->managed))
        role->managed = false;
    return FAULT_NONE;
}

static enum fault read_roles(struct job *job, const struct json *json,
                             struct interaction_resolved *resolved)
{
    const struct json *map = NULL;
    enum fault fault = field_may_map(job, json, "roles", INTERACTION_RESOLVED_MOST, &map);

    if (fault)
        return fault;

    struct interaction_role *roles = arena_take_many(&job->arena, json_count(map),
                                                     sizeof(roles[0]));
    for (const struct json *role = json_items(map); role; role = json_next(role))
        if ((fault = read_role(job, role, &roles[resolved->roles_count++])))
            return fault;
    resolved->roles = roles;
    return FAULT_NONE;
}

static enum fault read_channel(struct job *job, const struct json *json,
                               struct interaction_channel *channel)
{
    int64_t type = 0;
    enum fault fault;

    if ((fault = field_snowflake(job, json, "id", &channel->channel.snowflake)) ||
        (fault = field_whole(job, json, "type", 0, INT16_MAX, &type)) ||
        (fault = field_may_bits(job, json, "permissions", &channel->permissions)))
        return fault;
    channel->name = json_text(json, "name");
    channel->type = (int)type;
    return FAULT_NONE;
}

static enum fault read_channels(struct job *job, const struct json *json,
                                struct interaction_resolved *resolved)
{
    const struct json *map = NULL;
    enum fault fault = field_may_map(job, json, "channels", INTERACTION_RESOLVED_MOST, &map);

    if (fault)
        return fault;

    struct interaction_channel *channels = arena_take_many(&job->arena, json_count(map),
                                                           sizeof(channels[0]));
    for (const struct json *channel = json_items(map); channel; channel = json_next(channel))
        if ((fault = read_channel(job, channel, &channels[resolved->channels_count++])))
            return fault;
    resolved->channels = channels;
    return FAULT_NONE;
}

static enum fault read_file(struct job *job, const struct json *json, struct interaction_file *file)
{
    enum fault fault;

    if ((fault = field_snowflake(job, json, "id", &file->attachment)) ||
        (fault = field_text(job, json, "filename", INTERACTION_FILE_NAME_MOST, &file->name)) ||
        (fault = field_text(job, json, "url", INTERACTION_ADDRESS_MOST, &file->url)) ||
        (fault = field_whole(job, json, "size", 0, JSON_WHOLE_MOST, &file->size)))
        return fault;
    file->type = json_text(json, "content_type");
    return FAULT_NONE;
}

static enum fault read_files(struct job *job, const struct json *json,
                             struct interaction_resolved *resolved)
{
    const struct json *map = NULL;
    enum fault fault = field_may_map(job, json, "attachments", INTERACTION_RESOLVED_MOST, &map);

    if (fault)
        return fault;

    struct interaction_file *files = arena_take_many(&job->arena, json_count(map),
                                                     sizeof(files[0]));
    for (const struct json *file = json_items(map); file; file = json_next(file))
        if ((fault = read_file(job, file, &files[resolved->files_count++])))
            return fault;
    resolved->files = files;
    return FAULT_NONE;
}

enum fault resolved_read(struct job *job, const struct json *json,
                         struct interaction_resolved *resolved)
{
    struct interaction_resolved read = { 0 };
    enum fault fault;

    if ((fault = read_people(job, json, &read)) || (fault = read_roles(job, json, &read)) ||
        (fault = read_channels(job, json, &read)) || (fault = read_files(job, json, &read)))
        return fault;
    *resolved = read;
    return FAULT_NONE;
}
