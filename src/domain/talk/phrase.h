/* phrase — every sentence the product says in Discord, in one place (phrases.def), so that
 * a translator finds them together and a reader hears one voice: simple words, what happened
 * first, what to do next second.
 *
 * A phrase may hold blanks, "{since}"; the caller fills them in with texts that are already
 * safe to print (Discord timestamps, mentions, escaped names). */
#ifndef DOMAIN_TALK_PHRASE_H
#define DOMAIN_TALK_PHRASE_H

#include "base/mark.h"

struct arena;

enum phrase {
#define PHRASE(name, words) PHRASE_##name,
#include "domain/talk/phrases.def"
    PHRASE_COUNT
};

struct blank {
    const char *name; /* NULL ends a list */
    const char *text;
};

/* Static; blanks unfilled. */
const char *phrase_words(enum phrase phrase);

/* In the arena.  Every blank of the phrase must be in the list, which may hold more: a phrase
 * with a blank that nobody fills is a bug. */
const char *phrase_fill(struct arena *arena, enum phrase phrase, const struct blank *blanks) GIVES;

#define SAY(arena, name, ...) \
    phrase_fill((arena), PHRASE_##name, (const struct blank[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } })
#define BLANK(name, text) ((struct blank){ (name), (text) })

#endif
