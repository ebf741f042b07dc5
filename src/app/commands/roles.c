/* /roles employee …: which Discord roles make someone an employee. */
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"
#include "store/roles.h"
#include "store/store.h"

enum { LIST_BYTES_MOST = 4000, LIST_COLOUR = 0x2563eb };

static const char *snowflake_words(struct job *job, uint64_t snowflake)
{
    return arena_print(&job->arena, "%" PRIu64, snowflake);
}

static void say(struct job *job, struct reply *reply, enum phrase phrase, struct role_id role)
{
    const struct blank blanks[] = {
        BLANK("role", snowflake_words(job, role.snowflake)),
        BLANK("count", snowflake_words(job, GUILD_ROLES_MOST)),
        { 0 },
    };

    reply->message = (struct message){
        .text = phrase_fill(&job->arena, phrase, blanks),
        .ephemeral = true,
    };
}

typedef enum fault change_role(struct job *job, struct change *change, struct guild_id guild,
                               struct role_id role, enum duty duty, enum roles_answer *answer);

static enum fault change_list(struct job *job, const struct app *app, const struct call *call,
                              struct role_id role, change_role *with, enum roles_answer *answer)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = with(job, &change, call->person.guild, role, DUTY_EMPLOYEE, answer);
    if (!fault)
        fault = store_keep(job, &change);
    return fault;
}

/* Words for each answer of the store, of adding and of removing. */
static const enum phrase words_of_add[] = {
    [ROLES_DONE] = PHRASE_roles_added,
    [ROLES_ALREADY] = PHRASE_roles_already,
    [ROLES_FULL] = PHRASE_roles_full,
};
static const enum phrase words_of_remove[] = {
    [ROLES_DONE] = PHRASE_roles_removed,
    [ROLES_ALREADY] = PHRASE_roles_not_there,
};

static enum fault change_and_say(struct job *job, const struct app *app, const struct call *call,
                                 change_role *with, const enum phrase *words, struct reply *reply)
{
    const struct role_id role = { call_option(call, "role")->snowflake };
    enum roles_answer answer;
    const enum fault fault = change_list(job, app, call, role, with, &answer);

    if (fault)
        return fault;
    if (answer == ROLES_DONE)
        log_info(job, "employee roles changed", TEXT("command", call->what),
                 NUMBER("guild", call->person.guild.snowflake), NUMBER("role", role.snowflake),
                 NUMBER("user", call->person.user.snowflake));
    say(job, reply, words[answer], role);
    return FAULT_NONE;
}

enum fault roles_employee_add_run(struct job *job, const struct app *app, const struct call *call,
                                  struct reply *reply)
{
    const struct given_option *option = call_option(call, "role");
    const struct role_id role = { option->snowflake };

    /* Discord gives @everyone the id of its server. */
    if (role.snowflake == call->person.guild.snowflake)
        say(job, reply, PHRASE_roles_everyone, role);
    else if (option->managed)
        say(job, reply, PHRASE_roles_managed, role);
    else
        return change_and_say(job, app, call, roles_add, words_of_add, reply);
    return FAULT_NONE;
}

enum fault roles_employee_remove_run(struct job *job, const struct app *app,
                                     const struct call *call, struct reply *reply)
{
    return change_and_say(job, app, call, roles_remove, words_of_remove, reply);
}

enum fault roles_employee_list_run(struct job *job, const struct app *app, const struct call *call,
                                   struct reply *reply)
{
    struct text text = text_in(&job->arena, LIST_BYTES_MOST);
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    const struct team *team = &call->guild->team;

    (void)app;
    for (size_t i = 0; i < team->employee_roles_count; i++)
        text_addf(&text, "%s<@&%" PRIu64 ">", i ? "\n" : "", team->employee_roles[i].snowflake);
    if (text.length == 0)
        text_add(&text, phrase_words(PHRASE_roles_list_none));
    if (!text_done(&text, &embed->text))
        return fail(job, FAULT_BUG, "the list of roles is longer than %d bytes", LIST_BYTES_MOST);
    embed->title = phrase_words(PHRASE_roles_list_title);
    embed->colour = LIST_COLOUR;
    reply->message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    return FAULT_NONE;
}
