#include "domain/team/access.h"

#include <string.h>

#include "base/mark.h"

#include "check.h"

static const struct role_id cooks = { 10 }, waiters = { 11 }, chefs = { 20 }, boss = { 30 };
static const struct role_id employee_roles[] = { { 10 }, { 11 } };
static const struct role_id admin_roles[] = { { 20 } };

static const struct team team = {
    .employee_roles = employee_roles,
    .employee_roles_count = LENGTH(employee_roles),
    .admin_roles = admin_roles,
    .admin_roles_count = LENGTH(admin_roles),
    .main_admin_role = { 30 },
};
static const struct team untouched = { 0 };

/* Which rights somebody has, one bit each. */
static unsigned rights_of(const struct team *of, const struct person *person)
{
    unsigned rights = 0;

    for (int right = 0; right < RIGHT_COUNT; right++)
        rights |= (unsigned)access_may(of, person, (enum right)right) << right;
    return rights;
}

enum {
    ANYONE = 1 << RIGHT_ANYONE,
    EMPLOYEE = ANYONE | 1 << RIGHT_EMPLOYEE,
    ADMIN = EMPLOYEE | 1 << RIGHT_ADMIN,
    OWNER = ADMIN | 1 << RIGHT_OWNER,
    OPERATOR = 1 << RIGHT_OPERATOR,
};

CHECK(rights_follow_the_table)
{
    static const struct role_id other[] = { { 99 }, { 1 } };
    static const struct role_id many[] = { { 99 }, { 98 }, { 11 } };
    static const struct {
        const char *who;
        struct person person;
        unsigned in_team, in_untouched;
    } cases[] = {
        { "a stranger", { .permissions = 0 }, ANYONE, ANYONE },
        { "someone with other roles", { .roles = other, .roles_count = 2 }, ANYONE, ANYONE },
        { "a cook", { .roles = &cooks, .roles_count = 1 }, EMPLOYEE, ANYONE },
        { "a waiter", { .roles = &waiters, .roles_count = 1 }, EMPLOYEE, ANYONE },
        { "one of many roles", { .roles = many, .roles_count = 3 }, EMPLOYEE, ANYONE },
        { "a chef", { .roles = &chefs, .roles_count = 1 }, ADMIN, ANYONE },
        { "the boss", { .roles = &boss, .roles_count = 1 }, ADMIN, ANYONE },
        { "an Administrator", { .permissions = 1 << 3 }, ADMIN, ADMIN },
        { "all permissions but that", { .permissions = ~(UINT64_C(1) << 3) }, ANYONE, ANYONE },
        { "the owner", { .owns_guild = true }, OWNER, OWNER },
        { "the operator", { .is_operator = true }, ANYONE | OPERATOR, ANYONE | OPERATOR },
        { "an operator who cooks",
          { .is_operator = true, .roles = &cooks, .roles_count = 1 },
          EMPLOYEE | OPERATOR,
          ANYONE | OPERATOR },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        HOLDS(rights_of(&team, &cases[i].person) == cases[i].in_team, "%s", cases[i].who);
        HOLDS(rights_of(&untouched, &cases[i].person) == cases[i].in_untouched, "%s untouched",
              cases[i].who);
    }
}

CHECK(no_main_admin_role_is_nobodys_role)
{
    static const struct role_id none = { 0 };
    const struct person odd = { .roles = &none, .roles_count = 1 };

    EQUAL(access_may(&untouched, &odd, RIGHT_ADMIN), false);
}

CHECK(every_refusal_of_a_right_has_words)
{
    SAME(right_refusal_text(RIGHT_ANYONE), "");
    for (int right = RIGHT_EMPLOYEE; right < RIGHT_COUNT; right++)
        HOLDS(strlen(right_refusal_text((enum right)right)) > 20, "right %d", right);
}
