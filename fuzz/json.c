/* What json_read() took must be the same after it was written and read again, and no getter
 * may break on it. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/json.h"
#include "wire/json_writer.h"

enum { FUZZ_DEPTH_MOST = JSON_WRITER_DEPTH_MOST, COPY_BYTES_MOST = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void copy_value(struct json_writer *writer, const char *name, const struct json *json);

static void copy_number(struct json_writer *writer, const char *name, const struct json *json)
{
    int64_t whole;

    if (json_as_whole(json, &whole))
        json_write_whole(writer, name, whole);
    else
        json_write_raw(writer, name, bytes_of("0.5"));
}

static void copy_items(struct json_writer *writer, const struct json *json)
{
    for (const struct json *item = json_items(json); item; item = json_next(item))
        copy_value(writer, json_name(item), item);
    json_write_end(writer);
}

static void copy_value(struct json_writer *writer, const char *name, const struct json *json)
{
    bool flag = false;

    switch (json_kind(json)) {
    case JSON_NULL: json_write_null(writer, name); break;
    case JSON_FLAG:
        assert(json_as_flag(json, &flag));
        json_write_flag(writer, name, flag);
        break;
    case JSON_NUMBER: copy_number(writer, name, json); break;
    case JSON_TEXT: json_write_text(writer, name, json_as_text(json)); break;
    case JSON_LIST:
        json_write_list(writer, name);
        copy_items(writer, json);
        break;
    case JSON_OBJECT:
        json_write_object(writer, name);
        copy_items(writer, json);
        break;
    }
}

static struct bytes copy(struct job *job, const struct json *json)
{
    struct text text = text_in(&job->arena, COPY_BYTES_MOST);
    struct json_writer writer = json_writer_on(&text);
    struct bytes bytes;

    copy_value(&writer, NULL, json);
    assert(json_writer_done(&writer, &bytes));
    return bytes;
}

/* Every getter on every value, whatever it is. */
static void ask_all(const struct json *json)
{
    uint64_t snowflake;
    int64_t whole;
    double number;
    bool flag;

    for (const struct json *item = json_items(json); item; item = json_next(item)) {
        assert(!json_name(item) || json_at(json, json_name(item)) == item);
        ask_all(item);
    }
    (void)(json_text(json, "a") || json_snowflake(json, "a", &snowflake) ||
           json_whole(json, "a", &whole) || json_number(json, "a", &number) ||
           json_flag(json, "a", &flag) || json_is_null(json, "a"));
    (void)(json_as_snowflake(json, &snowflake) || json_as_number(json, &number) ||
           json_as_flag(json, &flag));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(job_end) struct job job = { .name = "fuzz" };
    const struct json *first, *second;

    if (json_read(&job, (struct bytes){ data, size }, FUZZ_DEPTH_MOST, &first) != FAULT_NONE)
        return 0;
    ask_all(first);
    const struct bytes once = copy(&job, first);
    assert(json_read(&job, once, FUZZ_DEPTH_MOST, &second) == FAULT_NONE);
    assert(bytes_equal(once, copy(&job, second)));
    return 0;
}
