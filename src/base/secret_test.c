#include "base/secret.h"

#include "base/mark.h"
#include "base/random.h"

#include "check.h"

CHECK(a_secret_equals_its_text_and_nothing_else)
{
    static const struct {
        const char *offered;
        bool equal;
    } cases[] = {
        { "open sesame", true }, { "open sesam", false },  { "open sesame ", false },
        { "", false },           { "Open sesame", false },
    };
    AUTO(secret_free) struct secret secret = secret_new("open sesame");

    EQUAL(secret_is_set(&secret), true);
    SAME(secret_reveal(&secret), "open sesame");
    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(secret_equals(&secret, bytes_of(cases[i].offered)) == cases[i].equal, "\"%s\"",
              cases[i].offered);
    EQUAL(secret_equals(&secret, (struct bytes){ (const unsigned char *)"open sesame", 12 }),
          false); /* its NUL is no part of it */
}

CHECK(a_secret_that_is_not_set_lets_nobody_in)
{
    struct secret none = secret_new(NULL);
    struct secret empty = secret_new("");

    EQUAL(secret_is_set(&none), false);
    EQUAL(secret_is_set(&empty), false);
    EQUAL(secret_equals(&none, BYTES_NONE), false);
    EQUAL(secret_equals(&empty, bytes_of("")), false);
    secret_free(&none);
    secret_free(&empty);
}

CHECK(a_freed_secret_is_not_set)
{
    struct secret secret = secret_new("x");

    secret_free(&secret);
    EQUAL(secret_is_set(&secret), false);
    secret_free(&secret);
}

CHECK(random_numbers_stay_below_their_limit_and_reach_it)
{
    unsigned seen = 0;

    for (int i = 0; i < 1000; i++) {
        const uint32_t number = random_below(5);
        HOLDS(number < 5, "%u", number);
        seen |= 1U << number;
    }
    EQUAL(seen, 31); /* missing one in 1000: 1 in 10^97 */
    EQUAL(random_below(1), 0);
}

CHECK(random_bytes_fill_all_they_were_given_and_no_more)
{
    unsigned char bytes[34] = { 0 };
    unsigned char seen[32] = { 0 };

    for (int round = 0; round < 64; round++) {
        random_bytes(bytes + 1, 32);
        for (int i = 0; i < 32; i++)
            seen[i] |= bytes[i + 1];
    }
    for (int i = 0; i < 32; i++)
        HOLDS(seen[i] == 255, "byte %d", i);
    EQUAL(bytes[0], 0);
    EQUAL(bytes[33], 0);
}
