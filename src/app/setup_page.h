/* setup_page — what the guided set-up shows at each step: where the server stands, one select
 * to choose with, and buttons to go back and on. */
#ifndef APP_SETUP_PAGE_H
#define APP_SETUP_PAGE_H

#include "base/fault.h"
#include "base/mark.h"

struct app;
struct call;
struct job;
struct message;

/* Numbers as stored (guild.setup_step); 0 is before the first. */
enum setup_step {
    SETUP_ZONE = 1,
    SETUP_EMPLOYEES,
    SETUP_ADMINS,
    SETUP_PANEL,
    SETUP_RECIPIENT,
    SETUP_DONE,
};

/* Keeps that the set-up is at this step, and fills the message with it.  `note` stands above:
 * what became of the step before; NULL: nothing to say. */
enum fault setup_page(struct job *job, const struct app *app, const struct call *call,
                      enum setup_step step, const char *note, struct message *message) MUST_USE;

#endif
