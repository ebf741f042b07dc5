#include "base/hash.h"

#include <sodium.h>

#include "base/libsodium.h"

_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "one SHA-256");

struct hash hash_of(const struct bytes *parts, size_t count)
{
    crypto_hash_sha256_state state;
    struct hash hash;

    libsodium_ready();
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++)
        crypto_hash_sha256_update(&state, parts[i].at, parts[i].length);
    crypto_hash_sha256_final(&state, hash.bytes);
    return hash;
}

bool hash_equal(const struct hash *one, const struct hash *other)
{
    return sodium_memcmp(one->bytes, other->bytes, HASH_BYTES) == 0;
}

void hash_hex(const struct hash *hash, char hex[static HASH_HEX_BYTES])
{
    (void)sodium_bin2hex(hex, HASH_HEX_BYTES, hash->bytes, HASH_BYTES);
}
