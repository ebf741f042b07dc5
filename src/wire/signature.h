/* signature — who really sent it: Ed25519 (RFC 8032) as Discord signs the interactions it
 * posts, HMAC-SHA256 (RFC 2104) as webhooks are signed.
 *
 * https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint */
#ifndef WIRE_SIGNATURE_H
#define WIRE_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/mark.h"

struct arena;

enum { PUBLIC_KEY_BYTES = 32, HMAC_BYTES = 32, HMAC_HEX_BYTES = 2 * HMAC_BYTES + 1 };

struct public_key {
    unsigned char bytes[PUBLIC_KEY_BYTES];
};

/* From the 64 hexadecimal digits of Discord's portal. */
bool public_key_read(const char *hex, struct public_key *key) MUST_USE;

/* Whether `hex` (128 digits, X-Signature-Ed25519) signs the timestamp (X-Signature-Timestamp,
 * 1 … 20 digits) followed by the body.  Any of the texts may be NULL: false.  Takes
 * body.length bytes from the arena.  Whether the timestamp is fresh is the caller's. */
bool signature_holds(struct arena *arena, const struct public_key *key, const char *hex,
                     const char *timestamp, struct bytes body) MUST_USE;

/* Over the parts, one after the other.  Keys of any length. */
void hmac_write(struct bytes key, const struct bytes *parts, size_t count,
                char hex[static HMAC_HEX_BYTES]);
/* Whether `hex` (64 digits; NULL: false) is that HMAC; in constant time. */
bool hmac_holds(struct bytes key, const struct bytes *parts, size_t count,
                const char *hex) MUST_USE;

#endif
