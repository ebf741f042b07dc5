#include "base/number.h"

bool number_read_unsigned(const char *text, uint64_t *number)
{
    uint64_t value = 0;

    if (*text == '\0')
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        if (__builtin_mul_overflow(value, 10U, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*text - '0'), &value))
            return false;
    }
    *number = value;
    return true;
}

bool number_read(const char *text, int64_t *number)
{
    const bool negative = *text == '-';
    uint64_t size;

    if (!number_read_unsigned(text + negative, &size))
        return false;
    if (size > (uint64_t)INT64_MAX + negative)
        return false;
    /* Two's complement: also right for the one value that has no positive twin. */
    *number = (int64_t)(negative ? 0 - size : size);
    return true;
}

bool number_read_within(const char *text, int64_t least, int64_t most, int64_t *number)
{
    int64_t value;

    if (!number_read(text, &value) || value < least || value > most)
        return false;
    *number = value;
    return true;
}
