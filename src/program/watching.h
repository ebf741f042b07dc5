/* watching — whether this process can see where people are online, and of which servers it
 * looks. */
#ifndef PROGRAM_WATCHING_H
#define PROGRAM_WATCHING_H

#include "base/fault.h"
#include "base/mark.h"

struct app;
struct config;
struct job;
struct presences;

/* Sets app->devices.  *presences is NULL when nothing can be seen, else it already watches
 * every server that restricts phones; it must outlive the gateway and the app.  The store and
 * Discord must be open. */
enum fault watching_begin(struct job *job, const struct config *config, struct app *app,
                          struct presences **presences) MUST_USE;

#endif
