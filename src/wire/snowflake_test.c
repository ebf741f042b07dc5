#include "wire/snowflake.h"

#include "check.h"

CHECK(an_id_has_one_text)
{
    static const struct {
        const char *text;
        uint64_t snowflake; /* 0: refused */
    } cases[] = {
        { "1", 1 },
        { "175928847299117063", UINT64_C(175928847299117063) },
        { "18446744073709551615", UINT64_MAX },
        { "18446744073709551616", 0 },
        { "99999999999999999999", 0 },
        { "100000000000000000000", 0 },
        { "0", 0 },
        { "01", 0 },
        { "", 0 },
        { "-1", 0 },
        { "+1", 0 },
        { " 1", 0 },
        { "1 ", 0 },
        { "1.0", 0 },
        { "1e3", 0 },
        { "0x1", 0 },
        { "\xd9\xa1", 0 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        uint64_t one = 0, other = 0;
        const bool read = snowflake_read(cases[i].text, &one);
        HOLDS(read == (cases[i].snowflake != 0) && one == cases[i].snowflake, "%s", cases[i].text);
        HOLDS(snowflake_read_bytes(bytes_of(cases[i].text), &other) == read && other == one, "%s",
              cases[i].text);
        char text[SNOWFLAKE_TEXT_BYTES];
        snowflake_write(one, text);
        if (read)
            SAME(text, cases[i].text);
    }
}

CHECK(no_text_is_no_id)
{
    uint64_t snowflake = 5;

    EQUAL(snowflake_read(NULL, &snowflake), false);
    EQUAL(snowflake_read_bytes(BYTES_NONE, &snowflake), false);
    EQUAL(snowflake_read_bytes((struct bytes){ (const unsigned char *)"1\0002", 3 }, &snowflake),
          false);
    EQUAL(snowflake, 5);
}

/* The first is the example of Discord's documentation. */
CHECK(an_id_tells_its_millisecond)
{
    EQUAL(snowflake_instant(UINT64_C(175928847299117063)).ms, INT64_C(1462015105796));
    EQUAL(snowflake_instant(1).ms, INT64_C(1420070400000));
    EQUAL(snowflake_instant((UINT64_C(1) << 22) - 1).ms, INT64_C(1420070400000));
    EQUAL(snowflake_instant(UINT64_C(1) << 22).ms, INT64_C(1420070400001));
    EQUAL(snowflake_instant(UINT64_MAX).ms, INT64_C(1420070400000) + (INT64_C(1) << 42) - 1);
}
