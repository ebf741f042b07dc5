#include "outbound/client.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/secret.h"
#include "base/text.h"

enum {
    CONNECT_MS = 5 * 1000,
    WHOLE_MS = 30 * 1000,
    POLL_MS = 1000, /* a wake-up ends it earlier */
    IDLE_CONNECTIONS_MOST = 16,
    FIELD_BYTES_MOST = 8 * 1024,
};

/* One request and its answer.  On the stack of the worker that waits for it, which touches it
 * (and its job's arena) only before it is handed over and after it is done. */
struct exchange {
    struct exchange *next; /* in client.pending */
    struct job *job;
    const struct client_request *request;
    struct client_response *response;
    CURL *easy;
    struct curl_slist *fields;
    struct text body;
    size_t sent; /* bytes of the request's body that libcurl took */
    size_t header_bytes;
    bool header_whole; /* its last, empty line came */
    bool too_large;
    CURLcode code;
    bool done; /* guarded by client.lock; so is the next */
    pthread_cond_t *finished;
};

struct client {
    char *agent;
    int64_t connect_ms, whole_ms;
    CURLM *multi; /* the thread's own */
    pthread_t thread;

    pthread_mutex_t lock; /* guards everything below */
    struct exchange *pending;
    bool closing;
};

static void init_curl(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
}

static const char *between(struct arena *arena, const char *begin, const char *end)
{
    while (begin < end && (*begin == ' ' || *begin == '\t'))
        begin++;
    while (end > begin && strchr(" \t\r\n", end[-1]))
        end--;
    return arena_print(arena, "%.*s", (int)(end - begin), begin);
}

/* One field line of the answer: "name: value\r\n". */
static void keep_field(struct exchange *exchange, const char *line, size_t length)
{
    struct client_response *response = exchange->response;
    struct arena *arena = &exchange->job->arena;
    const char *colon = memchr(line, ':', length);

    if (!colon || response->fields_count == CLIENT_ANSWER_FIELDS_MOST)
        return;
    char *name = arena_print(arena, "%.*s", (int)(colon - line), line);
    for (char *at = name; *at; at++)
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    response->fields[response->fields_count++] =
        (struct client_field){ name, between(arena, colon + 1, line + length) };
}

static size_t on_field(char *line, size_t size, size_t count, void *subject)
{
    struct exchange *exchange = subject;
    const size_t length = size * count;

    exchange->header_bytes += length;
    if (exchange->header_bytes > CLIENT_ANSWER_HEADER_MOST || length > FIELD_BYTES_MOST) {
        exchange->too_large = true;
        return 0;
    }
    /* A new status line: what an interim answer (100, 103) said does not count. */
    if (length > 5 && strncmp(line, "HTTP/", 5) == 0)
        exchange->response->fields_count = 0;
    exchange->header_whole = length > 0 && strchr("\r\n", line[0]) != NULL;
    keep_field(exchange, line, length);
    return length;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *subject)
{
    struct exchange *exchange = subject;
    const size_t length = size * count;

    text_add_bytes(&exchange->body, bytes, length);
    exchange->too_large = exchange->body.outgrown;
    return exchange->too_large ? 0 : length;
}

/* What is still to be sent of the request's body. */
static size_t on_send(char *bytes, size_t size, size_t count, void *subject)
{
    struct exchange *exchange = subject;
    const struct bytes body = exchange->request->body;
    const size_t left = body.length - exchange->sent, room = size * count;
    const size_t length = left < room ? left : room;

    if (length > 0)
        memcpy(bytes, body.at + exchange->sent, length);
    exchange->sent += length;
    return length;
}

/* When a kept connection proves dead, libcurl sends the request once more by itself, whether or
 * not the other side has acted on the first.  To do so it must go back in the body, and this
 * is where it is told no: then the exchange ends as CLIENT_CUT, and the caller decides. */
static int on_going_back(void *subject, curl_off_t offset, int origin)
{
    (void)subject;
    (void)offset;
    (void)origin;
    return CURL_SEEKFUNC_FAIL;
}

static void wipe_fields(struct curl_slist *fields)
{
    for (struct curl_slist *field = fields; field; field = field->next)
        explicit_bzero(field->data, strlen(field->data));
    curl_slist_free_all(fields);
}

static bool add_field(struct exchange *exchange, const char *line)
{
    struct curl_slist *longer = curl_slist_append(exchange->fields, line);

    if (longer)
        exchange->fields = longer;
    return longer != NULL;
}

