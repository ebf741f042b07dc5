#include "store/migrations.h"

#include "base/hash.h"
#include "base/job.h"
#include "store/query.h"

enum { STEPS_MOST = 10000 };

/* What steps[] is written into; made here, because it must be there before the first step. */
static const char table[] = "create table if not exists schema_version ("
                            " version bigint not null primary key,"
                            " name text not null,"
                            " applied_at bigint not null,"
                            " checksum bytea not null)";

int migrations_latest(void)
{
    int latest = 0;

    for (size_t i = 0; i < steps_count; i++)
        latest = steps[i].version > latest ? steps[i].version : latest;
    return latest;
}

/* The step for this engine that follows a version; NULL: it is the latest.  Numbers may have
 * gaps, so that work done side by side need not wait for the next number. */
static const struct step *step_after(enum engine engine, int version)
{
    const struct step *next = NULL;

    for (size_t i = 0; i < steps_count; i++)
        if (steps[i].version > version && (!next || steps[i].version < next->version) &&
            (steps[i].engine == ENGINE_ANY || steps[i].engine == engine))
            next = &steps[i];
    return next;
}

static struct hash checksum_of(const struct step *step)
{
    const struct bytes text = bytes_of(step->text);

    return hash_of(&text, 1);
}

static enum fault check_row(struct job *job, const struct step *step, struct row row)
{
    const struct hash known = checksum_of(step);
    struct hash kept;

    if (row_whole(row, 0) != step->version || !row_hash(row, 2, &kept) ||
        !hash_equal(&kept, &known))
        return fail(job, FAULT_STORE,
                    "version %d of the database was made by another text than \"%s\" of this "
                    "program",
                    step->version, step->name);
    return FAULT_NONE;
}

/* The version the database is at, after a look whether it came there by our steps. */
static enum fault current_version(struct job *job, struct change *change, int *version)
{
    struct rows rows;
    int at = 0;
    enum fault fault;

    if ((fault = query_script(job, change, table)) ||
        (fault = query_rows(job, change->link, SQL_schema_version, STEPS_MOST, &rows, NULL, 0)))
        return fault;
    for (size_t i = 0; i < rows.count; i++) {
        const struct step *step = step_after(query_engine(change->link), at);
        if (!step)
            return fail(job, FAULT_STORE,
                        "the database is at version %lld, this program knows only %d: "
                        "please install a newer one",
                        (long long)row_whole(rows_row(&rows, rows.count - 1), 0),
                        migrations_latest());
        fault = check_row(job, step, rows_row(&rows, i));
        if (fault)
            return fault;
        at = step->version;
    }
    *version = at;
    return FAULT_NONE;
}

static enum fault run_step(struct job *job, struct change *change, const struct step *step,
                           struct instant now)
{
    const struct hash checksum = checksum_of(step);
    const enum fault fault = query_script(job, change, step->text);

    if (fault)
        return fault;
    return query_run(job, change->link, SQL_schema_version_add, NULL,
                     VALUES(value_whole(step->version), value_text(step->name), value_instant(now),
                            value_hash(&checksum)));
}

static void note_step(struct job *job, struct migrations *done, const struct step *step)
{
    if (!done->steps)
        done->steps = arena_take_many(&job->arena, steps_count, sizeof(*done->steps));
    done->steps[done->steps_count++] = (struct migration){ step->version, step->name };
    done->to = step->version;
}

/* One step in a change of its own, which looks again where the database is: another process
 * may have been faster.  *more is false when nothing was left to do. */
static enum fault advance(struct job *job, struct link *link, int to, struct instant now,
                          struct migrations *done, bool *more)
{
    AUTO(store_undo) struct change change = { 0 };
    int version = 0;
    enum fault fault;

    if ((fault = query_begin(job, link, CHANGE_SCHEMA, &change)) ||
        (fault = current_version(job, &change, &version)))
        return fault;
    if (done->steps_count == 0)
        done->from = done->to = version;
    const struct step *step = step_after(query_engine(link), version);
    *more = step && step->version <= to;
    if (!*more)
        return FAULT_NONE;
    if ((fault = run_step(job, &change, step, now)) || (fault = store_keep(job, &change)))
        return fault;
    note_step(job, done, step);
    return FAULT_NONE;
}

/* All steps in one change, which is not kept: so we know that they would run. */
static enum fault rehearse(struct job *job, struct link *link, int to, struct instant now,
                           struct migrations *done)
{
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = query_begin(job, link, CHANGE_SCHEMA, &change)) ||
        (fault = current_version(job, &change, &done->from)))
        return fault;
    done->to = done->from;
    const struct step *step = step_after(query_engine(link), done->from);
    for (; step && step->version <= to && !fault;
         step = step_after(query_engine(link), step->version)) {
        fault = run_step(job, &change, step, now);
        note_step(job, done, step);
    }
    return fault;
}

enum fault migrations_run(struct job *job, struct store *store, int to, bool dry_run,
                          struct instant now, struct migrations *done)
{
    AUTO(store_return) struct link link = { 0 };
    struct migrations all = { 0 };
    bool more = true;
    enum fault fault;

    if (to < 0 || to > migrations_latest())
        return fail(job, FAULT_INPUT, "there is no version %d; the latest is %d", to,
                    migrations_latest());
    to = to ? to : migrations_latest();
    fault = store_borrow(job, store, &link);
    if (!fault && dry_run)
        fault = rehearse(job, &link, to, now, &all);
    while (!fault && !dry_run && more)
        fault = advance(job, &link, to, now, &all, &more);
    if (!fault)
        *done = all;
    return fault;
}

enum fault migrations_check(struct job *job, struct link *link)
{
    AUTO(store_undo) struct change change = { 0 };
    int version = 0;
    enum fault fault;

    if ((fault = query_begin(job, link, CHANGE_SCHEMA, &change)) ||
        (fault = current_version(job, &change, &version)))
        return fault;
    if (version < migrations_latest())
        return fail(job, FAULT_STORE,
                    "the database is at version %d, this program needs %d: please run "
                    "\"ontheclock migrate\"",
                    version, migrations_latest());
    return FAULT_NONE;
}
