/* component — buttons and selects, as messages and modals have in common
 * (https://discord.com/developers/docs/components/reference).  Limits: message.h. */
#ifndef WIRE_DISCORD_COMPONENT_H
#define WIRE_DISCORD_COMPONENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/talk/message.h"
#include "wire/discord/message.h"

struct job;
struct json_writer;

/* Discord's component types. */
enum component_type {
    COMPONENT_ROW = 1,
    COMPONENT_BUTTON = 2,
    COMPONENT_TEXT_INPUT = 4,
    COMPONENT_LABEL = 18,
};

/* The custom_ids of one message or modal so far: none may come twice. */
struct custom_ids {
    const char *seen[MESSAGE_ROWS_MOST * ROW_BUTTONS_MOST];
    size_t count;
};

/* FAULT_BUG when it is too long, or seen before. */
enum fault custom_ids_add(struct job *job, struct custom_ids *ids, const char *id) MUST_USE;

/* All but what depends on where it stands: the caller opens the object, names the id and
 * ends the object. */
enum fault select_write(struct job *job, struct json_writer *json,
                        const struct select *select) MUST_USE;

/* The list "components" of a message. */
enum fault rows_write(struct job *job, struct json_writer *json, const struct row *rows,
                      size_t count) MUST_USE;

#endif
