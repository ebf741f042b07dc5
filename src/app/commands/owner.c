/* /owner …: what those who run the bot do for any server. */
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/plans.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/log.h"
#include "base/number.h"
#include "domain/talk/phrase.h"
#include "store/grants.h"
#include "store/store.h"

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

static void say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
}

/* Ids are typed as text: Discord's numbers end at 53 bits. */
static bool server_of(const struct call *call, struct guild_id *guild)
{
    return number_read_unsigned(call_option(call, "server")->text, &guild->snowflake) &&
           guild->snowflake > 0 && guild->snowflake <= INT64_MAX;
}

static const char *id_words(struct job *job, struct guild_id guild)
{
    return arena_print(&job->arena, "%" PRIu64, guild.snowflake);
}

static struct grant grant_of(const struct call *call, struct guild_id guild, enum plan plan)
{
    const struct given_option *days = call_option(call, "days");
    const struct given_option *note = call_option(call, "note");

    return (struct grant){
        .guild = guild,
        .plan = plan,
        .from = call->made_at,
        .ends = days != NULL,
        .until = { days ? call->made_at.ms + days->whole * day_ms : 0 },
        .by = call->person.user,
        .note = note ? note->text : "",
        .request_key = call->request_key,
    };
}

static enum fault add(struct job *job, const struct app *app, const struct grant *grant)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) || (fault = grants_add(job, &change, grant)))
        return fault;
    return store_keep(job, &change);
}

enum fault owner_grant_run(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply)
{
    struct guild_id guild;
    enum plan plan;

    if (!server_of(call, &guild)) {
        say(reply, phrase_words(PHRASE_owner_no_id));
        return FAULT_NONE;
    }
    if (!plan_find(call_option(call, "plan")->text, &plan)) {
        say(reply, SAY(&job->arena, option_wrong, BLANK("option", "plan")));
        return FAULT_NONE;
    }
    const struct grant grant = grant_of(call, guild, plan);
    const enum fault fault = add(job, app, &grant);
    if (fault)
        return fault;
    log_info(job, "plan granted", NUMBER("guild", guild.snowflake),
             TEXT("plan", plan_terms(plan)->word), NUMBER("user", grant.by.snowflake));
    say(reply, SAY(&job->arena, owner_granted, BLANK("server", id_words(job, guild)),
                   BLANK("plan", plan_terms(plan)->name),
                   BLANK("until", plans_until_words(job, grant.ends, grant.until))));
    return FAULT_NONE;
}

static enum fault take_back(struct job *job, const struct app *app, const struct call *call,
                            struct guild_id guild, size_t *count, struct entitlement *left)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = grants_revoke(job, &change, guild, call->person.user, call->request_key,
                               call->made_at, count)) ||
        (fault = plans_now(job, app, &link, guild, call->made_at, left)))
        return fault;
    return store_keep(job, &change);
}

enum fault owner_revoke_run(struct job *job, const struct app *app, const struct call *call,
                            struct reply *reply)
{
    struct guild_id guild;
    struct entitlement left;
    size_t count;

    if (!server_of(call, &guild)) {
        say(reply, phrase_words(PHRASE_owner_no_id));
        return FAULT_NONE;
    }
    const enum fault fault = take_back(job, app, call, guild, &count, &left);
    if (fault)
        return fault;
    if (count > 0)
        log_info(job, "plan revoked", NUMBER("guild", guild.snowflake), NUMBER("grants", count),
                 NUMBER("user", call->person.user.snowflake));
    const struct blank blanks[] = {
        BLANK("server", id_words(job, guild)),
        BLANK("plan", plan_terms(left.plan)->name),
        { 0 },
    };
    say(reply,
        phrase_fill(&job->arena, count > 0 ? PHRASE_owner_revoked : PHRASE_owner_nothing_to_revoke,
                    blanks));
    return FAULT_NONE;
}