/* The token goes through a buffer of our own that is wiped, not through the arena. */
static bool add_authorization(struct exchange *exchange)
{
    const struct client_request *request = exchange->request;
    char line[FIELD_BYTES_MOST];
    const int length = snprintf(line, sizeof(line), "Authorization: %s %s", request->scheme,
                                secret_reveal(request->secret));
    const bool added = length > 0 && (size_t)length < sizeof(line) && add_field(exchange, line);

    explicit_bzero(line, sizeof(line));
    return added;
}

static bool add_fields(struct exchange *exchange)
{
    const struct client_request *request = exchange->request;
    struct arena *arena = &exchange->job->arena;
    /* No "Expect: 100-continue": it costs a round trip and nobody wants it. */
    bool added = add_field(exchange, "Expect:");

    if (request->type)
        added = added && add_field(exchange, arena_print(arena, "Content-Type: %s", request->type));
    for (size_t i = 0; i < request->fields_count; i++)
        added = added && add_field(exchange, arena_print(arena, "%s: %s", request->fields[i].name,
                                                         request->fields[i].value));
    return added && (!request->scheme || add_authorization(exchange));
}

static int64_t limit_ms(const struct client *client, const struct job *job)
{
    const int64_t left = job_left_ms(job);

    return left < client->whole_ms ? left : client->whole_ms;
}

/* Options that cannot fail but for want of memory, which their sum shows. */
static bool set_limits(const struct client *client, const struct exchange *exchange)
{
    CURL *easy = exchange->easy;
    CURLcode bad = CURLE_OK;

    bad |= curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    bad |= curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    bad |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    bad |= curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)client->connect_ms);
    bad |= curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)limit_ms(client, exchange->job));
    bad |= curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    bad |= curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    bad |= curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    bad |= curl_easy_setopt(easy, CURLOPT_USERAGENT, client->agent);
    return bad == CURLE_OK;
}

static bool set_request(struct exchange *exchange)
{
    const struct client_request *request = exchange->request;
    CURL *easy = exchange->easy;
    CURLcode bad = CURLE_OK;

    bad |= curl_easy_setopt(easy, CURLOPT_URL, request->url);
    if (strcmp(request->method, "GET") != 0) {
        bad |= curl_easy_setopt(easy, CURLOPT_POST, 1L);
        bad |= curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                (curl_off_t)request->body.length);
        bad |= curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_send);
        bad |= curl_easy_setopt(easy, CURLOPT_READDATA, exchange);
        bad |= curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_going_back);
        bad |= curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    }
    bad |= curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->fields);
    bad |= curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_field);
    bad |= curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
    bad |= curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    bad |= curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
    bad |= curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange);
    return bad == CURLE_OK;
}

static void finish(struct client *client, struct exchange *exchange, CURLcode code)
{
    pthread_mutex_lock(&client->lock);
    exchange->code = code;
    exchange->done = true;
    pthread_cond_signal(exchange->finished);
    pthread_mutex_unlock(&client->lock);
}

static struct exchange *take_pending(struct client *client, bool *closing)
{
    pthread_mutex_lock(&client->lock);
    struct exchange *pending = client->pending;
    client->pending = NULL;
    *closing = client->closing;
    pthread_mutex_unlock(&client->lock);
    return pending;
}

static void begin_pending(struct client *client, struct exchange *pending)
{
    while (pending) {
        struct exchange *exchange = pending;
        pending = exchange->next; /* before finish(): then it is gone */
        if (curl_multi_add_handle(client->multi, exchange->easy) != CURLM_OK)
            finish(client, exchange, CURLE_FAILED_INIT);
    }
}

static void finish_done(struct client *client)
{
    const CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(client->multi, &left)) != NULL) {
        struct exchange *exchange = NULL;
        const CURLcode code = message->data.result;
        CURL *easy = message->easy_handle;
        if (message->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &exchange);
        assert(exchange);
        (void)curl_multi_remove_handle(client->multi, easy);
        finish(client, exchange, code);
    }
}

static void *client_main(void *subject)
{
    struct client *client = subject;
    int running = 0;
    bool closing = false;

    pthread_setname_np(pthread_self(), "client");
    while (!closing || running > 0) {
        struct exchange *pending = take_pending(client, &closing);
        begin_pending(client, pending);
        (void)curl_multi_perform(client->multi, &running);
        finish_done(client);
        if (!closing || running > 0)
            (void)curl_multi_poll(client->multi, NULL, 0, POLL_MS, NULL);
    }
    return NULL;
}

