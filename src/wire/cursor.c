#include "wire/cursor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct cursor cursor_on(struct bytes bytes, unsigned depth_most, size_t values_most)
{
    static const unsigned char nothing[1];
    const unsigned char *from = bytes.length > 0 ? bytes.at : nothing;

    return (struct cursor){
        .at = from,
        .end = from + bytes.length,
        .depth_left = depth_most,
        .values_left = values_most,
    };
}

/* The first reason stays. */
static bool refuse(struct cursor *cursor, const char *why)
{
    if (!cursor->why)
        cursor->why = why;
    return false;
}

static size_t left(const struct cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

static bool stands(const struct cursor *cursor, unsigned char byte)
{
    return cursor->at < cursor->end && *cursor->at == byte;
}

static bool pass(struct cursor *cursor, unsigned char byte)
{
    if (!stands(cursor, byte))
        return false;
    cursor->at++;
    return true;
}

static bool is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && is_blank(*cursor->at))
        cursor->at++;
}

/* Stands for itself in a text: no quote, backslash, control character, nor part of a longer
 * UTF-8 sequence. */
static bool is_plain(unsigned char byte)
{
    return byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
}

/* Eight bytes at once, as long as all of them are plain, then the rest one by one.
 * (word - n × ones) & ~word has the top bit of a byte set where it is less than n, and of
 * none when no byte is; for equality that is asked of the difference. */
static const unsigned char *skip_plain(const unsigned char *at, const unsigned char *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;

    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof(word));
        const uint64_t quote = word ^ (ones * '"'), slash = word ^ (ones * '\\');
        const uint64_t stops = word | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) |
                               ((word - ones * ' ') & ~word);
        if (stops & tops)
            break;
        at += 8;
    }
    while (at < end && is_plain(*at))
        at++;
    return at;
}

static bool skip_character(struct cursor *cursor)
{
    uint32_t point;
    const size_t length = utf8_read((struct bytes){ cursor->at, left(cursor) }, &point);

    if (length == 0)
        return refuse(cursor, "no UTF-8");
    cursor->at += length;
    return true;
}

