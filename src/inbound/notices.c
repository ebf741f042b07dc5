#include "inbound/notices.h"

#include "app/app.h"
#include "app/notices/guild.h"
#include "base/job.h"
#include "inbound/interactions.h"
#include "outbound/discord/servers.h"
#include "wire/discord/frame.h"
#include "wire/discord/guild.h"

static void carry_interaction(struct job *job, void *subject, struct bytes data,
                              struct instant received_at)
{
    const struct interactions *interactions = subject;

    interactions_carry(job, interactions, data, received_at);
}

static bool is_of_shard(const struct roll_call *call, struct guild_id guild)
{
    return frame_shard_of(guild, call->shards) == call->shard;
}

static void carry_ready(struct job *job, void *subject, struct bytes data,
                        struct instant received_at)
{
    const struct interactions *interactions = subject;
    struct frame_ready ready;
    enum fault fault = frame_ready(job, data, &ready);

    if (!fault) {
        const struct roll_call call = { ready.guilds, ready.guilds_count, is_of_shard, ready.shard,
                                        ready.shards };
        fault = guilds_call_roll(job, interactions->app, &call, received_at);
    }
    if (fault)
        job_log_fault(job, fault);
}

/* A server that is only unavailable has an outage; it neither came nor went. */
static void carry_guild_here(struct job *job, void *subject, struct bytes data,
                             struct instant received_at)
{
    const struct interactions *interactions = subject;
    /* A bot has the id of its application, but for some from before 2016: those say hello as
     * everybody may. */
    const struct user_id bot = { interactions->application.snowflake };
    struct guild_welcome welcome;
    struct frame_guild guild;
    struct server server;
    enum fault fault = frame_guild(job, data, &guild);

    if (!fault && guild.unavailable)
        return;
    if (!fault)
        fault = guild_read(job, data, &server);
    if (!fault)
        fault = guild_welcome_read(job, data, bot, &welcome);
    if (!fault)
        fault = guild_met(job, interactions->app, &server,
                          &(struct arrival){ welcome.joined_at, welcome.place }, received_at);
    if (fault)
        job_log_fault(job, fault);
}

static void carry_guild_changed(struct job *job, void *subject, struct bytes data,
                                struct instant received_at)
{
    const struct interactions *interactions = subject;
    struct server server;
    enum fault fault = guild_read(job, data, &server);

    if (!fault)
        fault = guild_met(job, interactions->app, &server, NULL, received_at);
    if (fault)
        job_log_fault(job, fault);
}

static void carry_guild_gone(struct job *job, void *subject, struct bytes data,
                             struct instant received_at)
{
    const struct interactions *interactions = subject;
    struct frame_guild guild;
    enum fault fault = frame_guild(job, data, &guild);

    if (!fault && !guild.unavailable)
        fault = guild_lost(job, interactions->app, guild.guild, received_at);
    if (fault)
        job_log_fault(job, fault);
}

static void carry_role_here(struct job *job, void *subject, struct bytes data,
                            struct instant received_at)
{
    const struct interactions *interactions = subject;
    struct server_role role;
    struct guild_id guild;
    const enum fault fault = guild_role_read(job, data, &guild, &role);

    (void)received_at;
    if (fault)
        job_log_fault(job, fault);
    else
        servers_put_role(job, interactions->app->servers, guild, &role);
}

static void carry_role_gone(struct job *job, void *subject, struct bytes data,
                            struct instant received_at)
{
    const struct interactions *interactions = subject;
    struct guild_id guild;
    struct role_id role;
    const enum fault fault = guild_role_gone_read(job, data, &guild, &role);

    (void)received_at;
    if (fault)
        job_log_fault(job, fault);
    else
        servers_drop_role(job, interactions->app->servers, guild, role);
}

struct event_handlers notices_handlers(const struct interactions *interactions)
{
    return (struct event_handlers){
        .carry = {
            [EVENT_READY] = carry_ready,
            [EVENT_INTERACTION_CREATE] = carry_interaction,
            [EVENT_GUILD_CREATE] = carry_guild_here,
            [EVENT_GUILD_UPDATE] = carry_guild_changed,
            [EVENT_GUILD_DELETE] = carry_guild_gone,
            [EVENT_GUILD_ROLE_CREATE] = carry_role_here,
            [EVENT_GUILD_ROLE_UPDATE] = carry_role_here,
            [EVENT_GUILD_ROLE_DELETE] = carry_role_gone,
        },
        /* The handlers only read it; the table is not const because other sides' are not. */
        .subject = (void *)(uintptr_t)interactions,
    };
}
