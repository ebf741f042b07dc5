#include "store/copy.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/job.h"
#include "store/backup.h"
#include "store/copy_key.h"
#include "store/migrations.h"
#include "store/store.h"
#include "store/verify.h"

#include "check.h"
#include "engines.h"
#include "ledger_bench.h"

/* Enough for several batches of the larger tables, and something in most of the others. */
enum { PRESSES = 700 };

static void fill(struct bench *bench)
{
    for (int i = 0; i < PRESSES; i++) {
        char key[20];
        struct outcome outcome = { 0 };
        const struct press press = { { 700 + (uint64_t)i % 3 },
                                     { 1 + (uint64_t)i % 6 },
                                     (enum punch_kind)(1 + i / 6 % 4),
                                     1000 + i,
                                     key,
                                     i % 2 == 0 };
        (void)snprintf(key, sizeof(key), "k%d", i);
        EQUAL(press_clock(bench->store, &press, &outcome), FAULT_NONE);
        EQUAL(outcome.refusal, REFUSAL_NONE);
    }
    (void)bench_query(bench, "insert into guild_role values (700, 5, 1), (700, 6, 3);"
                             "insert into member_name values (700, 1, 'Zo\xc3\xab', null, 5);"
                             "insert into member_name values (700, 2, 'b', 'B', 6);"
                             "insert into gateway_session values (0, 1, 'x', 'wss://y', 7, 8);"
                             "insert into lease values ('x', 'y', 1, 1);");
}

struct told {
    size_t times;
    size_t stop_after; /* 0: never */
    struct job *job;
    uint64_t last_copied;
};

static void note(void *context, const struct copy_state *state)
{
    struct told *told = context;

    HOLDS(state->copied <= state->total, "%s", state->table);
    told->last_copied = state->copied;
    /* As good as a kill: the next wait for anything finds the deadline passed. */
    if (++told->times == told->stop_after)
        told->job->deadline_ms = 1;
}

static void expect_copied(struct bench *source, struct bench *target)
{
    struct verify_summary summary = { 0 };

    SAME(bench_dump(target), bench_dump(source));
    EQUAL(verify_run(&target->job, target->store, (struct guild_id){ 0 }, NULL, NULL, &summary),
          FAULT_NONE);
    EQUAL(summary.findings, 0);
    SAME(bench_query(target, "select username, nickname from member_name order by 1"),
         "Zo\xc3\xab|\nb|B\n");
    SAME(bench_query(target, "select count(*) from lease"), "0\n");
}

static void copy_on(struct bench *source, struct bench *target)
{
    struct copy_summary summary = { 0 };
    struct told told = { .stop_after = 4, .job = &source->job };
    struct rebuild_summary rebuilt = { 0 };
    enum fault fault;

    /* interrupted */
    bench_next_job(source);
    fault = copy_run(&source->job, source->store, target->store, note, &told, &summary);
    HOLDS(fault == FAULT_LATE || fault == FAULT_BUSY, "%s: %s", fault_name(fault),
          source->job.why ? source->job.why : "went on");
    HOLDS(strcmp(bench_dump(target), bench_dump(source)) != 0, "it was interrupted in the middle");

    bench_next_job(source);
    fault = copy_run(&source->job, source->store, target->store, note, &told, &summary);
    HOLDS(!fault, "%s", source->job.why);
    HOLDS(summary.resumed > 0 && summary.resumed < summary.rows, "%zu of %zu",
          (size_t)summary.resumed, (size_t)summary.rows);
    expect_copied(source, target);

    /* again: nothing to do, still equal; then somebody changes the target */
    EQUAL(copy_run(&source->job, source->store, target->store, NULL, NULL, &summary), FAULT_NONE);
    EQUAL(summary.resumed, summary.rows);
    EQUAL(rebuild_run(&target->job, target->store, (struct guild_id){ 0 }, &rebuilt), FAULT_NONE);
    EQUAL(rebuilt.made + rebuilt.changed + rebuilt.removed, 0);
    (void)bench_query(target, "update member_name set nickname = 'C' where nickname = 'B'");
    EQUAL(copy_run(&source->job, source->store, target->store, NULL, NULL, &summary), FAULT_STORE);
    HOLDS(strstr(source->job.why, "member_name differs"), "%s", source->job.why);
}

/* CHECK's body has no argument, so the source waits here for its targets. */
static struct bench *source_bench;

static void copy_to(struct bench *target)
{
    bench_next_job(source_bench);
    copy_on(source_bench, target);
}

ON_EVERY_ENGINE(everything_is_copied_to_every_engine)
{
    fill(bench);
    source_bench = bench;
    engines_each(copy_to, true);
}

