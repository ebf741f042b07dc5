#include "store/servers.h"

#include "base/job.h"
#include "store/query.h"

static struct server read_server(struct row row)
{
    enum { ID, NAME, JOINED_AT, LEFT_AT, MEMBERS, OPEN, LAST_AT };

    return (struct server){
        .id = { row_id(row, ID) },
        .name = row_text(row, NAME) ? row_text(row, NAME) : "",
        .present = row_has(row, JOINED_AT) && !row_has(row, LEFT_AT),
        .members = row_id(row, MEMBERS),
        .open = row_id(row, OPEN),
        .active = row_has(row, LAST_AT),
        .last_at = row_instant(row, LAST_AT),
    };
}

enum fault servers_page(struct job *job, struct link *link, size_t skip, size_t limit,
                        struct servers *servers)
{
    struct rows rows, totals;
    enum fault fault = query_rows(job, link, SQL_servers_page, limit, &rows,
                                  VALUES(value_whole((int64_t)limit), value_whole((int64_t)skip)));

    if (!fault)
        fault = query_rows(job, link, SQL_servers_totals, 1, &totals, NULL, 0);
    if (fault)
        return fault;
    struct server *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_server(rows_row(&rows, i));
    const struct row total = rows_row(&totals, 0);
    *servers = (struct servers){ list, rows.count, row_id(total, 0), row_id(total, 1),
                                 row_id(total, 2) };
    return FAULT_NONE;
}
