/* resolved — what the ids in an interaction stand for: people, roles, channels and files.
 * The parts of interaction.c that read Discord's own objects. */
#ifndef WIRE_DISCORD_RESOLVED_H
#define WIRE_DISCORD_RESOLVED_H

#include "base/fault.h"
#include "base/mark.h"
#include "wire/discord/interaction.h"

struct job;
struct json;

/* A user object, and the member object that goes with it (NULL: none).  FAULT_INPUT as in
 * field.h. */
enum fault person_read(struct job *job, const struct json *user, const struct json *member,
                       struct interaction_person *person) MUST_USE;

/* Discord's "resolved data"; NULL gives nothing. */
enum fault resolved_read(struct job *job, const struct json *json,
                         struct interaction_resolved *resolved) MUST_USE;

#endif
