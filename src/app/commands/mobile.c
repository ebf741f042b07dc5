/* /mobile: may people clock in and out from their phones? */
#include "app/app.h"
#include "app/call.h"
#include "app/devices.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"
#include "store/store.h"

static void say(struct reply *reply, enum phrase phrase)
{
    reply->message = (struct message){ .text = phrase_words(phrase), .ephemeral = true };
}

static enum fault set(struct job *job, const struct app *app, const struct call *call,
                      enum mobile_rule rule)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct guild_id guild = call->person.guild;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = guilds_set_mobile(job, &change, guild, rule)) ||
        (fault = store_keep(job, &change)))
        return fault;
    if (app->devices.state == DEVICES_SEEN)
        app->devices.watch(app->devices.subject, guild, rule != MOBILE_ALLOWED);
    log_info(job, "rule for phones changed", NUMBER("guild", guild.snowflake), NUMBER("rule", rule),
             NUMBER("user", call->person.user.snowflake));
    return FAULT_NONE;
}

enum fault mobile_on_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    static const enum phrase lacks[] = {
        [DEVICES_NO_GATEWAY] = PHRASE_mobile_no_gateway,
        [DEVICES_NOT_ASKED] = PHRASE_mobile_not_asked,
        [DEVICES_NOT_GRANTED] = PHRASE_mobile_not_granted,
    };
    const struct given_option *strict = call_option(call, "strict");
    const enum mobile_rule rule = strict && strict->whole ? MOBILE_STRICT : MOBILE_REFUSED;

    if (app->devices.state != DEVICES_SEEN) {
        say(reply, lacks[app->devices.state]);
        return FAULT_NONE;
    }
    const enum fault fault = set(job, app, call, rule);
    if (!fault)
        say(reply, rule == MOBILE_STRICT ? PHRASE_mobile_strict : PHRASE_mobile_on);
    return fault;
}

enum fault mobile_off_run(struct job *job, const struct app *app, const struct call *call,
                          struct reply *reply)
{
    const enum fault fault = set(job, app, call, MOBILE_ALLOWED);

    if (!fault)
        say(reply, PHRASE_mobile_off);
    return fault;
}
