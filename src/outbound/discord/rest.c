/* The way of one request to Discord's REST API:
 *
 *     ask rate ──wait──▶ send ──┬─ 2xx ───────────────▶ done
 *        ▲                      ├─ 429 ── told when ──▶ again
 *        └──────── pause ◀──────┼─ 5xx, connection lost ▶ again, if it may be repeated
 *                               └─ 4xx ───────────────▶ fault
 *
 * until it is done, ATTEMPTS_MOST are used up, or the job's deadline would pass. */
#include "outbound/discord/rest.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/number.h"
#include "base/random.h"
#include "base/secret.h"
#include "outbound/client.h"
#include "outbound/discord/rate.h"
#include "wire/discord/rest_error.h"
#include "wire/scan.h"

enum {
    ATTEMPTS_MOST = 5,
    WAIT_MOST_MS = 60 *
                   1000,    /* for a limit, also without a deadline: a worker is no waiting room */
    REFUSED_MS = 60 * 1000, /* how long a token that was refused is not shown again */
    PAUSE_MS = 100,         /* doubled each time, and as much again by chance */
    ANSWER_BYTES_MOST = 4 * 1024 * 1024,
    AGENT_BYTES = 128,
    MS_IN_S = 1000,
    NS_IN_MS = 1000000,
    ALREADY_ACKNOWLEDGED = 40060, /* Discord's error codes */
    UNKNOWN_WEBHOOK = 10015,
};

enum repeat { SAFE, ONCE };

static const struct {
    const char *method;
    enum repeat repeat;
} routes[REST_ROUTES] = {
#define ROUTE(name, method, repeat, global) [REST_##name] = { method, repeat },
#include "outbound/discord/routes.def"
};

enum answer_class { CLASS_2XX, CLASS_4XX, CLASS_429, CLASS_5XX, CLASS_NONE, CLASS_COUNT };
static const char *const class_names[CLASS_COUNT] = { "2xx", "4xx", "429", "5xx", "none" };

static struct metric answers = {
    .kind = METRIC_COUNTER,
    .name = "discord_rest_answers_total",
    .help = "Answers of Discord's REST API.",
    .label = "class",
    .values = class_names,
    .values_count = CLASS_COUNT,
};
static struct metric duration = {
    .kind = METRIC_DURATION,
    .name = "discord_rest_seconds",
    .help = "Exchanges with Discord's REST API, without waiting for limits.",
};

struct rest {
    struct client *client;
    const char *api_base;
    struct secret token;
    atomic_bool refused; /* Discord said 401; told the operator once */
    _Atomic int64_t refused_until_ms;

    pthread_mutex_t lock; /* guards rate */
    struct rate rate;
};

enum fault rest_open(struct job *job, const struct rest_plan *plan, struct rest **out)
{
    char agent[AGENT_BYTES];
    const struct client_plan client_plan = { .agent = agent };
    struct rest *rest = calloc(1, sizeof(*rest));
    enum fault fault;

    if (!rest)
        return fail(job, FAULT_BUG, "no memory for Discord's API");
    /* https://discord.com/developers/docs/reference#user-agent */
    (void)snprintf(agent, sizeof(agent), "DiscordBot (https://ontheclock.example, %s)",
                   plan->version);
    fault = client_open(job, &client_plan, &rest->client);
    if (fault) {
        free(rest);
        return fault;
    }
    rest->api_base = strdup(plan->api_base);
    assert(rest->api_base);
    rest->token = secret_new(plan->token && secret_is_set(plan->token) ? secret_reveal(plan->token)
                                                                       : NULL);
    pthread_mutex_init(&rest->lock, NULL);
    rate_begin(&rest->rate, plan->global_per_s);
    metric_enlist(&answers);
    metric_enlist(&duration);
    *out = rest;
    return FAULT_NONE;
}

void rest_close(struct rest *rest)
{
    client_close(rest->client);
    secret_free(&rest->token);
    pthread_mutex_destroy(&rest->lock);
    free((void *)(uintptr_t)rest->api_base);
    free(rest);
}

static enum fault pause_for(struct job *job, int64_t ms, const char *why)
{
    struct timespec left = { ms / MS_IN_S, ms % MS_IN_S * NS_IN_MS };

    if (ms >= job_left_ms(job) || ms > WAIT_MOST_MS)
        return fail(job, FAULT_BUSY, "discord: %s would take too long", why);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
    return FAULT_NONE;
}

