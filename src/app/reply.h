/* reply — what a handler gives back: words and buttons, not yet in anybody's format. */
#ifndef APP_REPLY_H
#define APP_REPLY_H

#include "domain/talk/message.h"

enum reply_kind {
    REPLY_MESSAGE, /* a new message; ephemeral unless the handler says otherwise */
    REPLY_UPDATE,  /* the message the button is on, changed in place */
    REPLY_MODAL,   /* a form to fill in; only for DIRECT rows, and not in answer to a modal */
};

struct reply {
    enum reply_kind kind;
    struct message message;
    const struct modal *modal; /* REPLY_MODAL */
};

#endif
