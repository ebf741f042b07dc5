#include "wire/json.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "check.h"

static enum fault read(struct job *job, const char *text, unsigned depth, const struct json **root)
{
    return json_read(job, bytes_of(text), depth, root);
}

CHECK(what_is_json_is_taken)
{
    static const char *const cases[] = {
        "{}",
        "[]",
        " \t\r\n{ } ",
        "null",
        "\"\"",
        "0",
        "-0.5e+10",
        "1e308",
        "[1,-2,3.5,true,false,null,\"x\",{},[]]",
        "{\"a\":1,\"A\":2,\"\":3}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"",
        "\"\x7f\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\"",
        "123456789012345678901234567890123456789012345678901234567890123",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct json *root = NULL;
        HOLDS(read(&job, cases[i], 2, &root) == FAULT_NONE && root, "%s", cases[i]);
    }
}

static const char *const not_json[] = {
    "",
    " ",
    "{",
    "}",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{'a':1}",
    "{\"a\" 1}",
    "[1}",
    "{\"a\":1]",
    "nul",
    "nulll",
    "True",
    "NaN",
    "Infinity",
    "-",
    "+1",
    "01",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "0x10",
    "1e309",
    "-1e400",
    "1234567890123456789012345678901234567890123456789012345678901234",
    "\"",
    "\"a",
    "\"\\",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\ud800x\"",
    "\"\\ud800\\u0041\"",
    "\"\\udc00\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud800\\ud800\"",
    "\"\t\"",
    "\"\n\"",
    "\"\x1f\"",
    "\"\x80\"",
    "\"\xc3\"",
    "\"\xc0\xaf\"",
    "\"\xe0\x80\xaf\"",
    "\"\xed\xa0\x80\"",
    "\"\xf4\x90\x80\x80\"",
    "\"\xff\"",
    "{} {}",
    "{}x",
    "1,",
    "\xef\xbb\xbf{}",
    "\x0b{}",
    "// no\n{}",
    "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"\\u0061\":1}",
    "[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]",
};

CHECK(what_is_no_json_is_refused)
{
    for (size_t i = 0; i < LENGTH(not_json); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct json *root = NULL;
        HOLDS(read(&job, not_json[i], 3, &root) == FAULT_INPUT && !root && job.why, "%s",
              not_json[i]);
    }
}

CHECK(a_nul_in_the_bytes_is_refused)
{
    static const char *const cases[] = { "{}\0", "\0{}", "\"a\0b\"", "[1\0]" };
    static const size_t lengths[] = { 3, 3, 5, 4 };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct json *root;
        const struct bytes bytes = { (const unsigned char *)cases[i], lengths[i] };
        HOLDS(json_read(&job, bytes, 3, &root) == FAULT_INPUT, "case %zu", i);
    }
}

CHECK(depth_counts_lists_and_objects_in_one_another)
{
    static const struct {
        const char *text;
        unsigned depth;
    } cases[] = {
        { "1", 0 }, { "[]", 1 }, { "[[],[]]", 2 }, { "{\"a\":[{}]}", 3 }, { "[[[[[[1]]]]]]", 6 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct json *root;
        HOLDS(read(&job, cases[i].text, cases[i].depth, &root) == FAULT_NONE, "%s", cases[i].text);
        if (cases[i].depth > 0)
            HOLDS(read(&job, cases[i].text, cases[i].depth - 1, &root) == FAULT_INPUT, "%s",
                  cases[i].text);
    }
}

CHECK(the_deepest_that_may_be_asked_for_is_read)
{
    AUTO(job_end) struct job job = { .name = "test" };
    char text[2 * JSON_DEPTH_MOST + 3] = { 0 };
    const struct json *root;

    memset(text, '[', JSON_DEPTH_MOST);
    memset(text + JSON_DEPTH_MOST, ']', JSON_DEPTH_MOST);
    EQUAL(read(&job, text, JSON_DEPTH_MOST, &root), FAULT_NONE);
    memset(text, '[', JSON_DEPTH_MOST + 1);
    memset(text + JSON_DEPTH_MOST + 1, ']', JSON_DEPTH_MOST + 1);
    EQUAL(read(&job, text, JSON_DEPTH_MOST, &root), FAULT_INPUT);
}

/* "[0,0,…]" with that many zeros. */
static const char *zeros(struct job *job, size_t count)
{
    struct text text = text_in(&job->arena, 2 * count + 1);
    const char *out = NULL;

    text_add(&text, "[0");
    for (size_t i = 1; i < count; i++)
        text_add(&text, ",0");
    text_add(&text, "]");
    EQUAL(text_done(&text, &out), true);
    return out;
}

CHECK(values_and_bytes_have_their_limits)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct json *root;

    EQUAL(read(&job, zeros(&job, JSON_VALUES_MOST - 1), 1, &root), FAULT_NONE);
    EQUAL(json_count(root), JSON_VALUES_MOST - 1);
    EQUAL(read(&job, zeros(&job, JSON_VALUES_MOST), 1, &root), FAULT_INPUT);

    char *blanks = arena_take(&job.arena, JSON_BYTES_MOST + 2);
    memset(blanks, ' ', JSON_BYTES_MOST + 1);
    blanks[0] = '1';
    EQUAL(read(&job, blanks, 1, &root), FAULT_INPUT);
    blanks[JSON_BYTES_MOST] = '\0';
    EQUAL(read(&job, blanks, 1, &root), FAULT_NONE);
}

