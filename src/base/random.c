#include "base/random.h"

#include <assert.h>
#include <sodium.h>

#include "base/libsodium.h"

void random_bytes(void *out, size_t length)
{
    libsodium_ready();
    randombytes_buf(out, length);
}

uint32_t random_below(uint32_t limit)
{
    assert(limit >= 1);
    libsodium_ready();
    return randombytes_uniform(limit);
}
