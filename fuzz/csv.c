/* Any two fields, written as a line and read again by the rules of RFC 4180: the same fields
 * come out, each perhaps behind an apostrophe, and none that a spreadsheet would calculate. */
#include "base/csv.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads one field; gives where it ended. */
static const char *read_field(const char *at, char *field)
{
    const bool quoted = *at == '"';

    for (at += quoted; quoted ? !(at[0] == '"' && at[1] != '"') : !strchr(",\r", *at); at++) {
        at += quoted && *at == '"';
        *field++ = *at;
    }
    *field = '\0';
    return at + quoted;
}

static void check_field(const char *read, const char *meant)
{
    const bool marked = *read == '\'' && strcmp(read + 1, meant) == 0;

    assert(marked || strcmp(read, meant) == 0);
    assert(marked || !strchr("=+-@\t\r", read[0]) || read[0] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct text text = text_in(&arena, 4 * size + 100);
    char *whole = arena_take(&arena, size + 1);
    char *field = arena_take(&arena, size + 2);
    const char *line;

    if (size > 0)
        memcpy(whole, data, size);
    const char *const fields[] = { whole, whole + strnlen(whole, size) + (strlen(whole) < size),
                                   NULL };
    csv_line(&text, fields);
    const bool done = text_done(&text, &line);
    assert(done);
    line = read_field(line, field);
    check_field(field, fields[0]);
    assert(*line == ',');
    line = read_field(line + 1, field);
    check_field(field, fields[1]);
    assert(strcmp(line, "\r\n") == 0);
    return 0;
}
