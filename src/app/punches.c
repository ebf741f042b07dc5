#include "app/punches.h"

#include <assert.h>

#include "app/announce.h"
#include "app/app.h"
#include "app/call.h"
#include "app/outbox.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/time/calendar.h"
#include "store/guilds.h"
#include "store/ledger.h"
#include "store/names.h"
#include "store/sessions.h"
#include "store/store.h"

/* A local day is at most 26 h long (a day that is set back over midnight included); sessions
 * that touch it are all that `today` needs, whatever the zone. */
enum { RECENT_MS = 26 * 60 * 60 * 1000 };

static struct instant recent_from(const struct call *call)
{
    return (struct instant){ call->made_at.ms - RECENT_MS };
}

/* How the member stood at `as_of`: what happened later is not looked at, so that a request
 * that comes again is answered as it was the first time. */
static void outcome_fill(const struct call *call, const struct session *sessions, size_t count,
                         const struct session *session, struct outcome *outcome)
{
    const struct period today = calendar_today(call->zone, outcome->as_of);

    outcome->session = session;
    outcome->today_s = 0;
    for (size_t i = 0; i < count; i++)
        outcome->today_s += session_worked_within_s(&sessions[i], today.from, today.until,
                                                    outcome->as_of);
}

static const struct session *session_with(const struct ledger *ledger, int64_t id)
{
    for (size_t i = 0; i < ledger->recent_count; i++)
        if (ledger->recent[i].id == id)
            return &ledger->recent[i];
    return NULL;
}

/* What the server's rule looks at, and what was seen. */
struct sight {
    enum mobile_rule rule;
    enum device_view view;
};

/* What is to be punched. */
struct wish {
    struct user_id member;
    enum punch_kind kind;
    struct sight sight;
};

/* Before any link is borrowed: looking may wait.  When this process can see nothing at all, that
 * is not the member's fault, and the strict rule is as the other.  Whoever clocks somebody else
 * out may do so from anywhere. */
static struct sight look_at(const struct app *app, const struct call *call, struct user_id member,
                            enum punch_kind kind)
{
    struct sight sight = { .rule = call->guild->mobile };

    if (member.snowflake != call->person.user.snowflake)
        sight.rule = MOBILE_ALLOWED;
    if (!device_matters(sight.rule, kind))
        return sight;
    if (app->devices.state != DEVICES_SEEN) {
        sight.rule = MOBILE_REFUSED;
        return sight;
    }
    /* Another process may have turned the rule on: watching again changes nothing. */
    app->devices.watch(app->devices.subject, call->person.guild, true);
    sight.view = app->devices.look(app->devices.subject, call->person.guild, member);
    return sight;
}

static struct punch punch_of(const struct call *call, const struct wish *wish)
{
    const struct sight sight = wish->sight;
    struct punch punch = {
        .guild = call->person.guild,
        .member = wish->member,
        .actor = call->person.user,
        .kind = wish->kind,
        .source = call->source,
        .made_at = call->made_at,
        .received_at = call->received_at,
        .device_unknown = device_matters(sight.rule, wish->kind) &&
                          sight.view == DEVICE_VIEW_UNKNOWN,
    };

    const int length = snprintf(punch.request_key, sizeof(punch.request_key), "%s",
                                call->request_key);
    assert(length > 0 && (size_t)length < sizeof(punch.request_key));
    return punch;
}

static enum fault make_in_change(struct job *job, struct change *change, const struct call *call,
                                 const struct wish *wish, struct outcome *outcome, bool *told)
{
    struct ledger ledger;
    enum fault fault = ledger_open(job, change, call->person.guild, wish->member, call->request_key,
                                   recent_from(call), &ledger);

    if (fault)
        return fault;
    *outcome = (struct outcome){ .as_of = call->made_at };
    outcome->again = ledger.answered != NULL;
    if (outcome->again) {
        outcome_fill(call, ledger.recent, ledger.recent_count,
                     session_with(&ledger, ledger.answered->session), outcome);
        /* Kept though nothing changed: a commit waits until the standby has what we saw. */
        return store_keep(job, change);
    }

    /* Who works here is called so in lists and reports. */
    const struct member_name name = { wish->member, call->username, call->nickname };
    struct punch punch = punch_of(call, wish);
    if (call->username && wish->member.snowflake == call->person.user.snowflake)
        ledger.name = &name;
    outcome->refusal = punch_judge(&ledger.standing, wish->kind, call->made_at);
    if (outcome->refusal == REFUSAL_NONE)
        outcome->refusal = device_judge(wish->sight.rule, wish->kind, wish->sight.view);
    if (outcome->refusal == REFUSAL_NONE)
        fault = ledger_append(job, change, &ledger, &punch);
    if (!fault && outcome->refusal == REFUSAL_NONE)
        fault = announce_punch(job, change, call->guild, call->zone, &punch,
                               session_with(&ledger, punch.session), told);
    if (fault)
        return fault;
    /* A refused click from before the last punch is shown what stands now. */
    if (outcome->refusal == REFUSAL_TOO_LATE)
        outcome->as_of = ledger.standing.last_at;
    outcome_fill(call, ledger.recent, ledger.recent_count,
                 outcome->refusal == REFUSAL_NONE ? session_with(&ledger, punch.session)
                                                  : ledger.open,
                 outcome);
    return store_keep(job, change);
}

enum fault punches_make_for(struct job *job, const struct app *app, const struct call *call,
                            struct user_id member, enum punch_kind kind, struct outcome *outcome)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct wish wish = { member, kind, look_at(app, call, member, kind) };
    bool told = false;
    enum fault fault;

    fault = store_borrow(job, app->store, &link);
    if (fault)
        return fault;
    fault = store_begin(job, &link, &change);
    if (fault)
        return fault;
    fault = make_in_change(job, &change, call, &wish, outcome, &told);
    if (!fault && told)
        outbox_ring(app);
    if (!fault && outcome->refusal == REFUSAL_NONE)
        log_info(job, outcome->again ? "punch made again" : "punch made",
                 TEXT("kind", punch_kind_name(kind)), NUMBER("guild", call->person.guild.snowflake),
                 NUMBER("user", member.snowflake),
                 NUMBER("late_ms", call->received_at.ms - call->made_at.ms));
    return fault;
}

enum fault punches_make(struct job *job, const struct app *app, const struct call *call,
                        enum punch_kind kind, struct outcome *outcome)
{
    return punches_make_for(job, app, call, call->person.user, kind, outcome);
}

enum fault punches_look(struct job *job, const struct app *app, const struct call *call,
                        struct outcome *outcome)
{
    AUTO(store_return) struct link link = { 0 };
    struct sessions recent;
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = sessions_of(job, &link, call->person.guild, call->person.user, recent_from(call),
                            (struct instant){ call->made_at.ms + 1 }, &recent);
    if (fault)
        return fault;

    const struct session *open = NULL;
    for (size_t i = 0; i < recent.count; i++)
        if (session_state(&recent.list[i], call->made_at) != CLOCK_OFF)
            open = &recent.list[i];
    *outcome = (struct outcome){ .as_of = call->made_at };
    outcome_fill(call, recent.list, recent.count, open, outcome);
    return FAULT_NONE;
}
