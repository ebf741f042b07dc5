#include "app/complete.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"

static char folded(char character)
{
    if (character >= 'A' && character <= 'Z')
        return (char)(character - 'A' + 'a');
    return (char)(character == '_' ? ' ' : character);
}

static bool begins(const char *words, const char *typed)
{
    for (; *typed; words++, typed++)
        if (folded(*words) != folded(*typed))
            return false;
    return true;
}

bool complete_matches(const char *words, const char *typed)
{
    for (; *words; words++)
        if (begins(words, typed))
            return true;
    return *typed == '\0';
}

bool suggest(struct job *job, struct suggestions *suggestions, const char *label, const char *value)
{
    if (suggestions->count == SUGGESTIONS_MOST)
        return false;
    for (size_t i = 0; i < suggestions->count; i++)
        if (strcmp(suggestions->list[i].value, value) == 0)
            return true;
    suggestions->list[suggestions->count++] = (struct choice){
        .label = text_clip(&job->arena, label, SUGGESTION_CHARACTERS_MOST),
        .value = value,
    };
    return suggestions->count < SUGGESTIONS_MOST;
}
