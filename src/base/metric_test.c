#include "base/metric.h"

#include <pthread.h>
#include <string.h>

#include "base/job.h"

#include "check.h"

enum { FRUIT_APPLE, FRUIT_PEAR };

static const char *const fruits[] = { "apple", "pear" };
static struct metric eaten = {
    .kind = METRIC_COUNTER,
    .name = "fruits_eaten_total",
    .help = "Fruits eaten.",
    .label = "fruit",
    .values = fruits,
    .values_count = LENGTH(fruits),
};
static struct metric hungry = { .kind = METRIC_GAUGE, .name = "hungry", .help = "Who waits." };
static struct metric chewing = { .kind = METRIC_DURATION,
                                 .name = "chewing_seconds",
                                 .help = "How long it took." };

static const char *written(struct job *job)
{
    struct text text = text_in(&job->arena, METRIC_TEXT_MOST);
    const char *out;

    metric_write(&text);
    EQUAL(text_done(&text, &out), true);
    return out;
}

CHECK(a_metric_is_written_once_however_often_it_is_enlisted)
{
    AUTO(job_end) struct job job = { .name = "test" };

    metric_enlist(&eaten);
    metric_enlist(&hungry);
    metric_enlist(&eaten);
    metric_add(&eaten, FRUIT_PEAR, 3);
    metric_set(&hungry, 0, 7);
    metric_add(&hungry, 0, -9);
    SAME(written(&job), "# HELP hungry Who waits.\n"
                        "# TYPE hungry gauge\n"
                        "hungry -2\n"
                        "# HELP fruits_eaten_total Fruits eaten.\n"
                        "# TYPE fruits_eaten_total counter\n"
                        "fruits_eaten_total{fruit=\"apple\"} 0\n"
                        "fruits_eaten_total{fruit=\"pear\"} 3\n");
}

CHECK(a_duration_counts_in_every_bucket_it_is_not_slower_than)
{
    static const struct {
        const char *line;
    } cases[] = {
        { "chewing_seconds_bucket{le=\"0.001\"} 1\n" },
        { "chewing_seconds_bucket{le=\"0.005\"} 2\n" },
        { "chewing_seconds_bucket{le=\"2.5\"} 3\n" },
        { "chewing_seconds_bucket{le=\"30\"} 3\n" },
        { "chewing_seconds_bucket{le=\"+Inf\"} 4\n" },
        { "chewing_seconds_sum 62.506\n" },
        { "chewing_seconds_count 4\n" },
    };
    AUTO(job_end) struct job job = { .name = "test" };

    metric_enlist(&chewing);
    metric_observe(&chewing, 1);
    metric_observe(&chewing, 5);
    metric_observe(&chewing, 2500);
    metric_observe(&chewing, 60000);
    EQUAL(metric_read(&chewing, 0), 4);
    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(strstr(written(&job), cases[i].line) != NULL, "%s", cases[i].line);
}

static void *eat_many(void *subject)
{
    for (int i = 0; i < 10000; i++)
        metric_add(subject, FRUIT_APPLE, 1);
    return NULL;
}

CHECK(no_addition_is_lost_between_threads)
{
    pthread_t threads[4];

    for (size_t i = 0; i < LENGTH(threads); i++)
        EQUAL(pthread_create(&threads[i], NULL, eat_many, &eaten), 0);
    for (size_t i = 0; i < LENGTH(threads); i++)
        pthread_join(threads[i], NULL);
    EQUAL(metric_read(&eaten, FRUIT_APPLE), 40000);
}
