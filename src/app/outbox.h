/* outbox — what the product says in Discord without having been asked: direct messages, posts
 * in channels.
 *
 * Written in the same change as its cause, so that neither is there without the other; sent by
 * the round "outbox", at once when outbox_ring() was called after the commit, and again with
 * growing pauses when Discord or the network failed.  A message that was sent but not noted as
 * such (a crash in between) is sent again with the same nonce, which Discord takes only once.
 * One that can never arrive (closed DMs, a channel that is gone) is kept with the reason for
 * the dashboard; the person whose act caused it never hears of it. */
#ifndef APP_OUTBOX_H
#define APP_OUTBOX_H

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct change;
struct job;
struct message;

struct letter {
    struct guild_id guild; /* it concerns; {0}: none */
    /* Names the cause: "out:77".  Two letters with the same key, addressee and server are one.
     * At most LETTER_KEY_BYTES_MOST bytes. */
    const char *key;
    struct user_id user;       /* the addressee, or … */
    struct channel_id channel; /* … the channel; the other is {0} */
    const struct message *message;
};

enum { LETTER_KEY_BYTES_MOST = 120 };

enum fault outbox_write(struct job *job, struct change *change, const struct letter *letter,
                        struct instant now) MUST_USE;

/* After the commit: what was written leaves at once. */
void outbox_ring(const struct app *app);

#endif
