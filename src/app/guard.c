#include "app/guard.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/app.h"
#include "app/bans.h"
#include "app/call.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/latch.h"
#include "base/log.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"
#include "store/store.h"

struct pace {
    struct latch latch;
    struct spam_counts counts; /* under the latch */
};

struct pace *pace_new(void)
{
    struct pace *pace = calloc(1, sizeof(*pace));

    if (!pace)
        abort();
    pace->latch = LATCH_OPEN;
    return pace;
}

void pace_free(struct pace *pace)
{
    free(pace);
}

static enum spam_weight weight_of(const struct call *call, const struct guard *guard)
{
    const bool may_be_banned = guard->right != RIGHT_ANYONE && call_may(call, RIGHT_EMPLOYEE) &&
                               !call_may(call, RIGHT_ADMIN);

    return may_be_banned && !guard->is_page ? SPAM_ACTION : SPAM_STEP;
}

static enum spam_pace count(const struct app *app, const struct call *call,
                            const struct guard *guard)
{
    AUTO(latch_release) struct latch *held = latch_hold(&app->pace->latch);

    (void)held;
    return spam_count(&app->pace->counts, call->person.guild, call->person.user, call->made_at,
                      weight_of(call, guard));
}

static void tell(struct job *job, const char *words, bool with_clock_out, struct reply *reply)
{
    *reply = (struct reply){ .message = { .text = words, .ephemeral = true } };
    if (!with_clock_out)
        return;

    struct button *button = arena_take(&job->arena, sizeof(*button));
    struct row *row = arena_take(&job->arena, sizeof(*row));
    *button = (struct button){ BUTTON_DANGER, phrase_words(PHRASE_button_clock_out),
                               "timeclock:clock_out", "⏹️", false };
    *row = (struct row){ .buttons = button, .buttons_count = 1 };
    reply->message.rows = row;
    reply->message.rows_count = 1;
}

static void tell_ban(struct job *job, const struct ban *ban, struct reply *reply)
{
    const struct blank blanks[] = { BLANK("until", ban_end_words(job, ban)), { 0 } };
    const bool for_spam = ban->by.snowflake == 0;
    const enum phrase phrase = for_spam        ? PHRASE_banned_for_spam
                               : ban->for_ever ? PHRASE_banned_for_ever
                                               : PHRASE_banned;

    tell(job, phrase_fill(&job->arena, phrase, blanks), true, reply);
}

/* The burst leaves a warning, or a ban; which one is decided with the server locked. */
static enum fault note_burst(struct job *job, const struct app *app, const struct call *call,
                             struct ban *ban)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct guild_id guild = call->person.guild;
    const struct user_id user = call->person.user;
    struct instant warned_at = { 0 };
    bool warned = false;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = bans_last_warning(job, &change, guild, user, &warned, &warned_at)))
        return fault;
    *ban = (struct ban){ 0 };
    if (spam_is_ban(warned ? &warned_at : NULL, call->made_at)) {
        *ban = (struct ban){
            .member = user,
            .since = call->made_at,
            .until = { call->made_at.ms + INT64_C(1000) * SPAM_BAN_S },
        };
        fault = bans_add(job, &change, guild, ban);
    } else {
        fault = bans_note_warning(job, &change, guild, user, call->made_at);
    }
    return fault ? fault : store_keep(job, &change);
}

static enum fault answer_burst(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    struct ban ban;
    const enum fault fault = note_burst(job, app, call, &ban);

    if (fault)
        return fault;
    log_info(
        job, ban.member.snowflake ? "member banned for spamming" : "member warned for spamming",
        NUMBER("guild", call->person.guild.snowflake), NUMBER("user", call->person.user.snowflake));
    if (ban.member.snowflake)
        tell_ban(job, &ban, reply);
    else
        tell(job, phrase_words(PHRASE_slow_down), false, reply);
    return FAULT_NONE;
}

static bool keeps_out(const struct guard *guard, const struct call *call)
{
    return guard->ban.member.snowflake != 0 && guard->right != RIGHT_ANYONE &&
           guard->right != RIGHT_OPERATOR && !call_may(call, RIGHT_ADMIN);
}

enum fault guard_ask(struct job *job, const struct app *app, const struct call *call,
                     struct guard *guard, struct reply *reply, bool *refused)
{
    *refused = false;
    if (guard->is_clock_out)
        return FAULT_NONE;
    *refused = true;
    if (keeps_out(guard, call)) {
        tell_ban(job, &guard->ban, reply);
        return FAULT_NONE;
    }
    if (!guard->counted)
        guard->pace = app->pace ? count(app, call, guard) : SPAM_PACE_FINE;
    guard->counted = true;
    switch (guard->pace) {
    case SPAM_PACE_FINE: *refused = false; return FAULT_NONE;
    case SPAM_PACE_FLOOD: tell(job, phrase_words(PHRASE_flood), false, reply); return FAULT_NONE;
    case SPAM_PACE_BURST: break;
    }
    return answer_burst(job, app, call, reply);
}
