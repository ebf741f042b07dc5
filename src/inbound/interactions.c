#include "inbound/interactions.h"

#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/dispatch.h"
#include "app/reply.h"
#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "outbound/discord/discord.h"
#include "wire/discord/callback.h"
#include "wire/discord/interaction.h"
#include "wire/discord/message.h"
#include "wire/discord/multipart.h"
#include "wire/snowflake.h"

static const char media_json[] = "application/json";

/* An answer that comes after the 3 s is lost, but what follows a deferred one has the token's
 * 15 minutes; a minute is more than anything here takes. */
enum { FINISH_MS = 60 * 1000 };

static struct given_option given_option(const struct interaction *interaction,
                                        const struct interaction_option *option)
{
    const struct interaction_role *role = interaction_role(interaction,
                                                           (struct role_id){ option->snowflake });

    return (struct given_option){
        .name = option->name,
        .kind = (enum option_kind)option->type,
        .text = option->text,
        .whole = option->type == OPTION_TYPE_FLAG ? option->flag : option->whole,
        .snowflake = option->snowflake,
        .managed = role && role->managed,
    };
}

/* Each kind of call, by what Discord calls it. */
static enum call_kind kind_of(const struct interaction *interaction)
{
    switch (interaction->type) {
    case INTERACTION_COMPONENT: return CALL_COMPONENT;
    case INTERACTION_MODAL: return CALL_MODAL;
    case INTERACTION_AUTOCOMPLETE: return CALL_COMPLETE;
    case INTERACTION_PING:
    case INTERACTION_COMMAND: break;
    }
    return CALL_COMMAND;
}

static void take_options(struct job *job, const struct interaction *interaction, struct call *call)
{
    struct given_option *options = arena_take_many(&job->arena, interaction->options_count,
                                                   sizeof(*options));

    for (size_t i = 0; i < interaction->options_count; i++) {
        options[i] = given_option(interaction, &interaction->options[i]);
        if (interaction->options[i].focused)
            call->focused = &options[i];
    }
    call->options = options;
    call->options_count = interaction->options_count;
}

static void take_entries(struct job *job, const struct interaction *interaction, struct call *call)
{
    struct given_entry *entries = arena_take_many(&job->arena, interaction->entries_count,
                                                  sizeof(*entries));

    for (size_t i = 0; i < interaction->entries_count; i++) {
        const struct interaction_entry *entry = &interaction->entries[i];
        entries[i] = (struct given_entry){ entry->custom_id, entry->text, entry->values,
                                           entry->values_count };
    }
    call->entries = entries;
    call->entries_count = interaction->entries_count;
}

/* The instant is that of the click, which the interaction's id carries: our slowness, and that
 * of everything between, costs nobody pay. */
static struct call *call_of(struct job *job, const struct interaction *interaction,
                            struct instant received_at)
{
    struct call *call = arena_take(&job->arena, sizeof(*call));
    const enum call_kind kind = kind_of(interaction);
    const bool command = kind == CALL_COMMAND || kind == CALL_COMPLETE;

    *call = (struct call){
        .kind = kind,
        .what = command ? interaction->path : interaction->custom_id,
        .person = {
            .guild = interaction->guild,
            .user = interaction->person.user,
            .permissions = interaction->person.permissions,
            .roles = interaction->person.roles,
            .roles_count = interaction->person.roles_count,
        },
        .username = interaction->person.global_name ? interaction->person.global_name
                                                    : interaction->person.username,
        .nickname = interaction->person.nick,
        .channel = interaction->channel,
        .target = { interaction->target },
        .values = interaction->values,
        .values_count = interaction->values_count,
        .request_key = arena_print(&job->arena, "discord:%" PRIu64, interaction->id.snowflake),
        .made_at = snowflake_instant(interaction->id.snowflake),
        .received_at = received_at,
        .source = command ? SOURCE_COMMAND : SOURCE_BUTTON,
        .on_private_message = !command && interaction->message_ephemeral,
    };
    take_options(job, interaction, call);
    take_entries(job, interaction, call);
    return call;
}

/* A reply with files travels as multipart, one without as JSON. */
static enum fault pack(struct job *job, struct bytes json, const struct message *message,
                       struct bytes *body, const char **type)
{
    struct multipart multipart;
    enum fault fault;

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

static enum fault write_reply(struct job *job, const struct reply *reply, struct answer *answer)
{
    struct bytes json;
    enum fault fault = FAULT_NONE;

