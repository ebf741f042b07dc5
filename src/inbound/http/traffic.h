/* traffic — what the HTTP side counts, for both listeners together. */
#ifndef INBOUND_HTTP_TRAFFIC_H
#define INBOUND_HTTP_TRAFFIC_H

#include <stdint.h>

enum drop {
    DROP_GUARD, /* ambiguous framing */
    DROP_BUSY,  /* the workers' queue was full */
    DROP_LATE,  /* no worker answered in time */
    DROP_SLOW,  /* the other side was too slow, and cut off */
};

void traffic_open(void); /* lets the metrics be seen */
void traffic_answered(int status, int64_t ms);
void traffic_dropped(enum drop drop);
void traffic_connected(int more); /* 1 or -1 */

#endif
