/* broadcast — a letter of the operator to every server we are in: where we may write first, or
 * else to its owner by direct message; each once, through the outbox.
 *
 * In steps, each one change: a crash, a redelivery or a second press goes on where it stopped
 * and writes no letter twice.  A server that joins meanwhile may have its turn or not. */
#ifndef APP_BROADCAST_H
#define APP_BROADCAST_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct app;
struct broadcast;
struct job;
struct message;

enum {
    BROADCAST_TITLE_CHARACTERS_MOST = 100,
    BROADCAST_WORDS_CHARACTERS_MOST = 1500,
    BROADCAST_STEP = 100, /* servers */
};

/* How it will look; *readable false: nothing is left of it to read. */
struct message *broadcast_message(struct job *job, const struct broadcast *broadcast,
                                  bool *readable);

/* Asks Discord for servers that the view does not know, so it takes as long as the job has, but
 * for what the answer needs.  Leaves *broadcast as it is then; it is done, or there is more. */
enum fault broadcast_send(struct job *job, const struct app *app, struct broadcast *broadcast,
                          struct instant now) MUST_USE;

#endif
