#include "base/secret.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/libsodium.h"

struct secret secret_new(const char *text)
{
    const size_t length = text ? strlen(text) : 0;

    if (length == 0)
        return (struct secret){ 0 };
    libsodium_ready();
    /* Pages of its own: locked and left out of core dumps where the system allows,
     * with guards before and behind, read-only from here on. */
    char *own = sodium_malloc(length + 1);
    if (!own) {
        fputs("out of memory for a secret\n", stderr);
        abort();
    }
    memcpy(own, text, length + 1);
    (void)sodium_mprotect_readonly(own);
    return (struct secret){ own, length };
}

void secret_free(struct secret *secret)
{
    sodium_free(secret->text); /* wipes; NULL is fine */
    *secret = (struct secret){ 0 };
}

bool secret_is_set(const struct secret *secret)
{
    return secret->text != NULL;
}

const char *secret_reveal(const struct secret *secret)
{
    assert(secret_is_set(secret));
    return secret->text;
}

bool secret_equals(const struct secret *secret, struct bytes offered)
{
    if (!secret_is_set(secret))
        return false;

    /* Comparing hashes hides where the first difference is, and needs no equal lengths. */
    const struct bytes own = { (const unsigned char *)secret->text, secret->length };
    const struct hash wanted = hash_of(&own, 1);
    const struct hash got = hash_of(&offered, 1);
    return hash_equal(&wanted, &got);
}
