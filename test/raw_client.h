/* raw_client — a client for tests that knows nothing of HTTP: it says bytes and hears bytes. */
#ifndef TEST_RAW_CLIENT_H
#define TEST_RAW_CLIENT_H

#include <stddef.h>
#include <stdint.h>

enum { PATIENCE_MS = 10 * 1000 };

int dial(uint16_t port); /* on 127.0.0.1 */
void say_bytes(int fd, const char *bytes, size_t length);
void say(int fd, const char *text);

/* What comes until `until` was seen, the other side closed or patience ends; static. */
const char *hear_until(int fd, const char *until);
const char *hear(int fd);

/* One connection: everything said at once, everything heard until the server closes. */
const char *ask_bytes(uint16_t port, const char *bytes, size_t length);
const char *ask(uint16_t port, const char *text);

int status_of(const char *answer); /* 0: it is none */
int answers_in(const char *heard);

#endif
