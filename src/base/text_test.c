#include "base/text.h"

#include <string.h>

#include "base/job.h"
#include "base/utf8.h"

#include "check.h"

#define ZW "\xE2\x80\x8B"

CHECK(markdown_shows_what_was_typed)
{
    static const struct {
        const char *typed, *written;
    } cases[] = {
        { "", "" },
        { "Ann Lee", "Ann Lee" },
        { "gr\xC3\xBC\xC3\x9F \xF0\x9F\x95\x92", "gr\xC3\xBC\xC3\x9F \xF0\x9F\x95\x92" },
        { "*a* _b_ ~c~ `d` |e|", "\\*a\\* \\_b\\_ \\~c\\~ \\`d\\` \\|e\\|" },
        { "a\\*b", "a\\\\\\*b" },
        { "> a", "\\> a" },
        { "# a", "\\# a" },
        { "a # b", "a # b" },
        { "- a-b + c", "\\- a-b + c" },
        { "+ a", "\\+ a" },
        { "-# a", "\\-# a" },
        { "  # a", "  \\# a" },
        { "\x01# a", "\\# a" },                     /* what is left out does not hide a beginning */
        { "\xE2\x80\xAE# a\xE2\x80\xAC", "\\# a" }, /* nor does one that turns the direction */
        { "12. a. 3. b", "12\\. a. 3. b" },
        { "1 . a", "1 . a" },
        { "3.5 h", "3\\.5 h" },
        { "a\nb\r\n# c\td", "a b  # c d" },
        { "\n# c", " \\# c" },
        { "a\xE2\x80\xA8"
          "b",
          "a b" },
        { "[x](https://a.b)", "\\[x\\]\\(https\\://a.b\\)" },
        { "at 14:05", "at 14:05" },
        { "@everyone", "@" ZW "everyone" },
        { "@here!", "@" ZW "here!" },
        { "<@123>", "\\<" ZW "@" ZW "123\\>" },
        { "<@&1>", "\\<" ZW "@" ZW "&1\\>" },
        { "<#1>", "\\<" ZW "#1\\>" },
        { "<:a:1>", "\\<" ZW ":a:1\\>" },
        { "<a:b:1>", "\\<" ZW "a:b:1\\>" },
        { "</hours:1>", "\\<" ZW "/hours:1\\>" },
        { "<t:1:R>", "\\<" ZW "t:1:R\\>" },
        { "<id:home>", "\\<" ZW "id:home\\>" },
        { "<\x18#1>", "\\<" ZW "#1\\>" }, /* what is left out does not hide what follows */
        { "https:\x01//a", "https\\://a" },
        { "a < b", "a \\< b" },
        { "<", "\\<" },
        { "a\xE2\x80\xAE-\xE2\x81\xA6-\xE2\x81\xA9\xE2\x80\xAC\xE2\x80\x8F", "a--" },
        { "a\x7F\x1B[31mb\xC2\x85", "a\\[31mb" },
        { "a\xFF\xC3", "a" UTF8_REPLACEMENT UTF8_REPLACEMENT },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct text text = text_in(&job.arena, 200);
        const char *written;
        text_add_markdown(&text, cases[i].typed);
        EQUAL(text_done(&text, &written), true);
        SAME(written, cases[i].written);
    }
}

CHECK(any_character_leaves_markdown_that_is_utf8_and_one_line)
{
    AUTO(job_end) struct job job = { .name = "test" };

    for (int first = 1; first < 256; first++) {
        for (int second = 0; second < 256; second++) {
            const char typed[] = { (char)first, (char)second, '\0' };
            struct text text = text_in(&job.arena, sizeof(typed) * 5);
            const char *written;
            text_add_markdown(&text, typed);
            HOLDS(text_done(&text, &written), "%d %d", first, second);
            HOLDS(utf8_valid(bytes_of(written)), "%d %d", first, second);
            HOLDS(strpbrk(written, "\n\r\t\x1B\x7F") == NULL, "%d %d", first, second);
        }
        job_end(&job);
    }
}

CHECK(a_text_at_its_limit_keeps_what_it_had)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, 4);
    const char *out;

    text_add_bytes(&text, "abcdef", 3);
    text_add(&text, "de");
    EQUAL(text_done(&text, &out), false);
    SAME(out, "abc");
    text_add(&text, "d");
    EQUAL(text_done(&text, &out), false);
    SAME(out, "abc");
}

CHECK(a_clip_has_the_characters_it_may_have)
{
    static const struct {
        const char *text;
        size_t characters;
        const char *clipped;
    } cases[] = {
        { "", 1, "" },
        { "abc", 3, "abc" },
        { "abcd", 3, "ab\xE2\x80\xA6" },
        { "abcd", 1, "\xE2\x80\xA6" },
        { "\xC3\xBC\xC3\xBC\xC3\xBC", 2, "\xC3\xBC\xE2\x80\xA6" },
        { "\xF0\x9F\x95\x92\xF0\x9F\x95\x92", 2, "\xF0\x9F\x95\x92\xF0\x9F\x95\x92" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        SAME(text_clip(&job.arena, cases[i].text, cases[i].characters), cases[i].clipped);
    }
}

CHECK(json_strings_are_quoted_and_hold_no_control_characters)
{
    static const struct {
        const char *typed, *written;
    } cases[] = {
        { NULL, "null" },
        { "", "\"\"" },
        { "Ann \xC3\xBC", "\"Ann \xC3\xBC\"" },
        { "\"a\\\n", "\"\\u0022a\\u005c\\u000a\"" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(arena_empty) struct arena arena = { 0 };
        struct text text = text_in(&arena, 100);
        const char *written = NULL;
        text_add_json(&text, cases[i].typed);
        EQUAL(text_done(&text, &written), true);
        SAME(written, cases[i].written);
    }
}
