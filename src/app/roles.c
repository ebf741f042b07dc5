#include "app/roles.h"

#include <assert.h>
#include <inttypes.h>

#include "app/app.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/talk/phrase.h"
#include "outbound/discord/servers.h"
#include "store/store.h"

enum { DUTIES = DUTY_MAIN_ADMIN + 1 };

static const char *number_words(struct job *job, uint64_t number)
{
    return arena_print(&job->arena, "%" PRIu64, number);
}

/* TEAM_DONE: it may be added. */
static enum fault examine(struct job *job, const struct app *app, const struct team_change *change,
                          const struct server_role *told, enum team_answer *answer)
{
    struct server server;
    enum fault fault = FAULT_NONE;

    *answer = TEAM_EVERYONE;
    if (server_is_everyone(change->guild, change->role))
        return FAULT_NONE;
    if (!told) {
        fault = servers_find(job, app->servers, change->guild, &server);
        told = fault ? NULL : server_role(&server, change->role);
    }
    *answer = !told ? TEAM_MISSING : told->managed ? TEAM_MANAGED : TEAM_DONE;
    return fault;
}

static enum fault keep(struct job *job, struct change *open, const struct team_change *change,
                       enum roles_answer *answer)
{
    const bool add = change->wish == TEAM_ADD;

    if (change->duty == DUTY_MAIN_ADMIN)
        return roles_set_main(job, open, change->guild, add ? change->role : (struct role_id){ 0 },
                              answer);
    return add ? roles_add(job, open, change->guild, change->role, change->duty, answer)
               : roles_remove(job, open, change->guild, change->role, change->duty, answer);
}

static enum fault carry_out(struct job *job, const struct app *app,
                            const struct team_change *change, enum team_answer *answer)
{
    static const enum team_answer answers[] = {
        [ROLES_DONE] = TEAM_DONE,
        [ROLES_ALREADY] = TEAM_ALREADY,
        [ROLES_FULL] = TEAM_FULL,
    };
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change open = { 0 };
    enum roles_answer kept;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &open)) || (fault = keep(job, &open, change, &kept)) ||
        (fault = store_keep(job, &open)))
        return fault;
    *answer = answers[kept];
    return FAULT_NONE;
}

enum fault team_change(struct job *job, const struct app *app, const struct team_change *change,
                       const struct server_role *told, enum team_answer *answer)
{
    enum fault fault = FAULT_NONE;

    *answer = TEAM_DONE;
    if (change->wish == TEAM_ADD)
        fault = examine(job, app, change, told, answer);
    if (fault || *answer != TEAM_DONE)
        return fault;
    fault = carry_out(job, app, change, answer);
    if (!fault && *answer == TEAM_DONE)
        log_info(job, "team roles changed", NUMBER("guild", change->guild.snowflake),
                 NUMBER("role", change->role.snowflake), NUMBER("duty", change->duty),
                 TEXT("wish", change->wish == TEAM_ADD ? "add" : "remove"),
                 NUMBER("user", change->by.snowflake));
    return fault;
}

static const enum phrase words_of_add[DUTIES][TEAM_ANSWERS] = {
    [DUTY_EMPLOYEE] = { PHRASE_roles_added, PHRASE_roles_already, PHRASE_roles_full,
                        PHRASE_roles_everyone, PHRASE_roles_managed, PHRASE_roles_missing },
    [DUTY_ADMIN] = { PHRASE_roles_admin_added, PHRASE_roles_already, PHRASE_roles_full,
                     PHRASE_roles_admin_everyone, PHRASE_roles_managed, PHRASE_roles_missing },
    [DUTY_MAIN_ADMIN] = { PHRASE_roles_main_set, PHRASE_roles_main_already, PHRASE_roles_full,
                          PHRASE_roles_admin_everyone, PHRASE_roles_managed, PHRASE_roles_missing },
};
static const enum phrase words_of_remove[DUTIES][TEAM_ALREADY + 1] = {
    [DUTY_EMPLOYEE] = { PHRASE_roles_removed, PHRASE_roles_not_there },
    [DUTY_ADMIN] = { PHRASE_roles_admin_removed, PHRASE_roles_not_there },
    [DUTY_MAIN_ADMIN] = { PHRASE_roles_main_cleared, PHRASE_roles_main_none },
};

const char *team_answer_text(struct job *job, const struct team_change *change,
                             enum team_answer answer)
{
    const struct blank blanks[] = {
        BLANK("role", number_words(job, change->role.snowflake)),
        BLANK("count", number_words(job, GUILD_ROLES_MOST)),
        { 0 },
    };

    assert(change->wish == TEAM_ADD || answer <= TEAM_ALREADY);
    return phrase_fill(&job->arena,
                       change->wish == TEAM_ADD ? words_of_add[change->duty][answer]
                                                : words_of_remove[change->duty][answer],
                       blanks);
}

/* Those of the duty, as the store has them. */
static const struct role_id *roles_of(const struct team *team, enum duty duty, size_t *count)
{
    switch (duty) {
    case DUTY_EMPLOYEE: *count = team->employee_roles_count; return team->employee_roles;
    case DUTY_ADMIN: *count = team->admin_roles_count; return team->admin_roles;
    case DUTY_MAIN_ADMIN: break;
    }
    *count = team->main_admin_role.snowflake != 0;
    return &team->main_admin_role;
}

void team_list(struct job *job, const struct app *app, struct guild_id guild,
               const struct team *team, enum duty duty, const struct team_role **roles,
               size_t *count)
{
    const struct role_id *ids = roles_of(team, duty, count);
    struct team_role *list = arena_take_many(&job->arena, *count, sizeof(*list));
    struct server server;
    const enum fault fault = servers_find(job, app->servers, guild, &server);

    if (fault) {
        log_warn(job, "roles are listed without a look at Discord",
                 NUMBER("guild", guild.snowflake), TEXT("why", job->why));
        job->why = NULL;
    }
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct team_role){ ids[i], !fault && !server_role(&server, ids[i]) };
    *roles = list;
}

const char *team_role_text(struct job *job, const struct team_role *role)
{
    const char *id = number_words(job, role->role.snowflake);

    return role->gone ? SAY(&job->arena, roles_gone, BLANK("role", id))
                      : arena_print(&job->arena, "<@&%s>", id);
}
