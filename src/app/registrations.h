/* registrations — was Discord told of these commands already?  They are sent only when their
 * definition changed, never just because we started. */
#ifndef APP_REGISTRATIONS_H
#define APP_REGISTRATIONS_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/mark.h"

struct app;
struct job;

/* scope: "global:" and the application's id, so that another application is told too. */
enum fault registrations_due(struct job *job, const struct app *app, const char *scope,
                             const struct hash *hash, bool *due) MUST_USE;
enum fault registrations_done(struct job *job, const struct app *app, const char *scope,
                              const struct hash *hash, struct instant now) MUST_USE;

#endif
