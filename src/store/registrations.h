/* registrations — which command table Discord was last told, so that it is told again only
 * when it changed. */
#ifndef STORE_REGISTRATIONS_H
#define STORE_REGISTRATIONS_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/mark.h"

struct change;
struct job;
struct link;

/* scope: "global", or "guild:" and the server's id; 1 … 100 bytes. */
enum fault registrations_load(struct job *job, struct link *link, const char *scope, bool *found,
                              struct hash *hash) MUST_USE;
enum fault registrations_save(struct job *job, struct change *change, const char *scope,
                              const struct hash *hash, struct instant now) MUST_USE;

#endif
