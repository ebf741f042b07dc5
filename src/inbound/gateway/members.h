/* members — the devices of one server's members: open addressing, linear probing, nobody ever
 * leaves but all at once.  Ids and devices stand in arrays of their own, so that a place costs
 * 9 bytes, not 16. */
#ifndef INBOUND_GATEWAY_MEMBERS_H
#define INBOUND_GATEWAY_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/ids.h"

struct members {
    uint64_t *users; /* 0: a free place */
    uint8_t *devices;
    size_t count;
    size_t room; /* a power of two; 0: none yet */
};

/* A number that spreads ids: near ones differ in few bits. */
uint64_t members_mix(uint64_t snowflake);

/* -1: not known. */
int members_find(const struct members *members, struct user_id user);
void members_put(struct members *members, struct user_id user, unsigned devices);
void members_end(struct members *members); /* empty again */

#endif
