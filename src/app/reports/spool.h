/* spool — the files of a report while they grow: on disk, unnamed, gone when the job ends.
 * Memory does not grow with them.
 *
 *     line, line, … ──▶ entry (a temporary file) ──enter──▶ ZIP volume ──sealed when full──▶ part
 *                             └──finish, if it is small enough to be sent as it is──────────▶ part
 */
#ifndef APP_REPORTS_SPOOL_H
#define APP_REPORTS_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/fault.h"
#include "base/mark.h"
#include "domain/talk/message.h"

struct job;

enum {
    SPOOL_PARTS_MOST = 10,                      /* Discord's, of a message */
    SPOOL_PART_BYTES_MOST = 9 * 1024 * 1024,    /* Discord takes 10 everywhere */
    SPOOL_ALL_BYTES_MOST = 20 * 1024 * 1024,    /* of one message, with room for the rest */
    SPOOL_VOLUME_BYTES_MOST = 48 * 1024 * 1024, /* before compression, to a fifth at worst */
    SPOOL_NAME_BYTES = 100,
};

struct spool_part {
    FILE *file;
    char name[SPOOL_NAME_BYTES];
    const char *type;
};

struct spool {
    const char *name; /* of the report: "hours_2025-11-01_2025-11-30" */
    const char *type; /* of an entry that is sent as it is: "text/csv; charset=utf-8" */
    FILE *entry;      /* NULL: none open */
    uint64_t entry_bytes;
    void *volume; /* minizip's; NULL: none open */
    FILE *volume_file;
    uint64_t volume_bytes; /* before compression */
    struct spool_part parts[SPOOL_PARTS_MOST];
    size_t parts_count;
    bool too_large; /* for one message: nothing more is written */
};

/* An entry is begun by its first line. */
enum fault spool_add(struct job *job, struct spool *spool, const char *bytes,
                     size_t length) MUST_USE;
/* The entry is whole: into the volume under this name.  Nothing happens without an entry. */
enum fault spool_enter(struct job *job, struct spool *spool, const char *name) MUST_USE;
/* All is said.  An entry that was not entered becomes a part by itself if it is small enough,
 * or goes into a volume.  The files live as long as the job; too_large: there are none. */
enum fault spool_finish(struct job *job, struct spool *spool, const char *entry_name,
                        const struct file **files, size_t *count) MUST_USE;
void spool_end(struct spool *spool);

#endif
