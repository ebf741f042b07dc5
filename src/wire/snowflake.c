#include "wire/snowflake.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* 2015-01-01T00:00:00Z, where Discord's milliseconds begin. */
static const int64_t epoch_ms = INT64_C(1420070400000);

enum { SNOWFLAKE_TIME_SHIFT = 22 };

bool snowflake_read(const char *text, uint64_t *snowflake)
{
    uint64_t read;

    if (!text || *text == '0' || strnlen(text, SNOWFLAKE_TEXT_BYTES) == SNOWFLAKE_TEXT_BYTES ||
        !number_read_unsigned(text, &read))
        return false;
    *snowflake = read;
    return true;
}

bool snowflake_read_bytes(struct bytes text, uint64_t *snowflake)
{
    char copy[SNOWFLAKE_TEXT_BYTES];

    if (text.length == 0 || text.length >= sizeof(copy) || memchr(text.at, '\0', text.length))
        return false;
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return snowflake_read(copy, snowflake);
}

void snowflake_write(uint64_t snowflake, char text[static SNOWFLAKE_TEXT_BYTES])
{
    (void)snprintf(text, SNOWFLAKE_TEXT_BYTES, "%" PRIu64, snowflake);
}

struct instant snowflake_instant(uint64_t snowflake)
{
    return (struct instant){ (int64_t)(snowflake >> SNOWFLAKE_TIME_SHIFT) + epoch_ms };
}
