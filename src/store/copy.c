#include "store/copy.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/hash.h"
#include "base/job.h"
#include "store/copy_key.h"
#include "store/migrations.h"
#include "store/query.h"

enum { BATCH_ROWS = 500, TABLES_MOST = 200 };

static const struct table {
    const char *name;
    size_t keys;
    const char *letters; /* a column each; see tool/copy_tables.c */
    enum statement_id read, write, count;
} tables[] = {
#define COPIED(name, keys, letters) \
    { #name, keys, letters, SQL_copy_read_##name, SQL_copy_write_##name, SQL_copy_count_##name },
#include "copy_tables.inc"
#undef COPIED
};

/* What one call carries from table to table. */
struct copying {
    struct job *job;
    const char *source; /* store_name() */
    struct link *from, *to;
    copy_told *told;
    void *context;
    struct rows progress; /* of the target, when we began */
    struct copy_summary summary;
};

/* Where one table stands. */
struct place {
    const struct table *table;
    uint64_t copied, total;
    bool finished;
    struct value key[COPY_COLUMNS_MOST]; /* the last that was copied */
};

/* SQLite gives flags as whole numbers; PostgreSQL wants them as what they are. */
static void type_row(const struct table *table, struct row row, struct value *values)
{
    for (size_t i = 0; i < row.count; i++) {
        values[i] = row.values[i];
        if (table->letters[i] == 'f' && values[i].kind == VALUE_WHOLE)
            values[i] = value_flag(values[i].whole != 0);
    }
}

static enum fault read_batch(struct job *job, struct link *link, const struct place *place,
                             size_t limit, struct rows *rows)
{
    struct value values[COPY_COLUMNS_MOST + 1];

    memcpy(values, place->key, place->table->keys * sizeof(values[0]));
    values[place->table->keys] = value_whole((int64_t)limit);
    return query_rows(job, link, place->table->read, limit, rows, values, place->table->keys + 1);
}

static enum fault send_rows(struct job *job, struct link *link, const struct table *table,
                            const struct rows *rows)
{
    enum fault fault = FAULT_NONE;

    for (size_t i = 0; i < rows->count && !fault; i++) {
        struct value values[COPY_COLUMNS_MOST];
        type_row(table, rows_row(rows, i), values);
        fault = query_send(job, link, table->write, 0, values, rows->columns);
    }
    return fault;
}

static enum fault write_batch(struct job *job, const struct copying *copying,
                              const struct place *place, const struct rows *rows)
{
    AUTO(store_undo) struct change change = { 0 };
    struct link *link = copying->to;
    const struct bytes key = copy_key_write(&job->arena, place->key, place->table->keys);
    struct rows nothing;
    enum fault fault;

    if ((fault = store_begin(job, link, &change)) ||
        (fault = send_rows(job, link, place->table, rows)) ||
        (fault = query_send(job, link, SQL_copy_progress_put, 0,
                            VALUES(value_text(place->table->name), value_text(copying->source),
                                   value_bytes(key), value_whole((int64_t)place->copied),
                                   value_flag(place->finished)))))
        return fault;
    for (size_t i = 0; i < rows->count + 1 && !fault; i++)
        fault = query_take(job, link, &nothing);
    return fault ? fault : store_keep(job, &change);
}

/* The memory of a batch ends with it; the reason of a fault goes on. */
static enum fault pass_fault(struct copying *copying, struct job *batch, enum fault fault)
{
    if (fault)
        fault = fail(copying->job, fault, "%s", batch->why);
    job_end(batch);
    return fault;
}

/* The key outlives the rows it came with. */
static void keep_key(struct copying *copying, struct place *place, struct row row)
{
    struct arena *arena = &copying->job->arena;
    const struct bytes key = copy_key_write(arena, row.values, place->table->keys);
    const bool whole = copy_key_read(arena, key, place->table->keys, place->key);

    assert(whole);
}

static enum fault copy_batch(struct copying *copying, struct place *place)
{
    struct job batch = { .name = copying->job->name, .deadline_ms = copying->job->deadline_ms };
    struct rows rows = { 0 };
    enum fault fault = read_batch(&batch, copying->from, place, BATCH_ROWS, &rows);

    if (!fault) {
        place->finished = rows.count < BATCH_ROWS;
        place->copied += rows.count;
        copying->summary.rows += rows.count;
        if (rows.count > 0)
            keep_key(copying, place, rows_row(&rows, rows.count - 1));
        fault = write_batch(&batch, copying, place, &rows);
    }
    fault = pass_fault(copying, &batch, fault);
    if (!fault && copying->told)
        copying->told(copying->context,
                      &(struct copy_state){ place->table->name, place->copied, place->total });
    return fault;
}

/* Before the first key of any kind. */
static void begin_place(const struct table *table, struct place *place)
{
    *place = (struct place){ .table = table };
    for (size_t i = 0; i < table->keys; i++) {
        place->key[i] = value_whole(INT64_MIN);
        if (table->letters[i] == 't')
            place->key[i] = value_text("");
        if (table->letters[i] == 'b')
            place->key[i] = value_bytes(BYTES_NONE);
    }
}

/* Columns of copy_progress_list. */
enum { PROGRESS_TABLE, PROGRESS_SOURCE, PROGRESS_KEY, PROGRESS_COPIED, PROGRESS_FINISHED };

static enum fault resume_place(struct copying *copying, struct place *place)
{
    for (size_t i = 0; i < copying->progress.count; i++) {
        const struct row row = rows_row(&copying->progress, i);
        if (strcmp(row_text(row, PROGRESS_TABLE), place->table->name) != 0)
            continue;
        if (!copy_key_read(&copying->job->arena, row_bytes(row, PROGRESS_KEY), place->table->keys,
                           place->key))
            return fail(copying->job, FAULT_STORE, "the copy's note about %s is damaged",
                        place->table->name);
        place->copied = (uint64_t)row_whole(row, PROGRESS_COPIED);
        place->finished = row_flag(row, PROGRESS_FINISHED);
        copying->summary.rows += place->copied;
        copying->summary.resumed += place->copied;
    }
    return FAULT_NONE;
}

static enum fault copy_table(struct copying *copying, const struct table *table)
{
    struct place place;
    struct rows count;
    enum fault fault;

    begin_place(table, &place);
    if ((fault = resume_place(copying, &place)) ||
        (fault = query_rows(copying->job, copying->from, table->count, 1, &count, NULL, 0)))
        return fault;
    place.total = (uint64_t)row_whole(rows_row(&count, 0), 0);
    while (!fault && !place.finished)
        fault = copy_batch(copying, &place);
    copying->summary.tables++;
    return fault;
}

/* ---- before and after ------------------------------------------------------------------ */

/* A target is empty, or the beginning of a copy from this very source. */
static enum fault check_target(struct copying *copying)
{
    struct rows *progress = &copying->progress;
    enum fault fault = query_rows(copying->job, copying->to, SQL_copy_progress_list, TABLES_MOST,
                                  progress, NULL, 0);

    for (size_t i = 0; !fault && i < progress->count; i++)
        if (strcmp(row_text(rows_row(progress, i), PROGRESS_SOURCE), copying->source) != 0)
            return fail(copying->job, FAULT_INPUT, "the target holds a copy of %s",
                        row_text(rows_row(progress, i), PROGRESS_SOURCE));
    for (size_t i = 0; !fault && progress->count == 0 && i < LENGTH(tables); i++) {
        struct rows count;
        fault = query_rows(copying->job, copying->to, tables[i].count, 1, &count, NULL, 0);
        if (!fault && row_whole(rows_row(&count, 0), 0) > 0)
            return fail(copying->job, FAULT_INPUT, "the target is not empty: table %s has rows",
                        tables[i].name);
    }
    return fault;
}

/* All rows as one number that does not depend on their order, which for texts differs from
 * database to database: the sum of their hashes. */
struct digest {
    const struct table *table;
    uint64_t rows;
    uint64_t sum[HASH_BYTES / sizeof(uint64_t)];
};

static enum fault add_row(void *context, struct row row)
{
    struct digest *digest = context;
    AUTO(arena_empty) struct arena scratch = { 0 };
    struct value values[COPY_COLUMNS_MOST];
    uint64_t words[HASH_BYTES / sizeof(uint64_t)];

    type_row(digest->table, row, values);
    const struct bytes bytes = copy_key_write(&scratch, values, row.count);
    const struct hash hash = hash_of(&bytes, 1);
    memcpy(words, hash.bytes, sizeof(words));
    for (size_t i = 0; i < LENGTH(words); i++)
        digest->sum[i] += words[i];
    digest->rows++;
    return FAULT_NONE;
}

static enum fault read_digest(struct job *job, struct link *link, const struct table *table,
                              struct digest *digest)
{
    struct value values[COPY_COLUMNS_MOST + 1];
    struct place place;

    begin_place(table, &place);
    memcpy(values, place.key, table->keys * sizeof(values[0]));
    values[table->keys] = value_whole(INT64_MAX);
    *digest = (struct digest){ .table = table };
    return query_each(job, link, table->read, add_row, digest, values, table->keys + 1);
}

static enum fault compare(struct copying *copying, const struct table *table)
{
    struct digest source, target;
    enum fault fault;

    if ((fault = read_digest(copying->job, copying->from, table, &source)) ||
        (fault = read_digest(copying->job, copying->to, table, &target)))
        return fault;
    if (source.rows == target.rows && memcmp(source.sum, target.sum, sizeof(source.sum)) == 0)
        return FAULT_NONE;
    return fail(copying->job, FAULT_STORE,
                "table %s differs (%" PRIu64 " rows there, %" PRIu64 " here): was the source in "
                "use between two calls?  Empty the target and begin again",
                table->name, source.rows, target.rows);
}

static enum fault copy_all(struct copying *copying)
{
    enum fault fault = check_target(copying);

    for (size_t i = 0; !fault && i < LENGTH(tables); i++)
        fault = copy_table(copying, &tables[i]);
    for (size_t i = 0; !fault && i < LENGTH(tables); i++)
        fault = compare(copying, &tables[i]);
    return fault;
}

enum fault copy_run(struct job *job, struct store *from, struct store *to, copy_told *told,
                    void *context, struct copy_summary *summary)
{
    AUTO(store_return) struct link source = { 0 }, target = { 0 };
    AUTO(store_undo) struct change snapshot = { 0 };
    struct copying copying = { .job = job,
                               .source = store_name(from),
                               .from = &source,
                               .to = &target,
                               .told = told,
                               .context = context };
    enum fault fault;

    if ((fault = store_borrow(job, from, &source)) || (fault = store_borrow(job, to, &target)) ||
        (fault = migrations_check(job, &source)) || (fault = migrations_check(job, &target)) ||
        (fault = query_begin(job, &source, CHANGE_SNAPSHOT, &snapshot)) ||
        (fault = copy_all(&copying)))
        return fault;
    *summary = copying.summary;
    return FAULT_NONE;
}
