#include "wire/json_writer.h"

#include "base/job.h"
#include "base/text.h"
#include "wire/json.h"

#include "check.h"

CHECK(every_kind_is_written_in_order)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, 500);
    struct json_writer json = json_writer_on(&text);
    struct bytes bytes;

    json_write_object(&json, NULL);
    json_write_text(&json, "text", "a");
    json_write_list(&json, "list");
    json_write_whole(&json, NULL, INT64_MIN);
    json_write_flag(&json, NULL, true);
    json_write_list(&json, NULL);
    json_write_end(&json);
    json_write_object(&json, NULL);
    json_write_end(&json);
    json_write_end(&json);
    json_write_snowflake(&json, "id", UINT64_MAX);
    json_write_bits(&json, "bits", 0);
    json_write_flag(&json, "flag", false);
    json_write_null(&json, "null");
    json_write_raw(&json, "raw", bytes_of("[1]"));
    json_write_end(&json);
    EQUAL(json_writer_done(&json, &bytes), true);
    SAME((const char *)bytes.at,
         "{\"text\":\"a\",\"list\":[-9223372036854775808,true,[],{}],"
         "\"id\":\"18446744073709551615\",\"bits\":\"0\",\"flag\":false,\"null\":null,"
         "\"raw\":[1]}");
    EQUAL(bytes.at[bytes.length], '\0');
}

CHECK(a_text_is_escaped_as_far_as_needed)
{
    static const struct {
        const char *text, *json;
    } cases[] = {
        { "", "\"\"" },
        { "plain 'text' &>/", "\"plain 'text' &>/\"" },
        { "\"\\", "\"\\\"\\\\\"" },
        { "\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"" },
        { "</script><!--", "\"\\u003c/script>\\u003c!--\"" },
        { "\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xa7", "\"\\u2028\\u2029\xe2\x80\xa7\"" },
        { "\xc3\xa9\xf0\x9f\x98\x80", "\"\xc3\xa9\xf0\x9f\x98\x80\"" },
        { "a\xff\xc3", "\"a\xef\xbf\xbd\xef\xbf\xbd\"" },
        { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct text text = text_in(&job.arena, 200);
        struct json_writer json = json_writer_on(&text);
        const struct json *root;
        struct bytes bytes;
        json_write_text(&json, NULL, cases[i].text);
        EQUAL(json_writer_done(&json, &bytes), true);
        SAME((const char *)bytes.at, cases[i].json);
        EQUAL(json_read(&job, bytes, 1, &root), FAULT_NONE);
    }
}

CHECK(a_name_is_escaped_like_a_text)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, 200);
    struct json_writer json = json_writer_on(&text);
    struct bytes bytes;

    json_write_object(&json, NULL);
    json_write_null(&json, "a\"<");
    json_write_end(&json);
    EQUAL(json_writer_done(&json, &bytes), true);
    SAME((const char *)bytes.at, "{\"a\\\"\\u003c\":null}");
}

CHECK(a_text_over_its_limit_is_told_at_the_end)
{
    for (size_t limit = 6; limit <= 7; limit++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct text text = text_in(&job.arena, limit);
        struct json_writer json = json_writer_on(&text);
        struct bytes bytes = BYTES_NONE;
        json_write_list(&json, NULL);
        json_write_text(&json, NULL, "abc");
        json_write_end(&json);
        EQUAL(json_writer_done(&json, &bytes), limit == 7);
        EQUAL(bytes.length, limit == 7 ? 7 : 0);
    }
}

CHECK(the_deepest_nesting_is_written_right)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, 1000);
    struct json_writer json = json_writer_on(&text);
    const struct json *root;
    struct bytes bytes;

    json_write_object(&json, NULL);
    for (int i = 1; i < JSON_WRITER_DEPTH_MOST; i++)
        i % 2 ? json_write_list(&json, "a") : json_write_object(&json, NULL);
    json_write_null(&json, NULL);
    for (int i = 0; i < JSON_WRITER_DEPTH_MOST; i++)
        json_write_end(&json);
    EQUAL(json_writer_done(&json, &bytes), true);
    EQUAL(json_read(&job, bytes, JSON_WRITER_DEPTH_MOST, &root), FAULT_NONE);
}
