#include "inbound/http/guard.h"

#include <string.h>

#include "base/mark.h"

#include "check.h"

enum { FIELDS = 4 };

struct field_case {
    const char *name, *value;
};

static const struct guard_refusal *guard(const char *target, const struct field_case *fields,
                                         struct guard_framing *framing)
{
    struct guard_field list[FIELDS];
    struct guard_request request = { .target = bytes_of(target),
                                     .version_1_1 = true,
                                     .fields = list };

    for (; request.fields_count < FIELDS && fields[request.fields_count].name;
         request.fields_count++) {
        const struct field_case *field = &fields[request.fields_count];
        list[request.fields_count].name = bytes_of(field->name);
        list[request.fields_count].value = bytes_of(field->value);
    }
    return guard_request(&request, framing);
}

CHECK(fields_that_leave_no_doubt_pass)
{
    static const struct {
        struct field_case fields[FIELDS];
        bool chunked;
        uint64_t length;
    } cases[] = {
        { { { "Host", "clock.example" } }, false, 0 },
        { { { "hOST", "[::1]:5000" }, { "X", "" } }, false, 0 },
        { { { "Host", "a" }, { "Content-Length", "0" } }, false, 0 },
        { { { "Host", "a" }, { "content-length", "262144" } }, false, 262144 },
        { { { "Host", "a" }, { "Transfer-Encoding", "chunked" } }, true, 0 },
        { { { "Host", "a" }, { "transfer-encoding", "CHUNKED" } }, true, 0 },
        { { { "Host", "a" }, { "Expect", "100-Continue" } }, false, 0 },
        { { { "Host", "a" }, { "Cookie", "a=\xc3\xa9\tb" } }, false, 0 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct guard_framing framing = { true, 99 };
        HOLDS(!guard("/", cases[i].fields, &framing), "case %zu", i);
        HOLDS(framing.chunked == cases[i].chunked, "case %zu", i);
        HOLDS(framing.length == cases[i].length, "case %zu", i);
    }
}

CHECK(fields_that_can_be_read_in_two_ways_are_refused)
{
    static const struct {
        struct field_case fields[FIELDS];
        int status;
    } cases[] = {
        { { { "X", "y" } }, 400 },
        { { { "Host", "a" }, { "Host", "a" } }, 400 },
        { { { "Host", "" } }, 400 },
        { { { "Host", "a b" } }, 400 },
        { { { "Host", "a/b" } }, 400 },
        { { { "Host", "a,b" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "5" }, { "Content-Length", "5" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "5" }, { "content-length", "6" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "5, 5" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "+5" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "-5" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "0x5" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", " 5" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "1234567890123456789" } }, 400 },
        { { { "Host", "a" }, { "Content-Length", "5" }, { "Transfer-Encoding", "chunked" } }, 400 },
        { { { "Host", "a" }, { "Transfer-Encoding", "chunked" }, { "Content-Length", "5" } }, 400 },
        { { { "Host", "a" },
            { "Transfer-Encoding", "chunked" },
            { "Transfer-Encoding", "chunked" } },
          400 },
        { { { "Host", "a" }, { "Transfer-Encoding", "identity" } }, 400 },
        { { { "Host", "a" }, { "Transfer-Encoding", "gzip, chunked" } }, 400 },
        { { { "Host", "a" }, { "Transfer-Encoding", "chunked " } }, 400 },
        { { { "Host", "a" }, { "Transfer-Encoding", "\tchunked" } }, 400 },
        { { { "Host", "a" }, { "Transfer-Encoding ", "chunked" } }, 400 },
        { { { "Host", "a" }, { "Transfer\tEncoding", "chunked" } }, 400 },
        { { { "Host", "a" }, { "", "x" } }, 400 },
        { { { "Host", "a" }, { "X(", "x" } }, 400 },
        { { { "Host", "a" }, { "X\x80", "x" } }, 400 },
        { { { "Host", "a" }, { "X", "a\rContent-Length: 5" } }, 400 },
        { { { "Host", "a" }, { "X", "a\nb" } }, 400 },
        { { { "Host", "a" }, { "X", "a\x01" } }, 400 },
        { { { "Host", "a" }, { "X", "a\x7f" } }, 400 },
        { { { "Host", "a" }, { "Expect", "tea" } }, 417 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct guard_framing framing = { 0 };
        const struct guard_refusal *refusal = guard("/", cases[i].fields, &framing);
        HOLDS(refusal && refusal->status == cases[i].status, "case %zu", i);
    }
}

CHECK(a_nul_in_a_name_or_value_is_refused)
{
    static const struct guard_field fields[2][2] = {
        { { { (const unsigned char *)"Host", 4 }, { (const unsigned char *)"a", 1 } },
          { { (const unsigned char *)"X\0Y", 3 }, { (const unsigned char *)"a", 1 } } },
        { { { (const unsigned char *)"Host", 4 }, { (const unsigned char *)"a", 1 } },
          { { (const unsigned char *)"X", 1 }, { (const unsigned char *)"a\0b", 3 } } },
    };

    for (size_t i = 0; i < LENGTH(fields); i++) {
        struct guard_framing framing;
        const struct guard_request request = { bytes_of("/"), true, false, fields[i], 2 };
        HOLDS(guard_request(&request, &framing) != NULL, "case %zu", i);
    }
}

CHECK(an_address_is_printable_and_holds_no_nul)
{
    static const struct {
        const char *target;
        bool fine;
    } cases[] = {
        { "/", true },
        { "/discord/interactions?x=%20&y=1", true },
        { "/%e2%82%ac", true },
        { "", false },
        { "*", false },
        { "http://clock.example/", false },
        { "/a%00b", false },
        { "/a?b=%00", false },
        { "/a%0", false },
        { "/a%", false },
        { "/a%g0", false },
        { "/a b", false },
        { "/a\tb", false },
        { "/a\rb", false },
        { "/a#b", false },
        { "/a\\b", false },
        { "/\xe2\x82\xac", false },
    };
    static const struct field_case host[FIELDS] = { { "Host", "a" } };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct guard_framing framing;
        HOLDS(!guard(cases[i].target, host, &framing) == cases[i].fine, "%s", cases[i].target);
    }
}

CHECK(what_is_too_long_or_too_many_is_refused)
{
    static char target[GUARD_TARGET_MOST + 2];
    static struct guard_field many[GUARD_FIELDS_MOST + 1];
    static const struct field_case host[FIELDS] = { { "Host", "a" } };
    struct guard_framing framing;

    memset(target, '/', GUARD_TARGET_MOST);
    EQUAL(guard(target, host, &framing) == NULL, true);
    target[GUARD_TARGET_MOST] = '/';
    EQUAL(guard(target, host, &framing)->status, 414);

    for (size_t i = 0; i < LENGTH(many); i++)
        many[i] = (struct guard_field){ bytes_of(i ? "X" : "Host"), bytes_of("a") };
    struct guard_request request = { bytes_of("/"), true, false, many, GUARD_FIELDS_MOST };
    EQUAL(guard_request(&request, &framing) == NULL, true);
    request.fields_count++;
    EQUAL(guard_request(&request, &framing)->status, 431);
}

CHECK(ragged_lines_and_chunks_in_http_1_0_are_refused)
{
    static const struct guard_field fields[] = {
        { { (const unsigned char *)"Host", 4 }, { (const unsigned char *)"a", 1 } },
        { { (const unsigned char *)"Transfer-Encoding", 17 },
          { (const unsigned char *)"chunked", 7 } },
    };
    struct guard_request request = { bytes_of("/"), false, false, fields, 1 };
    struct guard_framing framing;

    EQUAL(guard_request(&request, &framing) == NULL, true);
    request.fields_count = 2;
    EQUAL(guard_request(&request, &framing)->status, 400);
    request.version_1_1 = true;
    EQUAL(guard_request(&request, &framing) == NULL, true);
    request.ragged = true;
    EQUAL(guard_request(&request, &framing)->status, 400);
}
