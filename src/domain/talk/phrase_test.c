#include "domain/talk/phrase.h"

#include <string.h>

#include "base/arena.h"

#include "check.h"

CHECK(blanks_are_filled_wherever_they_stand)
{
    AUTO(arena_empty) struct arena arena = { 0 };

    SAME(SAY(&arena, panel_working, BLANK("since", "09:00"), BLANK("ago", "now")),
         "Since 09:00 (now).");
    SAME(SAY(&arena, panel_off), phrase_words(PHRASE_panel_off));
}

CHECK(what_is_filled_in_is_not_read_as_a_blank_again)
{
    AUTO(arena_empty) struct arena arena = { 0 };

    SAME(SAY(&arena, panel_working, BLANK("since", "{ago}"), BLANK("ago", "now")),
         "Since {ago} (now).");
}

/* Each brace that opens closes, around a name; so no caller can trip over a misspelt phrase. */
CHECK(every_phrase_has_words_and_well_formed_blanks)
{
    for (int i = 0; i < PHRASE_COUNT; i++) {
        const char *words = phrase_words((enum phrase)i);
        HOLDS(words && *words, "phrase %d is empty", i);
        for (const char *open = strchr(words, '{'); open; open = strchr(open + 1, '{')) {
            const size_t length = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz_");
            HOLDS(length > 0 && open[1 + length] == '}', "%s", words);
        }
    }
}
