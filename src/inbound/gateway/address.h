/* address — where a gateway is: a wss:// URL, or ws:// for tests and proxies on the way. */
#ifndef INBOUND_GATEWAY_ADDRESS_H
#define INBOUND_GATEWAY_ADDRESS_H

#include <stdbool.h>

#include "base/mark.h"
#include "inbound/gateway/resume_point.h"

struct address {
    bool secure;                 /* wss */
    char url[RESUME_URL_BYTES];  /* for libcurl: https://host:port or http://host:port */
    char host[RESUME_URL_BYTES]; /* for the Host header; with the port if it is unusual */
    char path[RESUME_URL_BYTES]; /* "/" at least; no query */
};

/* False, and *address stays as it was, for any other scheme, a user name, or a text that is
 * no URL or longer than RESUME_URL_BYTES - 1. */
bool address_read(const char *text, struct address *address) MUST_USE;

#endif
