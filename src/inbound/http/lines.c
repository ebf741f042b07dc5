#include "inbound/http/lines.h"

#include <string.h>

enum {
    LINE_END = 2,    /* CR, LF */
    WORD_END = 1,    /* the blank after method and target, the colon after a name */
    BLANKS_MOST = 64 /* before a value */
};

static uintptr_t behind(const char *text, size_t length, size_t gap)
{
    return (uintptr_t)text + length + gap;
}

struct lines lines_begin(const char *method, const char *target, size_t target_length,
                         const char *version)
{
    return (struct lines){
        .next = behind(version, strlen(version), LINE_END),
        .ragged = behind(method, strlen(method), WORD_END) != (uintptr_t)target ||
                  behind(target, target_length, WORD_END) != (uintptr_t)version,
    };
}

void lines_field(struct lines *lines, const char *name, size_t name_length, const char *value,
                 size_t value_length)
{
    /* Wraps around to something large when the value stands before the name. */
    const uintptr_t blanks = (uintptr_t)value - behind(name, name_length, WORD_END);

    lines->ragged |= (uintptr_t)name != lines->next || blanks > BLANKS_MOST;
    lines->next = behind(value, value_length, LINE_END);
}

void lines_end(struct lines *lines, const char *end)
{
    lines->ragged |= lines->next + LINE_END != (uintptr_t)end;
}
