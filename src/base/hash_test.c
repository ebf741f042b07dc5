#include "base/hash.h"

#include <string.h>

#include "base/mark.h"

#include "check.h"

CHECK(hashes_are_those_of_the_standard)
{
    /* FIPS 180-4's examples, and nothing at all. */
    static const struct {
        const char *text, *hex;
    } cases[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct bytes bytes = bytes_of(cases[i].text);
        const struct hash hash = hash_of(&bytes, 1);
        char hex[HASH_HEX_BYTES];
        hash_hex(&hash, hex);
        SAME(hex, cases[i].hex);
    }
}

CHECK(parts_are_hashed_one_after_the_other)
{
    const struct bytes whole = bytes_of("abc");
    const struct bytes parts[] = { bytes_of("a"), BYTES_NONE, bytes_of("bc") };
    const struct hash one = hash_of(&whole, 1);
    const struct hash same = hash_of(parts, LENGTH(parts));
    const struct hash other = hash_of(parts, 2);

    EQUAL(hash_equal(&one, &same), true);
    EQUAL(hash_equal(&one, &other), false);
}
