#include "program/guild_argument.h"

#include "wire/snowflake.h"

bool guild_argument_read(int count, char **words, struct guild_id *guild)
{
    *guild = (struct guild_id){ 0 };
    return count == 1 || (count == 2 && snowflake_read(words[1], &guild->snowflake));
}
