/* turning — the two buttons under a list that comes in pages.  A button's id ends with the page
 * it leads to ("timeclock:onclock_page:2"), so that it needs no memory of ours. */
#ifndef APP_TURNING_H
#define APP_TURNING_H

#include <stdint.h>

#include "base/mark.h"

struct call;
struct job;
struct message;

enum { PAGES_MOST = 1000000 };

/* Below the message, for page `number` of 1 … `last`. */
void turning_add(struct job *job, const char *page_id, int64_t number, int64_t last,
                 struct message *message);

/* The page a pressed button asks for; an id that somebody made up asks for the first. */
int64_t turning_asked(const struct call *call, const char *page_id);

#endif
