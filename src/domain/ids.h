/* ids — Discord's snowflakes as types of their own: the compiler sees a swap.
 * 0 is no id.  In the database they are bigint (the same 64 bits), in JSON strings. */
#ifndef DOMAIN_IDS_H
#define DOMAIN_IDS_H

#include <stdint.h>

struct guild_id {
    uint64_t snowflake;
};
struct user_id {
    uint64_t snowflake;
};
struct role_id {
    uint64_t snowflake;
};
struct channel_id {
    uint64_t snowflake;
};
struct message_id {
    uint64_t snowflake;
};
struct application_id {
    uint64_t snowflake;
};
struct interaction_id {
    uint64_t snowflake;
};
struct command_id {
    uint64_t snowflake;
};

/* Who asked to be forgotten goes on under a random id with this bit.  Discord's ids have 63 bits,
 * so nobody is called so. */
#define PSEUDONYM_BIT (UINT64_C(1) << 63)

#endif
