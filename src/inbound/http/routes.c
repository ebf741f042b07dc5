#include "inbound/http/routes.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static unsigned digit(char hex)
{
    return (unsigned)(hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10);
}

/* The guard saw to it that every '%' is followed by two digits, and never by 00. */
static const char *decode(struct arena *arena, const char *from, size_t length)
{
    char *text = arena_take(arena, length + 1);
    char *to = text;

    for (const char *end = from + length; from < end; from++) {
        *to++ = *from;
        if (*from != '%')
            continue;
        to[-1] = (char)(digit(from[1]) * 16 + digit(from[2]));
        from += 2;
    }
    return text;
}

static size_t segment_length(const char *at)
{
    return strcspn(at, "/");
}

static bool is_name(const char *segment, size_t length)
{
    return length > 2 && segment[0] == '{' && segment[length - 1] == '}';
}

/* Walks pattern and path side by side and notes what the names stand for. */
static bool matches(const char *pattern, const char *path, struct arena *arena,
                    struct route_match *match)
{
    while (*pattern == '/' && *path == '/') {
        const size_t wanted = segment_length(++pattern);
        const size_t length = segment_length(++path);
        if (is_name(pattern, wanted)) {
            if (length == 0 || match->values_count == ROUTE_VALUES_MOST)
                return false;
            match->values[match->values_count++] = (struct http_field){
                decode(arena, pattern + 1, wanted - 2), decode(arena, path, length)
            };
        } else if (length != wanted || memcmp(pattern, path, length) != 0) {
            return false;
        }
        pattern += wanted;
        path += length;
    }
    return *pattern == '\0' && *path == '\0';
}

static void allow(struct route_match *match, const char *method)
{
    const size_t length = strlen(match->allow);
    const char *const also = strcmp(method, "GET") == 0 ? ", HEAD" : "";

    if (!strstr(match->allow, method))
        (void)snprintf(match->allow + length, sizeof(match->allow) - length, "%s%s%s",
                       length ? ", " : "", method, also);
}

void route_find(struct arena *arena, const struct route *routes, size_t count, const char *method,
                const char *path, struct route_match *match)
{
    const char *const wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;

    *match = (struct route_match){ 0 };
    for (size_t i = 0; i < count; i++) {
        match->values_count = 0;
        if (!matches(routes[i].path, path, arena, match))
            continue;
        if (strcmp(routes[i].method, wanted) == 0) {
            match->route = &routes[i];
            return;
        }
        allow(match, routes[i].method);
    }
}

int64_t route_longest_ms(const struct route *routes, size_t count)
{
    int64_t longest_ms = 0;

    for (size_t i = 0; i < count; i++)
        if (routes[i].answer_ms > longest_ms)
            longest_ms = routes[i].answer_ms;
    return longest_ms;
}
