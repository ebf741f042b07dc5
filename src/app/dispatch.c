#include "app/dispatch.h"

#include "app/app.h"
#include "base/job.h"
#include "base/log.h"
#include "base/zone.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"
#include "store/store.h"

struct table_row {
    handler *run; /* NULL: there is none */
    enum right right;
    enum answer_way way;
};

static struct table_row row_of(const struct call *call)
{
    if (call->kind == CALL_COMMAND) {
        const struct command *command = command_find(call->what);
        return command ? (struct table_row){ command->run, command->right, command->way }
                       : (struct table_row){ 0 };
    }
    const struct component *component = component_find(call->what);
    return component ? (struct table_row){ component->run, component->right, component->way }
                     : (struct table_row){ 0 };
}

enum answer_way dispatch_way(const struct call *call)
{
    return row_of(call).way;
}

static void refuse(struct reply *reply, const char *words)
{
    *reply = (struct reply){ .message = { .text = words, .ephemeral = true } };
}

/* The server's settings into the call.  Its own value, because a handler is given it const. */
static enum fault load_guild(struct job *job, const struct app *app, struct call *call)
{
    AUTO(store_return) struct link link = { 0 };
    struct guild *guild = arena_take(&job->arena, sizeof(*guild));
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = guilds_load(job, &link, call->person.guild, guild);
    if (fault)
        return fault;
    call->guild = guild;
    call->zone = guild->zone ? zone_find(guild->zone) : app->zone;
    if (!call->zone) {
        log_warn(job, "zone not known any more, default used", TEXT("zone", guild->zone),
                 NUMBER("guild", guild->id.snowflake));
        call->zone = app->zone;
    }
    return FAULT_NONE;
}

static const char *missing_option(const struct call *call)
{
    if (call->kind != CALL_COMMAND)
        return NULL;
    for (size_t i = 0; i < command_options_count; i++) {
        const struct command_option *option = &command_options[i];
        if (&commands[option->command] != command_find(call->what))
            continue;
        const struct given_option *given = call_option(call, option->name);
        if (given ? given->kind != option->kind : option->need == REQUIRED)
            return option->name;
    }
    return NULL;
}

static enum fault attempt(struct job *job, const struct app *app, struct call *call,
                          const struct table_row *row, struct reply *reply)
{
    const enum fault fault = load_guild(job, app, call);

    if (fault)
        return fault;
    if (!call_may(call, row->right)) {
        refuse(reply, right_refusal_text(row->right));
        return FAULT_NONE;
    }
    const char *wrong = missing_option(call);
    if (wrong) {
        refuse(reply, SAY(&job->arena, option_wrong, BLANK("option", wrong)));
        return FAULT_NONE;
    }
    *reply = (struct reply){ 0 };
    return row->run(job, app, call, reply);
}

/* The words for a fault: what kind of trouble, and the code under which the log tells more. */
static void apologise(struct job *job, enum fault fault, struct reply *reply)
{
    job_log_fault(job, fault);
    refuse(reply, SAY(&job->arena, fault, BLANK("words", fault_text(fault)),
                      BLANK("reference", job_reference(job))));
}

void dispatch(struct job *job, const struct app *app, struct call *call, struct reply *reply)
{
    const struct table_row row = row_of(call);
    enum fault fault;
    int run = 1;

    if (call->person.guild.snowflake == 0) {
        refuse(reply, phrase_words(PHRASE_only_in_servers));
        return;
    }
    if (!row.run) {
        refuse(reply, phrase_words(call->kind == CALL_COMMAND ? PHRASE_unknown_command
                                                              : PHRASE_unknown_button));
        return;
    }
    while ((fault = attempt(job, app, call, &row, reply)) != FAULT_NONE &&
           store_may_repeat(fault, run++))
        job->why = NULL;
    if (fault)
        apologise(job, fault, reply);
}
