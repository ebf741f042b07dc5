#include "inbound/gateway/members.h"

#include <stdlib.h>

enum { ROOM_LEAST = 16 };

uint64_t members_mix(uint64_t snowflake)
{
    const uint64_t word = (snowflake ^ snowflake >> 31) * UINT64_C(0x9E3779B97F4A7C15);

    return word ^ word >> 29;
}

/* Where the member is, or the free place where they belong; there is one. */
static size_t place_of(const struct members *members, uint64_t user)
{
    size_t at = members_mix(user) & (members->room - 1);

    while (members->users[at] != 0 && members->users[at] != user)
        at = (at + 1) & (members->room - 1);
    return at;
}

int members_find(const struct members *members, struct user_id user)
{
    if (members->room == 0)
        return -1;
    const size_t at = place_of(members, user.snowflake);
    return members->users[at] == 0 ? -1 : members->devices[at];
}

static void resize(struct members *members, size_t room)
{
    struct members grown = {
        .users = calloc(room, sizeof(*grown.users)),
        .devices = calloc(room, sizeof(*grown.devices)),
        .count = members->count,
        .room = room,
    };

    if (!grown.users || !grown.devices)
        abort();
    for (size_t i = 0; i < members->room; i++) {
        if (members->users[i] == 0)
            continue;
        const size_t at = place_of(&grown, members->users[i]);
        grown.users[at] = members->users[i];
        grown.devices[at] = members->devices[i];
    }
    members_end(members);
    *members = grown;
}

void members_put(struct members *members, struct user_id user, unsigned devices)
{
    if (members->count + 1 > members->room / 4 * 3)
        resize(members, members->room ? members->room * 2 : ROOM_LEAST);

    const size_t at = place_of(members, user.snowflake);
    members->count += members->users[at] == 0;
    members->users[at] = user.snowflake;
    members->devices[at] = (uint8_t)devices;
}

void members_end(struct members *members)
{
    free(members->users);
    free(members->devices);
    *members = (struct members){ 0 };
}
