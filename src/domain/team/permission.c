#include "domain/team/permission.h"

#include "domain/team/access.h"

static uint64_t changed_by(uint64_t bits, const struct overwrite *overwrites, size_t count,
                           uint64_t subject)
{
    for (size_t i = 0; i < count; i++)
        if (overwrites[i].subject == subject)
            return (bits & ~overwrites[i].deny) | overwrites[i].allow;
    return bits;
}

/* One role that allows outweighs all that deny. */
static uint64_t changed_by_roles(uint64_t bits, const struct permission_holder *holder,
                                 const struct overwrite *overwrites, size_t count)
{
    uint64_t allow = 0, deny = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < holder->roles_count; r++)
            if (overwrites[i].subject == holder->roles[r].snowflake) {
                allow |= overwrites[i].allow;
                deny |= overwrites[i].deny;
            }
    return (bits & ~deny) | allow;
}

uint64_t permission_in_channel(const struct permission_holder *holder,
                               const struct overwrite *overwrites, size_t count)
{
    uint64_t bits = holder->everywhere;

    if (bits & PERMISSION_ADMINISTRATOR)
        return UINT64_MAX;
    bits = changed_by(bits, overwrites, count, holder->guild.snowflake);
    bits = changed_by_roles(bits, holder, overwrites, count);
    return changed_by(bits, overwrites, count, holder->user.snowflake);
}
