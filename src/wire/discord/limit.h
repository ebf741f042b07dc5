/* limit — Discord's limits on what we send.  Breaking one is our mistake: FAULT_BUG, which
 * says what and how much.  `what` is static. */
#ifndef WIRE_DISCORD_LIMIT_H
#define WIRE_DISCORD_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/mark.h"

struct job;

/* Characters are code points.  NULL counts as empty, and so does, as Discord trims it, what
 * has only blanks, where something must be. */
enum fault limit_text(struct job *job, const char *what, const char *text, size_t least,
                      size_t most) MUST_USE;
enum fault limit_count(struct job *job, const char *what, size_t count, size_t least,
                       size_t most) MUST_USE;
enum fault limit_rule(struct job *job, bool kept, const char *rule) MUST_USE;

#endif