static int digit_of(unsigned char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* The four digits of \uXXXX; -1 when they are not there. */
static int32_t unit_at(const unsigned char *at, const unsigned char *end)
{
    int32_t unit = 0;

    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        const int digit = digit_of(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* The code point of what stands behind "\u", and *at behind it; -1 when it is none, NUL,
 * or half of a surrogate pair. */
static int32_t point_at(const unsigned char **at, const unsigned char *end)
{
    const int32_t unit = unit_at(*at, end);

    if (unit <= 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return -1;
    if (unit < 0xD800 || unit > 0xDFFF) {
        *at += 4;
        return unit;
    }
    if (end - *at < 10 || (*at)[4] != '\\' || (*at)[5] != 'u')
        return -1;
    const int32_t low = unit_at(*at + 6, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *at += 10;
    return 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
}

static bool skip_escape(struct cursor *cursor)
{
    static const char short_ones[] = "\"\\/bfnrt";

    cursor->at++;
    if (cursor->at == cursor->end)
        return refuse(cursor, "a text without end");
    if (pass(cursor, 'u'))
        return point_at(&cursor->at, cursor->end) >= 0 || refuse(cursor, "no such character");
    if (!memchr(short_ones, *cursor->at, sizeof(short_ones) - 1))
        return refuse(cursor, "no such escape");
    cursor->at++;
    return true;
}

static bool skip_text(struct cursor *cursor, struct bytes *raw)
{
    const unsigned char *from = ++cursor->at;

    for (;;) {
        cursor->at = skip_plain(cursor->at, cursor->end);
        if (cursor->at == cursor->end)
            return refuse(cursor, "a text without end");
        if (*cursor->at == '"')
            break;
        if (*cursor->at < ' ')
            return refuse(cursor, "a control character in a text");
        if (*cursor->at == '\\' ? !skip_escape(cursor) : !skip_character(cursor))
            return false;
    }
    *raw = (struct bytes){ from, (size_t)(cursor->at - from) };
    cursor->at++;
    return true;
}

static bool skip_digits(struct cursor *cursor)
{
    const unsigned char *from = cursor->at;

    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9')
        cursor->at++;
    return cursor->at > from || refuse(cursor, "no digits where some must be");
}

/* Only an exponent of three digits or more can leave what a double holds, for the number
 * has 63 bytes at most. */
static bool is_finite(const unsigned char *from, const unsigned char *to)
{
    char copy[CURSOR_NUMBER_MOST + 1];
    const size_t length = (size_t)(to - from);

    memcpy(copy, from, length);
    copy[length] = '\0';
    return isfinite(strtod(copy, NULL));
}

static bool skip_number(struct cursor *cursor)
{
    const unsigned char *from = cursor->at, *exponent = NULL;

    pass(cursor, '-');
    if (!pass(cursor, '0') && !skip_digits(cursor))
        return false;
    if (pass(cursor, '.') && !skip_digits(cursor))
        return false;
    if (pass(cursor, 'e') || pass(cursor, 'E')) {
        if (!pass(cursor, '-'))
            pass(cursor, '+');
        exponent = cursor->at;
        if (!skip_digits(cursor))
            return false;
    }
    if (cursor->at - from > CURSOR_NUMBER_MOST)
        return refuse(cursor, "a number too long");
    if (exponent && cursor->at - exponent > 2 && !is_finite(from, cursor->at))
        return refuse(cursor, "a number too large");
    return true;
}

static bool skip_word(struct cursor *cursor, const char *word)
{
    const size_t length = strlen(word);

    if (left(cursor) < length || memcmp(cursor->at, word, length) != 0)
        return refuse(cursor, "no value");
    cursor->at += length;
    return true;
}

/* The byte that opens, and one level down. */
static bool descend(struct cursor *cursor)
{
    if (cursor->depth_left == 0)
        return refuse(cursor, "too deep");
    cursor->depth_left--;
    cursor->at++;
    return true;
}

/* Between two items, or before the first: true when another one follows. */
static bool goes_on(struct cursor *cursor, bool *first, unsigned char closing)
{
    const bool was_first = *first;

    *first = false;
    skip_blanks(cursor);
    if (pass(cursor, closing)) {
        cursor->depth_left++;
        return false;
    }
    if (was_first)
        return true;
    if (!pass(cursor, ','))
        return refuse(cursor, "neither ',' nor an end");
    return true;
}

static bool skip_list(struct cursor *cursor)
{
    bool first = true;

    if (!descend(cursor))
        return false;
    while (goes_on(cursor, &first, ']'))
        if (!cursor_skip(cursor))
            return false;
    return cursor->why == NULL;
}

static bool skip_object(struct cursor *cursor)
{
    bool first = true;
    struct bytes name;

    if (!descend(cursor))
        return false;
    while (cursor_member(cursor, &first, &name))
        if (!cursor_skip(cursor))
            return false;
    return cursor->why == NULL;
}

bool cursor_skip(struct cursor *cursor)
{
    struct bytes raw;

    skip_blanks(cursor);
    if (cursor->at == cursor->end)
        return refuse(cursor, "no value");
    if (cursor->values_left == 0)
        return refuse(cursor, "too many values");
    cursor->values_left--;
    switch (*cursor->at) {
    case '{': return skip_object(cursor);
    case '[': return skip_list(cursor);
    case '"': return skip_text(cursor, &raw);
    case 't': return skip_word(cursor, "true");
    case 'f': return skip_word(cursor, "false");
    case 'n': return skip_word(cursor, "null");
    default: return skip_number(cursor);
    }
}

bool cursor_enter(struct cursor *cursor)
{
    skip_blanks(cursor);
    return stands(cursor, '{') && descend(cursor);
}

bool cursor_member(struct cursor *cursor, bool *first, struct bytes *name)
{
    if (cursor->why || !goes_on(cursor, first, '}'))
        return false;
    skip_blanks(cursor);
    if (!stands(cursor, '"'))
        return refuse(cursor, "no name");
    if (!skip_text(cursor, name))
        return false;
    skip_blanks(cursor);
    if (!pass(cursor, ':'))
        return refuse(cursor, "no ':' behind a name");
    skip_blanks(cursor);
    return true;
}

bool cursor_enter_list(struct cursor *cursor)
{
    skip_blanks(cursor);
    return stands(cursor, '[') && descend(cursor);
}

bool cursor_item(struct cursor *cursor, bool *first)
{
    return !cursor->why && goes_on(cursor, first, ']');
}

bool cursor_finish(struct cursor *cursor)
{
    skip_blanks(cursor);
    if (!cursor->why && cursor->at != cursor->end)
        return refuse(cursor, "something behind the value");
    return cursor->why == NULL;
}

static size_t encode(int32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | (point >> 6));
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | (point >> 12));
        out[1] = (char)(0x80 | ((point >> 6) & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (point >> 18));
    out[1] = (char)(0x80 | ((point >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((point >> 6) & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static char short_escape(unsigned char letter)
{
    switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return (char)letter;
    }
}

size_t cursor_decode(struct bytes raw, char *out)
{
    const unsigned char *at = raw.at, *end = raw.at + raw.length;
    size_t length = 0;

    while (at < end) {
        if (*at != '\\') {
            out[length++] = (char)*at++;
        } else if (at[1] == 'u') {
            at += 2;
            length += encode(point_at(&at, end), out + length);
        } else {
            out[length++] = short_escape(at[1]);
            at += 2;
        }
    }
    return length;
}

/* The longest text that names are compared with, every character of it escaped. */
enum { ESCAPED_MOST = 64 * 6 };

static bool decodes_to(struct bytes raw, struct bytes text)
{
    char decoded[ESCAPED_MOST];

    if (raw.length > sizeof(decoded))
        return false;
    const size_t length = cursor_decode(raw, decoded);
    return bytes_equal((struct bytes){ (const unsigned char *)decoded, length }, text);
}

/* A name without escapes is equal as it stands; nobody asks for one with a backslash. */
bool cursor_text_is(struct bytes raw, struct bytes text)
{
    if (raw.length <= text.length)
        return bytes_equal(raw, text);
    return memchr(raw.at, '\\', raw.length) && decodes_to(raw, text);
}
