/* guilds — what we know of a Discord server: its settings, its team roles, its chain head.
 *
 * A server's row is made by whoever is first: a join, a setting, a punch.  Changing it locks
 * it until the change ends; that is the guild-level lock. */
#ifndef STORE_GUILDS_H
#define STORE_GUILDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/team/access.h"
#include "domain/team/device.h"
#include "domain/time/calendar.h"

struct change;
struct job;
struct link;

enum {
    GUILD_NAME_BYTES = 401, /* Discord: 2 … 100 characters */
    GUILD_MAX_SHIFT_S = 16 * 60 * 60,
    GUILD_MAX_SHIFT_S_MOST = 366 * 24 * 60 * 60,
    GUILD_WORKDAY_END_MIN = 17 * 60,
    GUILD_SETUP_STEPS_MOST = 100,
};

enum guild_names { GUILD_NAMES_USERNAME, GUILD_NAMES_NICKNAME };

struct guild {
    struct guild_id id;
    bool known;       /* false: we have no row; all below are the defaults */
    const char *name; /* "" until Discord told it */
    const char *zone; /* IANA name; NULL: the operator's default */
    enum weekday week_start;
    enum guild_names names;
    int64_t max_shift_s; /* 0: a session may be as long as it likes */
    bool present;        /* the bot is in it, as far as we were told */
    struct instant joined_at;
    struct instant left_at;   /* meaningful only if not present and known */
    int64_t settings_version; /* grows with every change of settings or roles */

    int workday_end_min;             /* of the server's zone, minutes from midnight: 0 … 1439 */
    struct channel_id log_channel;   /* where clock events are posted; {0}: nowhere */
    struct channel_id panel_channel; /* of the permanent panel; {0}: there is none */
    struct message_id panel_message;
    int setup_step; /* where the guided set-up is; 0: before its first step */
    enum mobile_rule mobile;

    struct team team; /* its roles, each list ascending */
};

/* Settings and team roles in one round trip. */
enum fault guilds_load(struct job *job, struct link *link, struct guild_id id,
                       struct guild *guild) MUST_USE;

/* The two halves of guilds_load(), for other questions between them. */
enum fault guilds_send(struct job *job, struct link *link, struct guild_id id) MUST_USE;
enum fault guilds_take(struct job *job, struct link *link, struct guild_id id,
                       struct guild *guild) MUST_USE;

/* Each makes the row if there is none, and lets settings_version grow. */
enum fault guilds_set_zone(struct job *job, struct change *change, struct guild_id id,
                           const char *zone) MUST_USE;
enum fault guilds_set_week_start(struct job *job, struct change *change, struct guild_id id,
                                 enum weekday week_start) MUST_USE;
enum fault guilds_set_names(struct job *job, struct change *change, struct guild_id id,
                            enum guild_names names) MUST_USE;
enum fault guilds_set_max_shift(struct job *job, struct change *change, struct guild_id id,
                                int64_t max_shift_s) MUST_USE;
enum fault guilds_set_workday_end(struct job *job, struct change *change, struct guild_id id,
                                  int minute) MUST_USE;
/* {0}: nowhere. */
enum fault guilds_set_log_channel(struct job *job, struct change *change, struct guild_id id,
                                  struct channel_id channel) MUST_USE;
/* Both {0}: there is none any more. */
enum fault guilds_set_panel(struct job *job, struct change *change, struct guild_id id,
                            struct channel_id channel, struct message_id message) MUST_USE;
/* No setting, so no new version. */
enum fault guilds_set_setup_step(struct job *job, struct change *change, struct guild_id id,
                                 int step) MUST_USE;
enum fault guilds_set_mobile(struct job *job, struct change *change, struct guild_id id,
                             enum mobile_rule mobile) MUST_USE;

/* Discord's GUILD_CREATE.  *is_new: the first time, or back after having left; a second
 * notice for a server we are in only updates the name. */
enum fault guilds_joined(struct job *job, struct change *change, struct guild_id id,
                         const char *name, struct instant now, bool *is_new) MUST_USE;
/* Discord's GUILD_DELETE without `unavailable`.  Data is kept. */
enum fault guilds_left(struct job *job, struct change *change, struct guild_id id,
                       struct instant now) MUST_USE;

struct guild_ids {
    const struct guild_id *ids; /* ascending */
    size_t count;
};

/* Every server we are in that follows `after` ({0}: from the first), at most `limit`. */
enum fault guilds_present(struct job *job, struct link *link, struct guild_id after, size_t limit,
                          struct guild_ids *found) MUST_USE;
/* The same for every server we hold data of. */
enum fault guilds_known(struct job *job, struct link *link, struct guild_id after, size_t limit,
                        struct guild_ids *found) MUST_USE;
/* The same for those that restrict phones. */
enum fault guilds_restricted(struct job *job, struct link *link, struct guild_id after,
                             size_t limit, struct guild_ids *found) MUST_USE;

#endif
