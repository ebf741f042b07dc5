#include "base/bytes.h"

#include <string.h>

struct bytes bytes_of(const char *text)
{
    return (struct bytes){ (const unsigned char *)text, strlen(text) };
}

bool bytes_equal(struct bytes one, struct bytes other)
{
    return one.length == other.length &&
           (one.length == 0 || memcmp(one.at, other.at, one.length) == 0);
}
