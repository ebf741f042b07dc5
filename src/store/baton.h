/* baton — so many at a time, first come first served, nobody waits for ever.
 *
 * The pool lends its connections by it, SQLite its one writer.  Handing the turn to the one
 * who waits longest costs a little speed and buys that a busy server starves nobody. */
#ifndef STORE_BATON_H
#define STORE_BATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mark.h"

struct baton;

struct baton *baton_new(size_t at_a_time); /* stops the process without memory, as arenas do */
void baton_free(struct baton *baton);      /* nobody may wait or hold one; NULL is fine */

/* False when none came free until then (monotonic_ms()). */
bool baton_take(struct baton *baton, int64_t until_ms) MUST_USE;
void baton_give(struct baton *baton);

size_t baton_waiting(struct baton *baton);

#endif
