/* settings — the one way in which a server's settings change: commands, the guided set-up and
 * the web all come through here, so each checks the same and keeps it in one change. */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct job;

/* *known is false, and nothing changed, when the system knows no zone of that name. */
enum fault settings_zone(struct job *job, const struct app *app, struct guild_id guild,
                         const char *zone, bool *known) MUST_USE;

#endif
