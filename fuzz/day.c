/* Dates people typed. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "domain/time/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    char *text = arena_take(&arena, size + 1);
    struct day day;

    if (size > 0)
        memcpy(text, data, size);
    if (day_read(text, &day))
        assert(strcmp(day_iso(&arena, day), text) == 0);
    return 0;
}
