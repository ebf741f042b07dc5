#include "domain/time/duration.h"

#include <assert.h>
#include <inttypes.h>

#include "base/arena.h"

enum { MINUTE_S = 60, HOUR_S = 3600, HUNDREDTH_S = 36 };

const char *duration_words(struct arena *arena, int64_t seconds)
{
    const int minutes = (int)(seconds % HOUR_S / MINUTE_S);

    assert(seconds >= 0);
    if (seconds < MINUTE_S)
        return arena_print(arena, "%" PRId64 " s", seconds);
    if (seconds < HOUR_S)
        return arena_print(arena, "%d min", minutes);
    return arena_print(arena, "%" PRId64 " h %02d min", seconds / HOUR_S, minutes);
}

const char *duration_clock(struct arena *arena, int64_t seconds)
{
    assert(seconds >= 0);
    return arena_print(arena, "%" PRId64 ":%02d:%02d", seconds / HOUR_S,
                       (int)(seconds % HOUR_S / MINUTE_S), (int)(seconds % MINUTE_S));
}

const char *duration_decimal(struct arena *arena, int64_t seconds)
{
    assert(seconds >= 0);
    /* Not (seconds + 18) / 36: that overflows at the end of the range. */
    const int64_t hundredths = seconds / HUNDREDTH_S + (seconds % HUNDREDTH_S >= HUNDREDTH_S / 2);
    return arena_print(arena, "%" PRId64 ".%02d", hundredths / 100, (int)(hundredths % 100));
}
