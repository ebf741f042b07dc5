/* statements — every SQL text the program may run, from store/sql/, and every step of the
 * schema, from store/schema/.  Made from those files by tool/embed.  For the store room only. */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

/* Which engine a text is for. */
enum engine { ENGINE_SQLITE, ENGINE_PGSQL, ENGINE_ANY };

enum statement_id {
#define STATEMENT(name, engine, values, text) SQL_##name,
#include "statements.inc"
#undef STATEMENT
    SQL_COUNT
};

struct statement {
    const char *name;
    const char *text;
    size_t values; /* how many $n must be bound */
    enum engine engine;
};

extern const struct statement statements[SQL_COUNT];

struct step {
    int version;
    const char *name;
    enum engine engine;
    const char *text;
};

/* By version; where the engines differ two rows have the same version. */
extern const struct step steps[];
extern const size_t steps_count;

#endif
