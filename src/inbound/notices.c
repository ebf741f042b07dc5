#include "inbound/notices.h"

#include "app/app.h"
#include "app/notices/guild.h"
#include "base/job.h"
#include "inbound/interactions.h"
#include "wire/discord/frame.h"

static void carry_interaction(struct job *job, void *subject, struct bytes data,
                              struct instant received_at)
{
    const struct interactions *interactions = subject;

    interactions_carry(job, interactions, data, received_at);
}

/* A server that is only unavailable has an outage; it neither came nor went. */
static void carry_guild_here(struct job *job, void *subject, struct bytes data,
                             struct instant received_at)
{
    const struct interactions *interactions = subject;
    struct frame_guild guild;
    enum fault fault = frame_guild(job, data, &guild);

    if (!fault && !guild.unavailable)
        fault = guild_met(job, interactions->app, guild.guild, guild.name ? guild.name : "",
                          received_at);
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

struct event_handlers notices_handlers(const struct interactions *interactions)
{
    return (struct event_handlers){
        .carry = {
            [EVENT_INTERACTION_CREATE] = carry_interaction,
            [EVENT_GUILD_CREATE] = carry_guild_here,
            [EVENT_GUILD_UPDATE] = carry_guild_here,
            [EVENT_GUILD_DELETE] = carry_guild_gone,
        },
        /* The handlers only read it; the table is not const because other sides' are not. */
        .subject = (void *)(uintptr_t)interactions,
    };
}
