#include "outbound/discord/discord.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/job.h"
#include "outbound/client.h"
#include "outbound/discord/rest.h"
#include "wire/discord/guild.h"
#include "wire/discord/message.h"
#include "wire/discord/multipart.h"
#include "wire/json.h"

static const char api_base[] = "https://discord.com/api/v10";
static const char media_json[] = "application/json";

enum { ANSWER_DEPTH_MOST = 32 };

struct discord {
    struct rest *rest;
};

enum fault discord_open(struct job *job, const struct discord_plan *plan, struct discord **out)
{
    struct discord *discord = calloc(1, sizeof(*discord));
    const struct rest_plan rest_plan = {
        .api_base = plan->api_base ? plan->api_base : api_base,
        .token = plan->token,
        .version = plan->version,
        .global_per_s = plan->global_per_s,
    };

    if (!discord)
        return fail(job, FAULT_BUG, "no memory for Discord's API");
    const enum fault fault = rest_open(job, &rest_plan, &discord->rest);
    if (fault) {
        free(discord);
        return fault;
    }
    *out = discord;
    return FAULT_NONE;
}

void discord_close(struct discord *discord)
{
    rest_close(discord->rest);
    free(discord);
}

/* A call whose answer is JSON that somebody reads. */
static enum fault ask(struct job *job, struct discord *discord, const struct rest_call *call,
                      const struct json **json)
{
    struct client_response response;
    const enum fault fault = rest_call(job, discord->rest, call, &response);

    if (fault)
        return fault;
    if (json_read(job, response.body, ANSWER_DEPTH_MOST, json) != FAULT_NONE)
        return fail(job, FAULT_REMOTE, "discord: %s: the answer is no JSON", call->name);
    return FAULT_NONE;
}

static enum fault tell(struct job *job, struct discord *discord, const struct rest_call *call)
{
    struct client_response response;

    return rest_call(job, discord->rest, call, &response);
}

static enum fault misread(struct job *job, const struct rest_call *call)
{
    return fail(job, FAULT_REMOTE, "discord: %s: the answer lacks a field we need", call->name);
}

enum fault discord_gateway_bot(struct job *job, struct discord *discord,
                               struct discord_gateway *gateway)
{
    const struct rest_call call = { .route = REST_GATEWAY_BOT,
                                    .name = "/gateway/bot",
                                    .path = "/gateway/bot",
                                    .with_token = true };
    const struct json *json;
    int64_t shards, total, left, reset_ms, concurrency;
    const enum fault fault = ask(job, discord, &call, &json);

    if (fault)
        return fault;
    const struct json *limit = json_at(json, "session_start_limit");
    const char *url = json_text(json, "url");
    if (!url || !json_whole(json, "shards", &shards) || !json_whole(limit, "total", &total) ||
        !json_whole(limit, "remaining", &left) || !json_whole(limit, "reset_after", &reset_ms) ||
        !json_whole(limit, "max_concurrency", &concurrency) || shards < 1 || shards > INT32_MAX ||
        total < 0 || total > INT32_MAX || left < 0 || left > INT32_MAX || concurrency < 1 ||
        concurrency > INT32_MAX)
        return misread(job, &call);
    *gateway = (struct discord_gateway){
        .url = url,
        .shards = (int)shards,
        .starts = (int)total,
        .starts_left = (int)left,
        .starts_reset_ms = reset_ms,
        .max_concurrency = (int)concurrency,
    };
    return FAULT_NONE;
}

enum fault discord_application_me(struct job *job, struct discord *discord,
                                  struct discord_application *application)
{
    const struct rest_call call = { .route = REST_APPLICATION_ME,
                                    .name = "/applications/@me",
                                    .path = "/applications/@me",
                                    .with_token = true };
    const struct json *json;
    uint64_t id;
    int64_t flags = 0;
    const enum fault fault = ask(job, discord, &call, &json);

    if (fault)
        return fault;
    if (!json_snowflake(json, "id", &id) || !json_text(json, "name") ||
        !json_text(json, "verify_key"))
        return misread(job, &call);
    (void)!json_whole(json, "flags", &flags);
    *application = (struct discord_application){
        .id = { id },
        .name = json_text(json, "name"),
        .public_key = json_text(json, "verify_key"),
        .flags = (uint64_t)flags,
    };
    return FAULT_NONE;
}

enum fault discord_commands_put(struct job *job, struct discord *discord,
                                struct application_id application, struct guild_id guild,
                                struct bytes commands)
{
    struct rest_call call = { .route = REST_COMMANDS_PUT,
                              .name = "/applications/…/commands",
                              .major = guild.snowflake,
                              .with_token = true,
                              .body = commands,
                              .type = media_json };

