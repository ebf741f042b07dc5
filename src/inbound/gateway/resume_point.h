/* resume_point — where one shard stands in Discord's stream of events; with it a later
 * connection, or the next start of the program, goes on without missing any. */
#ifndef INBOUND_GATEWAY_RESUME_POINT_H
#define INBOUND_GATEWAY_RESUME_POINT_H

#include <stdint.h>

#include "base/instant.h"

enum { RESUME_ID_BYTES = 128, RESUME_URL_BYTES = 256 }; /* with their NUL */

struct resume_point {
    uint32_t shard;
    char session_id[RESUME_ID_BYTES]; /* "": there is no session */
    char url[RESUME_URL_BYTES];       /* resume_gateway_url; "": use the base */
    int64_t sequence;                 /* the last event that was handed over; 0: none */
    struct instant saved_at;          /* when the gateway stopped; set by gateway_stop() only */
};

#endif