CHECK(a_large_object_is_searched_for_doubles_too)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, 1 << 20);
    const struct json *root;
    const char *out;

    text_add(&text, "{\"n\":0");
    for (int i = 0; i < 50000; i++)
        text_addf(&text, ",\"n%d\":0", i);
    text_add(&text, "}");
    EQUAL(text_done(&text, &out), true);
    EQUAL(read(&job, out, 1, &root), FAULT_NONE);
    text.bytes[text.length - 1] = ',';
    text_add(&text, "\"n\":1}");
    EQUAL(text_done(&text, &out), true);
    EQUAL(read(&job, out, 1, &root), FAULT_INPUT);
}

CHECK(members_are_told_apart_by_kind_and_case)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct json *root;
    uint64_t snowflake = 7;
    int64_t whole = 7;
    double number = 7;
    bool flag = false;

    EQUAL(
        read(&job,
             "{\"t\":\"x\",\"T\":\"X\",\"n\":-3,\"f\":true,\"z\":null,\"l\":[1,2],\"o\":{\"a\":1},"
             "\"s\":\"18446744073709551615\",\"d\":2.5,\"e\":1e2}",
             3, &root),
        FAULT_NONE);
    SAME(json_text(root, "t"), "x");
    SAME(json_text(root, "T"), "X");
    EQUAL(json_text(root, "n") == NULL && json_text(root, "none") == NULL, true);
    EQUAL(json_whole(root, "n", &whole) && whole == -3, true);
    EQUAL(json_whole(root, "e", &whole) && whole == 100, true);
    EQUAL(json_whole(root, "d", &whole) || json_whole(root, "s", &whole), false);
    EQUAL(whole, 100);
    EQUAL(json_number(root, "d", &number) && number > 2.4 && number < 2.6, true);
    EQUAL(json_flag(root, "f", &flag) && flag, true);
    EQUAL(json_flag(root, "n", &flag) || json_flag(root, "none", &flag), false);
    EQUAL(json_snowflake(root, "s", &snowflake) && snowflake == UINT64_MAX, true);
    EQUAL(json_snowflake(root, "n", &snowflake) || json_snowflake(root, "t", &snowflake), false);
    EQUAL(json_is_null(root, "z"), true);
    EQUAL(json_is_null(root, "none") || json_is_null(root, "f"), false);
    EQUAL(json_count(json_at(root, "l")), 2);
    EQUAL(json_whole(json_at(root, "o"), "a", &whole) && whole == 1, true);
    SAME(json_name(json_items(json_at(root, "o"))), "a");
    EQUAL(json_name(json_items(json_at(root, "l"))) == NULL, true);
}

CHECK(a_getter_takes_whatever_it_is_given)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct json *root;
    double number;
    bool flag;

    EQUAL(read(&job, "[\"a\",1]", 1, &root), FAULT_NONE);
    EQUAL(json_at(root, "a") == NULL && json_at(NULL, "a") == NULL, true);
    EQUAL(json_at(json_items(root), "a") == NULL, true);
    EQUAL(json_items(NULL) == NULL && json_next(NULL) == NULL && json_name(NULL) == NULL, true);
    EQUAL(json_items(json_items(root)) == NULL, true);
    EQUAL(json_count(NULL) + json_count(json_items(root)), 0);
    EQUAL(json_as_text(NULL) == NULL, true);
    EQUAL(json_as_number(NULL, &number) || json_as_flag(NULL, &flag), false);
    EQUAL(json_kind(NULL), JSON_NULL);
}

CHECK(whole_numbers_end_where_doubles_get_coarse)
{
    static const struct {
        const char *text;
        bool whole;
        int64_t value;
    } cases[] = {
        { "9007199254740991", true, JSON_WHOLE_MOST },
        { "9007199254740992", false, 0 },
        { "9007199254740993", false, 0 },
        { "-9007199254740991", true, -JSON_WHOLE_MOST },
        { "-9007199254740992", false, 0 },
        { "1e300", false, 0 },
        { "0.5", false, 0 },
        { "-0", true, 0 },
        { "2147483648", true, INT64_C(2147483648) },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct json *root;
        int64_t value = 0;
        EQUAL(read(&job, cases[i].text, 1, &root), FAULT_NONE);
        HOLDS(json_as_whole(root, &value) == cases[i].whole && value == cases[i].value, "%s",
              cases[i].text);
    }
}
