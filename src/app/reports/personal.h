/* personal — everything a server keeps about one member as one JSON file, for themselves:
 * names, bans, warnings, clock-out messages, sessions with breaks, punches.
 *
 * Instants are RFC 3339 in UTC, ids strings.  Written to disk row by row: memory does not grow
 * with it.  What is too large for a file of a message becomes a ZIP; see reports/spool.h. */
#ifndef APP_REPORTS_PERSONAL_H
#define APP_REPORTS_PERSONAL_H

#include "app/reports/report.h"

struct personal_report {
    const struct file *files; /* in the job's arena */
    size_t files_count;
    bool too_large; /* for a message: there are no files */
    size_t sessions, punches;
};

/* Of ask: the server, the member, as_of. */
enum fault personal_report_write(struct job *job, const struct app *app,
                                 const struct report_ask *ask,
                                 struct personal_report *report) MUST_USE;

#endif
