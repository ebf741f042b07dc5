/* fake_rest — an HTTP server for tests that answers by a script and remembers what it heard. */
#ifndef TEST_FAKE_REST_H
#define TEST_FAKE_REST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake_reply {
    const char *raw;    /* said as it is; or … */
    const char *status; /* "200 OK", with … */
    const char *fields; /* each with its CRLF; NULL: none */
    const char *body;   /* NULL: empty */
    int64_t delay_ms;   /* before that */
    bool hang_up;       /* after that */
};

struct fake_rest;

/* The n-th whole request gets the n-th reply; the last one comes again and again. */
struct fake_rest *fake_rest_new(const struct fake_reply *replies, size_t count);
void fake_rest_free(struct fake_rest *fake);

uint16_t fake_rest_port(const struct fake_rest *fake);
/* Whole requests heard so far, and the n-th of them: header and body. */
size_t fake_rest_count(struct fake_rest *fake);
const char *fake_rest_heard(struct fake_rest *fake, size_t n);
size_t fake_rest_connections(struct fake_rest *fake);

#endif
