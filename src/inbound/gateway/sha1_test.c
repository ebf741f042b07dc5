#include "inbound/gateway/sha1.h"

#include <sodium.h>
#include <string.h>

#include "base/mark.h"

#include "check.h"

/* The first three are FIPS 180's, the others have lengths around the ends of the blocks;
 * `count` times the text. */
CHECK(known_texts_have_their_known_digests)
{
    static const struct {
        const char *text;
        size_t count;
        const char *digest;
    } cases[] = {
        { "", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
        { "abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
          "84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
        { "a", 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a" },
        { "a", 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699" },
        { "a", 63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5" },
        { "a", 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d" },
        { "a", 65, "11655326c708d70319be2610e8a57d9a5b959d3b" },
        { "a", 119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        char text[SHA1_INPUT_MOST + 1] = "", hex[2 * SHA1_BYTES + 1];
        unsigned char digest[SHA1_BYTES];
        size_t length = 0;
        for (size_t j = 0; j < cases[i].count; j++) {
            memcpy(text + length, cases[i].text, strlen(cases[i].text));
            length += strlen(cases[i].text);
        }
        sha1((struct bytes){ (unsigned char *)text, length }, digest);
        SAME(sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest)), cases[i].digest);
    }
}
