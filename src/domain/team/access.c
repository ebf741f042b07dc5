#include "domain/team/access.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mark.h"

/* What is, then what to do. */
static const char *const refusal_texts[] = {
    [RIGHT_ANYONE] = "",
    [RIGHT_EMPLOYEE] = "You are not on this team. Ask an admin for an employee role.",
    [RIGHT_ADMIN] = "Only admins of this server can do that. Ask one of them.",
    [RIGHT_OWNER] = "Only the owner of this server can do that. Ask them.",
    [RIGHT_OPERATOR] = "Only the person who runs this bot can do that.",
};
_Static_assert(LENGTH(refusal_texts) == RIGHT_COUNT, "one text each");

/* Plain search: a person has at most 250 roles, a team few; sorting would cost more. */
static bool has_role(const struct person *person, struct role_id role)
{
    for (size_t i = 0; i < person->roles_count; i++)
        if (person->roles[i].snowflake == role.snowflake)
            return true;
    return false;
}

static bool has_one_of(const struct person *person, const struct role_id *roles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (has_role(person, roles[i]))
            return true;
    return false;
}

static bool is_admin(const struct team *team, const struct person *person)
{
    if (person->owns_guild || (person->permissions & PERMISSION_ADMINISTRATOR))
        return true;
    if (team->main_admin_role.snowflake != 0 && has_role(person, team->main_admin_role))
        return true;
    return has_one_of(person, team->admin_roles, team->admin_roles_count);
}

bool access_may(const struct team *team, const struct person *person, enum right right)
{
    switch (right) {
    case RIGHT_ANYONE: return true;
    case RIGHT_EMPLOYEE:
        return is_admin(team, person) ||
               has_one_of(person, team->employee_roles, team->employee_roles_count);
    case RIGHT_ADMIN: return is_admin(team, person);
    case RIGHT_OWNER: return person->owns_guild;
    case RIGHT_OPERATOR: return person->is_operator;
    case RIGHT_COUNT: break;
    }
    abort();
}

const char *right_refusal_text(enum right right)
{
    assert(right < RIGHT_COUNT);
    return refusal_texts[right];
}
