/* guild_argument — the one optional argument of the subcommands that look at a server. */
#ifndef PROGRAM_GUILD_ARGUMENT_H
#define PROGRAM_GUILD_ARGUMENT_H

#include <stdbool.h>

#include "base/mark.h"
#include "domain/ids.h"

/* No argument: {0}, every server.  False when it is no id, or there are more. */
bool guild_argument_read(int count, char **words, struct guild_id *guild) MUST_USE;

#endif
