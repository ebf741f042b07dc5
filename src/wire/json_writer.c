#include "wire/json_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "wire/snowflake.h"

struct json_writer json_writer_on(struct text *text)
{
    return (struct json_writer){ .text = text };
}

static uint32_t level_bit(const struct json_writer *json)
{
    return UINT32_C(1) << (json->depth - 1);
}

/* What JSON forbids in a text, and what a script in HTML does: "</script>" and "<!--" would
 * end it, the two separators were no part of JavaScript's strings before ES2019. */
static const char *escape_of(uint32_t point)
{
    switch (point) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '<': return "\\u003c";
    case 0x2028: return "\\u2028";
    case 0x2029: return "\\u2029";
    default: return NULL;
    }
}

static void add_character(struct text *text, const unsigned char *at, size_t length, uint32_t point)
{
    const char *escape = escape_of(point);

    if (escape)
        text_add(text, escape);
    else if (point < ' ')
        text_addf(text, "\\u%04" PRIx32, point);
    else
        text_add_bytes(text, (const char *)at, length);
}

/* How many bytes from here may be taken as they are. */
static size_t plain_length(struct bytes rest)
{
    size_t length = 0;

    while (length < rest.length && rest.at[length] >= ' ' && rest.at[length] < 0x80 &&
           !strchr("\"\\<", rest.at[length]))
        length++;
    return length;
}

static void add_quoted(struct text *text, const char *value)
{
    struct bytes rest = bytes_of(value);

    text_add(text, "\"");
    while (rest.length > 0) {
        size_t length = plain_length(rest);
        uint32_t point;
        if (length > 0) {
            text_add_bytes(text, (const char *)rest.at, length);
        } else if ((length = utf8_read(rest, &point)) > 0) {
            add_character(text, rest.at, length, point);
        } else {
            text_add(text, UTF8_REPLACEMENT);
            length = 1;
        }
        rest = (struct bytes){ rest.at + length, rest.length - length };
    }
    text_add(text, "\"");
}

/* The comma and the name before a value; asserts that a value may stand here. */
static void begin(struct json_writer *json, const char *name)
{
    if (json->depth == 0) {
        assert(!name && !json->whole);
        json->whole = true;
        return;
    }
    assert(((json->objects & level_bit(json)) != 0) == (name != NULL));
    if (json->filled & level_bit(json))
        text_add(json->text, ",");
    json->filled |= level_bit(json);
    if (name) {
        add_quoted(json->text, name);
        text_add(json->text, ":");
    }
}

static void descend(struct json_writer *json, const char *name, bool object)
{
    begin(json, name);
    assert(json->depth < JSON_WRITER_DEPTH_MOST);
    json->depth++;
    json->filled &= ~level_bit(json);
    if (object)
        json->objects |= level_bit(json);
    else
        json->objects &= ~level_bit(json);
    text_add(json->text, object ? "{" : "[");
}

void json_write_object(struct json_writer *json, const char *name)
{
    descend(json, name, true);
}

void json_write_list(struct json_writer *json, const char *name)
{
    descend(json, name, false);
}

void json_write_end(struct json_writer *json)
{
    assert(json->depth > 0);
    text_add(json->text, json->objects & level_bit(json) ? "}" : "]");
    json->depth--;
}

void json_write_text(struct json_writer *json, const char *name, const char *value)
{
    begin(json, name);
    add_quoted(json->text, value);
}

void json_write_whole(struct json_writer *json, const char *name, int64_t value)
{
    begin(json, name);
    text_addf(json->text, "%" PRId64, value);
}

void json_write_snowflake(struct json_writer *json, const char *name, uint64_t value)
{
    assert(value != 0);
    json_write_bits(json, name, value);
}

void json_write_bits(struct json_writer *json, const char *name, uint64_t value)
{
    begin(json, name);
    text_addf(json->text, "\"%" PRIu64 "\"", value);
}

void json_write_flag(struct json_writer *json, const char *name, bool value)
{
    begin(json, name);
    text_add(json->text, value ? "true" : "false");
}

void json_write_null(struct json_writer *json, const char *name)
{
    begin(json, name);
    text_add(json->text, "null");
}

void json_write_raw(struct json_writer *json, const char *name, struct bytes value)
{
    begin(json, name);
    text_add_bytes(json->text, (const char *)value.at, value.length);
}

bool json_writer_done(const struct json_writer *json, struct bytes *bytes)
{
    const char *out;

    assert(json->whole && json->depth == 0);
    if (!text_done(json->text, &out))
        return false;
    *bytes = (struct bytes){ (const unsigned char *)out, json->text->length };
    return true;
}
