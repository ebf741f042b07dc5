/* value — what goes into a statement and what comes out of a row.  For the store room only.
 *
 * Every column is bigint, text, bytea or boolean, on both engines: ids are the same 64 bits,
 * instants milliseconds.  The words in a value belong to somebody else: to the caller until a
 * statement was sent, to the job's arena when they came in rows. */
#ifndef STORE_VALUE_H
#define STORE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/mark.h"

enum value_kind { VALUE_NONE, VALUE_WHOLE, VALUE_FLAG, VALUE_TEXT, VALUE_BYTES };

struct value {
    enum value_kind kind;
    int64_t whole;      /* VALUE_WHOLE; VALUE_FLAG: 0 or 1 */
    struct bytes bytes; /* VALUE_BYTES; VALUE_TEXT: NUL-terminated after its length */
};

struct value value_none(void);
struct value value_whole(int64_t whole);
struct value value_id(uint64_t snowflake);
struct value value_instant(struct instant instant);
struct value value_flag(bool flag);
struct value value_text(const char *text); /* NULL: none */
struct value value_bytes(struct bytes bytes);
struct value value_hash(const struct hash *hash);

/* What a list of values is passed as. */
#define VALUES(...)                        \
    (const struct value[]){ __VA_ARGS__ }, \
        sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)

/* One row as it streams by, or a piece of `struct rows`. */
struct row {
    const struct value *values;
    size_t count;
};

struct rows {
    const struct value *values; /* row after row; in the job's arena */
    size_t count;
    size_t columns;
    uint64_t changed; /* rows inserted, updated or deleted */
};

struct row rows_row(const struct rows *rows, size_t at);

/* Columns count from 0, as the statement lists them.  NULL reads as 0, false, NULL, no bytes,
 * and so does a value of another kind than asked for: SQLite lets whoever tampers with the
 * file put a text where a number belongs, and verify shall find it rather than stop. */
bool row_has(struct row row, size_t column);
int64_t row_whole(struct row row, size_t column);
uint64_t row_id(struct row row, size_t column);
struct instant row_instant(struct row row, size_t column);
bool row_flag(struct row row, size_t column);
const char *row_text(struct row row, size_t column);
struct bytes row_bytes(struct row row, size_t column);
/* False, and *hash as it was, when it is not one. */
bool row_hash(struct row row, size_t column, struct hash *hash) MUST_USE;

#endif
