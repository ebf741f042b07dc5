#include "inbound/gateway/handshake.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

/* The example of RFC 6455, section 1.3. */
static const unsigned char nonce[HANDSHAKE_NONCE_BYTES] = "the sample nonce";

#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static enum handshake_state take(struct handshake *handshake, const char *answer, size_t piece,
                                 size_t *used)
{
    const size_t length = strlen(answer);
    enum handshake_state state = HANDSHAKE_MORE;

    handshake_begin(handshake, nonce);
    *used = 0;
    while (state == HANDSHAKE_MORE && *used < length) {
        const size_t left = length - *used;
        const struct bytes more = { (const unsigned char *)answer + *used,
                                    piece < left ? piece : left };
        size_t now;
        state = handshake_take(handshake, more, &now);
        *used += now;
    }
    return state;
}

static enum handshake_state answer_to(struct handshake *handshake, const char *answer)
{
    size_t used;

    return take(handshake, answer, strlen(answer), &used);
}

CHECK(the_example_of_the_rfc_comes_out_right)
{
    struct handshake handshake;
    char request[512];

    handshake_begin(&handshake, nonce);
    SAME(handshake.key, "dGhlIHNhbXBsZSBub25jZQ==");
    SAME(handshake.accept, ACCEPT);
    EQUAL(handshake_request(&handshake, "x.example:81", "/?v=10", request, sizeof(request)), true);
    EQUAL(strncmp(request, "GET /?v=10 HTTP/1.1\r\nHost: x.example:81\r\n", 41), 0);
    EQUAL(strstr(request, "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") != NULL, true);
    EQUAL(handshake_request(&handshake, "x.example", "/", request, 40), false);
}

#define GOOD                                                                  \
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nDate: now\r\n" \
    "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Accept: " ACCEPT " \r\n\r\n"

CHECK(an_answer_is_read_in_pieces_of_any_size_and_leaves_the_frames)
{
    static const char with_frame[] = GOOD "\x82\x01x";

    for (size_t piece = 1; piece <= sizeof(with_frame); piece++) {
        struct handshake handshake;
        size_t used;
        EQUAL(take(&handshake, with_frame, piece, &used), HANDSHAKE_DONE);
        EQUAL(used, strlen(GOOD));
        EQUAL(handshake.status, 101);
    }
}

#define BEGIN "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
#define KEY   "Sec-WebSocket-Accept: " ACCEPT "\r\n"

CHECK(answers_that_are_no_answer_to_us_are_broken)
{
    static const char *const cases[] = {
        BEGIN "\r\n",
        BEGIN "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
        BEGIN KEY KEY "\r\n",
        BEGIN KEY "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
        BEGIN KEY "Sec-WebSocket-Protocol: chat\r\n\r\n",
        BEGIN KEY "no colon\r\n\r\n",
        BEGIN KEY ": no name\r\n\r\n",
        BEGIN KEY " folded: yes\r\n\r\n",
        BEGIN KEY "Blank : here\r\n\r\n",
        BEGIN KEY "Bare: c\rr\r\n\r\n",
        BEGIN KEY "Bare: l\nf\r\n\r\n",
        BEGIN KEY "Bell: \a\r\n\r\n",
        "HTTP/1.1 101 x\r\nConnection: Upgrade\r\n" KEY "\r\n",
        "HTTP/1.1 101 x\r\nUpgrade: websocket\r\n" KEY "\r\n",
        "HTTP/1.1 101 x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n" KEY "\r\n",
        "HTTP/1.0 101 x\r\n" KEY "\r\n",
        "HTTP/1.1 1010\r\n\r\n",
        "HTTP/1.1 099 no\r\n\r\n",
        "HTTP/1.1 -10 no\r\n\r\n",
        "HTTP/1.1 10\r\n\r\n",
        "\r\n\r\n",
        "\n",
        "SSH-2.0-OpenSSH\r\n\r\n",
    };
    struct handshake handshake;

    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(answer_to(&handshake, cases[i]) == HANDSHAKE_BROKEN, "case %zu", i);
}

CHECK(a_refusal_tells_its_status_and_how_long_to_wait)
{
    static const struct {
        const char *answer;
        int status;
        int64_t retry_after_s;
    } cases[] = {
        { "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 17\r\n\r\n", 429, 17 },
        { "HTTP/1.1 429 Too Many Requests\r\nretry-after:  999999999  \r\n\r\n", 429,
          HANDSHAKE_RETRY_MOST_S },
        { "HTTP/1.1 503 No\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n", 503, 0 },
        { "HTTP/1.1 503 No\r\nRetry-After: -5\r\n\r\n", 503, 0 },
        { "HTTP/1.1 401\r\n\r\n", 401, 0 },
        { "HTTP/1.1 200 OK\r\n" KEY "\r\n", 200, 0 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct handshake handshake;
        EQUAL(answer_to(&handshake, cases[i].answer), HANDSHAKE_REFUSED);
        EQUAL(handshake.status, cases[i].status);
        EQUAL(handshake.retry_after_s, cases[i].retry_after_s);
    }
}

CHECK(a_head_without_end_is_cut_off)
{
    static char huge[HANDSHAKE_HEAD_MOST + 100];
    struct handshake handshake;

    (void)snprintf(huge, sizeof(huge), "HTTP/1.1 101 x\r\nX: ");
    memset(huge + strlen(huge), 'a', sizeof(huge) - 1 - strlen(huge));
    EQUAL(answer_to(&handshake, huge), HANDSHAKE_BROKEN);
    huge[HANDSHAKE_HEAD_MOST - 10] = '\0';
    EQUAL(answer_to(&handshake, huge), HANDSHAKE_MORE);
}
