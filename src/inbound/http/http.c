#include "inbound/http/http.h"

#include <signal.h>
#include <stdlib.h>

#include "base/job.h"
#include "inbound/http/endpoints.h"
#include "inbound/http/listener.h"
#include "inbound/http/routes.h"
#include "inbound/http/server.h"

enum { STALE_S = 300 };

struct http {
    struct endpoints endpoints;
    struct server *public;
    struct server *internal;
};

/* Whoever leaves while we write to them is no reason to end. */
static void ignore_broken_pipes(void)
{
    const struct sigaction ignore = { .sa_handler = SIG_IGN };

    if (sigaction(SIGPIPE, &ignore, NULL) != 0)
        abort();
}

static enum fault open_public(struct job *job, const struct http_plan *plan, struct http *http)
{
    struct server_plan outside = {
        .host = plan->host,
        .port = plan->port,
        .routes = routes_public,
        .routes_count = routes_public_count,
        .workers = plan->workers,
        .subject = &http->endpoints,
        .limits = server_limits_usual,
    };

    if (!plan->host)
        return FAULT_NONE;
    /* On loopback every connection comes from the proxy. */
    if (listener_is_loopback(plan->host))
        outside.limits.per_address = 0;
    return server_open(job, &outside, &http->public);
}

static enum fault open_internal(struct job *job, const struct http_plan *plan, struct http *http)
{
    struct server_plan inside = {
        .host = "127.0.0.1",
        .port = plan->internal_port,
        .routes = routes_internal,
        .routes_count = routes_internal_count,
        .workers = plan->workers,
        .subject = &http->endpoints,
        .limits = server_limits_usual,
    };

    inside.limits.connections = 64;
    return server_open(job, &inside, &http->internal);
}

static enum fault read_key(struct job *job, const struct http_plan *plan,
                           struct endpoints *endpoints)
{
    if (!plan->interactions || public_key_read(plan->discord_public_key, &endpoints->discord_key))
        return FAULT_NONE;
    return fail(job, FAULT_INPUT, "Discord's public key is not 64 hexadecimal digits");
}

enum fault http_open(struct job *job, const struct http_plan *plan, struct http **out)
{
    struct http *http = calloc(1, sizeof(*http));
    enum fault fault;

    if (!http)
        return fail(job, FAULT_BUSY, "no memory for the HTTP server");
    http->endpoints = (struct endpoints){
        .interactions = plan->interactions,
        .stale_s = plan->stale_s ? plan->stale_s : STALE_S,
        .checks = plan->checks,
        .checks_count = plan->checks_count,
        .serves = plan->serves,
        .measure = plan->measure,
        .measure_subject = plan->measure_subject,
    };
    ignore_broken_pipes();
    listener_raise_files();
    fault = read_key(job, plan, &http->endpoints);
    if (!fault)
        fault = open_public(job, plan, http);
    if (!fault)
        fault = open_internal(job, plan, http);
    if (fault) {
        http_close(http);
        return fault;
    }
    *out = http;
    return FAULT_NONE;
}

uint16_t http_port(const struct http *http)
{
    return http->public ? server_port(http->public) : 0;
}

uint16_t http_internal_port(const struct http *http)
{
    return server_port(http->internal);
}

void http_quiesce(struct http *http)
{
    if (http->public)
        server_quiesce(http->public);
    server_quiesce(http->internal);
}

void http_settle(struct http *http)
{
    http_quiesce(http);
    if (http->public)
        server_settle(http->public);
    server_settle(http->internal);
}

void http_close(struct http *http)
{
    if (!http)
        return;
    server_close(http->public);
    server_close(http->internal);
    free(http);
}
