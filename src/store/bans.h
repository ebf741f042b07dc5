/* bans — who may not use a server's timeclock, until when; and who was warned for spamming.
 *
 * One ban a member.  Of two changes the one that was clicked later stands, in whatever order
 * they come; a change that comes again changes nothing.  What leads to a ban is decided
 * elsewhere (domain/team/spam.h, the admins). */
#ifndef STORE_BANS_H
#define STORE_BANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct change;
struct job;
struct link;

enum { BANS_PAGE_MOST = 100 };

struct ban {
    struct user_id member; /* {0}: there is none */
    struct user_id by;     /* {0}: nobody, for spamming */
    struct instant since;
    struct instant until; /* meaningful only if not for ever */
    bool for_ever;        /* until it is lifted */
};

/* The ban that holds at `at`, in two halves, so that it costs no round trip of its own beside
 * another question. */
enum fault bans_send(struct job *job, struct link *link, struct guild_id guild,
                     struct user_id member, struct instant at) MUST_USE;
enum fault bans_take(struct job *job, struct link *link, struct ban *ban) MUST_USE;

/* Some of those that hold, the latest first. */
struct ban_page {
    const struct ban *bans; /* in the job's arena */
    size_t count;
    uint64_t total; /* of all that hold */
};

/* `limit`: up to BANS_PAGE_MOST. */
enum fault bans_list(struct job *job, struct link *link, struct guild_id guild, struct instant at,
                     int64_t offset, size_t limit, struct ban_page *page) MUST_USE;

/* Takes the place of one that is there. */
enum fault bans_add(struct job *job, struct change *change, struct guild_id guild,
                    const struct ban *ban) MUST_USE;

/* The warning goes, too: whoever is let back in begins anew.  *lifted: there was a ban. */
enum fault bans_lift(struct job *job, struct change *change, struct guild_id guild,
                     struct user_id member, struct instant at, bool *lifted) MUST_USE;

/* The last warning, with the server locked until the change ends.  *warned: there is one. */
enum fault bans_last_warning(struct job *job, struct change *change, struct guild_id guild,
                             struct user_id member, bool *warned, struct instant *at) MUST_USE;
enum fault bans_note_warning(struct job *job, struct change *change, struct guild_id guild,
                             struct user_id member, struct instant at) MUST_USE;

#endif
