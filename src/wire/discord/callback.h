/* callback — the first answer to an interaction, in JSON
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction).
 *
 * A message that carries files needs multipart_write() around the JSON.  All of them:
 * FAULT_BUG as in message.h; *json in the job's arena. */
#ifndef WIRE_DISCORD_CALLBACK_H
#define WIRE_DISCORD_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"

struct choice;
struct job;
struct message;
struct modal;

/* Those without a limit to break need no job. */
struct bytes callback_pong(void);               /* type 1 */
struct bytes callback_deferred(bool ephemeral); /* type 5: a message will follow */
struct bytes callback_deferred_update(void);    /* type 6: an update will follow */

/* type 4: a new message */
enum fault callback_message(struct job *job, const struct message *message,
                            struct bytes *json) MUST_USE;
/* type 7: the message the component is on, changed in place */
enum fault callback_update(struct job *job, const struct message *message,
                           struct bytes *json) MUST_USE;
/* type 8: 0 … 25 choices of an autocomplete */
enum fault callback_choices(struct job *job, const struct choice *choices, size_t count,
                            struct bytes *json) MUST_USE;
/* type 9 */
enum fault callback_modal(struct job *job, const struct modal *modal, struct bytes *json) MUST_USE;

#endif
