#include "app/when.h"

#include <inttypes.h>

#include "app/call.h"
#include "base/job.h"
#include "domain/time/calendar.h"

const char *when_beside(struct job *job, const struct call *call, struct instant instant,
                        struct instant beside)
{
    const struct day day = calendar_day_of(call->zone, instant);
    const char *time = calendar_time_text(&job->arena, call->zone, instant);

    if (day.number == calendar_day_of(call->zone, beside).number)
        return time;
    return arena_print(&job->arena, "%s %s", day_text(&job->arena, day), time);
}

const char *when_text(struct job *job, const struct call *call, struct instant instant)
{
    return when_beside(job, call, instant, call->made_at);
}

const char *when_ago(struct job *job, struct instant instant)
{
    return arena_print(&job->arena, "<t:%" PRId64 ":R>", instant_s(instant));
}