static int64_t or_standard(int64_t value, int64_t standard)
{
    return value ? value : standard;
}

enum fault client_open(struct job *job, const struct client_plan *plan, struct client **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct client *client = calloc(1, sizeof(*client));

    (void)pthread_once(&once, init_curl);
    if (!client)
        return fail(job, FAULT_BUG, "no memory for an HTTP client");
    client->agent = strdup(plan->agent);
    client->connect_ms = or_standard(plan->connect_ms, CONNECT_MS);
    client->whole_ms = or_standard(plan->whole_ms, WHOLE_MS);
    client->multi = curl_multi_init();
    pthread_mutex_init(&client->lock, NULL);
    if (!client->agent || !client->multi ||
        pthread_create(&client->thread, NULL, client_main, client) != 0) {
        (void)curl_multi_cleanup(client->multi);
        pthread_mutex_destroy(&client->lock);
        free(client->agent);
        free(client);
        return fail(job, FAULT_BUG, "libcurl or a thread for it cannot be had");
    }
    (void)curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)IDLE_CONNECTIONS_MOST);
    *out = client;
    return FAULT_NONE;
}

void client_close(struct client *client)
{
    pthread_mutex_lock(&client->lock);
    client->closing = true;
    pthread_mutex_unlock(&client->lock);
    (void)curl_multi_wakeup(client->multi);
    pthread_join(client->thread, NULL);
    (void)curl_multi_cleanup(client->multi);
    pthread_mutex_destroy(&client->lock);
    free(client->agent);
    free(client);
}

/* Hands the exchange to the thread and waits.  It always ends: libcurl keeps its time limit. */
static void carry(struct client *client, struct exchange *exchange)
{
    pthread_cond_t finished = PTHREAD_COND_INITIALIZER;

    exchange->finished = &finished;
    pthread_mutex_lock(&client->lock);
    assert(!client->closing);
    exchange->next = client->pending;
    client->pending = exchange;
    (void)curl_multi_wakeup(client->multi);
    while (!exchange->done)
        pthread_cond_wait(&finished, &client->lock);
    pthread_mutex_unlock(&client->lock);
    pthread_cond_destroy(&finished);
}

static enum client_end end_of(struct exchange *exchange)
{
    struct client_response *response = exchange->response;
    long status = 0, sent_bytes = 0;
    const char *body;

    (void)curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(exchange->easy, CURLINFO_REQUEST_SIZE, &sent_bytes);
    response->status = (int)status;
    if (exchange->code == CURLE_OK && exchange->header_whole && text_done(&exchange->body, &body)) {
        response->why = NULL;
        response->body = (struct bytes){ (const unsigned char *)body, exchange->body.length };
        return CLIENT_ANSWERED;
    }
    response->why = exchange->code == CURLE_OK ? "the answer broke off in its header"
                                               : curl_easy_strerror(exchange->code);
    if (exchange->too_large) {
        response->why = "the answer is too large";
        return CLIENT_TOO_LARGE;
    }
    if (sent_bytes == 0)
        return CLIENT_NOT_SENT;
    return exchange->code == CURLE_OPERATION_TIMEDOUT ? CLIENT_LATE : CLIENT_CUT;
}

enum client_end client_exchange(struct job *job, struct client *client,
                                const struct client_request *request,
                                struct client_response *response)
{
    struct exchange exchange = {
        .job = job,
        .request = request,
        .response = response,
        .easy = curl_easy_init(),
        .body = text_in(&job->arena, request->answer_most),
    };
    enum client_end end = CLIENT_NOT_SENT;

    *response = (struct client_response){ .why = "no memory for the request" };
    if (job_late(job)) {
        response->why = "there is no time left";
    } else if (exchange.easy && add_fields(&exchange) && set_limits(client, &exchange) &&
               set_request(&exchange)) {
        carry(client, &exchange);
        end = end_of(&exchange);
    }
    curl_easy_cleanup(exchange.easy);
    wipe_fields(exchange.fields);
    return end;
}

const char *client_field(const struct client_response *response, const char *name)
{
    for (size_t i = 0; i < response->fields_count; i++)
        if (strcmp(response->fields[i].name, name) == 0)
            return response->fields[i].value;
    return NULL;
}
