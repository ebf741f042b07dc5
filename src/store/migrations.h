/* migrations — the shape of the database, step by step.
 *
 * src/store/schema/NNNN_name.sql, numbered upwards (gaps are fine), embedded at build.  Each
 * is run once, in order, in a transaction of its own together with its row in schema_version
 * (version, name, applied_at, checksum); processes that start at once wait for each other.
 * A step that was released never changes: a later one mends it.  The checksum is over the
 * text without comments and with blanks squeezed, so that comments may still be bettered. */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"

struct job;
struct link;
struct store;

struct migration {
    int version;
    const char *name;
};

struct migrations {
    int from, to;            /* the database's version before and after */
    struct migration *steps; /* those that ran now, or would have with dry_run */
    size_t steps_count;
};

/* The newest version this program knows. */
int migrations_latest(void);

/* Brings the database to version `to` (1 … latest; 0: the latest).  Never goes back.
 * FAULT_STORE, in words for the operator: the database is newer than this program; a step
 * that ran was another one (its name or checksum differs). */
enum fault migrations_run(struct job *job, struct store *store, int to, bool dry_run,
                          struct instant now, struct migrations *done) MUST_USE;

/* FAULT_STORE unless the database is at exactly the latest version. */
enum fault migrations_check(struct job *job, struct link *link) MUST_USE;

#endif
