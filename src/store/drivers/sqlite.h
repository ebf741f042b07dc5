/* sqlite — what the files of the SQLite driver share.
 *
 * One writer, several readers: the file has a single handle that writes, taken in turn for the
 * length of a change; every connection has a reading handle of its own (WAL: readers and the
 * writer do not wait for each other).  So all writes share one page cache, and nobody inside
 * this process ever meets SQLITE_BUSY; other programs on the same file are waited for.
 * sqlite::memory: has one handle for both, and one connection. */
#ifndef STORE_DRIVERS_SQLITE_H
#define STORE_DRIVERS_SQLITE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/driver.h"

struct baton;

/* One handle and what was prepared on it. */
struct lite {
    sqlite3 *db;                       /* NULL: not open */
    sqlite3_stmt *prepared[SQL_COUNT]; /* made at first use */
    int64_t wait_until_ms;             /* monotonic: for the locks of other programs */
    int64_t stop_at_ms;                /* monotonic: the job's deadline; 0: none */
};

/* What the connections of one store share. */
struct lite_file {
    char *path;
    char *name; /* "sqlite:" and the path */
    bool in_memory;
    int64_t wait_ms;
    struct baton *baton; /* one: the writer */
    struct lite writer;  /* whoever has the turn */
};

struct lite_result {
    struct lite_result *next;
    struct rows rows;
};

struct lite_connection {
    struct connection base; /* first */
    struct lite_file *file;
    struct lite reader;
    struct lite *at; /* the reader, or the writer during a change */
    bool in_change;
    bool has_turn;
    /* Carried out, not taken; in the job's arena. */
    struct lite_result *first;
    struct lite_result **end;
};

/* sqlite_file.c: opens a handle on the file; `writes`: the one that may. */
enum fault lite_open(struct job *job, const struct lite_file *file, struct lite *lite,
                     bool writes) MUST_USE;
void lite_close(struct lite *lite);
enum fault lite_share(struct job *job, struct store_plan *plan, void **shared,
                      const char **name) MUST_USE;
void lite_unshare(void *shared);

/* sqlite_backup.c */
enum fault lite_backup(struct job *job, struct connection *base, const char *path,
                       backup_told *told, void *context) MUST_USE;
/* For sqlite3_exec() with an integrity check: what is not "ok", into a struct text. */
int lite_add_word(void *subject, int count, char **values, char **names);

/* sqlite_query.c */
enum fault lite_send(struct job *job, struct connection *base, enum statement_id id, size_t limit,
                     const struct value *values) MUST_USE;
enum fault lite_take(struct job *job, struct connection *base, struct rows *rows) MUST_USE;
enum fault lite_each(struct job *job, struct connection *base, enum statement_id id,
                     const struct value *values, visit_row *visit, void *context) MUST_USE;
enum fault lite_prepare(struct job *job, struct connection *base, enum statement_id id) MUST_USE;
enum fault lite_run(struct job *job, struct lite *lite, const char *words) MUST_USE;
enum fault lite_fail(struct job *job, const struct lite *lite, const char *what) MUST_USE;
/* Sets how long the handle may wait and work for this job. */
void lite_allow(const struct job *job, struct lite *lite, int64_t wait_ms);

#endif
