/* when — instants in words, as the server's clocks show them. */
#ifndef APP_WHEN_H
#define APP_WHEN_H

#include "base/instant.h"
#include "base/mark.h"

struct call;
struct job;

/* "14:05" on the local day of the call, else "Mon 3 Nov 14:05". */
const char *when_text(struct job *job, const struct call *call, struct instant instant) GIVES;
/* The same, beside another instant: without the day when both are on one day. */
const char *when_beside(struct job *job, const struct call *call, struct instant instant,
                        struct instant beside) GIVES;
/* Discord's relative timestamp, which each reader's client keeps counting: "3 minutes ago". */
const char *when_ago(struct job *job, struct instant instant) GIVES;

#endif
