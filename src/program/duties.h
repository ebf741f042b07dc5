/* duties — what one process of the program does; `serve --only` chooses. */
#ifndef PROGRAM_DUTIES_H
#define PROGRAM_DUTIES_H

#include <stdbool.h>

#include "base/mark.h"

struct arena;

enum duty {
    DUTY_BOT = 1,  /* Discord's gateway, and the commands it is told of */
    DUTY_WEB = 2,  /* the public port */
    DUTY_JOBS = 4, /* what the hour asks: rounds, the outbox */
    DUTY_ALL = DUTY_BOT | DUTY_WEB | DUTY_JOBS,
    DUTY_ALONE = 8, /* no other process is on this database: nothing is shared by leases */
};

/* Adds "bot" or "bot,jobs"; false, and *duties as they were, when a word is none of them. */
bool duties_add(const char *words, unsigned *duties) MUST_USE;

/* "bot web jobs", in the arena. */
const char *duties_words(struct arena *arena, unsigned duties);

#endif
