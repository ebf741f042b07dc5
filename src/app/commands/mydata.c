/* /mydata delete: the server forgets who asks, after a question that says what goes and what
 * stays; see store/personal.h. */
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
#include "store/personal.h"
#include "store/store.h"

static const char prefix[] = "timeclock:forget:";

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

/* What the plan keeps is counted from when they asked.  *kept_s is 0: for ever. */
static enum fault prepare(struct job *job, const struct app *app, struct link *link,
                          const struct call *call, struct instant asked_at,
                          struct farewell *farewell, int64_t *kept_s)
{
    struct entitlement entitlement;
    const enum fault fault = plans_now(job, app, link, call->person.guild, call->made_at,
                                       &entitlement);

    if (fault)
        return fault;
    *kept_s = entitlement.kept_s;
    *farewell = (struct farewell){ .guild = call->person.guild,
                                   .member = call->person.user,
                                   .asked_at = asked_at };
    if (*kept_s != 0)
        farewell->kept_from.ms = asked_at.ms - *kept_s * MS_IN_S;
    return FAULT_NONE;
}

/* "…:<until, in ms>": what was completed after the question is not asked for. */
static void ask(struct job *job, const struct call *call, const struct farewell_count *count,
                int64_t kept_s, struct reply *reply)
{
    struct arena *arena = &job->arena;
    struct button *button = arena_take(arena, sizeof(*button));
    struct row *row = arena_take(arena, sizeof(*row));
    const char *retention = kept_s == 0 ? phrase_words(PHRASE_mydata_for_ever)
                                        : SAY(arena, mydata_kept,
                                              BLANK("kept", plans_kept_words(job, kept_s)));

    *button = (struct button){
        .style = BUTTON_DANGER,
        .label = phrase_words(PHRASE_mydata_button),
        .id = arena_print(arena, "%s%" PRId64, prefix, call->made_at.ms),
    };
    *row = (struct row){ .buttons = button, .buttons_count = 1 };
    (void)say(reply,
              SAY(arena, mydata_ask, BLANK("deleted", number(job, count->deleted)),
                  BLANK("kept", number(job, count->pseudonymised)), BLANK("retention", retention)));
    reply->message.rows = row;
    reply->message.rows_count = 1;
}

enum fault mydata_delete_run(struct job *job, const struct app *app, const struct call *call,
                             struct reply *reply)
{
    AUTO(store_return) struct link link = { 0 };
    struct farewell farewell;
    struct farewell_count count;
    int64_t kept_s;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = prepare(job, app, &link, call, call->made_at, &farewell, &kept_s)) ||
        (fault = personal_count(job, &link, &farewell, &count)))
        return fault;
    if (count.on_the_clock)
        return say(reply, phrase_words(PHRASE_mydata_on_the_clock));
    ask(job, call, &count, kept_s, reply);
    return FAULT_NONE;
}

static enum fault forget(struct job *job, const struct app *app, const struct call *call,
                         struct instant asked_at, struct farewell_count *count)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct farewell farewell;
    int64_t kept_s;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = prepare(job, app, &link, call, asked_at, &farewell, &kept_s)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = personal_forget(job, &change, &farewell, call->made_at, count)))
        return fault;
    return store_keep(job, &change);
}

enum fault mydata_delete_do_run(struct job *job, const struct app *app, const struct call *call,
                                struct reply *reply)
{
    struct farewell_count count;
    struct instant asked_at;

    if (!number_read_within(call->what + strlen(prefix), 0, call->made_at.ms, &asked_at.ms))
        return say(reply, phrase_words(PHRASE_unknown_button));
    const enum fault fault = forget(job, app, call, asked_at, &count);
    if (fault)
        return fault;
    if (count.on_the_clock)
        return say(reply, phrase_words(PHRASE_mydata_on_the_clock));
    /* Without who it was: that is what was asked for. */
    log_info(job, "member forgotten", NUMBER("guild", call->person.guild.snowflake),
             NUMBER("deleted", count.deleted), NUMBER("kept", count.pseudonymised));
    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    return say(reply, SAY(&job->arena, mydata_done, BLANK("deleted", number(job, count.deleted)),
                          BLANK("kept", number(job, count.pseudonymised))));
}
