/* scan() and json_read() look at the same bytes: they must agree on whether they are JSON,
 * and on every value that was asked for. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/job.h"
#include "wire/cursor.h"
#include "wire/discord/frame.h"
#include "wire/json.h"
#include "wire/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A NUL in a text would end it early for everybody who reads it. */
static size_t decoded_length(struct arena *arena, struct bytes value)
{
    const struct bytes raw = { value.at + 1, value.length - 2 };

    return cursor_decode(raw, arena_take(arena, value.length));
}

static void must_be_same_text(struct arena *arena, struct bytes value, const struct json *json)
{
    const char *scanned = scan_text(arena, value), *read = json_as_text(json);

    assert((scanned == NULL) == (read == NULL));
    assert(!scanned || strcmp(scanned, read) == 0);
    assert(!scanned || decoded_length(arena, value) == strlen(read));
    assert(!read || strlen(read) > 64 || scan_is(value, read));
    assert(!scan_is(value, "GO") || (read && strcmp(read, "GO") == 0));
}

static void must_be_same_number(struct bytes value, const struct json *json)
{
    uint64_t scanned_snowflake = 0, read_snowflake = 0;
    int64_t scanned_whole = 0, read_whole = 0;
    double number;

    assert(scan_number(value, &number) == json_as_number(json, &number));
    assert(scan_whole(value, &scanned_whole) == json_as_whole(json, &read_whole));
    assert(scanned_whole == read_whole);
    assert(scan_snowflake(value, &scanned_snowflake) == json_as_snowflake(json, &read_snowflake));
    assert(scanned_snowflake == read_snowflake);
}

static void must_be_same(struct arena *arena, struct bytes value, const struct json *json)
{
    bool scanned = false, read = false;

    assert((value.length == 0) == (json == NULL));
    if (!json)
        return;
    must_be_same_text(arena, value, json);
    must_be_same_number(value, json);
    assert(scan_flag(value, &scanned) == json_as_flag(json, &read) && scanned == read);
    assert(scan_is_null(value) == (json_kind(json) == JSON_NULL));
}

/* The two things that only the tree notices. */
static bool may_differ(const char *why)
{
    return strstr(why, "twice") || strstr(why, "too many");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(job_end) struct job job = { .name = "fuzz" };
    const struct bytes bytes = { data, size };
    struct scan_field fields[] = { { .name = "op" },  { .name = "s" },    { .name = "t" },
                                   { .name = "d" },   { .name = "d.id" }, { .name = "d.t" },
                                   { .name = "a.a" }, { .name = "a" } };
    const struct json *root = NULL;

    const bool scanned = scan(bytes, FRAME_DEPTH_MOST, fields, LENGTH(fields));
    const enum fault fault = json_read(&job, bytes, FRAME_DEPTH_MOST, &root);
    if (fault) {
        assert(!scanned || may_differ(job.why));
        return 0;
    }
    assert(scanned == (json_kind(root) == JSON_OBJECT));
    if (!scanned)
        return 0;
    for (size_t i = 0; i < 4; i++)
        must_be_same(&job.arena, fields[i].value, json_at(root, fields[i].name));
    must_be_same(&job.arena, fields[4].value, json_at(json_at(root, "d"), "id"));
    must_be_same(&job.arena, fields[5].value, json_at(json_at(root, "d"), "t"));
    must_be_same(&job.arena, fields[6].value, json_at(json_at(root, "a"), "a"));
    must_be_same(&job.arena, fields[7].value, json_at(root, "a"));
    return 0;
}
