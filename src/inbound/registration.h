/* registration — tells Discord of our commands, from the rows of app/commands/table.def:
 *
 *     "roles employee add"  becomes  command "roles" ▸ group "employee" ▸ subcommand "add"
 *
 * and only when they changed since the last time. */
#ifndef INBOUND_REGISTRATION_H
#define INBOUND_REGISTRATION_H

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct discord;
struct job;

/* Everywhere: all but what needs RIGHT_OPERATOR, which only the operators' servers are told of. */
enum audience { AUDIENCE_EVERYBODY, AUDIENCE_OPERATORS };

/* The JSON list that Discord takes; the same table gives the same bytes. */
enum fault registration_write(struct job *job, enum audience audience, struct bytes *json) MUST_USE;

enum fault registration_run(struct job *job, const struct app *app, struct discord *discord,
                            struct application_id application) MUST_USE;
/* In one of the operators' servers.  One that Discord will not let us into is not the end. */
enum fault registration_run_operators(struct job *job, const struct app *app,
                                      struct discord *discord, struct application_id application,
                                      struct guild_id guild) MUST_USE;

#endif
