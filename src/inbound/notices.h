/* notices — what the gateway's events become: each handler carries one, in a worker. */
#ifndef INBOUND_NOTICES_H
#define INBOUND_NOTICES_H

#include "inbound/gateway/events.h"

struct interactions;

/* The events we want; `interactions` must outlive the workers' tasks. */
struct event_handlers notices_handlers(const struct interactions *interactions);

#endif
