#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

#include "base/mark.h"
#include "base/text.h"

const char csv_mark[] = "\xEF\xBB\xBF";

/* The signs that begin a formula, and their full-width forms (U+FF1D, FF0B, FF0D, FF20). */
static const char *const openers[] = {
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\xEF\xBC\x9D",
    "\xEF\xBC\x8B",
    "\xEF\xBC\x8D",
    "\xEF\xBC\xA0",
};

static bool is_formula(const char *field)
{
    field += strspn(field, " ");
    for (size_t i = 0; i < LENGTH(openers); i++)
        if (strncmp(field, openers[i], strlen(openers[i])) == 0)
            return true;
    return false;
}

static void add_quoted(struct text *text, const char *before, const char *field)
{
    text_add(text, "\"");
    text_add(text, before);
    for (const char *quote; (quote = strchr(field, '"')); field = quote + 1) {
        text_add_bytes(text, field, (size_t)(quote - field));
        text_add(text, "\"\"");
    }
    text_add(text, field);
    text_add(text, "\"");
}

static void add_field(struct text *text, const char *field)
{
    const bool formula = is_formula(field);

    if (formula || field[strcspn(field, "\",\r\n\t")] != '\0')
        add_quoted(text, formula ? "'" : "", field);
    else
        text_add(text, field);
}

void csv_line(struct text *text, const char *const *fields)
{
    for (size_t i = 0; fields[i]; i++) {
        if (i > 0)
            text_add(text, ",");
        add_field(text, fields[i]);
    }
    text_add(text, "\r\n");
}
