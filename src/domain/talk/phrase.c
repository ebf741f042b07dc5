#include "domain/talk/phrase.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { PHRASE_BYTES_MOST = 4000 };

static const char *const phrases[] = {
#define PHRASE(name, words) [PHRASE_##name] = (words),
#include "domain/talk/phrases.def"
};

const char *phrase_words(enum phrase phrase)
{
    _Static_assert(LENGTH(phrases) == PHRASE_COUNT, "one text each");
    assert(phrase < PHRASE_COUNT);
    return phrases[phrase];
}

static const char *blank_text(const struct blank *blanks, const char *name, size_t length)
{
    for (; blanks->name; blanks++)
        if (strncmp(blanks->name, name, length) == 0 && blanks->name[length] == '\0')
            return blanks->text;
    return NULL;
}

const char *phrase_fill(struct arena *arena, enum phrase phrase, const struct blank *blanks)
{
    struct text text = text_in(arena, PHRASE_BYTES_MOST);
    const char *from = phrase_words(phrase);
    const char *filled;

    for (const char *open = strchr(from, '{'); open; open = strchr(from, '{')) {
        const char *close = strchr(open, '}');
        assert(close);
        const char *words = blank_text(blanks, open + 1, (size_t)(close - open - 1));
        assert(words);
        text_add_bytes(&text, from, (size_t)(open - from));
        text_add(&text, words);
        from = close + 1;
    }
    text_add(&text, from);
    const bool whole = text_done(&text, &filled);
    assert(whole);
    return filled;
}
