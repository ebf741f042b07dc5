/* backup — an SQLite database as it is at one moment, into one file, while it is in use
 * (https://www.sqlite.org/backup.html).  Restored by putting the file in the database's place
 * while the program is stopped.  PostgreSQL has pg_dump for that. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct job;
struct store;

struct backup_state {
    uint64_t copied, total; /* pages */
};

typedef void backup_told(void *context, const struct backup_state *state);

/* `path` must not exist; it appears, mode 0600, when it is whole, checked and on the disk.
 * FAULT_INPUT: it exists, or this database is backed up by other means; the words say so.
 * `told` may be NULL. */
enum fault backup_run(struct job *job, struct store *store, const char *path, backup_told *told,
                      void *context) MUST_USE;

#endif
