/* guild — Discord tells of a server: it has us, it is called differently, it has us no more.
 * Data is kept when it leaves; a second notice of the same changes nothing. */
#ifndef APP_NOTICES_GUILD_H
#define APP_NOTICES_GUILD_H

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct job;

enum fault guild_met(struct job *job, const struct app *app, struct guild_id guild,
                     const char *name, struct instant now) MUST_USE;
enum fault guild_lost(struct job *job, const struct app *app, struct guild_id guild,
                      struct instant now) MUST_USE;

#endif
