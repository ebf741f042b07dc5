/* driver — what a database must be able to do.  For the store room only; the implementations
 * in store/drivers/ are the only places that know which database it is.
 *
 * A connection is used by one thread at a time.  Statements are queued and their results taken
 * in the same order:
 *
 *     send, send, send, take, take, take
 *
 * which costs PostgreSQL one round trip (a pipeline) and which SQLite carries out one by one.
 * So only statements that do not need each other's results may be queued together.  After a
 * fault the rest of the queue is void; end or undo, and leave.
 *
 * Every statement has ended when its result was taken; values sent are not looked at after
 * send() returned.  Rows are copied to the job's arena. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"
#include "store/backup.h"
#include "store/statements.h"
#include "store/store.h"
#include "store/value.h"

struct driver;

/* The first member of every driver's connection; the pool keeps its books in it. */
struct connection {
    const struct driver *driver;
    uint64_t generation;  /* the pool's when it was opened */
    int64_t returned_ms;  /* monotonic: when it was last in use */
    int64_t wait_ms;      /* from the plan */
    uint64_t round_trips; /* since it was borrowed; the driver counts */
    bool lost;            /* set by the driver: of no more use */
};

enum change_mode {
    CHANGE_WRITE,    /* read what others committed, write */
    CHANGE_SNAPSHOT, /* read one moment, write nothing */
    CHANGE_SCHEMA,   /* write, alone among all processes that change the schema */
};

/* Lives until the visitor returns.  A fault from it ends the walk. */
typedef enum fault visit_row(void *context, struct row row);

struct driver {
    const char *name;
    enum engine engine;
    bool (*serves)(const char *url);

    /* What all connections of a store share; `most` may be lowered.  *name: see store_name(). */
    enum fault (*share)(struct job *job, struct store_plan *plan, void **shared, const char **name);
    void (*unshare)(void *shared);

    enum fault (*open)(struct job *job, void *shared, struct connection **out);
    void (*close)(struct connection *connection);
    /* Not known to be dead; costs nothing. */
    bool (*alive)(struct connection *connection);
    /* Ends what the borrower left: an open transaction, a queue. */
    void (*settle)(struct connection *connection);

    enum fault (*begin)(struct job *job, struct connection *connection, enum change_mode mode);
    enum fault (*commit)(struct job *job, struct connection *connection);
    void (*rollback)(struct connection *connection);

    /* `limit`: the most rows; one more is FAULT_STORE. */
    enum fault (*send)(struct job *job, struct connection *connection, enum statement_id id,
                       size_t limit, const struct value *values);
    enum fault (*take)(struct job *job, struct connection *connection, struct rows *rows);
    /* Alone: nothing queued, and the visitor uses another connection if any. */
    enum fault (*each)(struct job *job, struct connection *connection, enum statement_id id,
                       const struct value *values, visit_row *visit, void *context);

    /* Several statements without values and results, within a change: a step of the schema. */
    enum fault (*script)(struct job *job, struct connection *connection, const char *text);
    /* Makes ready every statement, so that one which cannot be is found before it is needed. */
    enum fault (*prepare)(struct job *job, struct connection *connection, enum statement_id id);
    /* What the database itself finds wrong with its file; *words stays NULL when all is well. */
    enum fault (*inspect)(struct job *job, struct connection *connection, const char **words);
    /* store/backup.h, within a snapshot */
    enum fault (*backup)(struct job *job, struct connection *connection, const char *path,
                         backup_told *told, void *context);
};

extern const struct driver sqlite_driver;
extern const struct driver pgsql_driver;

#endif