/* Waits until the limits let the request pass; then it is counted. */
static enum fault wait_turn(struct job *job, struct rest *rest, const struct rest_call *call)
{
    for (;;) {
        pthread_mutex_lock(&rest->lock);
        const int64_t wait_ms = rate_ask(&rest->rate, call->route, call->major, monotonic_ms());
        pthread_mutex_unlock(&rest->lock);
        if (wait_ms == 0)
            return FAULT_NONE;
        const enum fault fault = pause_for(job, wait_ms, "a rate limit");
        if (fault)
            return fault;
    }
}

static int64_t whole_field(const struct client_response *response, const char *name)
{
    const char *text = client_field(response, name);
    int64_t number = 0;

    return text && number_read(text, &number) ? number : 0;
}

/* "1.5" in ms, rounded up; Discord writes seconds with a fraction. */
static int64_t seconds_field_ms(const struct client_response *response, const char *name)
{
    const char *text = client_field(response, name);
    double seconds = 0;

    if (!text || !scan_number(bytes_of(text), &seconds) || !(seconds > 0) ||
        seconds > REST_ERROR_WAIT_MOST_S)
        return 0;
    return (int64_t)(seconds * MS_IN_S) + 1;
}

static void learn(struct rest *rest, const struct rest_call *call,
                  const struct client_response *response, const struct rest_error *error)
{
    const char *scope = client_field(response, "x-ratelimit-scope");
    const bool shared = scope && strcmp(scope, "shared") == 0;
    const bool global = error->global || client_field(response, "x-ratelimit-global");
    const struct rate_news news = {
        .name = client_field(response, "x-ratelimit-bucket"),
        .limit = whole_field(response, "x-ratelimit-limit"),
        .left = whole_field(response, "x-ratelimit-remaining"),
        .reset_after_ms = seconds_field_ms(response, "x-ratelimit-reset-after"),
    };
    const int64_t now_ms = monotonic_ms();
    const int status = response->status;

    pthread_mutex_lock(&rest->lock);
    rate_told(&rest->rate, call->route, call->major, &news, now_ms);
    if (status == 429)
        rate_refused(&rest->rate, call->route, call->major, global, error->retry_after_ms, now_ms);
    if (status == 401 || status == 403 || (status == 429 && !shared))
        rate_invalid(&rest->rate, now_ms);
    pthread_mutex_unlock(&rest->lock);
}

/* A 429 of a proxy in between has no JSON but a Retry-After. */
static void read_error(struct job *job, const struct client_response *response,
                       struct rest_error *error)
{
    (void)rest_error_read(&job->arena, response->body, error);
    if (error->retry_after_ms >= 0)
        return;
    const int64_t told_ms = seconds_field_ms(response, "retry-after");
    error->retry_after_ms = told_ms > 0 ? told_ms : MS_IN_S;
}

static enum answer_class class_of(enum client_end end, int status)
{
    if (end != CLIENT_ANSWERED)
        return CLASS_NONE;
    if (status < 400)
        return CLASS_2XX;
    if (status == 429)
        return CLASS_429;
    return status < 500 ? CLASS_4XX : CLASS_5XX;
}

static enum client_end send_once(struct job *job, struct rest *rest, const struct rest_call *call,
                                 struct client_response *response)
{
    const struct client_request request = {
        .method = routes[call->route].method,
        .url = arena_print(&job->arena, "%s%s", rest->api_base, call->path),
        .scheme = call->with_token ? "Bot" : NULL,
        .secret = &rest->token,
        .body = call->body,
        .type = call->type,
        .answer_most = ANSWER_BYTES_MOST,
    };
    const int64_t began_ms = monotonic_ms();
    const enum client_end end = client_exchange(job, rest->client, &request, response);

    metric_observe(&duration, monotonic_ms() - began_ms);
    metric_add(&answers, class_of(end, response->status), 1);
    return end;
}

static enum fault fault_of(struct job *job, struct rest *rest, const struct rest_call *call,
                           int status, const struct rest_error *error)
{
    enum fault fault = FAULT_REMOTE;

    if (status == 400)
        fault = FAULT_INPUT;
    if (status == 403)
        fault = FAULT_DENIED;
    if (status == 404)
        fault = FAULT_MISSING;
    if (status == 401 && call->with_token)
        atomic_store(&rest->refused_until_ms, monotonic_ms() + REFUSED_MS);
    if (status == 401 && call->with_token && !atomic_exchange(&rest->refused, true))
        log_error(job, "Discord refuses our token",
                  TEXT("do", "set DISCORD_TOKEN to the token on the application's page"));
    return fail(job, fault, "discord: %s %s: %d, code %lld: %s %s", routes[call->route].method,
                call->name, status, (long long)error->code, error->message, error->detail);
}

