#include "app/dispatch.h"

#include "app/app.h"
#include "app/guard.h"
#include "app/handlers.h"
#include "base/job.h"
#include "base/log.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "domain/talk/phrase.h"
#include "outbound/discord/servers.h"
#include "store/bans.h"
#include "store/guilds.h"
#include "store/store.h"

struct table_row {
    handler *run; /* NULL: there is none */
    enum right right;
    enum answer_way way;
    bool is_page;
};

static struct table_row row_of(const struct call *call)
{
    if (call->kind == CALL_COMMAND || call->kind == CALL_COMPLETE) {
        const struct command *command = command_find(call->what);
        return command ? (struct table_row){ command->run, command->right, command->way, false }
                       : (struct table_row){ 0 };
    }
    const struct component *component = component_find(call->what);
    return component ? (struct table_row){ component->run, component->right, component->way,
                                           component->match == ID_PREFIX }
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

/* Discord does not say in an interaction who owns the server.  Where the view does not know
 * and it matters, attempt() asks. */
static void find_owner(struct job *job, const struct app *app, struct call *call)
{
    struct server server;

    if (servers_know(job, app->servers, call->person.guild, &server))
        call->person.owns_guild = server.owner.snowflake == call->person.user.snowflake;
}

static enum fault ask_owner(struct job *job, const struct app *app, struct call *call)
{
    struct server server;
    const enum fault fault = servers_find(job, app->servers, call->person.guild, &server);

    if (!fault)
        call->person.owns_guild = server.owner.snowflake == call->person.user.snowflake;
    return fault;
}

static bool is_operator(const struct app *app, struct user_id user)
{
    for (size_t i = 0; i < app->operators_count; i++)
        if (app->operators[i].snowflake == user.snowflake)
            return true;
    return false;
}

/* The server's settings and the caller's ban, in one round trip. */
static enum fault ask_store(struct job *job, const struct app *app, const struct call *call,
                            struct guild *guild, struct ban *ban)
{
    AUTO(store_return) struct link link = { 0 };
    const struct person *person = &call->person;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = guilds_send(job, &link, person->guild)) ||
        (fault = bans_send(job, &link, person->guild, person->user, call->made_at)) ||
        (fault = guilds_take(job, &link, person->guild, guild)))
        return fault;
    return bans_take(job, &link, ban);
}

/* The guild is a value of its own, because a handler is given it const. */
static enum fault load_guild(struct job *job, const struct app *app, struct call *call,
                             struct ban *ban)
{
    struct guild *guild = arena_take(&job->arena, sizeof(*guild));
    const enum fault fault = ask_store(job, app, call, guild, ban);

    if (fault)
        return fault;
    call->guild = guild;
    call->person.is_operator = is_operator(app, call->person.user);
    find_owner(job, app, call);
    call->zone = guild->zone ? zone_find(guild->zone) : app->zone;
    if (!call->zone) {
        log_warn(job, "zone not known any more, default used", TEXT("zone", guild->zone),
                 NUMBER("guild", guild->id.snowflake));
        call->zone = app->zone;
    }
    return FAULT_NONE;
}

static bool within_bounds(const struct command_option *option, const struct given_option *given)
{
    const struct command_bounds *bounds = command_bounds_find(option);

    if (!bounds)
        return true;
    const int64_t measure = given->kind == OPTION_TEXT ? (int64_t)utf8_length(given->text)
                                                       : given->whole;
    return measure >= bounds->least && measure <= bounds->most;
}

static bool option_good(const struct command_option *option, const struct given_option *given)
{
    if (!given)
        return option->need == OPTIONAL;
    return given->kind == option->kind && within_bounds(option, given);
}

/* Discord keeps to what was registered; an older registration, or somebody else, may not. */
static const char *wrong_option(const struct call *call)
{
    const struct command *command = call->kind == CALL_COMMAND ? command_find(call->what) : NULL;

    for (size_t i = 0; command && i < command_options_count; i++) {
        const struct command_option *option = &command_options[i];
        if (&commands[option->command] == command &&
            !option_good(option, call_option(call, option->name)))
            return option->name;
    }
    return NULL;
}

static const char *unknown_words(const struct call *call)
{
    return phrase_words(call->kind == CALL_COMMAND ? PHRASE_unknown_command
                                                   : PHRASE_unknown_button);
}

/* What only those who run the bot may do does not exist for anybody else. */
static const char *refusal_words(const struct call *call, enum right right)
{
    return right == RIGHT_OPERATOR ? unknown_words(call) : right_refusal_text(right);
}

static enum fault attempt(struct job *job, const struct app *app, struct call *call,
                          const struct table_row *row, struct guard *guard, struct reply *reply)
{
    bool refused = false;
    enum fault fault = load_guild(job, app, call, &guard->ban);

    if (!fault && row->right == RIGHT_OWNER)
        fault = ask_owner(job, app, call);
    if (!fault)
        fault = guard_ask(job, app, call, guard, reply, &refused);
    if (fault || refused)
        return fault;
    if (!call_may(call, row->right)) {
        refuse(reply, refusal_words(call, row->right));
        return FAULT_NONE;
    }
    const char *wrong = wrong_option(call);
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
    struct guard guard = {
        .right = row.right,
        .is_page = row.is_page,
        .is_clock_out = row.run == clock_out_run,
    };
    enum fault fault;
    int run = 1;

    if (call->person.guild.snowflake == 0) {
        refuse(reply, phrase_words(PHRASE_only_in_servers));
        return;
    }
    if (!row.run) {
        refuse(reply, unknown_words(call));
        return;
    }
    while ((fault = attempt(job, app, call, &row, &guard, reply)) != FAULT_NONE &&
           store_may_repeat(fault, run++))
        job->why = NULL;
    if (fault)
        apologise(job, fault, reply);
}

static completer *completer_of(const struct call *call)
{
    const struct command *command = command_find(call->what);
    const struct command_option *option = command && call->focused
                                              ? command_option_find(command, call->focused->name)
                                              : NULL;

    return option ? command_completer_find(option) : NULL;
}

void dispatch_complete(struct job *job, const struct app *app, struct call *call,
                       struct suggestions *suggestions)
{
    completer *complete = completer_of(call);
    struct ban ban;
    enum fault fault = FAULT_NONE;

    *suggestions = (struct suggestions){ 0 };
    if (!complete || call->person.guild.snowflake == 0)
        return;
    fault = load_guild(job, app, call, &ban);
    if (!fault && call_may(call, row_of(call).right))
        fault = complete(job, app, call, suggestions);
    if (!fault)
        return;
    suggestions->count = 0;
    job_log_fault(job, fault);
}
