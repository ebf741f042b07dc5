#include "app/call.h"

#include <string.h>

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
