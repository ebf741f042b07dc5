/* devices — where members are online, as far as this process can see; what the app room needs
 * of a transport that can tell. */
#ifndef APP_DEVICES_H
#define APP_DEVICES_H

#include <stdbool.h>

#include "domain/ids.h"
#include "domain/team/device.h"

enum devices_state {
    DEVICES_NO_GATEWAY,  /* interactions come by HTTP, which tells nothing of presence */
    DEVICES_NOT_ASKED,   /* the operator did not turn DISCORD_PRESENCE on */
    DEVICES_NOT_GRANTED, /* Discord's settings of the application do not allow the intent */
    DEVICES_SEEN,
};

struct devices {
    enum devices_state state;
    /* Only for DEVICES_SEEN.  look() may wait for a second. */
    enum device_view (*look)(void *subject, struct guild_id guild, struct user_id user);
    void (*watch)(void *subject, struct guild_id guild, bool on);
    void *subject;
};

#endif
