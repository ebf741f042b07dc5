#include <stdbool.h>

#include "base/job.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/text.h"
#include "inbound/http/endpoints.h"
#include "inbound/http/http.h"

enum { READY_BYTES_MOST = 4096 };

enum fault health_alive(struct job *job, const struct http_request *request,
                        struct http_answer *answer)
{
    (void)job;
    (void)request;
    answer->type = "text/plain; charset=utf-8";
    answer->body = bytes_of("alive\n");
    return FAULT_NONE;
}

/* Each check is a job of its own, so that one that fails does not keep the others' reasons.
 * Busy is what a part is while it starts: nothing that went wrong. */
static bool ask(const struct http_check *check, int64_t deadline_ms)
{
    AUTO(job_end) struct job job = { .name = check->name, .deadline_ms = deadline_ms };
    const enum fault fault = check->ready(&job, check->subject);

    if (fault == FAULT_BUSY)
        log_info(&job, "not ready", TEXT("why", job.why));
    else
        job_log_fault(&job, fault);
    return fault == FAULT_NONE;
}

enum fault health_ready(struct job *job, const struct http_request *request,
                        struct http_answer *answer)
{
    const struct endpoints *endpoints = request->subject;
    struct text text = text_in(&job->arena, READY_BYTES_MOST);
    const char *told;

    answer->status = 200;
    for (size_t i = 0; i < endpoints->checks_count; i++) {
        const struct http_check *check = &endpoints->checks[i];
        const bool ready = ask(check, job->deadline_ms);
        if (!ready)
            answer->status = 503;
        text_addf(&text, "%s %s\n", check->name, ready ? "ready" : "not ready");
    }
    if (endpoints->serves)
        text_addf(&text, "serves %s\n", endpoints->serves);
    if (!text_done(&text, &told))
        return fail(job, FAULT_BUG, "too many checks");
    answer->type = "text/plain; charset=utf-8";
    answer->body = bytes_of(told);
    return FAULT_NONE;
}

enum fault metrics_endpoint(struct job *job, const struct http_request *request,
                            struct http_answer *answer)
{
    const struct endpoints *endpoints = request->subject;
    struct text text = text_in(&job->arena, METRIC_TEXT_MOST);
    const char *table;

    if (endpoints->measure)
        endpoints->measure(endpoints->measure_subject);
    metric_write(&text);
    if (!text_done(&text, &table))
        return fail(job, FAULT_BUG, "the table of metrics is too long");
    answer->type = "text/plain; version=0.0.4; charset=utf-8";
    answer->body = bytes_of(table);
    return FAULT_NONE;
}
