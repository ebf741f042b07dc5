/* turns — so many at a time, first come first served, nobody waits for ever.
 *
 * The pool lends its connections by it, SQLite its one writer.  Handing the turn to the one
 * who waits longest costs a little speed and buys that a busy server starves nobody. */
#ifndef STORE_TURNS_H
#define STORE_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mark.h"

struct turns;

struct turns *turns_new(size_t at_a_time); /* stops the process without memory, as arenas do */
void turns_free(struct turns *turns);      /* nobody may wait or hold one; NULL is fine */

/* False when none came free until then (monotonic_ms()). */
bool turns_take(struct turns *turns, int64_t until_ms) MUST_USE;
void turns_give(struct turns *turns);

size_t turns_waiting(struct turns *turns);

#endif
