/* copy — everything from one database into an empty one, between any two engines.
 *
 * Table by table in the order of their keys, so many rows a change, each change with a note of
 * how far it came: a copy that was interrupted is called again and goes on.  The source is
 * read in one snapshot and may be in use; but what changes between two halves of an
 * interrupted copy is found at the end, when both sides are compared row by row, and the copy
 * fails.  Leases and the schema's own table are not copied. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct job;
struct store;

struct copy_state {
    const char *table;
    uint64_t copied, total; /* rows of this table */
};

typedef void copy_told(void *context, const struct copy_state *state);

struct copy_summary {
    uint64_t tables;
    uint64_t rows;    /* in all */
    uint64_t resumed; /* of them, those that an earlier call had copied */
};

/* Both must be at the latest version (store/migrations.h).  `told` after every change; may be
 * NULL.  FAULT_INPUT: the target holds data that did not come from this source.  FAULT_STORE:
 * the sides differ at the end. */
enum fault copy_run(struct job *job, struct store *from, struct store *to, copy_told *told,
                    void *context, struct copy_summary *summary) MUST_USE;

#endif
