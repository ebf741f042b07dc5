#include "base/csv.h"

#include "base/arena.h"
#include "base/text.h"

#include "check.h"

static const char *line(struct arena *arena, const char *field)
{
    const char *const fields[] = { "a", field, NULL };
    struct text text = text_in(arena, 1000);
    const char *words = NULL;

    csv_line(&text, fields);
    EQUAL(text_done(&text, &words), true);
    return words;
}

CHECK(fields_are_quoted_where_they_must_be_and_no_formula_gets_through)
{
    static const struct {
        const char *field, *line;
    } cases[] = {
        { "Emil", "a,Emil\r\n" },
        { "", "a,\r\n" },
        { "7:05:12", "a,7:05:12\r\n" },
        { "Emil, \"the\" cook", "a,\"Emil, \"\"the\"\" cook\"\r\n" },
        { "two\nlines", "a,\"two\nlines\"\r\n" },
        { "=1+1", "a,\"'=1+1\"\r\n" },
        { "+49", "a,\"'+49\"\r\n" },
        { "-2", "a,\"'-2\"\r\n" },
        { "@SUM(A1)", "a,\"'@SUM(A1)\"\r\n" },
        { "\t=1", "a,\"'\t=1\"\r\n" },
        { "\r=1", "a,\"'\r=1\"\r\n" },
        { "  =1", "a,\"'  =1\"\r\n" },
        { "\xEF\xBC\x9D"
          "1",
          "a,\"'\xEF\xBC\x9D"
          "1\"\r\n" },
        { "a=1", "a,a=1\r\n" },
    };
    AUTO(arena_empty) struct arena arena = { 0 };

    for (size_t i = 0; i < LENGTH(cases); i++)
        SAME(line(&arena, cases[i].field), cases[i].line);
}
