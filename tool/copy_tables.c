/* copy_tables — writes the statements that copy every table from one database to another, by
 * running the steps of the schema in an SQLite in memory and looking at what came of them.  So
 * a new table or column is copied without anybody having to think of it.
 *
 * For each table, those that others refer to first, into COPY.SQL:
 *
 *     -- :copy_read_punch      its rows after a key, the columns of the key first
 *     -- :copy_write_punch     one row, unless its key is there
 *     -- :copy_count_punch
 *
 * and into TABLES.INC its name, how many columns the key has, and a letter a column (w whole,
 * t text, f flag, b bytes):
 *
 *     COPIED(punch, 2, "wwwwwwwwwtffb")
 *
 * Usage: copy_tables COPY.SQL TABLES.INC step.sql... */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 64, COLUMNS_MOST = 32, TABLES_MOST = 200, STEP_BYTES_MOST = 256 * 1024 };

struct table {
    char name[NAME_BYTES];
    char columns[COLUMNS_MOST][NAME_BYTES]; /* of the key first */
    char letters[COLUMNS_MOST + 1];
    int columns_count, keys_count;
    bool written;
};

/* What one process or one database has to itself. */
static const char *const own[] = { "schema_version", "lease", "copy_progress" };

static struct table tables[TABLES_MOST];
static int tables_count;

static _Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "copy_tables: %s: %s\n", what, why);
    exit(1);
}

static void run_step(sqlite3 *db, const char *file)
{
    static char words[STEP_BYTES_MOST];
    FILE *in = fopen(file, "r");
    char *why = NULL;

    if (!in)
        give_up(file, "cannot open");
    const size_t length = fread(words, 1, sizeof(words) - 1, in);
    words[length] = '\0';
    fclose(in);
    if (length == sizeof(words) - 1)
        give_up(file, "is too long");
    if (sqlite3_exec(db, words, NULL, NULL, &why) != SQLITE_OK)
        give_up(file, why);
}

static sqlite3_stmt *ask(sqlite3 *db, const char *words, const char *about)
{
    sqlite3_stmt *asked = NULL;

    if (sqlite3_prepare_v2(db, words, -1, &asked, NULL) != SQLITE_OK ||
        (about && sqlite3_bind_text(asked, 1, about, -1, SQLITE_STATIC) != SQLITE_OK))
        give_up(words, sqlite3_errmsg(db));
    return asked;
}

static char letter_of(const char *table, const char *type)
{
    static const struct {
        const char *type;
        char letter;
    } types[] = { { "bigint", 'w' }, { "text", 't' }, { "boolean", 'f' }, { "bytea", 'b' } };

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (sqlite3_stricmp(type, types[i].type) == 0)
            return types[i].letter;
    give_up(table, "a column is neither bigint, text, boolean nor bytea");
}

static void read_columns(sqlite3 *db, struct table *table)
{
    sqlite3_stmt *asked = ask(db,
                              "select name, type, pk from pragma_table_info(?1)"
                              " order by pk = 0, pk, cid",
                              table->name);

    while (sqlite3_step(asked) == SQLITE_ROW) {
        const int at = table->columns_count++;
        if (at == COLUMNS_MOST)
            give_up(table->name, "has too many columns");
        (void)snprintf(table->columns[at], NAME_BYTES, "%s", sqlite3_column_text(asked, 0));
        table->letters[at] = letter_of(table->name, (const char *)sqlite3_column_text(asked, 1));
        table->keys_count += sqlite3_column_int(asked, 2) > 0;
    }
    sqlite3_finalize(asked);
    if (table->keys_count == 0)
        give_up(table->name, "has no primary key");
}

static bool is_own(const char *name)
{
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strcmp(name, own[i]) == 0)
            return true;
    return false;
}

