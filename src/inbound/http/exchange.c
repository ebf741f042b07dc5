#include "inbound/http/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/log.h"

enum { BODY_FIRST_BYTES = 4096 };

static void answer_now(const struct http_request *request, const struct http_answer *answer)
{
    server_answer(request->exchange, answer);
}

static void carry_task(struct task *task)
{
    struct exchange *exchange = (struct exchange *)task; /* its first member */

    exchange_carry(exchange);
    exchange_release(exchange);
}

struct exchange *exchange_new(struct server *server, void *connection, const char *target)
{
    struct exchange *exchange = calloc(1, sizeof(*exchange));

    if (!exchange)
        return NULL;
    exchange->task.carry = carry_task;
    exchange->server = server;
    exchange->connection = connection;
    exchange->began_ms = monotonic_ms();
    exchange->job.name = "request";
    exchange->target = arena_copy(&exchange->job.arena, target);
    exchange->request.exchange = exchange;
    exchange->request.answer_now = answer_now;
    atomic_init(&exchange->holders, 1);
    memcpy(exchange->reference, job_reference(&exchange->job), sizeof(exchange->reference));
    return exchange;
}

void exchange_release(struct exchange *exchange)
{
    if (atomic_fetch_sub(&exchange->holders, 1) > 1)
        return;
    job_end(&exchange->job);
    free(exchange);
}

bool exchange_claim(struct exchange *exchange)
{
    return !atomic_exchange(&exchange->claimed, true);
}

static const char *copy(struct arena *arena, struct bytes bytes)
{
    char *text = arena_take(arena, bytes.length + 1);

    if (bytes.length > 0)
        memcpy(text, bytes.at, bytes.length);
    return text;
}

void exchange_set_header(struct exchange *exchange, const char *method,
                         const struct guard_field *fields, size_t count)
{
    struct arena *arena = &exchange->job.arena;
    struct http_request *request = &exchange->request;
    struct http_field *copies = arena_take_many(arena, count, sizeof(copies[0]));
    const char *query = strchr(exchange->target, '?');
    const size_t length = query ? (size_t)(query - exchange->target) : strlen(exchange->target);

    for (size_t i = 0; i < count; i++)
        copies[i] = (struct http_field){ copy(arena, fields[i].name),
                                         copy(arena, fields[i].value) };
    request->fields = copies;
    request->fields_count = count;
    request->method = strcmp(method, "HEAD") == 0 ? "GET" : arena_copy(arena, method);
    request->path = copy(arena, (struct bytes){ (const unsigned char *)exchange->target, length });
    request->query = query ? query + 1 : "";
    request->received_at = instant_now();
}

/* Room is taken for what came, not for what was announced. */
static void grow_body(struct exchange *exchange, size_t length)
{
    size_t room = exchange->body_room ? exchange->body_room : BODY_FIRST_BYTES;

    while (room < length)
        room *= 2;
    if (room == exchange->body_room)
        return;
    unsigned char *larger = arena_take(&exchange->job.arena, room);
    if (exchange->body_length > 0)
        memcpy(larger, exchange->body, exchange->body_length);
    exchange->body = larger;
    exchange->body_room = room;
}

void exchange_take(struct exchange *exchange, const void *piece, size_t length)
{
    /* What is too much is read and forgotten, so that the answer finds somebody who listens;
     * how long that may go on is the watch's. */
    if (length > exchange->match.route->body_most - exchange->body_length)
        exchange->body_too_large = true;
    if (exchange->body_too_large || length == 0)
        return;
    grow_body(exchange, exchange->body_length + length);
    memcpy(exchange->body + exchange->body_length, piece, length);
    exchange->body_length += length;
}

void exchange_ready(struct exchange *exchange)
{
    const struct route *route = exchange->match.route;
    struct http_request *request = &exchange->request;

    exchange->job.name = route->path;
    exchange->job.deadline_ms = monotonic_ms() + route->answer_ms;
    request->values = exchange->match.values;
    request->values_count = exchange->match.values_count;
    request->body = (struct bytes){ exchange->body, exchange->body_length };
}

void exchange_carry(struct exchange *exchange)
{
    const struct route *route = exchange->match.route;
    struct job *job = &exchange->job;
    struct http_answer answer = { 0 };
    enum fault fault = FAULT_NONE;

    /* Nobody waits any more for what would only have been looked up. */
    if (atomic_load(&exchange->claimed) && strcmp(route->method, "GET") == 0)
        return;
    if (!route->guard || route->guard(job, &exchange->request, &answer))
        fault = route->handler(job, &exchange->request, &answer);
    job_log_fault(job, fault);
    if (fault)
        http_problem(job, &answer, fault_web(fault), fault_text(fault));
    server_answer(exchange, &answer);
}

/* An answer of the server itself.  Its own job: the exchange's may be a worker's now. */
void exchange_refuse(struct exchange *exchange, int status, const char *why, const char *field,
                     const char *value)
{
    AUTO(job_end) struct job job = { .name = "problem" };
    struct http_answer answer = { 0 };

    memcpy(job.reference, exchange->reference, sizeof(job.reference));
    http_problem(&job, &answer, status, why);
    if (field)
        http_add_field(&answer, field, value);
    if (status < 500)
        log_info(&job, "request refused", NUMBER("status", status), TEXT("why", why));
    server_answer(exchange, &answer);
}
