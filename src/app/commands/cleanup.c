/* /cleanup: what is older than the server keeps, or a member's completed shifts after a
 * question whose button states how many, and deletes no others than it was asked for. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/plans.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/log.h"
#include "base/number.h"
#include "domain/talk/phrase.h"
#include "store/erasure.h"
#include "store/store.h"

static const char prefix[] = "timeclock:cleanup:";

enum { MS_IN_S = 1000 };

static enum fault say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
    return FAULT_NONE;
}

static const char *number(struct job *job, uint64_t number)
{
    return arena_print(&job->arena, "%" PRIu64, number);
}

static enum fault count(struct job *job, const struct app *app, const struct erasure *erasure,
                        uint64_t *sessions)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault : erasure_count(job, &link, erasure, sessions);
}

static enum fault erase(struct job *job, const struct app *app, const struct call *call,
                        const struct erasure *erasure, uint64_t *sessions)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = erasure_run(job, &change, erasure, call->made_at, sessions);
    if (!fault)
        fault = store_keep(job, &change);
    if (!fault)
        log_info(job, "sessions deleted", NUMBER("guild", erasure->guild.snowflake),
                 NUMBER("user", call->person.user.snowflake),
                 NUMBER("member", erasure->member.snowflake), NUMBER("sessions", *sessions));
    return fault;
}

/* "…:<member>:<until, in ms>": what was completed after the question is not asked for. */
static void ask(struct job *job, const struct erasure *erasure, uint64_t sessions,
                struct reply *reply)
{
    struct button *button = arena_take(&job->arena, sizeof(*button));
    struct row *row = arena_take(&job->arena, sizeof(*row));
    const char *many = number(job, sessions);

    *button = (struct button){
        .style = BUTTON_DANGER,
        .label = SAY(&job->arena, cleanup_button, BLANK("count", many)),
        .id = arena_print(&job->arena, "%s%" PRIu64 ":%" PRId64, prefix, erasure->member.snowflake,
                          erasure->ended_before.ms),
    };
    *row = (struct row){ .buttons = button, .buttons_count = 1 };
    (void)say(reply, SAY(&job->arena, cleanup_ask, BLANK("count", many),
                         BLANK("member", number(job, erasure->member.snowflake))));
    reply->message.rows = row;
    reply->message.rows_count = 1;
}

static enum fault ask_plan(struct job *job, const struct app *app, const struct call *call,
                           struct entitlement *entitlement)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault
                 : plans_now(job, app, &link, call->person.guild, call->made_at, entitlement);
}

static enum fault apply_retention(struct job *job, const struct app *app, const struct call *call,
                                  struct reply *reply)
{
    struct erasure erasure = { .guild = call->person.guild };
    struct entitlement entitlement;
    uint64_t sessions = 0;
    enum fault fault = ask_plan(job, app, call, &entitlement);

    if (fault)
        return fault;
    if (entitlement.kept_s == 0)
        return say(reply, phrase_words(PHRASE_cleanup_for_ever));
    erasure.ended_before.ms = call->made_at.ms - entitlement.kept_s * MS_IN_S;
    fault = erase(job, app, call, &erasure, &sessions);
    if (fault)
        return fault;
    return say(reply, SAY(&job->arena, cleanup_retention, BLANK("count", number(job, sessions)),
                          BLANK("kept", plans_kept_words(job, entitlement.kept_s))));
}

enum fault cleanup_run(struct job *job, const struct app *app, const struct call *call,
                       struct reply *reply)
{
    const struct given_option *member = call_option(call, "member");
    struct erasure erasure = { call->person.guild, { 0 }, call->made_at };
    uint64_t sessions = 0;

    if (!member)
        return apply_retention(job, app, call, reply);
    erasure.member.snowflake = member->snowflake;
    const enum fault fault = count(job, app, &erasure, &sessions);
    if (fault)
        return fault;
    if (sessions == 0)
        return say(reply,
                   SAY(&job->arena, cleanup_none, BLANK("member", number(job, member->snowflake))));
    ask(job, &erasure, sessions, reply);
    return FAULT_NONE;
}

/* False for an id that we did not make. */
static bool read_id(struct job *job, const struct call *call, struct erasure *erasure)
{
    char *words = arena_copy(&job->arena, call->what + strlen(prefix));
    char *colon = strchr(words, ':');

    if (!colon)
        return false;
    *colon = '\0';
    return number_read_unsigned(words, &erasure->member.snowflake) &&
           erasure->member.snowflake != 0 &&
           number_read_within(colon + 1, 0, call->made_at.ms, &erasure->ended_before.ms);
}

enum fault cleanup_do_run(struct job *job, const struct app *app, const struct call *call,
                          struct reply *reply)
{
    struct erasure erasure = { .guild = call->person.guild };
    uint64_t sessions = 0;

    if (!read_id(job, call, &erasure))
        return say(reply, phrase_words(PHRASE_unknown_button));
    const enum fault fault = erase(job, app, call, &erasure, &sessions);
    if (fault)
        return fault;
    const char *member = number(job, erasure.member.snowflake);
    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    return say(reply, sessions == 0 ? SAY(&job->arena, cleanup_none, BLANK("member", member))
                                    : SAY(&job->arena, cleanup_done, BLANK("member", member),
                                          BLANK("count", number(job, sessions))));
}