    switch (reply->kind) {
    case REPLY_MESSAGE: fault = callback_message(job, &reply->message, &json); break;
    case REPLY_UPDATE: fault = callback_update(job, &reply->message, &json); break;
    case REPLY_MODAL: fault = callback_modal(job, reply->modal, &json); break;
    }
    return fault ? fault : pack(job, json, &reply->message, &answer->body, &answer->type);
}

static enum fault answer_typing(struct job *job, const struct interactions *interactions,
                                struct answer *answer)
{
    struct suggestions suggestions;

    dispatch_complete(job, interactions->app, answer->call, &suggestions);
    return callback_choices(job, suggestions.list, suggestions.count, &answer->body);
}

/* Only a message that nobody else sees is changed in place. */
static bool changes_in_place(const struct call *call)
{
    return dispatch_way(call) == DEFERRED_UPDATE && call->on_private_message;
}

static enum fault answer_call(struct job *job, const struct interactions *interactions,
                              struct answer *answer)
{
    struct reply reply = { 0 };

    if (dispatch_way(answer->call) != DIRECT) {
        answer->body = changes_in_place(answer->call) ? callback_deferred_update()
                                                      : callback_deferred(true);
        answer->deferred = true;
        return FAULT_NONE;
    }
    dispatch(job, interactions->app, answer->call, &reply);
    return write_reply(job, &reply, answer);
}

enum fault interactions_answer(struct job *job, const struct interactions *interactions,
                               struct bytes body, struct instant received_at, struct answer *answer)
{
    struct interaction *interaction = arena_take(&job->arena, sizeof(*interaction));
    const enum fault fault = interaction_read(job, body, interaction);

    if (fault)
        return fault;
    *answer = (struct answer){ .type = media_json, .interaction = interaction };
    switch (interaction->type) {
    case INTERACTION_PING: answer->body = callback_pong(); return FAULT_NONE;
    case INTERACTION_AUTOCOMPLETE:
    case INTERACTION_COMMAND:
    case INTERACTION_COMPONENT:
    case INTERACTION_MODAL: break;
    }
    answer->call = call_of(job, interaction, received_at);
    return interaction->type == INTERACTION_AUTOCOMPLETE ? answer_typing(job, interactions, answer)
                                                         : answer_call(job, interactions, answer);
}

static enum fault finish(struct job *job, const struct interactions *interactions,
                         const struct answer *answer)
{
    struct reply reply = { 0 };
    struct bytes json, body;
    const char *type, *token = answer->interaction->token;
    enum fault fault;

    dispatch(job, interactions->app, answer->call, &reply);
    if (reply.kind == REPLY_MODAL)
        return fail(job, FAULT_BUG, "%s is deferred and opens a modal", answer->call->what);
    /* What stands below the message that was to change, instead of in its place. */
    const bool below = reply.kind == REPLY_MESSAGE && changes_in_place(answer->call);
    fault = message_json(job, &reply.message, below ? MESSAGE_ANSWER : MESSAGE_EDIT, &json);
    if (!fault)
        fault = pack(job, json, &reply.message, &body, &type);
    if (fault)
        return fault;
    return below ? discord_followup(job, interactions->discord, interactions->application, token,
                                    body, type)
                 : discord_original_edit(job, interactions->discord, interactions->application,
                                         token, body, type);
}

void interactions_finish(struct job *job, const struct interactions *interactions,
                         const struct answer *answer)
{
    if (!answer->deferred)
        return;
    job->deadline_ms = monotonic_ms() + FINISH_MS;
    const enum fault fault = finish(job, interactions, answer);
    if (fault)
        job_log_fault(job, fault);
}

void interactions_carry(struct job *job, const struct interactions *interactions, struct bytes body,
                        struct instant received_at)
{
    struct answer answer;
    enum fault fault = interactions_answer(job, interactions, body, received_at, &answer);

    if (!fault)
        fault = discord_answer(job, interactions->discord, answer.interaction->id,
                               answer.interaction->token, answer.body, answer.type);
    if (fault) {
        job_log_fault(job, fault);
        return;
    }
    interactions_finish(job, interactions, &answer);
}
