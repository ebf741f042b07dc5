/* complete — what is offered while somebody types an option: at most 25 values, best first,
 * each once.  A table row COMPLETE(command, "option", name) calls name_complete(). */
#ifndef APP_COMPLETE_H
#define APP_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/talk/message.h"

struct job;

enum { SUGGESTIONS_MOST = 25, SUGGESTION_CHARACTERS_MOST = 100 }; /* Discord's */

struct suggestions {
    struct choice list[SUGGESTIONS_MOST];
    size_t count;
};

/* Does `words` hold what was typed, anywhere, whatever its case (ASCII)?  Blanks that were
 * typed also find '_', which zone names have instead. */
bool complete_matches(const char *words, const char *typed);

/* Adds one unless the value is there already or the list is full; the label is clipped.  False
 * when it is full, so that the caller may stop. */
bool suggest(struct job *job, struct suggestions *suggestions, const char *label,
             const char *value);

#endif
