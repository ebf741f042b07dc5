#include "inbound/gateway/sha1.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

enum {
    BLOCK_BYTES = 64,
    LENGTH_BYTES = 8,
    WORD_BYTES = 4,
    BYTE_BITS = 8,
    WORDS = 5,   /* of the state */
    ROUNDS = 80, /* in four quarters */
    QUARTER = 20,
};

static uint32_t turn(uint32_t word, unsigned by)
{
    return word << by | word >> (32 - by);
}

/* What a round mixes from three words of the state, with its quarter's constant. */
static uint32_t mix(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
    switch (round / QUARTER) {
    case 0: return ((b & c) | (~b & d)) + 0x5A827999;
    case 1: return (b ^ c ^ d) + 0x6ED9EBA1;
    case 2: return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC;
    default: return (b ^ c ^ d) + 0xCA62C1D6;
    }
}

/* The sixteen words of a block, and those that follow from them. */
static void spread(const unsigned char *block, uint32_t words[ROUNDS])
{
    enum { GIVEN = BLOCK_BYTES / WORD_BYTES };

    for (size_t i = 0; i < GIVEN; i++) {
        words[i] = 0;
        for (size_t j = 0; j < WORD_BYTES; j++)
            words[i] = words[i] << BYTE_BITS | block[i * WORD_BYTES + j];
    }
    for (size_t i = GIVEN; i < ROUNDS; i++)
        words[i] = turn(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
}

static void take_block(uint32_t state[WORDS], const unsigned char *block)
{
    uint32_t words[ROUNDS];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];

    spread(block, words);
    for (unsigned round = 0; round < ROUNDS; round++) {
        const uint32_t next = turn(a, 5) + mix(round, b, c, d) + e + words[round];
        e = d;
        d = c;
        c = turn(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

void sha1(struct bytes bytes, unsigned char digest[static SHA1_BYTES])
{
    uint32_t state[WORDS] = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };
    unsigned char padded[2 * BLOCK_BYTES] = { 0 };

    assert(bytes.length <= SHA1_INPUT_MOST);
    const size_t size = bytes.length + 1 + LENGTH_BYTES <= BLOCK_BYTES ? BLOCK_BYTES
                                                                       : sizeof(padded);
    const size_t bits = bytes.length * BYTE_BITS;
    if (bytes.length > 0)
        memcpy(padded, bytes.at, bytes.length);
    padded[bytes.length] = 0x80;
    padded[size - 2] = (unsigned char)(bits >> BYTE_BITS);
    padded[size - 1] = (unsigned char)bits;
    for (size_t at = 0; at < size; at += BLOCK_BYTES)
        take_block(state, padded + at);
    for (size_t i = 0; i < SHA1_BYTES; i++)
        digest[i] = (unsigned char)(state[i / WORD_BYTES] >>
                                    (BYTE_BITS * (WORD_BYTES - 1 - i % WORD_BYTES)));
}