    call.path =
        guild.snowflake
            ? arena_print(&job->arena, "/applications/%" PRIu64 "/guilds/%" PRIu64 "/commands",
                          application.snowflake, guild.snowflake)
            : arena_print(&job->arena, "/applications/%" PRIu64 "/commands", application.snowflake);
    return tell(job, discord, &call);
}

enum fault discord_answer(struct job *job, struct discord *discord,
                          struct interaction_id interaction, const char *token, struct bytes body,
                          const char *type)
{
    const struct rest_call call = {
        .route = REST_ANSWER,
        .name = "/interactions/…/callback",
        .path = arena_print(&job->arena, "/interactions/%" PRIu64 "/%s/callback",
                            interaction.snowflake, token),
        .body = body,
        .type = type,
    };

    return tell(job, discord, &call);
}

enum fault discord_original_edit(struct job *job, struct discord *discord,
                                 struct application_id application, const char *token,
                                 struct bytes body, const char *type)
{
    const struct rest_call call = {
        .route = REST_ORIGINAL_EDIT,
        .name = "/webhooks/…/messages/@original",
        .path = arena_print(&job->arena, "/webhooks/%" PRIu64 "/%s/messages/@original",
                            application.snowflake, token),
        .body = body,
        .type = type,
    };

    return tell(job, discord, &call);
}

enum fault discord_followup(struct job *job, struct discord *discord,
                            struct application_id application, const char *token, struct bytes body,
                            const char *type)
{
    const struct rest_call call = {
        .route = REST_FOLLOWUP,
        .name = "/webhooks/…",
        .path = arena_print(&job->arena, "/webhooks/%" PRIu64 "/%s", application.snowflake, token),
        .body = body,
        .type = type,
    };

    return tell(job, discord, &call);
}

enum fault discord_post_write(struct job *job, const struct message *message, const char *nonce,
                              struct bytes *body, const char **type)
{
    struct multipart multipart;
    struct bytes json;
    enum fault fault = message_post_json(job, message, nonce, &json);

    if (fault)
        return fault;
    *body = json;
    *type = media_json;
    if (message->files_count == 0)
        return FAULT_NONE;
    fault = multipart_write(job, json, message->files, message->files_count, &multipart);
    if (fault)
        return fault;
    *body = multipart.body;
    *type = multipart.type;
    return FAULT_NONE;
}

enum fault discord_message_create(struct job *job, struct discord *discord,
                                  struct channel_id channel, struct bytes body, const char *type,
                                  struct message_id *message)
{
    const struct rest_call call = {
        .route = REST_MESSAGE_CREATE,
        .name = "/channels/…/messages",
        .path = arena_print(&job->arena, "/channels/%" PRIu64 "/messages", channel.snowflake),
        .major = channel.snowflake,
        .with_token = true,
        .body = body,
        .type = type,
    };
    const struct json *json;
    const enum fault fault = ask(job, discord, &call, &json);
    uint64_t id;

    if (fault || !message)
        return fault;
    if (!json_snowflake(json, "id", &id))
        return misread(job, &call);
    message->snowflake = id;
    return FAULT_NONE;
}

enum fault discord_message_delete(struct job *job, struct discord *discord,
                                  struct channel_id channel, struct message_id message)
{
    const struct rest_call call = {
        .route = REST_MESSAGE_DELETE,
        .name = "/channels/…/messages/…",
        .path = arena_print(&job->arena, "/channels/%" PRIu64 "/messages/%" PRIu64,
                            channel.snowflake, message.snowflake),
        .major = channel.snowflake,
        .with_token = true,
    };

    return tell(job, discord, &call);
}

enum fault discord_guild(struct job *job, struct discord *discord, struct guild_id guild,
                         struct server *server)
{
    const struct rest_call call = {
        .route = REST_GUILD,
        .name = "/guilds/…",
        .path = arena_print(&job->arena, "/guilds/%" PRIu64, guild.snowflake),
        .major = guild.snowflake,
        .with_token = true,
    };
    struct client_response response;
    const enum fault fault = rest_call(job, discord->rest, &call, &response);

    if (fault)
        return fault;
    return guild_read(job, response.body, server) ? misread(job, &call) : FAULT_NONE;
}

enum fault discord_dm_open(struct job *job, struct discord *discord, struct user_id user,
                           struct channel_id *channel)
{
    const struct rest_call call = {
        .route = REST_DM_OPEN,
        .name = "/users/@me/channels",
        .path = "/users/@me/channels",
        .with_token = true,
        .body = bytes_of(
            arena_print(&job->arena, "{\"recipient_id\":\"%" PRIu64 "\"}", user.snowflake)),
        .type = media_json,
    };
    const struct json *json;
    const enum fault fault = ask(job, discord, &call, &json);
    uint64_t id;

    if (fault)
        return fault;
    if (!json_snowflake(json, "id", &id))
        return misread(job, &call);
    channel->snowflake = id;
    return FAULT_NONE;
}
