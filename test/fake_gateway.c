#include "fake_gateway.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/job.h"
#include "inbound/gateway/handshake.h"

#include "check.h"

static void be_patient(int to)
{
    const struct timeval patience = { .tv_sec = FAKE_PATIENCE_S };

    EQUAL(setsockopt(to, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
}

void fake_listen(struct fake *fake)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t length = sizeof(at);

    fake->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EQUAL(bind(fake->socket, (struct sockaddr *)&at, sizeof(at)), 0);
    EQUAL(listen(fake->socket, 8), 0);
    EQUAL(getsockname(fake->socket, (struct sockaddr *)&at, &length), 0);
    be_patient(fake->socket);
    (void)snprintf(fake->url, sizeof(fake->url), "ws://127.0.0.1:%d", ntohs(at.sin_port));
}

void fake_end(struct fake *fake)
{
    close(fake->socket);
}

void fake_accept(struct fake *fake, struct fake_line *line)
{
    size_t length = 0;

    *line = (struct fake_line){ .socket = accept(fake->socket, NULL, NULL) };
    HOLDS(line->socket >= 0, "nobody connects");
    be_patient(line->socket);
    while (!strstr(line->request, "\r\n\r\n")) {
        const ssize_t got = read(line->socket, line->request + length,
                                 sizeof(line->request) - 1 - length);
        HOLDS(got > 0, "no request comes");
        length += (size_t)got;
    }
    side_begin(&line->side);
}

/* What the key of the request must be answered with. */
static void find_accept(const struct fake_line *line, struct handshake *handshake)
{
    enum { KEY_BYTES = 24 };
    unsigned char nonce[HANDSHAKE_NONCE_BYTES];
    const char *key = strstr(line->request, "Sec-WebSocket-Key: ");

    HOLDS(key, "there is no key");
    EQUAL(sodium_base642bin(nonce, sizeof(nonce), key + strlen("Sec-WebSocket-Key: "), KEY_BYTES,
                            NULL, NULL, NULL, sodium_base64_VARIANT_ORIGINAL),
          0);
    handshake_begin(handshake, nonce);
}

void fake_upgrade(struct fake_line *line, size_t piece)
{
    char answer[256];
    struct handshake handshake;

    find_accept(line, &handshake);
    (void)snprintf(answer, sizeof(answer),
                   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                   handshake.accept);
    const size_t length = strlen(answer);
    for (size_t at = 0; at < length; at += piece) {
        const size_t left = length - at;
        fake_send(line,
                  (struct bytes){ (unsigned char *)answer + at, left < piece ? left : piece });
        if (piece < left)
            usleep(1000);
    }
}

void fake_send(const struct fake_line *line, struct bytes bytes)
{
    while (bytes.length > 0) {
        const ssize_t sent = send(line->socket, bytes.at, bytes.length, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the client has left; fake_hear() will tell */
        bytes.at += sent;
        bytes.length -= (size_t)sent;
    }
}

void fake_cut(struct fake_line *line)
{
    close(line->socket);
    side_end(&line->side);
}

void fake_say(struct fake_line *line, const char *message)
{
    AUTO(job_end) struct job job = { .name = "fake" };
    struct text text = text_in(&job.arena, 1 << 20);

    side_say(&line->side, &text, message);
    fake_send(line, text_bytes(&text));
}

void fake_close(struct fake_line *line, uint16_t code)
{
    AUTO(job_end) struct job job = { .name = "fake" };
    struct text text = text_in(&job.arena, 1 << 10);
    const unsigned char payload[] = { (unsigned char)(code >> 8), (unsigned char)code };

    side_frame(&text, FIN | CLOSED, (struct bytes){ payload, sizeof(payload) });
    fake_send(line, text_bytes(&text));
}

/* All of it, or false. */
static bool read_all(int from, void *out, size_t length)
{
    return length == 0 || recv(from, out, length, MSG_WAITALL) == (ssize_t)length;
}

static void hear_frame(struct fake_line *line)
{
    unsigned char header[2], extended[2] = { 0 }, mask[4], payload[FAKE_TEXT_BYTES / 2];

    (void)snprintf(line->said, sizeof(line->said), "cut");
    if (!read_all(line->socket, header, sizeof(header)))
        return;
    EQUAL(header[1] & 0x80, 0x80);
    size_t length = header[1] & 0x7F;
    if (length == 126 && read_all(line->socket, extended, sizeof(extended)))
        length = (size_t)(extended[0] << 8 | extended[1]);
    HOLDS(length < sizeof(payload), "the client says too much");
    if (!read_all(line->socket, mask, sizeof(mask)) || !read_all(line->socket, payload, length))
        return;
    for (size_t i = 0; i < length; i++)
        payload[i] ^= mask[i % 4];
    if (header[0] == (FIN | CLOSED) && length >= 2)
        (void)snprintf(line->said, sizeof(line->said), "close %d", payload[0] << 8 | payload[1]);
    else
        (void)snprintf(line->said, sizeof(line->said), "%s%.*s",
                       header[0] == (FIN | TEXTUAL) ? "" : "pong ", (int)length, payload);
}

const char *fake_hear(struct fake_line *line)
{
    do
        hear_frame(line);
    while (line->deaf_to_beats && strncmp(line->said, "{\"op\":1,", 8) == 0);
    return line->said;
}

const char *fake_greet(struct fake *fake, struct fake_line *line)
{
    fake_accept(fake, line);
    line->deaf_to_beats = true;
    fake_upgrade(line, FAKE_TEXT_BYTES);
    fake_say(line, "{\"op\":10,\"d\":{\"heartbeat_interval\":45000}}");
    return fake_hear(line);
}
