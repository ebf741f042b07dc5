/* An id that was read is written back as it came. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "wire/snowflake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[SNOWFLAKE_TEXT_BYTES];
    uint64_t snowflake = 0;

    if (!snowflake_read_bytes((struct bytes){ data, size }, &snowflake))
        return 0;
    snowflake_write(snowflake, text);
    assert(strlen(text) == size && memcmp(text, data, size) == 0);
    assert(snowflake != 0 && snowflake_instant(snowflake).ms >= INT64_C(1420070400000));
    return 0;
}
