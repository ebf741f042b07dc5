#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/job.h"
#include "store/baton.h"
#include "store/drivers/sqlite.h"

enum {
    APPLICATION_ID = 0x4f6e5443, /* "OnTC", in the file's header */
    VALUE_BYTES_MOST = 64 * 1024 * 1024,
    PROGRESS_STEPS = 10000, /* about a millisecond of SQLite's work */
    PAUSE_MS_MOST = 20,
};

static const char prefix[] = "sqlite:";

/* Another program has the lock we want.  Non-zero: try again. */
static int on_busy(void *subject, int tries)
{
    const struct lite *lite = subject;
    const int pause_ms = tries < PAUSE_MS_MOST ? tries + 1 : PAUSE_MS_MOST;

    if (monotonic_ms() >= lite->wait_until_ms)
        return 0;
    (void)sqlite3_sleep(pause_ms);
    return 1;
}

/* Non-zero interrupts a statement whose answer nobody waits for any more. */
static int on_progress(void *subject)
{
    const struct lite *lite = subject;

    return lite->stop_at_ms != 0 && monotonic_ms() > lite->stop_at_ms;
}

/* SQLite makes files readable for all; ours are not.  Its -wal and -shm follow the file.
 * An existing file is not opened here: closing it again would drop, by the rules of POSIX,
 * the locks that other handles of this process hold on it. */
static enum fault make_file(struct job *job, const char *path)
{
    const int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (made >= 0) {
        (void)close(made);
        return FAULT_NONE;
    }
    if (errno == EEXIST)
        return access(path, R_OK | W_OK) == 0
                   ? FAULT_NONE
                   : fail(job, FAULT_STORE, "the database %s cannot be read and written: %m", path);
    return fail(job, FAULT_STORE, "the database %s cannot be made: %m", path);
}

static enum fault set_up(struct job *job, struct lite *lite, bool writes)
{
    sqlite3 *db = lite->db;
    int ignored;

    (void)sqlite3_busy_handler(db, on_busy, lite);
    sqlite3_progress_handler(db, PROGRESS_STEPS, on_progress, lite);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, VALUE_BYTES_MOST);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, &ignored);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, &ignored);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &ignored);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, &ignored);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, &ignored);
    /* recursive_triggers: else "insert or replace" would pass by the triggers on delete. */
    const enum fault fault = lite_run(job, lite,
                                      "pragma synchronous = full; pragma recursive_triggers = on;"
                                      "pragma cell_size_check = on; pragma temp_store = memory;"
                                      "pragma journal_size_limit = 67108864");
    if (fault || writes)
        return fault;
    return lite_run(job, lite, "pragma query_only = on");
}

enum fault lite_open(struct job *job, const struct lite_file *file, struct lite *lite, bool writes)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (file->in_memory ? SQLITE_OPEN_MEMORY : 0);
    enum fault fault = FAULT_NONE;

    lite_allow(job, lite, file->wait_ms);
    if (sqlite3_open_v2(file->in_memory ? ":memory:" : file->path, &lite->db, flags, NULL) !=
        SQLITE_OK)
        fault = lite_fail(job, lite, file->path);
    if (!fault)
        fault = set_up(job, lite, writes);
    if (fault)
        lite_close(lite);
    return fault;
}

void lite_close(struct lite *lite)
{
    for (size_t i = 0; i < LENGTH(lite->prepared); i++) {
        sqlite3_finalize(lite->prepared[i]);
        lite->prepared[i] = NULL;
    }
    sqlite3_close_v2(lite->db);
    lite->db = NULL;
}

/* The first column of the first row of words that we wrote; text in the arena. */
static enum fault ask(struct job *job, struct lite *lite, const char *words, int64_t *whole,
                      const char **text)
{
    sqlite3_stmt *asked = NULL;
    int result = sqlite3_prepare_v2(lite->db, words, -1, &asked, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(asked);
    if (result == SQLITE_ROW) {
        const char *const found = (const char *)sqlite3_column_text(asked, 0);
        *text = arena_copy(&job->arena, found ? found : "");
        *whole = sqlite3_column_int64(asked, 0);
    }
    const enum fault fault = result == SQLITE_ROW ? FAULT_NONE : lite_fail(job, lite, words);
    sqlite3_finalize(asked);
    return fault;
}

/* A database of another program is left alone, whatever its name promised. */
static enum fault claim(struct job *job, struct lite *lite, const char *path)
{
    int64_t owner = 0, tables = 0;
    const char *text;
    enum fault fault;

    if ((fault = ask(job, lite, "pragma application_id", &owner, &text)) ||
        (fault = ask(job, lite, "select count(*) from sqlite_schema", &tables, &text)))
        return fault;
    if (owner == APPLICATION_ID)
        return FAULT_NONE;
    if (owner != 0 || tables != 0)
        return fail(job, FAULT_STORE, "the database %s belongs to another program", path);
    _Static_assert(APPLICATION_ID == 1332630595, "the number in the words below");
    return lite_run(job, lite, "pragma application_id = 1332630595");
}

static enum fault start(struct job *job, struct lite_file *file)
{
    int64_t whole = 0;
    const char *mode = "";
    enum fault fault = file->in_memory ? FAULT_NONE : make_file(job, file->path);

    if (fault || (fault = lite_open(job, file, &file->writer, true)) ||
        (fault = claim(job, &file->writer, file->path)) || file->in_memory ||
        (fault = ask(job, &file->writer, "pragma journal_mode = wal", &whole, &mode)))
        return fault;
    if (strcmp(mode, "wal") != 0)
        return fail(job, FAULT_STORE,
                    "the database %s lies where SQLite cannot keep a log beside it", file->path);
    return FAULT_NONE;
}

enum fault lite_share(struct job *job, struct store_plan *plan, void **shared, const char **name)
{
    const char *path = plan->url + strlen(prefix);
    struct lite_file *file;

    /* Each handle is used by one thread at a time, but SQLite must have its locks inside. */
    assert(sqlite3_threadsafe() != 0);
    if (path[0] == '\0')
        return fail(job, FAULT_INPUT, "the database address sqlite: lacks a path");
    file = calloc(1, sizeof(*file));
    if (!file)
        abort();
    *file = (struct lite_file){ .path = strdup(path),
                                .name = strdup(plan->url),
                                .in_memory = strcmp(path, ":memory:") == 0,
                                .wait_ms = plan->wait_ms,
                                .baton = baton_new(1) };
    if (!file->path || !file->name)
        abort();
    const enum fault fault = start(job, file);
    if (fault) {
        lite_unshare(file);
        return fault;
    }
    plan->most = file->in_memory ? 1 : plan->most;
    *shared = file;
    *name = file->name;
    return FAULT_NONE;
}

void lite_unshare(void *shared)
{
    struct lite_file *file = shared;

    lite_close(&file->writer);
    baton_free(file->baton);
    free(file->path);
    free(file->name);
    free(file);
}
