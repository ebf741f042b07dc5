/* board — the permanent panel: one message in a channel of the server, whose buttons answer
 * whoever presses them, ephemerally.  Nothing in it depends on us remembering it: a panel whose
 * message or channel was deleted is simply posted anew, and an old one that still stands works. */
#ifndef APP_BOARD_H
#define APP_BOARD_H

#include "base/fault.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct call;
struct job;

enum board_answer {
    BOARD_POSTED,
    BOARD_FORBIDDEN, /* the bot may not write there */
    BOARD_MISSING,   /* there is no such channel */
    BOARD_ANSWERS
};

/* Posts the panel, remembers it and takes the one before away.  Asks Discord: no link to the
 * database may be held.  The call's request key makes a repeat harmless. */
enum fault board_post(struct job *job, const struct app *app, const struct call *call,
                      struct channel_id channel, enum board_answer *answer) MUST_USE;

const char *board_answer_text(struct job *job, enum board_answer answer,
                              struct channel_id channel) GIVES;

#endif
