/* app — what the handlers stand on: one for the life of the program, shared by all workers. */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "app/devices.h"
#include "app/rounds/rounds.h"
#include "domain/ids.h"

struct discord;
struct pace;
struct servers;
struct store;
struct zone;

struct app {
    struct store *store;
    struct pace *pace;               /* NULL: nobody's actions are counted */
    const struct zone *zone;         /* of servers that chose none */
    const struct user_id *operators; /* who run this bot */
    size_t operators_count;
    bool sells_plans;        /* false: every server has everything */
    struct servers *servers; /* the bot's present view of Discord's */
    struct devices devices;  /* zeroed: nothing is seen */
    struct discord *discord; /* for rounds and deferred work: never while a link is held */

    /* Lets a round run at once; NULL: nobody listens (tests, subcommands). */
    void (*wake)(void *subject, enum round_index round);
    void *wake_subject;
};

#endif
