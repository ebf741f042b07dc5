#include "store/outbox.h"

#include <assert.h>
#include <string.h>

#include "base/job.h"
#include "store/query.h"

enum { GUILD, KEY, TO, TARGET, MEDIA_TYPE, BODY, CREATED_AT, DUE_AT, ATTEMPTS };

enum fault outbox_add(struct job *job, struct change *change, const struct outbox_row *row)
{
    const size_t length = strlen(row->key);

    assert(length > 0 && length <= OUTBOX_KEY_BYTES_MOST);
    if (row->body.length > OUTBOX_BODY_BYTES_MOST)
        return fail(job, FAULT_BUG, "a message of %zu bytes for the outbox", row->body.length);
    return query_run(job, change->link, SQL_outbox_add, NULL,
                     VALUES(value_id(row->guild.snowflake), value_text(row->key),
                            value_whole(row->to), value_id(row->target),
                            value_text(row->media_type), value_bytes(row->body),
                            value_instant(row->created_at)));
}

static struct outbox_row read_row(struct row row)
{
    return (struct outbox_row){
        .guild = { row_id(row, GUILD) },
        .key = row_text(row, KEY),
        .to = (enum outbox_target)row_whole(row, TO),
        .target = row_id(row, TARGET),
        .media_type = row_text(row, MEDIA_TYPE),
        .body = row_bytes(row, BODY),
        .created_at = row_instant(row, CREATED_AT),
        .due_at = row_instant(row, DUE_AT),
        .attempts = row_whole(row, ATTEMPTS),
    };
}

enum fault outbox_due(struct job *job, struct link *link, struct instant now, size_t limit,
                      const struct outbox_row **rows, size_t *count)
{
    struct rows found;
    const enum fault fault = query_rows(job, link, SQL_outbox_due, limit, &found,
                                        VALUES(value_instant(now), value_whole((int64_t)limit)));

    if (fault)
        return fault;
    struct outbox_row *list = arena_take_many(&job->arena, found.count, sizeof(*list));
    for (size_t i = 0; i < found.count; i++)
        list[i] = read_row(rows_row(&found, i));
    *rows = list;
    *count = found.count;
    return FAULT_NONE;
}

enum fault outbox_hold(struct job *job, struct change *change, const struct outbox_row *row,
                       struct instant until, bool *ours)
{
    uint64_t changed = 0;
    const enum fault fault = query_run(job, change->link, SQL_outbox_hold, &changed,
                                       VALUES(value_id(row->guild.snowflake), value_text(row->key),
                                              value_instant(row->due_at), value_instant(until)));

    if (!fault)
        *ours = changed > 0;
    return fault;
}

/* In whole characters, so that it stays UTF-8. */
static const char *cut(struct job *job, const char *failure)
{
    size_t length = strlen(failure);

    if (length <= OUTBOX_FAILURE_BYTES_MOST)
        return failure;
    length = OUTBOX_FAILURE_BYTES_MOST;
    while (length > 0 && ((unsigned char)failure[length] & 0xC0) == 0x80)
        length--;
    return arena_print(&job->arena, "%.*s", (int)length, failure);
}

enum fault outbox_later(struct job *job, struct change *change, const struct outbox_row *row,
                        struct instant due_at, const char *failure)
{
    return query_run(job, change->link, SQL_outbox_later, NULL,
                     VALUES(value_id(row->guild.snowflake), value_text(row->key),
                            value_instant(due_at), value_text(cut(job, failure))));
}

enum fault outbox_done(struct job *job, struct change *change, const struct outbox_row *row,
                       struct instant now, const char *failure)
{
    return query_run(job, change->link, SQL_outbox_done, NULL,
                     VALUES(value_id(row->guild.snowflake), value_text(row->key),
                            value_instant(now), value_text(failure ? cut(job, failure) : NULL),
                            value_bytes(bytes_of(""))));
}

enum fault outbox_sweep(struct job *job, struct change *change, struct instant before,
                        uint64_t *removed)
{
    return query_run(job, change->link, SQL_outbox_sweep, removed, VALUES(value_instant(before)));
}

enum fault outbox_waiting(struct job *job, struct link *link, int64_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_outbox_waiting, 1, &rows, NULL, 0);

    if (!fault)
        *count = row_whole(rows_row(&rows, 0), 0);
    return fault;
}

enum fault outbox_failures(struct job *job, struct link *link, struct guild_id guild,
                           const struct outbox_failure **failures, size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, SQL_outbox_failures, OUTBOX_FAILURES_MOST, &rows,
        VALUES(value_id(guild.snowflake), value_whole(OUTBOX_FAILURES_MOST)));

    if (fault)
        return fault;
    struct outbox_failure *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++) {
        const struct row row = rows_row(&rows, i);
        list[i] = (struct outbox_failure){
            .to = (enum outbox_target)row_whole(row, 0),
            .target = row_id(row, 1),
            .created_at = row_instant(row, 2),
            .failed_at = row_instant(row, 3),
            .attempts = row_whole(row, 4),
            .failure = row_text(row, 5),
        };
    }
    *failures = list;
    *count = rows.count;
    return FAULT_NONE;
}
