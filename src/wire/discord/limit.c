#include "wire/discord/limit.h"

#include <string.h>

#include "base/job.h"
#include "base/utf8.h"

enum fault limit_text(struct job *job, const char *what, const char *text, size_t least,
                      size_t most)
{
    const bool blank = !text || text[strspn(text, " \t\r\n")] == '\0';

    return limit_count(job, what, blank && least > 0 ? 0 : utf8_length(text ? text : ""), least,
                       most);
}

enum fault limit_count(struct job *job, const char *what, size_t count, size_t least, size_t most)
{
    if (count >= least && count <= most)
        return FAULT_NONE;
    return fail(job, FAULT_BUG, "discord: %s: %zu is not in %zu to %zu", what, count, least, most);
}

enum fault limit_rule(struct job *job, bool kept, const char *rule)
{
    return kept ? FAULT_NONE : fail(job, FAULT_BUG, "discord: %s", rule);
}
