/* /roles …: which Discord roles make someone an employee or an admin. */
#include "app/roles.h"
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "app/complete.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "outbound/discord/servers.h"
#include "store/guilds.h"

enum { LIST_BYTES_MOST = 3900, LIST_COLOUR = 0x2563eb };

/* The role as Discord described it in the request; when one is removed, which may be one that
 * is gone, its id or a mention of it as text. */
static struct server_role told_role(const struct given_option *option)
{
    static const char mention[] = "<@&";
    struct server_role role = { 0 };

    if (!option)
        return role;
    role.id.snowflake = option->snowflake;
    role.managed = option->managed;
    if (option->kind != OPTION_TEXT)
        return role;
    const bool mentioned = strncmp(option->text, mention, strlen(mention)) == 0;
    char id[sizeof("18446744073709551615")];
    const char *from = mentioned ? option->text + strlen(mention) : option->text;
    const size_t length = strcspn(from, ">");
    if (length < sizeof(id)) {
        memcpy(id, from, length);
        id[length] = '\0';
        (void)!number_read_unsigned(id, &role.id.snowflake);
    }
    return role;
}

static enum fault change(struct job *job, const struct app *app, const struct call *call,
                         enum duty duty, enum team_wish wish, struct reply *reply)
{
    const struct given_option *option = call_option(call, "role");
    const struct server_role told = told_role(option);
    const struct team_change wanted = {
        .guild = call->person.guild,
        .duty = duty,
        .wish = wish,
        .role = told.id,
        .by = call->person.user,
    };
    enum team_answer answer;

    if (option && told.id.snowflake == 0) {
        reply->message = (struct message){
            .text = phrase_words(PHRASE_roles_unreadable),
            .ephemeral = true,
        };
        return FAULT_NONE;
    }
    const enum fault fault = team_change(job, app, &wanted, &told, &answer);

    if (!fault)
        reply->message = (struct message){
            .text = team_answer_text(job, &wanted, answer),
            .ephemeral = true,
        };
    return fault;
}

static enum fault list(struct job *job, const struct app *app, const struct call *call,
                       enum duty duty, enum phrase title, enum phrase none, struct reply *reply)
{
    struct text text = text_in(&job->arena, LIST_BYTES_MOST);
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    const struct team_role *roles;
    size_t count;

    team_list(job, app, call->person.guild, &call->guild->team, duty, &roles, &count);
    for (size_t i = 0; i < count; i++) {
        /* 250 deleted roles would be more than an embed takes: say how many are left out. */
        const char *words = team_role_text(job, &roles[i]);
        if (text.length + 200 > LIST_BYTES_MOST) {
            text_add(&text, SAY(&job->arena, roles_more,
                                BLANK("count", arena_print(&job->arena, "%zu", count - i))));
            break;
        }
        text_addf(&text, "%s%s", i ? "\n" : "", words);
    }
    if (count == 0)
        text_add(&text, phrase_words(none));
    if (!text_done(&text, &embed->text))
        return fail(job, FAULT_BUG, "the list of roles is longer than %d bytes", LIST_BYTES_MOST);
    embed->title = phrase_words(title);
    embed->colour = LIST_COLOUR;
    reply->message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    return FAULT_NONE;
}

/* What a role is called while somebody types; what was typed may also be its id. */
static void offer(struct job *job, const struct server *server, bool known,
                  const struct team_role *role, const char *typed, struct suggestions *suggestions)
{
    const struct server_role *now = known ? server_role(server, role->role) : NULL;
    const char *id = arena_print(&job->arena, "%" PRIu64, role->role.snowflake);
    const char *label = now ? now->name : SAY(&job->arena, roles_gone_choice, BLANK("role", id));

    if (complete_matches(label, typed) || complete_matches(id, typed))
        (void)suggest(job, suggestions, label, id);
}

static void complete(struct job *job, const struct app *app, const struct call *call,
                     enum duty duty, struct suggestions *suggestions)
{
    const struct team_role *roles;
    struct server server = { 0 };
    size_t count;

    team_list(job, app, call->person.guild, &call->guild->team, duty, &roles, &count);
    const bool known = servers_know(job, app->servers, call->person.guild, &server);
    for (size_t i = 0; i < count; i++)
        offer(job, &server, known, &roles[i], call->focused->text, suggestions);
}

enum fault roles_employee_complete(struct job *job, const struct app *app, const struct call *call,
                                   struct suggestions *suggestions)
{
    complete(job, app, call, DUTY_EMPLOYEE, suggestions);
    return FAULT_NONE;
}

enum fault roles_admin_complete(struct job *job, const struct app *app, const struct call *call,
                                struct suggestions *suggestions)
{
    complete(job, app, call, DUTY_ADMIN, suggestions);
    return FAULT_NONE;
}

enum fault roles_employee_add_run(struct job *job, const struct app *app, const struct call *call,
                                  struct reply *reply)
{
    return change(job, app, call, DUTY_EMPLOYEE, TEAM_ADD, reply);
}

enum fault roles_employee_remove_run(struct job *job, const struct app *app,
                                     const struct call *call, struct reply *reply)
{
    return change(job, app, call, DUTY_EMPLOYEE, TEAM_REMOVE, reply);
}

enum fault roles_employee_list_run(struct job *job, const struct app *app, const struct call *call,
                                   struct reply *reply)
{
    return list(job, app, call, DUTY_EMPLOYEE, PHRASE_roles_list_title, PHRASE_roles_list_none,
                reply);
}

enum fault roles_admin_add_run(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    return change(job, app, call, DUTY_ADMIN, TEAM_ADD, reply);
}

enum fault roles_admin_remove_run(struct job *job, const struct app *app, const struct call *call,
                                  struct reply *reply)
{
    return change(job, app, call, DUTY_ADMIN, TEAM_REMOVE, reply);
}

enum fault roles_admin_list_run(struct job *job, const struct app *app, const struct call *call,
                                struct reply *reply)
{
    return list(job, app, call, DUTY_ADMIN, PHRASE_roles_admin_title, PHRASE_roles_admin_none,
                reply);
}

enum fault roles_main_set_run(struct job *job, const struct app *app, const struct call *call,
                              struct reply *reply)
{
    return change(job, app, call, DUTY_MAIN_ADMIN, TEAM_ADD, reply);
}

enum fault roles_main_show_run(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    return list(job, app, call, DUTY_MAIN_ADMIN, PHRASE_roles_main_title, PHRASE_roles_main_none,
                reply);
}

enum fault roles_main_clear_run(struct job *job, const struct app *app, const struct call *call,
                                struct reply *reply)
{
    return change(job, app, call, DUTY_MAIN_ADMIN, TEAM_REMOVE, reply);
}
