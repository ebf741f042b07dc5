/* /settings …: how the timeclock works in a server. */
#include "app/settings.h"
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/when.h"
#include "base/job.h"
#include "base/number.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/talk/phrase.h"
#include "store/store.h"

/* Longest of what a person typed that an answer repeats. */
enum { REPEATED_BYTES_MOST = 1000 };

static void say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
}

static const char *as_typed(struct job *job, const char *typed)
{
    struct text text = text_in(&job->arena, REPEATED_BYTES_MOST);
    const char *words;

    text_add_markdown(&text, typed);
    return text_done(&text, &words) ? words : "";
}

static const char *id_words(struct job *job, uint64_t id)
{
    return arena_print(&job->arena, "%" PRIu64, id);
}

enum fault settings_timezone_run(struct job *job, const struct app *app, const struct call *call,
                                 struct reply *reply)
{
    const char *name = call_option(call, "zone")->text;
    struct call there = *call;
    bool known;
    const enum fault fault = settings_zone(job, app, call->person.guild, name, &known);

    if (fault)
        return fault;
    if (!known) {
        say(reply, SAY(&job->arena, settings_zone_unknown, BLANK("zone", as_typed(job, name))));
        return FAULT_NONE;
    }
    there.zone = zone_find(name);
    say(reply, SAY(&job->arena, settings_zone_done, BLANK("zone", name),
                   BLANK("time", when_text(job, &there, call->made_at))));
    return FAULT_NONE;
}

enum fault settings_names_run(struct job *job, const struct app *app, const struct call *call,
                              struct reply *reply)
{
    const bool nickname = strcmp(call_option(call, "show")->text, "nickname") == 0;
    const enum guild_names names = nickname ? GUILD_NAMES_NICKNAME : GUILD_NAMES_USERNAME;
    const struct settings_wish wish = { .names = &names };
    const enum fault fault = settings_change(job, app, call->person.guild, &wish);

    if (!fault)
        say(reply, phrase_words(nickname ? PHRASE_settings_names_nickname
                                         : PHRASE_settings_names_username));
    return fault;
}

static const char *time_words(struct job *job, int minute)
{
    return arena_print(&job->arena, "%02d:%02d", minute / 60, minute % 60);
}

enum fault settings_workday_run(struct job *job, const struct app *app, const struct call *call,
                                struct reply *reply)
{
    const struct given_option *starts = call_option(call, "week"), *ends = call_option(call, "end");
    enum weekday week_start = call->guild->week_start;
    int minute = call->guild->workday_end_min;
    const struct settings_wish wish = { .week_start = &week_start, .workday_end_min = &minute };
    int64_t day = (int64_t)week_start;

    if (ends && !settings_read_time(ends->text, &minute)) {
        say(reply, SAY(&job->arena, settings_time_wrong, BLANK("time", as_typed(job, ends->text))));
        return FAULT_NONE;
    }
    if (starts && !number_read_within(starts->text, MONDAY, SUNDAY, &day)) {
        say(reply, SAY(&job->arena, option_wrong, BLANK("option", starts->name)));
        return FAULT_NONE;
    }
    week_start = (enum weekday)day;
    const enum fault fault = settings_change(job, app, call->person.guild, &wish);
    if (!fault)
        say(reply, SAY(&job->arena, settings_workday_done,
                       BLANK("day", phrase_words((enum phrase)(PHRASE_monday + day - MONDAY))),
                       BLANK("time", time_words(job, minute))));
    return fault;
}

enum fault settings_maxshift_run(struct job *job, const struct app *app, const struct call *call,
                                 struct reply *reply)
{
    const int64_t hours = call_option(call, "hours")->whole;
    const int64_t max_shift_s = hours * 60 * 60;
    const struct settings_wish wish = { .max_shift_s = &max_shift_s };
    const enum fault fault = settings_change(job, app, call->person.guild, &wish);

    if (!fault)
        say(reply, hours == 0 ? phrase_words(PHRASE_settings_maxshift_never)
                              : SAY(&job->arena, settings_maxshift_done,
                                    BLANK("hours", arena_print(&job->arena, "%d", (int)hours))));
    return fault;
}

enum fault settings_log_run(struct job *job, const struct app *app, const struct call *call,
                            struct reply *reply)
{
    const struct given_option *option = call_option(call, "channel");
    const struct channel_id channel = { option ? option->snowflake : 0 };
    const struct settings_wish wish = { .log_channel = &channel };
    const enum fault fault = settings_change(job, app, call->person.guild, &wish);

    if (!fault)
        say(reply, option ? SAY(&job->arena, settings_log_done,
                                BLANK("channel", id_words(job, channel.snowflake)))
                          : phrase_words(PHRASE_settings_log_off));
    return fault;
}

static enum fault change_recipient(struct job *job, const struct app *app, const struct call *call,
                                   bool add, struct reply *reply)
{
    static const enum phrase words[2][RECIPIENTS_FULL + 1] = {
        { PHRASE_recipient_removed, PHRASE_recipient_not_there, PHRASE_recipient_not_there },
        { PHRASE_recipient_added, PHRASE_recipient_already, PHRASE_recipient_full },
    };
    const struct user_id user = { call_option(call, "member")->snowflake };
    enum recipients_answer answer;
    const enum fault fault = settings_recipient(job, app, call->person.guild, user, add,
                                                call->received_at, &answer);
    const struct blank blanks[] = {
        BLANK("member", id_words(job, user.snowflake)),
        BLANK("count", id_words(job, RECIPIENTS_MOST)),
        { 0 },
    };

    if (!fault)
        say(reply, phrase_fill(&job->arena, words[add][answer], blanks));
    return fault;
}

enum fault settings_recipient_add_run(struct job *job, const struct app *app,
                                      const struct call *call, struct reply *reply)
{
    return change_recipient(job, app, call, true, reply);
}

enum fault settings_recipient_remove_run(struct job *job, const struct app *app,
                                         const struct call *call, struct reply *reply)
{
    return change_recipient(job, app, call, false, reply);
}

enum fault settings_recipient_list_run(struct job *job, const struct app *app,
                                       const struct call *call, struct reply *reply)
{
    AUTO(store_return) struct link link = { 0 };
    struct text text = text_in(&job->arena, REPEATED_BYTES_MOST);
    const struct user_id *users = NULL;
    const char *words;
    size_t count = 0;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = recipients_list(job, &link, call->person.guild, &users, &count)))
        return fault;
    text_add(&text, phrase_words(count ? PHRASE_recipient_list : PHRASE_recipient_none));
    for (size_t i = 0; i < count; i++)
        text_addf(&text, "\n<@%s>", id_words(job, users[i].snowflake));
    if (!text_done(&text, &words))
        return fail(job, FAULT_BUG, "the list of recipients is too long");
    say(reply, words);
    return FAULT_NONE;
}
