#include "store/leases.h"

#include "base/job.h"
#include "store/query.h"

enum fault leases_take(struct job *job, struct change *change, const char *name, const char *holder,
                       struct instant now, struct instant until, int64_t *term)
{
    struct rows rows;
    const enum fault fault = query_rows(
        job, change->link, SQL_lease_take, 1, &rows,
        VALUES(value_text(name), value_text(holder), value_instant(until), value_instant(now)));

    if (!fault)
        *term = rows.count > 0 ? row_whole(rows_row(&rows, 0), 0) : 0;
    return fault;
}

enum fault leases_renew(struct job *job, struct change *change, const char *names,
                        const char *holder, struct instant until)
{
    return query_run(job, change->link, SQL_leases_renew, NULL,
                     VALUES(value_instant(until), value_text(holder), value_text(names)));
}

enum fault leases_release(struct job *job, struct change *change, const char *names,
                          const char *holder)
{
    return query_run(job, change->link, SQL_leases_release, NULL,
                     VALUES(value_text(holder), value_text(names)));
}

enum fault leases_list(struct job *job, struct link *link, const char *names,
                       const struct lease **leases, size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_leases_list, LEASES_LISTED_MOST, &rows,
                                        VALUES(value_text(names)));

    if (fault)
        return fault;
    struct lease *listed = arena_take_many(&job->arena, rows.count, sizeof(*listed));
    for (size_t i = 0; i < rows.count; i++) {
        const struct row row = rows_row(&rows, i);
        listed[i] = (struct lease){
            .name = row_text(row, 0),
            .holder = row_text(row, 1),
            .until = row_instant(row, 2),
            .term = row_whole(row, 3),
        };
    }
    *leases = listed;
    *count = rows.count;
    return FAULT_NONE;
}

enum fault leases_forget(struct job *job, struct change *change, const char *names,
                         struct instant before)
{
    return query_run(job, change->link, SQL_leases_forget, NULL,
                     VALUES(value_text(names), value_instant(before)));
}
