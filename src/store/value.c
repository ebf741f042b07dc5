#include "store/value.h"

#include <assert.h>
#include <string.h>

struct value value_none(void)
{
    return (struct value){ .kind = VALUE_NONE };
}

struct value value_whole(int64_t whole)
{
    return (struct value){ .kind = VALUE_WHOLE, .whole = whole };
}

struct value value_id(uint64_t snowflake)
{
    return value_whole((int64_t)snowflake);
}

struct value value_instant(struct instant instant)
{
    return value_whole(instant.ms);
}

struct value value_flag(bool flag)
{
    return (struct value){ .kind = VALUE_FLAG, .whole = flag };
}

struct value value_text(const char *text)
{
    return text ? (struct value){ .kind = VALUE_TEXT, .bytes = bytes_of(text) } : value_none();
}

struct value value_bytes(struct bytes bytes)
{
    return (struct value){ .kind = VALUE_BYTES, .bytes = bytes };
}

struct value value_hash(const struct hash *hash)
{
    return value_bytes((struct bytes){ hash->bytes, sizeof(hash->bytes) });
}

struct row rows_row(const struct rows *rows, size_t at)
{
    assert(at < rows->count);
    return (struct row){ rows->values + at * rows->columns, rows->columns };
}

static const struct value *row_value(struct row row, size_t column)
{
    assert(column < row.count);
    return &row.values[column];
}

bool row_has(struct row row, size_t column)
{
    return row_value(row, column)->kind != VALUE_NONE;
}

/* SQLite has no booleans: a flag comes back as a whole number. */
int64_t row_whole(struct row row, size_t column)
{
    const struct value *value = row_value(row, column);

    return value->kind == VALUE_WHOLE || value->kind == VALUE_FLAG ? value->whole : 0;
}

uint64_t row_id(struct row row, size_t column)
{
    return (uint64_t)row_whole(row, column);
}

struct instant row_instant(struct row row, size_t column)
{
    return (struct instant){ row_whole(row, column) };
}

bool row_flag(struct row row, size_t column)
{
    return row_whole(row, column) != 0;
}

const char *row_text(struct row row, size_t column)
{
    const struct value *value = row_value(row, column);

    return value->kind == VALUE_TEXT ? (const char *)value->bytes.at : NULL;
}

struct bytes row_bytes(struct row row, size_t column)
{
    const struct value *value = row_value(row, column);

    return value->kind == VALUE_BYTES ? value->bytes : BYTES_NONE;
}

bool row_hash(struct row row, size_t column, struct hash *hash)
{
    const struct value *value = row_value(row, column);

    if (value->kind != VALUE_BYTES || value->bytes.length != HASH_BYTES)
        return false;
    memcpy(hash->bytes, value->bytes.at, HASH_BYTES);
    return true;
}
