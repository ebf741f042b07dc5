#include "wire/signature.h"

#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/libsodium.h"
#include "wire/hex.h"

_Static_assert(sizeof(((struct public_key *)NULL)->bytes) == crypto_sign_PUBLICKEYBYTES,
               "an Ed25519 key");
_Static_assert(HMAC_BYTES == crypto_auth_hmacsha256_BYTES, "an HMAC-SHA256");

enum { TIMESTAMP_MOST = 20 };

bool public_key_read(const char *hex, struct public_key *key)
{
    return hex_read(hex, key->bytes, sizeof(key->bytes));
}

static bool is_timestamp(const char *text)
{
    const size_t length = strspn(text, "0123456789");

    return length >= 1 && length <= TIMESTAMP_MOST && text[length] == '\0';
}

bool signature_holds(struct arena *arena, const struct public_key *key, const char *hex,
                     const char *timestamp, struct bytes body)
{
    unsigned char signature[crypto_sign_BYTES];

    if (!hex || !timestamp || !is_timestamp(timestamp) ||
        !hex_read(hex, signature, sizeof(signature)))
        return false;

    /* Ed25519 goes over the message twice, so it wants it in one piece. */
    const struct bytes stamp = bytes_of(timestamp);
    unsigned char *message = arena_take(arena, stamp.length + body.length);
    memcpy(message, stamp.at, stamp.length);
    if (body.length > 0)
        memcpy(message + stamp.length, body.at, body.length);
    libsodium_ready();
    return crypto_sign_verify_detached(signature, message, stamp.length + body.length,
                                       key->bytes) == 0;
}

static void hmac_of(struct bytes key, const struct bytes *parts, size_t count,
                    unsigned char hmac[static HMAC_BYTES])
{
    crypto_auth_hmacsha256_state state;

    libsodium_ready();
    crypto_auth_hmacsha256_init(&state, key.at, key.length);
    for (size_t i = 0; i < count; i++)
        crypto_auth_hmacsha256_update(&state, parts[i].at, parts[i].length);
    crypto_auth_hmacsha256_final(&state, hmac);
    sodium_memzero(&state, sizeof(state));
}

void hmac_write(struct bytes key, const struct bytes *parts, size_t count,
                char hex[static HMAC_HEX_BYTES])
{
    unsigned char hmac[HMAC_BYTES];

    hmac_of(key, parts, count, hmac);
    hex_write((struct bytes){ hmac, sizeof(hmac) }, hex);
}

bool hmac_holds(struct bytes key, const struct bytes *parts, size_t count, const char *hex)
{
    unsigned char hmac[HMAC_BYTES], offered[HMAC_BYTES];

    if (!hex || !hex_read(hex, offered, sizeof(offered)))
        return false;
    hmac_of(key, parts, count, hmac);
    return sodium_memcmp(hmac, offered, sizeof(hmac)) == 0;
}
