/* servers — the list of servers as the operator sees it. */
#ifndef STORE_SERVERS_H
#define STORE_SERVERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct job;
struct link;

struct server {
    struct guild_id id;
    const char *name; /* "" until Discord told it; as its owner typed it */
    bool present;
    uint64_t members; /* who ever clocked in and whose sessions are kept */
    uint64_t open;    /* on the clock */
    bool active;      /* somebody did something: */
    struct instant last_at;
};

struct servers {
    const struct server *list;
    size_t count;
    uint64_t known;   /* all we hold data of, or gave a plan to */
    uint64_t present; /* that we are in */
    uint64_t open;    /* on the clock, everywhere */
};

/* A page, in the order of ids, and the totals of all. */
enum fault servers_page(struct job *job, struct link *link, size_t skip, size_t limit,
                        struct servers *servers) MUST_USE;

#endif
