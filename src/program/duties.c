#include "program/duties.h"

#include <string.h>

#include "base/arena.h"

static const struct {
    const char *word;
    enum duty duty;
} known[] = {
    { "bot", DUTY_BOT },
    { "web", DUTY_WEB },
    { "jobs", DUTY_JOBS },
};

static unsigned find(const char *word, size_t length)
{
    for (size_t i = 0; i < LENGTH(known); i++)
        if (strlen(known[i].word) == length && memcmp(known[i].word, word, length) == 0)
            return known[i].duty;
    return 0;
}

bool duties_add(const char *words, unsigned *duties)
{
    unsigned added = 0;

    for (;;) {
        const size_t length = strcspn(words, ",");
        const unsigned duty = find(words, length);
        if (!duty)
            return false;
        added |= duty;
        if (words[length] == '\0')
            break;
        words += length + 1;
    }
    *duties |= added;
    return true;
}

const char *duties_words(struct arena *arena, unsigned duties)
{
    const char *words = "";

    for (size_t i = 0; i < LENGTH(known); i++)
        if (duties & known[i].duty)
            words = arena_print(arena, "%s%s%s", words, *words ? " " : "", known[i].word);
    return words;
}
