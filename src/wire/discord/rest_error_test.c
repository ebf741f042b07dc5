#include "wire/discord/rest_error.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#include "check.h"

CHECK(an_error_tells_its_code_and_where_it_is)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct rest_error error;

    EQUAL(rest_error_read(&arena,
                          bytes_of("{\"code\":50035,\"errors\":{\"name\":{\"_errors\":[]}},"
                                   "\"message\":\"Invalid \\\"Form\\\" Body\"}"),
                          &error),
          true);
    EQUAL(error.code, 50035);
    SAME(error.message, "Invalid \"Form\" Body");
    SAME(error.detail, "{\"name\":{\"_errors\":[]}}");
    EQUAL(error.retry_after_ms, -1);
    EQUAL(error.global, false);
}

CHECK(a_rate_limit_tells_how_long_and_for_whom)
{
    static const struct {
        const char *body;
        int64_t ms;
        bool global;
    } cases[] = {
        { "{\"message\":\"x\",\"retry_after\":64.57,\"global\":false}", 64570, false },
        { "{\"retry_after\":0.0001,\"global\":true}", 1, true },
        { "{\"retry_after\":1}", 1000, false },
        { "{\"retry_after\":0}", 0, false },
        { "{\"retry_after\":-1}", -1, false },
        { "{\"retry_after\":\"5\"}", -1, false },
        { "{\"retry_after\":1e300}", INT64_C(86400000), false },
        { "{\"retry_after\":86400.001}", INT64_C(86400000), false },
        { "{\"global\":1}", -1, false },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(arena_empty) struct arena arena = { 0 };
        struct rest_error error;
        EQUAL(rest_error_read(&arena, bytes_of(cases[i].body), &error), true);
        HOLDS(error.retry_after_ms == cases[i].ms && error.global == cases[i].global, "%s",
              cases[i].body);
        EQUAL(error.code, 0);
    }
}

CHECK(what_is_no_json_says_nothing)
{
    static const char *const cases[] = { "",   "<html>502</html>", "null",
                                         "[]", "{\"code\":1",      "{\"code\":1,\"code\":2}" };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(arena_empty) struct arena arena = { 0 };
        struct rest_error error = { .code = 5 };
        HOLDS(!rest_error_read(&arena, bytes_of(cases[i]), &error), "%s", cases[i]);
        EQUAL(error.code, 0);
        SAME(error.message, "");
        SAME(error.detail, "");
        EQUAL(error.retry_after_ms, -1);
    }
}

/* So many 'x', then the end. */
static const char *read_message(struct arena *arena, size_t length, const char *end)
{
    struct text text = text_in(arena, 2000);
    struct rest_error error;
    const char *body;

    text_add(&text, "{\"message\":\"");
    for (size_t i = 0; i < length; i++)
        text_add(&text, "x");
    text_addf(&text, "%s\"}", end);
    EQUAL(text_done(&text, &body), true);
    EQUAL(rest_error_read(arena, bytes_of(body), &error), true);
    return error.message;
}

CHECK(long_texts_are_cut_between_characters)
{
    AUTO(arena_empty) struct arena arena = { 0 };

    EQUAL(strlen(read_message(&arena, REST_ERROR_TEXT_MOST, "")), REST_ERROR_TEXT_MOST);
    EQUAL(strlen(read_message(&arena, REST_ERROR_TEXT_MOST, "!")), REST_ERROR_TEXT_MOST);
    EQUAL(strlen(read_message(&arena, REST_ERROR_TEXT_MOST - 1, "\xC3\xA9")),
          REST_ERROR_TEXT_MOST - 1);
    EQUAL(strlen(read_message(&arena, REST_ERROR_TEXT_MOST - 2, "\xC3\xA9")), REST_ERROR_TEXT_MOST);
}

CHECK(a_body_too_long_is_not_read)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(arena_empty) struct arena arena = { 0 };
        struct rest_error error;
        char *body = arena_take(&arena, REST_ERROR_BYTES_MOST + 2);
        memset(body, ' ', REST_ERROR_BYTES_MOST + over);
        body[0] = '{';
        body[1] = '}';
        EQUAL(rest_error_read(&arena, bytes_of(body), &error), over == 0);
    }
}