static void read_tables(sqlite3 *db)
{
    sqlite3_stmt *asked = ask(db,
                              "select name from sqlite_schema where type = 'table'"
                              " and name not like 'sqlite_%' order by name",
                              NULL);

    while (sqlite3_step(asked) == SQLITE_ROW) {
        const char *const name = (const char *)sqlite3_column_text(asked, 0);
        if (is_own(name))
            continue;
        if (tables_count == TABLES_MOST)
            give_up(name, "is one table too many");
        struct table *table = &tables[tables_count++];
        (void)snprintf(table->name, NAME_BYTES, "%s", name);
        read_columns(db, table);
    }
    sqlite3_finalize(asked);
}

static bool is_written(const char *name)
{
    for (int i = 0; i < tables_count; i++)
        if (strcmp(tables[i].name, name) == 0)
            return tables[i].written;
    return true;
}

/* All that it refers to is there. */
static bool is_due(sqlite3 *db, const struct table *table)
{
    sqlite3_stmt *asked = ask(db, "select \"table\" from pragma_foreign_key_list(?1)", table->name);
    bool due = !table->written;

    while (sqlite3_step(asked) == SQLITE_ROW) {
        const char *const other = (const char *)sqlite3_column_text(asked, 0);
        due = due && (is_written(other) || strcmp(other, table->name) == 0);
    }
    sqlite3_finalize(asked);
    return due;
}

static void print_columns(FILE *out, const struct table *table, int count)
{
    for (int i = 0; i < count; i++)
        fprintf(out, "%s%s", i > 0 ? ", " : "", table->columns[i]);
}

static void print_values(FILE *out, int count)
{
    for (int i = 1; i <= count; i++)
        fprintf(out, "%s$%d", i > 1 ? ", " : "", i);
}

static void print_read(FILE *out, const struct table *table)
{
    fprintf(out, "-- :copy_read_%s\nselect ", table->name);
    print_columns(out, table, table->columns_count);
    fprintf(out, " from %s where (", table->name);
    print_columns(out, table, table->keys_count);
    fprintf(out, ") > (");
    print_values(out, table->keys_count);
    fprintf(out, ") order by ");
    print_columns(out, table, table->keys_count);
    fprintf(out, " limit $%d;\n", table->keys_count + 1);
}

static void print_table(FILE *sql, FILE *inc, const struct table *table)
{
    print_read(sql, table);
    fprintf(sql, "-- :copy_write_%s\ninsert into %s (", table->name, table->name);
    print_columns(sql, table, table->columns_count);
    fprintf(sql, ") values (");
    print_values(sql, table->columns_count);
    fprintf(sql, ") on conflict do nothing;\n");
    fprintf(sql, "-- :copy_count_%s\nselect count(*) from %s;\n", table->name, table->name);
    fprintf(inc, "COPIED(%s, %d, \"%s\")\n", table->name, table->keys_count, table->letters);
}

static void print_all(sqlite3 *db, FILE *sql, FILE *inc)
{
    for (int left = tables_count, before = left + 1; left > 0 && left < before;) {
        before = left;
        for (int i = 0; i < tables_count; i++) {
            if (!is_due(db, &tables[i]))
                continue;
            print_table(sql, inc, &tables[i]);
            tables[i].written = true;
            left--;
        }
        if (left == before)
            give_up("the tables", "refer to each other in a circle");
    }
}

int main(int count, char **words)
{
    FILE *sql = count > 3 ? fopen(words[1], "w") : NULL;
    FILE *inc = count > 3 ? fopen(words[2], "w") : NULL;
    sqlite3 *db = NULL;

    if (!sql || !inc || sqlite3_open(":memory:", &db) != SQLITE_OK)
        give_up("usage", "copy_tables COPY.SQL TABLES.INC step.sql...");
    for (int i = 3; i < count; i++)
        if (!strstr(words[i], ".pgsql.sql"))
            run_step(db, words[i]);
    read_tables(db);
    print_all(db, sql, inc);
    sqlite3_close(db);
    return fclose(sql) != 0 || fclose(inc) != 0;
}
