#include "inbound/http/lines.h"

#include <string.h>

#include "base/mark.h"

#include "check.h"

/* As the library leaves them: '@' stands for what it overwrote with a NUL. */
static const char usual[] = "GET@/a?b@HTTP/1.1@@Host@ a@@X@b@@@@";

struct layout {
    size_t target, version, host, host_value, x, x_value, x_length, end;
};

static bool ragged(const struct layout *at)
{
    char text[sizeof(usual)];

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)(usual[i] == '@' ? '\0' : usual[i]);
    struct lines lines = lines_begin(text, text + at->target, 4, text + at->version);
    lines_field(&lines, text + at->host, 4, text + at->host_value, 1);
    lines_field(&lines, text + at->x, 1, text + at->x_value, at->x_length);
    lines_end(&lines, text + at->end);
    return lines.ragged;
}

CHECK(only_an_unbroken_chain_is_a_header)
{
    static const struct {
        const char *name;
        struct layout layout;
        bool ragged;
    } cases[] = {
        { "as sent", { 4, 9, 19, 25, 28, 30, 1, 35 }, false },
        { "two blanks after the method", { 5, 9, 19, 25, 28, 30, 1, 35 }, true },
        { "a NUL in the target", { 4, 10, 19, 25, 28, 30, 1, 35 }, true },
        { "a bare LF after the first line", { 4, 9, 18, 25, 28, 30, 1, 35 }, true },
        { "a bare LF after a field", { 4, 9, 19, 25, 27, 30, 1, 35 }, true },
        { "a name moved elsewhere", { 4, 9, 19, 25, 0, 30, 1, 35 }, true },
        { "a value before its name", { 4, 9, 19, 0, 28, 30, 1, 35 }, true },
        { "a NUL in the last value", { 4, 9, 19, 25, 28, 30, 0, 35 }, true },
        { "a bare LF before the body", { 4, 9, 19, 25, 28, 30, 1, 34 }, true },
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(ragged(&cases[i].layout) == cases[i].ragged, "%s", cases[i].name);
}