/* One attempt, and what became of it. */
struct attempt {
    int number; /* from 0 */
    enum client_end end;
    const struct client_response *response;
    int64_t wait_ms;  /* before the next */
    enum fault fault; /* STEP_OVER */
};

enum step { STEP_DONE, STEP_AGAIN, STEP_OVER };

/* The answer to an interaction that came by HTTP travels back on that connection, and what
 * follows it may overtake it: Discord knows no webhook until the answer has arrived. */
static bool is_too_early(const struct rest_call *call, const struct attempt *attempt, int64_t code)
{
    const bool follows = call->route == REST_ORIGINAL_EDIT || call->route == REST_FOLLOWUP;

    return follows && code == UNKNOWN_WEBHOOK && attempt->number + 1 < ATTEMPTS_MOST;
}

static enum step judge_answer(struct job *job, struct rest *rest, const struct rest_call *call,
                              struct attempt *attempt)
{
    struct rest_error error = { .message = "", .detail = "", .retry_after_ms = -1 };
    const int status = attempt->response->status;

    if (status >= 400)
        read_error(job, attempt->response, &error);
    learn(rest, call, attempt->response, &error);
    if (status >= 200 && status < 300)
        return STEP_DONE;
    /* Our first try arrived although its answer did not. */
    if (call->route == REST_ANSWER && attempt->number > 0 && error.code == ALREADY_ACKNOWLEDGED)
        return STEP_DONE;
    if (is_too_early(call, attempt, error.code))
        return STEP_AGAIN;
    if (status == 429)
        attempt->wait_ms = error.retry_after_ms;
    if (status == 429 || (status >= 500 && routes[call->route].repeat == SAFE)) {
        log_warn(job, "Discord asks us to wait", TEXT("route", call->name),
                 NUMBER("status", status), NUMBER("wait_ms", attempt->wait_ms));
        return STEP_AGAIN;
    }
    attempt->fault = fault_of(job, rest, call, status, &error);
    return STEP_OVER;
}

static enum step judge(struct job *job, struct rest *rest, const struct rest_call *call,
                       struct attempt *attempt)
{
    const bool safe = attempt->end == CLIENT_NOT_SENT || routes[call->route].repeat == SAFE;
    const bool lost = attempt->end == CLIENT_NOT_SENT || attempt->end == CLIENT_CUT;
    const bool late = attempt->end == CLIENT_LATE || job_late(job);

    if (attempt->end == CLIENT_ANSWERED)
        return judge_answer(job, rest, call, attempt);
    if (safe && lost && !late) {
        log_warn(job, "connection to Discord lost", TEXT("route", call->name),
                 TEXT("why", attempt->response->why));
        return STEP_AGAIN;
    }
    attempt->fault = fail(job, late ? FAULT_LATE : FAULT_REMOTE, "discord: %s: %s", call->name,
                          attempt->response->why);
    return STEP_OVER;
}

static int64_t growing_pause_ms(int attempt)
{
    const uint32_t least_ms = (uint32_t)PAUSE_MS << (unsigned)attempt;

    return (int64_t)least_ms + random_below(least_ms);
}

enum fault rest_call(struct job *job, struct rest *rest, const struct rest_call *call,
                     struct client_response *response)
{
    /* Discord wants a refused token not to be sent on; each such request counts against us. */
    if (call->with_token && monotonic_ms() < atomic_load(&rest->refused_until_ms))
        return fail(job, FAULT_REMOTE, "discord: %s: our token was refused", call->name);
    for (int number = 0; number < ATTEMPTS_MOST; number++) {
        struct attempt attempt = { .number = number,
                                   .response = response,
                                   .wait_ms = growing_pause_ms(number) };
        enum fault fault = wait_turn(job, rest, call);
        if (fault)
            return fault;
        attempt.end = send_once(job, rest, call, response);
        const enum step step = judge(job, rest, call, &attempt);
        if (step == STEP_DONE)
            return FAULT_NONE;
        if (step == STEP_OVER)
            return attempt.fault;
        fault = pause_for(job, attempt.wait_ms, "trying again");
        if (fault)
            return fault;
    }
    return fail(job, FAULT_REMOTE, "discord: %s: no answer after %d attempts", call->name,
                ATTEMPTS_MOST);
}
