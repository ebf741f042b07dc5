/* fake_gateway — Discord's side of the gateway on a real socket, led by the test itself: the
 * client has its own thread, so every call here just blocks, for FAKE_PATIENCE_S at most.
 * What does not come in time, or not as wanted, fails the check. */
#ifndef TEST_FAKE_GATEWAY_H
#define TEST_FAKE_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gateway_side.h"

enum { FAKE_PATIENCE_S = 15, FAKE_TEXT_BYTES = 8 * 1024 };

struct fake {
    int socket;
    char url[64]; /* ws://127.0.0.1:port */
};

struct fake_line {
    int socket;
    char request[FAKE_TEXT_BYTES]; /* the head of the HTTP request */
    struct side side;
    bool deaf_to_beats;         /* fake_hear() passes over heartbeats */
    char said[FAKE_TEXT_BYTES]; /* what fake_hear() heard */
};

void fake_listen(struct fake *fake);
void fake_end(struct fake *fake);

/* The next connection, its request read and nothing answered. */
void fake_accept(struct fake *fake, struct fake_line *line);
/* Answers 101, in pieces of that many bytes. */
void fake_upgrade(struct fake_line *line, size_t piece);
void fake_send(const struct fake_line *line, struct bytes bytes);
void fake_cut(struct fake_line *line);

/* One message, deflated in a frame. */
void fake_say(struct fake_line *line, const char *message);
void fake_close(struct fake_line *line, uint16_t code);

/* The next frame of the client: its text, "pong …", "close 4000" or "cut". */
const char *fake_hear(struct fake_line *line);

/* Accept, upgrade and hello with an interval of 45 s; gives what the client says to it.  The
 * first heartbeat comes at a random moment, so from here on they are passed over. */
const char *fake_greet(struct fake *fake, struct fake_line *line);

#endif
