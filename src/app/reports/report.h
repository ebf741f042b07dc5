/* report — the hours of a range as files: what is asked, and the formats there are.
 *
 * A row is the part of one session that lies in one local day and in the range; below each
 * member's rows stands their total, at the end everyone's.  Read from the database row by row
 * and written to disk: memory does not grow with the length, but with the number of members. */
#ifndef APP_REPORTS_REPORT_H
#define APP_REPORTS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"
#include "domain/time/calendar.h"

struct app;
struct file;
struct guild;
struct job;
struct zone;

struct report_ask {
    const struct guild *guild;
    const struct zone *zone;
    struct day first, last; /* the days it is about, both included */
    struct user_id member;  /* {0}: everyone */
    struct instant as_of;   /* what runs counts until then */
};

struct report {
    const struct file *files; /* in the job's arena */
    size_t files_count;
    bool too_large; /* for a message: there are no files */
    size_t rows;    /* without totals; 0: nobody worked, and there are no files */
    size_t members;
    int64_t worked_s;
};

typedef enum fault report_format(struct job *job, const struct app *app,
                                 const struct report_ask *ask, struct report *report);

/* The format of that name; NULL: there is none. */
report_format *report_format_find(const char *name);

/* What a report looks like, with made-up people: one file, in the job's arena. */
const struct file *report_sample(struct job *job) GIVES;

#endif