static void refuse_full(struct bench *target)
{
    struct copy_summary summary;
    struct outcome outcome = { 0 };
    const struct press press = { { 9 }, { 9 }, PUNCH_IN, 9, "nine", false };

    bench_next_job(source_bench);
    EQUAL(press_clock(target->store, &press, &outcome), FAULT_NONE);
    EQUAL(copy_run(&source_bench->job, source_bench->store, target->store, NULL, NULL, &summary),
          FAULT_INPUT);
    HOLDS(strstr(source_bench->job.why, "not empty"), "%s", source_bench->job.why);
}

ON_EVERY_ENGINE(a_target_that_is_not_empty_is_refused)
{
    source_bench = bench;
    engines_each(refuse_full, true);
}

static void refuse_old(struct bench *target)
{
    struct copy_summary summary;
    struct migrations done;
    struct store *store = bench_store(target, 1);

    bench_next_job(source_bench);
    EQUAL(migrations_run(&target->job, store, 1, false, (struct instant){ 1 }, &done), FAULT_NONE);
    EQUAL(copy_run(&source_bench->job, source_bench->store, store, NULL, NULL, &summary),
          FAULT_STORE);
    HOLDS(strstr(source_bench->job.why, "migrate"), "%s", source_bench->job.why);
    store_close(store);
}

ON_EVERY_ENGINE(a_target_of_another_version_is_refused)
{
    source_bench = bench;
    engines_each(refuse_old, false);
}

/* A table that nobody told the copy of would be lost. */
ON_EVERY_ENGINE(every_table_is_copied_or_known_to_be_our_own)
{
    static const char *const copied[] = {
#define COPIED(name, keys, letters) #name,
#include "copy_tables.inc"
#undef COPIED
        "copy_progress",
        "lease",
        "schema_version",
    };
    char *keys = arena_copy(&bench->job.arena, bench_keys(bench)), *rest = NULL;

    for (char *line = strtok_r(keys, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        bool known = false;
        *strchr(line, '|') = '\0';
        for (size_t i = 0; i < LENGTH(copied); i++)
            known = known || strcmp(copied[i], line) == 0;
        HOLDS(known, "%s", line);
    }
}

CHECK(keys_are_read_as_they_were_written)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct value values[] = {
        value_whole(INT64_MIN), value_whole(-1),
        value_text(""),         value_text("a|b"),
        value_none(),           value_bytes((struct bytes){ (const unsigned char *)"\0\1", 2 }),
        value_flag(true),
    };
    struct value read[LENGTH(values)];
    const struct bytes key = copy_key_write(&job.arena, values, LENGTH(values));

    EQUAL(copy_key_read(&job.arena, key, LENGTH(values), read), true);
    for (size_t i = 0; i < LENGTH(values); i++)
        HOLDS(read[i].kind == values[i].kind && read[i].whole == values[i].whole &&
                  bytes_equal(read[i].bytes, values[i].bytes),
              "value %zu", i);
    for (size_t length = 0; length < key.length; length++)
        HOLDS(!copy_key_read(&job.arena, (struct bytes){ key.at, length }, LENGTH(values), read),
              "cut to %zu", length);
    EQUAL(copy_key_read(&job.arena, key, LENGTH(values) - 1, read), false);
}

/* ---- backup ---------------------------------------------------------------------------- */

static void note_pages(void *context, const struct backup_state *state)
{
    HOLDS(state->copied <= state->total, "pages");
    *(uint64_t *)context = state->copied;
}

static void restore(struct bench *bench, const char *path)
{
    struct bench restored = { .engine = "sqlite", .job = { .name = "test" } };
    struct stat state = { 0 };

    (void)snprintf(restored.url, sizeof(restored.url), "sqlite:%s", path);
    EQUAL(stat(path, &state), 0);
    EQUAL(state.st_mode & 0777, 0600);
    restored.store = bench_store(&restored, 1);
    SAME(bench_dump(&restored), bench_dump(bench));
    store_close(restored.store);
    job_end(&restored.job);
}

ON_EVERY_ENGINE(a_backup_is_a_database_of_its_own)
{
    const char *path = arena_print(&bench->job.arena, "/tmp/store-backup-%d.db", (int)getpid());
    const char *within = arena_print(&bench->job.arena, "%s/x.db", path);
    uint64_t pages = 0;

    path = arena_copy(&bench->job.arena, path);
    (void)unlink(path);
    fill(bench);
    const enum fault fault = backup_run(&bench->job, bench->store, path, note_pages, &pages);
    if (strcmp(bench->engine, "sqlite") != 0) {
        EQUAL(fault, FAULT_INPUT);
        HOLDS(strstr(bench->job.why, "pg_dump"), "%s", bench->job.why);
        return;
    }
    HOLDS(!fault, "%s", bench->job.why);
    HOLDS(pages > 10, "%zu pages", (size_t)pages);
    restore(bench, path);
    EQUAL(backup_run(&bench->job, bench->store, path, NULL, NULL), FAULT_INPUT);
    EQUAL(backup_run(&bench->job, bench->store, within, NULL, NULL), FAULT_STORE);
    (void)unlink(path);
}
