/* listener — a socket that listens, on a numeric address. */
#ifndef INBOUND_HTTP_LISTENER_H
#define INBOUND_HTTP_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct arena;
struct job;
struct sockaddr;

/* Port 0 takes any free one; *port is the one taken.  FAULT_INPUT: no such address;
 * FAULT_BUSY: the port is taken or may not be had. */
enum fault listener_open(struct job *job, const char *host, uint16_t wanted, int *fd,
                         uint16_t *port) MUST_USE;

/* A connection is an open file: lets the process open as many as it is allowed to. */
void listener_raise_files(void);
/* `wanted`, or as many connections as may be open beside what the program needs else. */
unsigned listener_connections_most(unsigned wanted);

/* Whose address that is, as text without the port. */
const char *listener_peer(struct arena *arena, const struct sockaddr *address);

/* 127.0.0.0/8 or ::1. */
bool listener_is_loopback(const char *host);

#endif
