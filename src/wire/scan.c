#include "wire/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "wire/cursor.h"
#include "wire/json.h"
#include "wire/snowflake.h"

/* "d" and "guild_id" of "d.guild_id"; the parent of "op" is empty. */
struct parts {
    struct bytes parent, own;
};

struct search {
    struct cursor cursor;
    struct scan_field *fields;
    struct parts parts[SCAN_FIELDS_MOST];
    size_t count;
};

static struct parts parts_of(const char *name)
{
    const char *dot = strchr(name, '.');

    if (!dot)
        return (struct parts){ .own = bytes_of(name) };
    return (struct parts){
        { (const unsigned char *)name, (size_t)(dot - name) },
        bytes_of(dot + 1),
    };
}

static struct scan_field *field_of(struct search *search, struct bytes parent, struct bytes name)
{
    for (size_t i = 0; i < search->count; i++)
        if (bytes_equal(search->parts[i].parent, parent) &&
            cursor_text_is(name, search->parts[i].own))
            return &search->fields[i];
    return NULL;
}

/* The name itself, when something below it is asked for; else nothing. */
static struct bytes parent_of(const struct search *search, struct bytes name)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->parts[i].parent.length > 0 && cursor_text_is(name, search->parts[i].parent))
            return search->parts[i].parent;
    return BYTES_NONE;
}

static bool walk(struct search *search, struct bytes parent);

/* One member, its name already behind the cursor. */
static bool take(struct search *search, struct bytes parent, struct bytes name)
{
    struct cursor *cursor = &search->cursor;
    const unsigned char *from = cursor->at;
    struct scan_field *field = field_of(search, parent, name);
    const struct bytes below = parent.length == 0 ? parent_of(search, name) : BYTES_NONE;

    if (field && field->value.length > 0)
        return false;
    if (below.length > 0 && cursor_enter(cursor) ? !walk(search, below) : !cursor_skip(cursor))
        return false;
    if (field)
        field->value = (struct bytes){ from, (size_t)(cursor->at - from) };
    return true;
}

static bool walk(struct search *search, struct bytes parent)
{
    struct bytes name;
    bool first = true;

    while (cursor_member(&search->cursor, &first, &name))
        if (!take(search, parent, name))
            return false;
    return search->cursor.why == NULL;
}

bool scan(struct bytes bytes, unsigned depth_most, struct scan_field *fields, size_t count)
{
    struct search search = {
        .cursor = cursor_on(bytes, depth_most, SIZE_MAX),
        .fields = fields,
        .count = count,
    };

    assert(depth_most <= JSON_DEPTH_MOST && count <= SCAN_FIELDS_MOST);
    for (size_t i = 0; i < count; i++) {
        fields[i].value = BYTES_NONE;
        search.parts[i] = parts_of(fields[i].name);
    }
    return cursor_enter(&search.cursor) && walk(&search, BYTES_NONE) &&
           cursor_finish(&search.cursor);
}

static bool is_text(struct bytes value)
{
    return value.length >= 2 && value.at[0] == '"';
}

static struct bytes unquoted(struct bytes text)
{
    return (struct bytes){ text.at + 1, text.length - 2 };
}

bool scan_number(struct bytes value, double *number)
{
    char copy[CURSOR_NUMBER_MOST + 1];

    if (value.length == 0 || value.length >= sizeof(copy) ||
        (value.at[0] != '-' && (value.at[0] < '0' || value.at[0] > '9')))
        return false;
    memcpy(copy, value.at, value.length);
    copy[value.length] = '\0';
    *number = strtod(copy, NULL);
    return true;
}

bool scan_whole(struct bytes value, int64_t *whole)
{
    double number;

    return scan_number(value, &number) && json_number_whole(number, whole);
}

bool scan_snowflake(struct bytes value, uint64_t *snowflake)
{
    char text[SNOWFLAKE_TEXT_BYTES * 6]; /* every digit might be escaped */

    return scan_copy(value, text, sizeof(text)) && snowflake_read(text, snowflake);
}

bool scan_flag(struct bytes value, bool *flag)
{
    if (!bytes_equal(value, bytes_of("true")) && !bytes_equal(value, bytes_of("false")))
        return false;
    *flag = value.at[0] == 't';
    return true;
}

bool scan_is_null(struct bytes value)
{
    return bytes_equal(value, bytes_of("null"));
}

bool scan_is(struct bytes value, const char *text)
{
    return is_text(value) && cursor_text_is(unquoted(value), bytes_of(text));
}

bool scan_copy(struct bytes value, char *out, size_t room)
{
    if (!is_text(value) || value.length - 2 >= room)
        return false;
    out[cursor_decode(unquoted(value), out)] = '\0';
    return true;
}

const char *scan_text(struct arena *arena, struct bytes value)
{
    if (!is_text(value))
        return NULL;

    char *text = arena_take(arena, value.length);
    return scan_copy(value, text, value.length) ? text : NULL;
}
