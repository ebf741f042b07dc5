#include "wire/discord/frame.h"

#include <assert.h>
#include <string.h>

#include "base/job.h"
#include "base/secret.h"
#include "base/text.h"
#include "wire/discord/field.h"
#include "wire/discord/limit.h"
#include "wire/json.h"
#include "wire/json_writer.h"
#include "wire/scan.h"

_Static_assert(sizeof(struct guild_id) == sizeof(uint64_t), "a list of ids is a list of guilds");

enum {
    SESSION_MOST = 256, /* characters; today 32 */
    ADDRESS_MOST = 512,
    NAME_MOST = 100, /* of a server; Discord's own limit */
    ACTIVITY_MOST = 128,
    ACTIVITY_WATCHING = 3, /* Discord's number */
    NONCE_BYTES_MOST = 32,
    HEARTBEAT_LEAST_MS = 1000,
    HEARTBEAT_MOST_MS = 10 * 60 * 1000,
};

/* ---- what arrives ---- */

bool frame_read(struct bytes bytes, struct frame *frame)
{
    enum { OP, SEQUENCE, EVENT, DATA, GUILD };
    struct scan_field fields[] = {
        [OP] = { .name = "op" },  [SEQUENCE] = { .name = "s" },       [EVENT] = { .name = "t" },
        [DATA] = { .name = "d" }, [GUILD] = { .name = "d.guild_id" },
    };
    struct frame read = { .sequence = -1 };

    if (!scan(bytes, FRAME_DEPTH_MOST, fields, LENGTH(fields)) ||
        !scan_whole(fields[OP].value, &read.op))
        return false;
    if (!scan_whole(fields[SEQUENCE].value, &read.sequence) || read.sequence < 0)
        read.sequence = -1;
    if (!scan_copy(fields[EVENT].value, read.event, sizeof(read.event)))
        read.event[0] = '\0';
    if (!scan_snowflake(fields[GUILD].value, &read.guild.snowflake))
        read.guild.snowflake = 0;
    read.data = fields[DATA].value;
    *frame = read;
    return true;
}

enum fault frame_hello(struct job *job, struct bytes data, int64_t *heartbeat_ms)
{
    const struct json *root = NULL;
    const enum fault fault = json_read(job, data, FRAME_DEPTH_MOST, &root);

    if (fault)
        return fault;
    return field_whole(job, root, "heartbeat_interval", HEARTBEAT_LEAST_MS, HEARTBEAT_MOST_MS,
                       heartbeat_ms);
}

static enum fault read_guilds(struct job *job, const struct json *root, struct frame_ready *ready)
{
    const struct json *list = NULL;
    enum fault fault = field_may_list(job, root, "guilds", FRAME_GUILDS_MOST, &list);

    if (fault)
        return fault;

    struct guild_id *guilds = arena_take_many(&job->arena, json_count(list), sizeof(guilds[0]));
    for (const struct json *item = json_items(list); item; item = json_next(item))
        if ((fault = field_snowflake(job, item, "id", &guilds[ready->guilds_count++].snowflake)))
            return fault;
    ready->guilds = guilds;
    return FAULT_NONE;
}

/* One that names none is the only one. */
static enum fault read_shard(struct job *job, const struct json *root, struct frame_ready *ready)
{
    const struct json *first = json_items(json_at(root, "shard"));
    int64_t shard = 0, shards = 1;

    if (first && (!json_as_whole(first, &shard) || !json_as_whole(json_next(first), &shards) ||
                  shard < 0 || shard >= shards || shards > UINT32_MAX))
        return fail(job, FAULT_INPUT, "discord: shard is not what it must be");
    ready->shard = (uint32_t)shard;
    ready->shards = (uint32_t)shards;
    return FAULT_NONE;
}

uint32_t frame_shard_of(struct guild_id guild, uint32_t shards)
{
    return (uint32_t)((guild.snowflake >> 22) % shards);
}

enum fault frame_ready(struct job *job, struct bytes data, struct frame_ready *ready)
{
    struct frame_ready read = { 0 };
    const struct json *root = NULL;
    enum fault fault;

    if ((fault = json_read(job, data, FRAME_DEPTH_MOST, &root)) ||
        (fault = field_text(job, root, "session_id", SESSION_MOST, &read.session)) ||
        (fault = field_text(job, root, "resume_gateway_url", ADDRESS_MOST, &read.resume_url)) ||
        (fault = field_snowflake(job, json_at(root, "user"), "id", &read.user.snowflake)) ||
        (fault = field_snowflake(job, json_at(root, "application"), "id",
                                 &read.application.snowflake)) ||
        (fault = read_shard(job, root, &read)) || (fault = read_guilds(job, root, &read)))
        return fault;
    *ready = read;
    return FAULT_NONE;
}

enum fault frame_guild(struct job *job, struct bytes data, struct frame_guild *guild)
{
    enum { ID, NAME, OWNER, UNAVAILABLE };
    struct scan_field fields[] = {
        [ID] = { .name = "id" },
        [NAME] = { .name = "name" },
        [OWNER] = { .name = "owner_id" },
        [UNAVAILABLE] = { .name = "unavailable" },
    };
    struct frame_guild read = { 0 };

