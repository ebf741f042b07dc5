/* app — what the handlers stand on: one for the life of the program, shared by all workers. */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/rounds/rounds.h"

struct discord;
struct store;
struct zone;

struct app {
    struct store *store;
    const struct zone *zone; /* of servers that chose none */
    struct discord *discord; /* for rounds and deferred work: never while a link is held */

    /* Lets a round run at once; NULL: nobody listens (tests, subcommands). */
    void (*wake)(void *subject, enum round_index round);
    void *wake_subject;
};

#endif
