#include "base/utf8.h"

#include "check.h"

CHECK(only_utf8_is_valid)
{
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        { "", true },
        { "plain", true },
        { "gr\xC3\xBC\xC3\x9F", true },
        { "\xE2\x82\xAC", true },
        { "\xF0\x9F\x95\x92", true },
        { "\xED\x9F\xBF", true },      /* U+D7FF, the last before the surrogates */
        { "\xEE\x80\x80", true },      /* U+E000, the first after them */
        { "\xF4\x8F\xBF\xBF", true },  /* U+10FFFF */
        { "\xF4\x90\x80\x80", false }, /* one more */
        { "\xED\xA0\x80", false },     /* a surrogate */
        { "\xED\xBF\xBF", false },
        { "\xC0\x80", false }, /* overlong NUL */
        { "\xC1\xBF", false },
        { "\xE0\x9F\xBF", false },
        { "\xF0\x8F\xBF\xBF", false },
        { "\x80", false }, /* a follower without a first */
        { "\xC3", false }, /* a first without its follower */
        { "\xC3(", false },
        { "\xE2\x82", false },
        { "\xF8\x88\x80\x80\x80", false }, /* five bytes: no more */
        { "\xFE", false },
        { "\xFF", false },
        { "fine until\xFF", false },
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(utf8_valid(bytes_of(cases[i].text)) == cases[i].valid, "case %zu", i);
    EQUAL(utf8_valid((struct bytes){ (const unsigned char *)"a\0b", 3 }), true);
}

CHECK(characters_are_read_with_their_numbers)
{
    static const struct {
        const char *text;
        size_t length;
        uint32_t point;
    } cases[] = {
        { "A", 1, 'A' },
        { "\xC3\xBC", 2, 0xFC },
        { "\xE2\x82\xAC", 3, 0x20AC },
        { "\xF0\x9F\x95\x92", 4, 0x1F552 },
        { "\xFF", 0, 42 },
        { "", 0, 42 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        uint32_t point = 42;
        EQUAL(utf8_read(bytes_of(cases[i].text), &point), cases[i].length);
        EQUAL(point, cases[i].point);
    }
}

CHECK(lengths_count_characters_or_units)
{
    static const struct {
        const char *text;
        size_t characters, units;
    } cases[] = {
        { "", 0, 0 },
        { "abc", 3, 3 },
        { "gr\xC3\xBC\xC3\x9F", 4, 4 },
        { "\xF0\x9F\x95\x92", 1, 2 },
        { "\xFF\xFE", 2, 2 },
        { "\xE2\x82", 2, 2 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        EQUAL(utf8_length(cases[i].text), cases[i].characters);
        EQUAL(utf16_length(cases[i].text), cases[i].units);
    }
}

CHECK(a_clip_never_cuts_a_character)
{
    static const size_t bytes[] = { 0, 1, 3, 6, 10, 10, 10 };

    for (size_t i = 0; i < LENGTH(bytes); i++)
        EQUAL(utf8_clip("a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x95\x92", i), bytes[i]);
    EQUAL(utf8_clip("abc", SIZE_MAX), 3);
}
