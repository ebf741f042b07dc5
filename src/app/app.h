/* app — what the handlers stand on: one for the life of the program, shared by all workers. */
#ifndef APP_APP_H
#define APP_APP_H

struct store;
struct zone;

struct app {
    struct store *store;
    const struct zone *zone; /* of servers that chose none */
};

#endif
