#include "wire/signature.h"

#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "wire/hex.h"

#include "check.h"

CHECK(hex_is_exactly_that_many_digits)
{
    static const char *const bad[] = { "",     "0",    "0a",   "0a1",  "0a1b2",
                                       "0a1g", "0a 1", "0x0a", "0a:1b" };
    unsigned char bytes[2];
    char text[5];

    EQUAL(hex_read("0aF1", bytes, sizeof(bytes)), true);
    EQUAL(bytes[0] == 0x0A && bytes[1] == 0xF1, true);
    hex_write((struct bytes){ bytes, sizeof(bytes) }, text);
    SAME(text, "0af1");
    for (size_t i = 0; i < LENGTH(bad); i++)
        HOLDS(!hex_read(bad[i], bytes, sizeof(bytes)), "\"%s\"", bad[i]);
}

/* RFC 8032, 7.1, test 2: the message is the single byte 0x72, "r", so it cannot be split into
 * a timestamp of digits and a body; we sign with its key and compare the key. */
static const char rfc_seed[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
static const char rfc_key[] = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

struct signed_body {
    struct public_key key;
    char hex[2 * crypto_sign_BYTES + 1];
};

static struct signed_body sign(const char *message)
{
    unsigned char seed[crypto_sign_SEEDBYTES], secret[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    struct signed_body made;

    EQUAL(hex_read(rfc_seed, seed, sizeof(seed)), true);
    crypto_sign_seed_keypair(made.key.bytes, secret, seed);
    crypto_sign_detached(signature, NULL, (const unsigned char *)message, strlen(message), secret);
    hex_write((struct bytes){ signature, sizeof(signature) }, made.hex);
    return made;
}

CHECK(a_key_of_the_rfc_signs_for_itself)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    const struct signed_body made = sign("1700000000{\"type\":1}");
    struct public_key key;

    EQUAL(public_key_read(rfc_key, &key), true);
    EQUAL(memcmp(key.bytes, made.key.bytes, sizeof(key.bytes)), 0);
    EQUAL(signature_holds(&arena, &key, made.hex, "1700000000", bytes_of("{\"type\":1}")), true);
}

CHECK(whatever_was_not_signed_does_not_hold)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    const struct signed_body made = sign("1700000000{\"type\":1}");
    const struct bytes body = bytes_of("{\"type\":1}");
    char other[sizeof(made.hex)];
    struct public_key key = made.key;

    memcpy(other, made.hex, sizeof(other));
    other[0] = other[0] == '0' ? '1' : '0';
    EQUAL(signature_holds(&arena, &key, other, "1700000000", body), false);
    EQUAL(signature_holds(&arena, &key, made.hex, "1700000001", body), false);
    EQUAL(signature_holds(&arena, &key, made.hex, "1700000000", bytes_of("{\"type\":2}")), false);
    EQUAL(signature_holds(&arena, &key, made.hex, "1700000000", BYTES_NONE), false);
    key.bytes[0] ^= 1;
    EQUAL(signature_holds(&arena, &key, made.hex, "1700000000", body), false);
}

CHECK(headers_of_another_shape_do_not_hold)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    const struct signed_body made = sign("{\"type\":1}");
    const struct bytes body = bytes_of("{\"type\":1}");
    static const char *const stamps[] = {
        NULL, "", " 1", "1 ", "-1", "1.5", "123456789012345678901"
    };
    static const char *const signatures[] = { NULL, "", "00" };

    for (size_t i = 0; i < LENGTH(stamps); i++)
        HOLDS(!signature_holds(&arena, &made.key, made.hex, stamps[i], body), "stamp %zu", i);
    for (size_t i = 0; i < LENGTH(signatures); i++)
        HOLDS(!signature_holds(&arena, &made.key, signatures[i], "1", body), "signature %zu", i);
}

/* A timestamp is digits only, so nothing of the body can pass for a part of it but digits,
 * and a JSON object begins with none. */
CHECK(the_border_of_timestamp_and_body_is_the_callers)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    const struct signed_body made = sign("170000000012");

    EQUAL(signature_holds(&arena, &made.key, made.hex, "1700000000", bytes_of("12")), true);
    EQUAL(signature_holds(&arena, &made.key, made.hex, "17000000001", bytes_of("2")), true);
}

/* RFC 4231, test cases 1, 2 and 6 (a key longer than a block). */
CHECK(hmacs_are_those_of_the_rfc)
{
    static const unsigned char twenty[20] = { 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
                                              0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
                                              0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b };
    unsigned char long_key[131];
    memset(long_key, 0xaa, sizeof(long_key));
    const struct {
        struct bytes key;
        const char *parts[2];
        const char *hex;
    } cases[] = {
        { { twenty, sizeof(twenty) },
          { "Hi ", "There" },
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { bytes_of("Jefe"),
          { "what do ya want ", "for nothing?" },
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        { { long_key, sizeof(long_key) },
          { "Test Using Larger Than Block-Size Key - Hash Key First", "" },
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct bytes parts[] = { bytes_of(cases[i].parts[0]), bytes_of(cases[i].parts[1]) };
        char hex[HMAC_HEX_BYTES];
        hmac_write(cases[i].key, parts, 2, hex);
        SAME(hex, cases[i].hex);
        EQUAL(hmac_holds(cases[i].key, parts, 2, hex), true);
        EQUAL(hmac_holds(cases[i].key, parts, 1, hex), cases[i].parts[1][0] == '\0');
        hex[63] = hex[63] == '0' ? '1' : '0';
        EQUAL(hmac_holds(cases[i].key, parts, 2, hex), false);
        EQUAL(hmac_holds(cases[i].key, parts, 2, "abc"), false);
        EQUAL(hmac_holds(cases[i].key, parts, 2, NULL), false);
    }
}
