/* What is offered while somebody types a time zone. */
#include "base/zone.h"
#include "app/call.h"
#include "app/complete.h"
#include "app/handlers.h"
#include "app/zones.h"
#include "base/mark.h"

/* Where most servers are, west to east; offered first, as far as the system knows them. */
static const char *const popular[] = {
    "Pacific/Honolulu",    "America/Los_Angeles",
    "America/Denver",      "America/Phoenix",
    "America/Chicago",     "America/New_York",
    "America/Toronto",     "America/Mexico_City",
    "America/Sao_Paulo",   "UTC",
    "Europe/London",       "Europe/Paris",
    "Europe/Berlin",       "Europe/Madrid",
    "Europe/Warsaw",       "Europe/Istanbul",
    "Africa/Johannesburg", "Asia/Dubai",
    "Asia/Kolkata",        "Asia/Singapore",
    "Asia/Manila",         "Asia/Tokyo",
    "Australia/Sydney",    "Pacific/Auckland",
};
_Static_assert(LENGTH(popular) <= SUGGESTIONS_MOST, "they fit one select");

const char *const *zones_popular(size_t *count)
{
    *count = LENGTH(popular);
    return popular;
}

static bool offer(struct job *job, struct suggestions *suggestions, const char *const *names,
                  size_t count, const char *typed)
{
    for (size_t i = 0; i < count; i++)
        if (complete_matches(names[i], typed) && zone_find(names[i]) &&
            !suggest(job, suggestions, names[i], names[i]))
            return false;
    return true;
}

enum fault zone_complete(struct job *job, const struct app *app, const struct call *call,
                         struct suggestions *suggestions)
{
    const char *typed = call->focused->text;
    size_t count;
    const char *const *names = zone_names(&count);

    (void)app;
    if (offer(job, suggestions, popular, LENGTH(popular), typed))
        (void)offer(job, suggestions, names, count, typed);
    return FAULT_NONE;
}
