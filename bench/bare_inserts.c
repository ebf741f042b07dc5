/* bare_inserts — SQLite's own ceiling: one row of a punch's size a transaction, as durable as
 * ours (WAL, synchronous FULL), nothing else.
 *
 *     bare_inserts FILE SECONDS        prints: inserts=12345 per_s=2345 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/instant.h"
#include "base/number.h"

static _Noreturn void give_up(const char *why)
{
    (void)fprintf(stderr, "bare_inserts: %s\n", why);
    exit(1);
}

static void run(sqlite3 *db, const char *words)
{
    if (sqlite3_exec(db, words, NULL, NULL, NULL) != SQLITE_OK)
        give_up(sqlite3_errmsg(db));
}

static void insert(sqlite3 *db, sqlite3_stmt *statement, int64_t number)
{
    static const unsigned char hash[32] = { 1 };

    for (int i = 1; i <= 8; i++)
        (void)sqlite3_bind_int64(statement, i, number * 1000 + i);
    (void)sqlite3_bind_text(statement, 9, "discord:1434814355865600000", -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(statement, 10, hash, sizeof(hash), SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        give_up(sqlite3_errmsg(db));
    (void)sqlite3_reset(statement);
}

int main(int count, char **words)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t seconds, number = 0;

    if (count != 3 || !number_read_within(words[2], 1, 600, &seconds))
        give_up("usage: bare_inserts FILE SECONDS");
    if (sqlite3_open(words[1], &db) != SQLITE_OK)
        give_up("the file cannot be opened");
    run(db, "pragma journal_mode = wal; pragma synchronous = full");
    run(db, "create table if not exists bare(a bigint, b bigint, c bigint, d bigint, e bigint,"
            " f bigint, g bigint, h bigint, request_key text, hash bytea)");
    if (sqlite3_prepare_v2(db, "insert into bare values(?,?,?,?,?,?,?,?,?,?)", -1, &statement,
                           NULL) != SQLITE_OK)
        give_up(sqlite3_errmsg(db));
    const int64_t began_ms = monotonic_ms();
    while (monotonic_ms() < began_ms + seconds * 1000)
        insert(db, statement, number++);
    (void)printf("inserts=%lld per_s=%.0f\n", (long long)number,
                 (double)number * 1000.0 / (double)(monotonic_ms() - began_ms));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return 0;
}
