#include "domain/team/permission.h"

#include "base/mark.h"
#include "domain/team/access.h"

#include "check.h"

enum { GUILD = 1, BOT = 2, QUIET = 3, LOUD = 4, OTHER = 5 };
enum { WRITE = 1 << 11, VIEW = 1 << 10 };

CHECK(a_channel_changes_what_somebody_may_in_discords_order)
{
    static const struct role_id roles[] = { { QUIET }, { LOUD } };
    static const struct {
        const char *title;
        uint64_t everywhere;
        struct overwrite overwrites[3];
        uint64_t may;
    } cases[] = {
        { "nothing is changed", VIEW | WRITE, { { 0 } }, VIEW | WRITE },
        { "everybody is denied", VIEW | WRITE, { { GUILD, 0, WRITE } }, VIEW },
        { "a role is above everybody",
          VIEW,
          { { LOUD, WRITE, 0 }, { GUILD, 0, WRITE } },
          VIEW | WRITE },
        { "a role that allows outweighs one that denies",
          VIEW | WRITE,
          { { LOUD, WRITE, 0 }, { QUIET, 0, WRITE } },
          VIEW | WRITE },
        { "the member comes last", VIEW | WRITE, { { BOT, 0, WRITE }, { LOUD, WRITE, 0 } }, VIEW },
        { "the roles of others do not count", VIEW, { { OTHER, WRITE, VIEW } }, VIEW },
        { "an administrator may everything",
          PERMISSION_ADMINISTRATOR,
          { { BOT, 0, WRITE } },
          UINT64_MAX },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct permission_holder holder = {
            { GUILD }, { BOT }, roles, LENGTH(roles), cases[i].everywhere
        };
        HOLDS(permission_in_channel(&holder, cases[i].overwrites, LENGTH(cases[i].overwrites)) ==
                  cases[i].may,
              "%s", cases[i].title);
    }
}
