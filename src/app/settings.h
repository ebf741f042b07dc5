/* settings — the one way in which a server's settings change: commands, the guided set-up and
 * the web all come through here, so each checks the same and keeps it in one change. */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/time/calendar.h"
#include "store/guilds.h"
#include "store/recipients.h"

struct app;
struct job;

/* *known is false, and nothing changed, when the system knows no zone of that name. */
enum fault settings_zone(struct job *job, const struct app *app, struct guild_id guild,
                         const char *zone, bool *known) MUST_USE;

/* What shall be; NULL: stay as it is. */
struct settings_wish {
    const enum weekday *week_start;
    const int *workday_end_min; /* 0 … 1439 */
    const enum guild_names *names;
    const int64_t *max_shift_s; /* 0: never closed by us; at most GUILD_MAX_SHIFT_S_MOST */
    const struct channel_id *log_channel; /* {0}: nowhere */
};
enum fault settings_change(struct job *job, const struct app *app, struct guild_id guild,
                           const struct settings_wish *wish) MUST_USE;

/* Who gets a direct message per clock-out. */
enum fault settings_recipient(struct job *job, const struct app *app, struct guild_id guild,
                              struct user_id user, bool add, struct instant now,
                              enum recipients_answer *answer) MUST_USE;

/* "17:30" in minutes from midnight; also "7:05".  False leaves *minute as it was. */
bool settings_read_time(const char *text, int *minute) MUST_USE;

#endif
