#include "wire/discord/presence.h"

#include <stdint.h>

#include "wire/cursor.h"
#include "wire/discord/frame.h"
#include "wire/scan.h"

static struct cursor cursor_at(struct bytes data)
{
    return cursor_on(data, FRAME_DEPTH_MOST, SIZE_MAX);
}

/* Over the value behind a name; the value as JSON. */
static bool take_value(struct cursor *cursor, struct bytes *value)
{
    const unsigned char *from = cursor->at;

    if (!cursor_skip(cursor))
        return false;
    *value = (struct bytes){ from, (size_t)(cursor->at - from) };
    return true;
}

static bool take_snowflake(struct cursor *cursor, uint64_t *snowflake)
{
    struct bytes value;

    return take_value(cursor, &value) && scan_snowflake(value, snowflake);
}

/* {"id": "1", …} */
static bool take_user(struct cursor *cursor, struct user_id *user)
{
    struct bytes name;
    bool first = true;

    if (!cursor_enter(cursor))
        return false;
    while (cursor_member(cursor, &first, &name))
        if (cursor_text_is(name, bytes_of("id")) ? !take_snowflake(cursor, &user->snowflake)
                                                 : !cursor_skip(cursor))
            return false;
    return !cursor->why;
}

static unsigned device_of(struct bytes name)
{
    if (cursor_text_is(name, bytes_of("desktop")))
        return DEVICE_DESKTOP;
    if (cursor_text_is(name, bytes_of("web")))
        return DEVICE_WEB;
    return cursor_text_is(name, bytes_of("mobile")) ? DEVICE_MOBILE : 0;
}

/* {"mobile": "idle", …}: a device that is offline is not there, or says so. */
static bool take_devices(struct cursor *cursor, unsigned *devices)
{
    struct bytes name, status;
    bool first = true;

    *devices = 0;
    if (!cursor_enter(cursor))
        return cursor_skip(cursor);
    while (cursor_member(cursor, &first, &name)) {
        const unsigned device = device_of(name);
        if (!take_value(cursor, &status))
            return false;
        if (status.at[0] == '"' && !scan_is(status, "offline"))
            *devices |= device;
    }
    return !cursor->why;
}

static bool take_member(struct cursor *cursor, struct bytes name, struct presence *presence)
{
    if (cursor_text_is(name, bytes_of("user")))
        return take_user(cursor, &presence->user);
    if (cursor_text_is(name, bytes_of("client_status")))
        return take_devices(cursor, &presence->devices);
    if (cursor_text_is(name, bytes_of("guild_id")))
        return take_snowflake(cursor, &presence->guild.snowflake);
    return cursor_skip(cursor);
}

/* Also of a member object, which has a user and no devices. */
static bool take_presence(struct cursor *cursor, struct presence *presence)
{
    struct bytes name;
    bool first = true;

    *presence = (struct presence){ 0 };
    if (!cursor_enter(cursor))
        return false;
    while (cursor_member(cursor, &first, &name))
        if (!take_member(cursor, name, presence))
            return false;
    return !cursor->why && presence->user.snowflake != 0;
}

bool presence_read(struct bytes data, struct presence *presence)
{
    struct cursor cursor = cursor_at(data);
    struct presence read;

    if (!take_presence(&cursor, &read) || !cursor_finish(&cursor) || read.guild.snowflake == 0)
        return false;
    *presence = read;
    return true;
}

static bool each(struct bytes list, presence_visit *visit, void *context)
{
    struct cursor cursor = cursor_at(list);
    struct presence presence;
    bool first = true;

    if (list.length == 0)
        return true;
    if (!cursor_enter_list(&cursor))
        return false;
    while (cursor_item(&cursor, &first)) {
        if (!take_presence(&cursor, &presence))
            return false;
        visit(context, presence.user, presence.devices);
    }
    return cursor_finish(&cursor);
}

bool presences_guild(struct bytes data, struct guild_id *guild)
{
    struct scan_field id = { .name = "id" };

    return scan(data, FRAME_DEPTH_MOST, &id, 1) && scan_snowflake(id.value, &guild->snowflake);
}

bool presences_of_guild(struct bytes data, presence_visit *visit, void *context)
{
    struct scan_field list = { .name = "presences" };

    return scan(data, FRAME_DEPTH_MOST, &list, 1) && each(list.value, visit, context);
}

bool presences_of_chunk(struct bytes data, presence_visit *visit, void *context)
{
    struct scan_field fields[] = { { .name = "members" }, { .name = "presences" } };

    return scan(data, FRAME_DEPTH_MOST, fields, LENGTH(fields)) &&
           each(fields[0].value, visit, context) && each(fields[1].value, visit, context);
}
