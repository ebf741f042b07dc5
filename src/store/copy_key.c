#include "store/copy_key.h"

#include <endian.h>
#include <string.h>

#include "base/arena.h"

enum { HEADER_BYTES = 1 + 8 };

static const char letters[] = {
    [VALUE_NONE] = 'n', [VALUE_WHOLE] = 'w', [VALUE_FLAG] = 'f',
    [VALUE_TEXT] = 't', [VALUE_BYTES] = 'b',
};

struct bytes copy_key_write(struct arena *arena, const struct value *values, size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += HEADER_BYTES + values[i].bytes.length;
    unsigned char *const begin = arena_take(arena, size), *at = begin;
    for (size_t i = 0; i < count; i++) {
        const struct bytes bytes = values[i].bytes;
        const uint64_t number = bytes.length > 0 ? bytes.length : (uint64_t)values[i].whole;
        *at++ = (unsigned char)letters[values[i].kind];
        for (int shift = 56; shift >= 0; shift -= 8)
            *at++ = (unsigned char)(number >> shift);
        if (bytes.length > 0)
            memcpy(at, bytes.at, bytes.length);
        at += bytes.length;
    }
    return (struct bytes){ begin, size };
}

static bool kind_of(unsigned char letter, enum value_kind *kind)
{
    const char *const found = memchr(letters, letter, sizeof(letters));

    if (found)
        *kind = (enum value_kind)(found - letters);
    return found != NULL;
}

/* One value off the front of *rest. */
static bool read_value(struct arena *arena, struct bytes *rest, struct value *value)
{
    uint64_t number;

    *value = value_none();
    if (rest->length < HEADER_BYTES || !kind_of(rest->at[0], &value->kind))
        return false;
    memcpy(&number, rest->at + 1, sizeof(number));
    number = be64toh(number);
    *rest = (struct bytes){ rest->at + HEADER_BYTES, rest->length - HEADER_BYTES };
    if (value->kind != VALUE_TEXT && value->kind != VALUE_BYTES) {
        value->whole = (int64_t)number;
        return true;
    }
    if (number > rest->length)
        return false;
    unsigned char *copy = arena_take(arena, number + 1);
    memcpy(copy, rest->at, number);
    value->bytes = (struct bytes){ copy, number };
    *rest = (struct bytes){ rest->at + number, rest->length - number };
    return true;
}

bool copy_key_read(struct arena *arena, struct bytes key, size_t count, struct value *values)
{
    for (size_t i = 0; i < count; i++)
        if (!read_value(arena, &key, &values[i]))
            return false;
    return key.length == 0;
}
