#include "wire/discord/multipart.h"

#include <string.h>

#include "base/job.h"
#include "domain/talk/message.h"

#include "check.h"

static const char type_begin[] = "multipart/form-data; boundary=";

CHECK(the_json_and_the_files_are_parts)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct file files[] = {
        { "a.csv", "text/csv", bytes_of("1,2\r\n") },
        { "b.bin", "application/octet-stream", { (const unsigned char *)"\0\xff", 2 } },
    };
    struct multipart got;

    EQUAL(multipart_write(&job, bytes_of("{}"), files, 2, &got), FAULT_NONE);
    EQUAL(strncmp(got.type, type_begin, strlen(type_begin)), 0);
    const char *boundary = got.type + strlen(type_begin);
    EQUAL(strlen(boundary), 32);
    const char *before = arena_print(
        &job.arena,
        "--%s\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n"
        "Content-Type: application/json\r\n\r\n{}\r\n"
        "--%s\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n1,2\r\n\r\n"
        "--%s\r\nContent-Disposition: form-data; name=\"files[1]\"; filename=\"b.bin\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n",
        boundary, boundary, boundary);
    const char *after = arena_print(&job.arena, "\r\n--%s--\r\n", boundary);
    EQUAL(got.body.length, strlen(before) + 2 + strlen(after));
    EQUAL(memcmp(got.body.at, before, strlen(before)), 0);
    EQUAL(memcmp(got.body.at + strlen(before), "\0\xff", 2), 0);
    EQUAL(memcmp(got.body.at + strlen(before) + 2, after, strlen(after)), 0);
}

CHECK(every_body_has_a_boundary_of_its_own)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct multipart one, other;

    EQUAL(multipart_write(&job, bytes_of("{}"), NULL, 0, &one), FAULT_NONE);
    EQUAL(multipart_write(&job, bytes_of("{}"), NULL, 0, &other), FAULT_NONE);
    EQUAL(strcmp(one.type, other.type) != 0, true);
}

CHECK(a_body_too_large_is_a_bug)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const unsigned char *zeros = arena_take(&job.arena, MULTIPART_BYTES_MOST);
    const struct file file = { "a", "x/y", { zeros, MULTIPART_BYTES_MOST / 2 } };
    const struct file files[] = { file, file };
    const struct bytes large = { zeros, MULTIPART_BYTES_MOST };
    struct multipart got;

    EQUAL(multipart_write(&job, bytes_of("{}"), files, 1, &got), FAULT_NONE);
    EQUAL(got.body.length < MULTIPART_BYTES_MOST, true);
    EQUAL(multipart_write(&job, bytes_of("{}"), files, 2, &got), FAULT_BUG);
    EQUAL(multipart_write(&job, large, NULL, 0, &got), FAULT_BUG);
}
