/* metric — numbers about the running program, for Prometheus.
 *
 * Who counts something declares a static metric and enlists it once, when it opens:
 *
 *     static struct metric answers = {
 *         .kind = METRIC_COUNTER, .name = "http_answers_total", .help = "Answers given.",
 *         .label = "class", .values = classes, .values_count = LENGTH(classes),
 *     };
 *     metric_enlist(&answers);
 *     metric_add(&answers, CLASS_2XX, 1);
 *
 * Counting is one atomic addition, from any thread, also before the metric was enlisted.  A
 * label has a fixed list of values, so the number of series never depends on what came
 * from outside. */
#ifndef BASE_METRIC_H
#define BASE_METRIC_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum {
    METRIC_CELLS = 24,            /* most values of a label */
    METRIC_TEXT_MOST = 256 * 1024 /* bytes of the whole table; a limit for metric_write() */
};

enum metric_kind {
    METRIC_COUNTER,  /* only grows */
    METRIC_GAUGE,    /* goes up and down */
    METRIC_DURATION, /* a histogram of durations, observed in ms, shown in seconds; no label */
};

struct metric {
    enum metric_kind kind;
    const char *name;          /* [a-z_]+, with its unit: "…_total", "…_seconds" */
    const char *help;          /* one sentence, without '\n' and '\\' */
    const char *label;         /* NULL: one series without a label */
    const char *const *values; /* of the label, without '"', '\\' and '\n' */
    size_t values_count;       /* 1 … METRIC_CELLS */

    /* Everything below belongs to the module. */
    _Atomic int64_t cells[METRIC_CELLS];
    atomic_bool enlisted;
    struct metric *next;
};

/* The metric must live as long as the process.  Enlisting again changes nothing. */
void metric_enlist(struct metric *metric);

/* `which` is the index of the label's value; 0 without a label. */
void metric_add(struct metric *metric, size_t which, int64_t more);
void metric_set(struct metric *metric, size_t which, int64_t value);
void metric_observe(struct metric *metric, int64_t ms);
/* What is counted now; a METRIC_DURATION tells how often it was observed. */
int64_t metric_read(const struct metric *metric, size_t which);

/* Every enlisted metric in the text format of Prometheus, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). */
void metric_write(struct text *text);

#endif
