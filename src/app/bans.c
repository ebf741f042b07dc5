#include "app/bans.h"

#include <assert.h>
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/talk/phrase.h"
#include "store/bans.h"
#include "store/store.h"

static const int64_t hour_ms = INT64_C(60) * 60 * 1000;

enum fault bans_make(struct job *job, const struct app *app, const struct call *call,
                     struct user_id member, int64_t hours, struct ban *ban)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    assert(hours >= 0 && hours <= BAN_HOURS_MOST);
    *ban = (struct ban){
        .member = member,
        .by = call->person.user,
        .since = call->made_at,
        .until = { call->made_at.ms + hours * hour_ms },
        .for_ever = hours == 0,
    };
    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = bans_add(job, &change, call->person.guild, ban)) ||
        (fault = store_keep(job, &change)))
        return fault;
    log_info(job, "member banned", NUMBER("guild", call->person.guild.snowflake),
             NUMBER("user", member.snowflake), NUMBER("by", call->person.user.snowflake),
             NUMBER("hours", hours));
    return FAULT_NONE;
}

enum fault bans_end(struct job *job, const struct app *app, const struct call *call,
                    struct user_id member, bool *lifted)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = bans_lift(job, &change, call->person.guild, member, call->made_at, lifted)) ||
        (fault = store_keep(job, &change)))
        return fault;
    if (*lifted)
        log_info(job, "ban lifted", NUMBER("guild", call->person.guild.snowflake),
                 NUMBER("user", member.snowflake), NUMBER("by", call->person.user.snowflake));
    return FAULT_NONE;
}

const char *ban_end_words(struct job *job, const struct ban *ban)
{
    const int64_t until_s = instant_s(ban->until);

    if (ban->for_ever)
        return phrase_words(PHRASE_bans_no_end);
    return arena_print(&job->arena, "<t:%" PRId64 ":f> (<t:%" PRId64 ":R>)", until_s, until_s);
}
