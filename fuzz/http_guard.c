/* The guard against ambiguous framing.  Input: the target, then fields as "name:value", one a
 * line; what it lets pass must be what one reader and another understand alike. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "inbound/http/guard.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static struct bytes line_of(const unsigned char **at, const unsigned char *end)
{
    const unsigned char *begin = *at;
    const unsigned char *stop = memchr(begin, '\n', (size_t)(end - begin));

    if (!stop)
        stop = end;
    *at = stop < end ? stop + 1 : end;
    return (struct bytes){ begin, (size_t)(stop - begin) };
}

static size_t count(const struct guard_request *request, const char *name)
{
    size_t found = 0;

    for (size_t i = 0; i < request->fields_count; i++)
        found += request->fields[i].name.length == strlen(name) &&
                 strncasecmp((const char *)request->fields[i].name.at, name, strlen(name)) == 0;
    return found;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct guard_field fields[GUARD_FIELDS_MOST + 1];
    const unsigned char *at = data;
    const unsigned char *const end = data + size;
    struct guard_request request = { .version_1_1 = size % 2 == 0, .fields = fields };
    struct guard_framing framing;

    if (size == 0)
        return 0;
    request.target = line_of(&at, end);
    while (at < end && request.fields_count <= GUARD_FIELDS_MOST) {
        struct guard_field *field = &fields[request.fields_count++];
        const struct bytes line = line_of(&at, end);
        const unsigned char *colon = memchr(line.at, ':', line.length);
        const size_t name = colon ? (size_t)(colon - line.at) : line.length;
        field->name = (struct bytes){ line.at, name };
        field->value = (struct bytes){ line.at + name + (colon != NULL),
                                       line.length - name - (colon != NULL) };
    }
    const struct guard_refusal *refusal = guard_request(&request, &framing);
    if (refusal) {
        assert(refusal->status >= 400 && refusal->status < 500);
        return 0;
    }
    assert(count(&request, "Host") == 1);
    assert(count(&request, "Content-Length") + count(&request, "Transfer-Encoding") <= 1);
    assert(framing.chunked == (count(&request, "Transfer-Encoding") == 1));
    assert(!framing.chunked || framing.length == 0);
    assert(!memchr(request.target.at, '\0', request.target.length));
    return 0;
}