    if (!scan(data, FRAME_DEPTH_MOST, fields, LENGTH(fields)) ||
        !scan_snowflake(fields[ID].value, &read.guild.snowflake))
        return fail(job, FAULT_INPUT, "discord: a server without id");
    if (!scan_flag(fields[UNAVAILABLE].value, &read.unavailable))
        read.unavailable = false;
    if (!scan_snowflake(fields[OWNER].value, &read.owner.snowflake))
        read.owner.snowflake = 0;
    if (fields[NAME].value.length <= NAME_MOST * 12 + 2) /* every character as \ud83d\ude00 */
        read.name = scan_text(&job->arena, fields[NAME].value);
    *guild = read;
    return FAULT_NONE;
}

bool frame_resumable(struct bytes data)
{
    bool resumable;

    return scan_flag(data, &resumable) && resumable;
}

/* ---- what we send ---- */

/* {"op":…,"d": */
static void begin(struct json_writer *json, enum frame_op op)
{
    json_write_object(json, NULL);
    json_write_whole(json, "op", op);
}

static enum fault end(struct job *job, struct json_writer *json, struct bytes *bytes)
{
    json_write_end(json);
    if (!json_writer_done(json, bytes))
        return fail(job, FAULT_BUG, "discord: a frame of more than %d bytes", FRAME_SENT_MOST);
    return FAULT_NONE;
}

static void write_properties(struct json_writer *json)
{
    json_write_object(json, "properties");
    json_write_text(json, "os", "linux");
    json_write_text(json, "browser", "ontheclock");
    json_write_text(json, "device", "ontheclock");
    json_write_end(json);
}

static void write_presence(struct json_writer *json, const char *activity)
{
    json_write_object(json, "presence");
    json_write_null(json, "since");
    json_write_list(json, "activities");
    json_write_object(json, NULL);
    json_write_text(json, "name", activity);
    json_write_whole(json, "type", ACTIVITY_WATCHING);
    json_write_end(json);
    json_write_end(json);
    json_write_text(json, "status", "online");
    json_write_flag(json, "afk", false);
    json_write_end(json);
}

enum fault frame_identify(struct job *job, const struct identify *identify, struct bytes *bytes)
{
    struct text text = text_in(&job->arena, FRAME_SENT_MOST);
    struct json_writer json = json_writer_on(&text);
    const enum fault fault = limit_text(job, "activity", identify->activity, 0, ACTIVITY_MOST);

    assert(identify->shard < identify->shards && identify->intents <= JSON_WHOLE_MOST);
    if (fault)
        return fault;
    begin(&json, FRAME_IDENTIFY);
    json_write_object(&json, "d");
    json_write_text(&json, "token", secret_reveal(identify->token));
    json_write_whole(&json, "intents", (int64_t)identify->intents);
    json_write_list(&json, "shard");
    json_write_whole(&json, NULL, identify->shard);
    json_write_whole(&json, NULL, identify->shards);
    json_write_end(&json);
    write_properties(&json);
    if (identify->activity)
        write_presence(&json, identify->activity);
    json_write_end(&json);
    return end(job, &json, bytes);
}

enum fault frame_resume(struct job *job, const struct secret *token, const char *session,
                        int64_t sequence, struct bytes *bytes)
{
    struct text text = text_in(&job->arena, FRAME_SENT_MOST);
    struct json_writer json = json_writer_on(&text);

    begin(&json, FRAME_RESUME);
    json_write_object(&json, "d");
    json_write_text(&json, "token", secret_reveal(token));
    json_write_text(&json, "session_id", session);
    json_write_whole(&json, "seq", sequence);
    json_write_end(&json);
    return end(job, &json, bytes);
}

enum fault frame_heartbeat(struct job *job, int64_t sequence, struct bytes *bytes)
{
    struct text text = text_in(&job->arena, FRAME_SENT_MOST);
    struct json_writer json = json_writer_on(&text);

    begin(&json, FRAME_HEARTBEAT);
    if (sequence < 0)
        json_write_null(&json, "d");
    else
        json_write_whole(&json, "d", sequence);
    return end(job, &json, bytes);
}

/* Ids when there are some; else everybody, whose name begins with nothing. */
static void write_members(struct json_writer *json, const struct members_request *request)
{
    if (request->users_count == 0) {
        json_write_text(json, "query", "");
        json_write_whole(json, "limit", 0);
        return;
    }
    json_write_list(json, "user_ids");
    for (size_t i = 0; i < request->users_count; i++)
        json_write_snowflake(json, NULL, request->users[i].snowflake);
    json_write_end(json);
}

enum fault frame_request_members(struct job *job, const struct members_request *request,
                                 struct bytes *bytes)
{
    struct text text = text_in(&job->arena, FRAME_SENT_MOST);
    struct json_writer json = json_writer_on(&text);
    enum fault fault;

    if ((fault = limit_count(job, "members asked for", request->users_count, 0,
                             FRAME_MEMBERS_MOST)) ||
        (fault = limit_count(job, "bytes of a nonce", request->nonce ? strlen(request->nonce) : 0,
                             0, NONCE_BYTES_MOST)))
        return fault;
    begin(&json, FRAME_REQUEST_MEMBERS);
    json_write_object(&json, "d");
    json_write_snowflake(&json, "guild_id", request->guild.snowflake);
    write_members(&json, request);
    json_write_flag(&json, "presences", request->presences);
    if (request->nonce)
        json_write_text(&json, "nonce", request->nonce);
    json_write_end(&json);
    return end(job, &json, bytes);
}
