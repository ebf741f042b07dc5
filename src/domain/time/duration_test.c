#include "domain/time/duration.h"

#include "base/job.h"

#include "check.h"

CHECK(durations_are_written_in_three_ways)
{
    static const struct {
        int64_t seconds;
        const char *words, *clock, *decimal;
    } cases[] = {
        { 0, "0 s", "0:00:00", "0.00" },
        { 17, "17 s", "0:00:17", "0.00" },
        { 18, "18 s", "0:00:18", "0.01" }, /* half a hundredth goes up */
        { 53, "53 s", "0:00:53", "0.01" },
        { 54, "54 s", "0:00:54", "0.02" },
        { 59, "59 s", "0:00:59", "0.02" },
        { 60, "1 min", "0:01:00", "0.02" },
        { 3599, "59 min", "0:59:59", "1.00" },
        { 3600, "1 h 00 min", "1:00:00", "1.00" },
        { 25512, "7 h 05 min", "7:05:12", "7.09" },
        { 25559, "7 h 05 min", "7:05:59", "7.10" },
        { 90000, "25 h 00 min", "25:00:00", "25.00" },
        { 3600000, "1000 h 00 min", "1000:00:00", "1000.00" },
        { INT64_MAX, "2562047788015215 h 30 min", "2562047788015215:30:07", "2562047788015215.50" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        SAME(duration_words(&job.arena, cases[i].seconds), cases[i].words);
        SAME(duration_clock(&job.arena, cases[i].seconds), cases[i].clock);
        SAME(duration_decimal(&job.arena, cases[i].seconds), cases[i].decimal);
    }
}
