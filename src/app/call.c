#include "app/call.h"

#include <string.h>

#include "base/number.h"
#include "store/guilds.h"

bool call_may(const struct call *call, enum right right)
{
    return access_may(&call->guild->team, &call->person, right);
}

const struct given_option *call_option(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->options_count; i++)
        if (strcmp(call->options[i].name, name) == 0)
            return &call->options[i];
    return NULL;
}

const char *call_entry(const struct call *call, const char *id)
{
    for (size_t i = 0; i < call->entries_count; i++)
        if (strcmp(call->entries[i].id, id) == 0 && call->entries[i].text)
            return call->entries[i].text;
    return "";
}

bool call_value_id(const struct call *call, size_t value, uint64_t *snowflake)
{
    return value < call->values_count && number_read_unsigned(call->values[value], snowflake) &&
           *snowflake != 0;
}
