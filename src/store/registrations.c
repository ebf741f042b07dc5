#include "store/registrations.h"

#include "base/job.h"
#include "store/query.h"

enum fault registrations_load(struct job *job, struct link *link, const char *scope, bool *found,
                              struct hash *hash)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_registration_load, 1, &rows,
                                        VALUES(value_text(scope)));

    if (fault)
        return fault;
    *found = rows.count > 0 && row_hash(rows_row(&rows, 0), 0, hash);
    return FAULT_NONE;
}

enum fault registrations_save(struct job *job, struct change *change, const char *scope,
                              const struct hash *hash, struct instant now)
{
    return query_run(job, change->link, SQL_registration_save, NULL,
                     VALUES(value_text(scope), value_hash(hash), value_instant(now)));
}
