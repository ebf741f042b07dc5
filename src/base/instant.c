#include "base/instant.h"

enum { MS_IN_S = 1000, NS_IN_MS = 1000000 };

static int64_t read_clock_ms(clockid_t which)
{
    struct timespec now = { 0 };

    if (clock_gettime(which, &now) != 0)
        abort();
    return (int64_t)now.tv_sec * MS_IN_S + now.tv_nsec / NS_IN_MS;
}

struct instant instant_now(void)
{
    return (struct instant){ read_clock_ms(CLOCK_REALTIME) };
}

int64_t monotonic_ms(void)
{
    return read_clock_ms(CLOCK_MONOTONIC);
}

int64_t instant_s(struct instant instant)
{
    const int64_t rest = instant.ms % MS_IN_S;

    return instant.ms / MS_IN_S - (rest < 0);
}

int instant_compare(struct instant one, struct instant other)
{
    return (one.ms > other.ms) - (one.ms < other.ms);
}
