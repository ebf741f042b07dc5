/* roles — the bot as boss: the only way in which a server's team roles change.  Commands, the
 * guided set-up, the web and the internal API all come through here, so each is checked against
 * the bot's present view of the server and gets the same answer.
 *
 * A role that Discord deleted stays on its list until somebody takes it off: it makes nobody
 * anything, and an admin shall see that it is gone. */
#ifndef APP_ROLES_H
#define APP_ROLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/access.h"
#include "domain/team/server.h"
#include "store/roles.h"

struct app;
struct job;

enum team_answer {
    TEAM_DONE,
    TEAM_ALREADY,  /* it was on the list already; it was not on it; it was the main role */
    TEAM_FULL,     /* GUILD_ROLES_MOST */
    TEAM_EVERYONE, /* every visitor would have it */
    TEAM_MANAGED,  /* it belongs to an integration: nobody can be given it */
    TEAM_MISSING,  /* the server has no such role */
    TEAM_ANSWERS
};

enum team_wish { TEAM_ADD, TEAM_REMOVE, TEAM_WISHES };

struct team_change {
    struct guild_id guild;
    enum duty duty; /* DUTY_MAIN_ADMIN: adding puts it in place of another */
    enum team_wish wish;
    struct role_id role; /* {0} with DUTY_MAIN_ADMIN and TEAM_REMOVE: whichever it is */
    struct user_id by;   /* for the log */
};

/* Changes one role.  `told` is the role as the request itself describes it, which is Discord's
 * word of this moment; NULL: the view is asked, and with it perhaps Discord. */
enum fault team_change(struct job *job, const struct app *app, const struct team_change *change,
                       const struct server_role *told, enum team_answer *answer) MUST_USE;

/* What to tell the person; in the job's arena. */
const char *team_answer_text(struct job *job, const struct team_change *change,
                             enum team_answer answer) GIVES;

struct team_role {
    struct role_id role;
    bool gone; /* Discord deleted it */
};

/* The roles of one duty, ascending.  When neither the view nor Discord can tell, none is shown
 * as gone. */
void team_list(struct job *job, const struct app *app, struct guild_id guild,
               const struct team *team, enum duty duty, const struct team_role **roles,
               size_t *count);

/* A role in words for a message: its mention, or that it is gone. */
const char *team_role_text(struct job *job, const struct team_role *role) GIVES;

#endif
