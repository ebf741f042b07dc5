/* welcome — what a server and its owner are told without having asked: hello, and that the
 * server's access is active. */
#ifndef APP_NOTICES_WELCOME_H
#define APP_NOTICES_WELCOME_H

#include "app/notices/guild.h"

struct change;

/* A message with the Setup button where we may write, and one to the owner; through the outbox,
 * once for each coming. */
enum fault welcome_write(struct job *job, struct change *change, const struct server *server,
                         const struct arrival *arrival, struct instant now) MUST_USE;

/* Tells the owner, and the server where its panel is, that `plan` is active; once for each
 * `key`, which names what activated it ("stripe:evt_…"). */
enum fault access_activated_write(struct job *job, const struct app *app, struct change *change,
                                  struct guild_id id, const char *plan, const char *key,
                                  struct instant now) MUST_USE;

#endif
