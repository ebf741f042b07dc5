#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/job.h"
#include "base/text.h"
#include "store/drivers/sqlite.h"

enum { PAGES_A_STEP = 512, PAUSE_MS = 20, REPORT_BYTES = 2000 };

static void close_copy(sqlite3 **db)
{
    (void)sqlite3_close_v2(*db);
    *db = NULL;
}

static enum fault copy_pages(struct job *job, sqlite3 *from, sqlite3 *to, backup_told *told,
                             void *context)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int result = backup ? SQLITE_OK : sqlite3_errcode(to);

    while (backup && (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED)) {
        if (job->deadline_ms && monotonic_ms() > job->deadline_ms)
            break;
        if (result != SQLITE_OK)
            (void)sqlite3_sleep(PAUSE_MS);
        result = sqlite3_backup_step(backup, PAGES_A_STEP);
        const uint64_t total = (uint64_t)sqlite3_backup_pagecount(backup);
        const uint64_t left = (uint64_t)sqlite3_backup_remaining(backup);
        if (told)
            told(context, &(struct backup_state){ total - left, total });
    }
    (void)sqlite3_backup_finish(backup);
    if (result == SQLITE_DONE)
        return FAULT_NONE;
    return fail(job, result == SQLITE_OK ? FAULT_LATE : FAULT_STORE, "backup: %s",
                sqlite3_errstr(result));
}

/* One plain file, without a log beside it, that SQLite finds nothing wrong with. */
static enum fault finish_copy(struct job *job, sqlite3 *copy)
{
    struct text found = text_in(&job->arena, REPORT_BYTES);
    const char *words = NULL;

    if (sqlite3_exec(copy, "pragma journal_mode = delete", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(copy, "pragma integrity_check(10)", lite_add_word, &found, NULL) != SQLITE_OK)
        return fail(job, FAULT_STORE, "backup: %s", sqlite3_errmsg(copy));
    if (!text_done(&found, &words) || words[0])
        return fail(job, FAULT_STORE, "backup: the copy is damaged: %s", words);
    return FAULT_NONE;
}

static enum fault write_copy(struct job *job, sqlite3 *from, const char *path, backup_told *told,
                             void *context)
{
    AUTO(close_copy) sqlite3 *copy = NULL;
    enum fault fault;

    if (sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return fail(job, FAULT_STORE, "backup: %s: %s", path, sqlite3_errmsg(copy));
    fault = copy_pages(job, from, copy, told, context);
    return fault ? fault : finish_copy(job, copy);
}

/* Makes sure that the disk has it, a folder as well as a file. */
static bool reach_disk(const char *path, int flags)
{
    const int file = open(path, flags | O_CLOEXEC);
    const bool done = file >= 0 && fsync(file) == 0;

    if (file >= 0)
        (void)close(file);
    return done;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *const slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : arena_print(arena, "%.*s", (int)(slash - path), path);
}

enum fault lite_backup(struct job *job, struct connection *base, const char *path,
                       backup_told *told, void *context)
{
    struct lite *lite = ((struct lite_connection *)base)->at;
    const char *const part = arena_print(&job->arena, "%s.part", path);
    const char *const folder = folder_of(&job->arena, path);
    enum fault fault;

    if (access(path, F_OK) == 0)
        return fail(job, FAULT_INPUT, "the backup %s exists already", path);
    (void)unlink(part); /* of a backup that was interrupted */
    const int made = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made < 0)
        return fail(job, FAULT_STORE, "the backup %s cannot be made: %m", part);
    (void)close(made);
    fault = write_copy(job, lite->db, part, told, context);
    if (!fault && (!reach_disk(part, O_RDWR) || rename(part, path) != 0 ||
                   !reach_disk(folder, O_RDONLY | O_DIRECTORY)))
        fault = fail(job, FAULT_STORE, "the backup %s cannot be finished: %m", path);
    if (fault)
        (void)unlink(part);
    return fault;
}
