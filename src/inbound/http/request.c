#include "inbound/http/request.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/json_writer.h"

enum { PROBLEM_BYTES_MOST = 2048 };

static const char *find(const struct http_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(fields[i].name, name) == 0)
            return fields[i].value;
    return NULL;
}

const char *http_field(const struct http_request *request, const char *name)
{
    return find(request->fields, request->fields_count, name);
}

const char *http_value(const struct http_request *request, const char *name)
{
    return find(request->values, request->values_count, name);
}

void http_add_field(struct http_answer *answer, const char *name, const char *value)
{
    assert(answer->fields_count < HTTP_ANSWER_FIELDS_MOST);
    answer->fields[answer->fields_count++] = (struct http_field){ name, value };
}

static const char *title(int status)
{
    static const struct {
        int status;
        const char *title;
    } titles[] = {
#define STATUS(status, title) { status, title },
#include "inbound/http/statuses.def"
    };

    for (size_t i = 0; i < LENGTH(titles); i++)
        if (titles[i].status == status)
            return titles[i].title;
    return "Error";
}

void http_problem(struct job *job, struct http_answer *answer, int status, const char *detail)
{
    struct text text = text_in(&job->arena, PROBLEM_BYTES_MOST);
    struct json_writer json = json_writer_on(&text);

    json_write_object(&json, NULL);
    json_write_text(&json, "title", title(status));
    json_write_whole(&json, "status", status);
    json_write_text(&json, "detail", detail);
    json_write_text(&json, "reference", job_reference(job));
    json_write_end(&json);
    answer->status = status;
    answer->type = "application/problem+json";
    if (!json_writer_done(&json, &answer->body))
        answer->body = bytes_of("{}");
}

void http_answer_now(const struct http_request *request, const struct http_answer *answer)
{
    request->answer_now(request, answer);
}
