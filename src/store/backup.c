#include "store/backup.h"

#include "base/job.h"
#include "store/query.h"

enum fault backup_run(struct job *job, struct store *store, const char *path, backup_told *told,
                      void *context)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change snapshot = { 0 };
    struct rows rows;
    enum fault fault;

    /* The snapshot begins with its first read; without it every change that somebody makes
     * meanwhile would send the backup back to its beginning. */
    if ((fault = store_borrow(job, store, &link)) ||
        (fault = query_begin(job, &link, CHANGE_SNAPSHOT, &snapshot)) ||
        (fault = query_rows(job, &link, SQL_guilds_known, 1, &rows,
                            VALUES(value_whole(0), value_whole(1)))))
        return fault;
    return link.connection->driver->backup(job, link.connection, path, told, context);
}
