#include "inbound/http/server.h"

#include <assert.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/log.h"
#include "inbound/http/exchange.h"
#include "inbound/http/guard.h"
#include "inbound/http/lines.h"
#include "inbound/http/listener.h"
#include "inbound/http/tally.h"
#include "inbound/http/traffic.h"
#include "inbound/http/watch.h"

enum {
    GRACE_MS = 1000, /* when it stops: for what is not yet whole */
    LATE_MS = 300,   /* what a worker gets beyond its deadline, to say itself that it is late */
    LIBRARY_IS_LENIENT = MHD_VERSION < 0x00097600 /* see lines.h */
};

const struct server_limits server_limits_usual = {
    .connections = 16384,
    .per_address = 256,
    .header_bytes = 16384,
    .header_ms = 15000,
    .idle_ms = 75000,
    .body_ms = 20000,
    .send_ms = 120000,
};

struct server {
    struct server_plan plan;
    struct MHD_Daemon *daemon;
    struct watch *watch;
    int fd; /* listens; -1 once quiesced */
    uint16_t port;
    atomic_bool quiet; /* quiesced */

    struct tally tally;
    bool refusing; /* nothing goes to the workers any more; under the tally's lock */
};

struct first_line {
    const char *method;
    const char *url; /* without the query */
    const char *version;
};

/* A connection, as long as it is open. */
struct link {
    struct watched watched;
    int fd;
};

/* ---- answers ---- */

static void add_field(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_error(NULL, "answer field refused", TEXT("field", name));
}

static struct MHD_Response *response_of(const struct exchange *exchange,
                                        const struct http_answer *answer)
{
    void *const bytes = (void *)(uintptr_t)answer->body.at; /* is copied, not written to */
    struct MHD_Response *response = MHD_create_response_from_buffer(answer->body.length, bytes,
                                                                    MHD_RESPMEM_MUST_COPY);

    if (!response)
        abort(); /* no memory, as in the arena */
    if (answer->type)
        add_field(response, "Content-Type", answer->type);
    add_field(response, "Cache-Control", answer->caching ? answer->caching : "no-store");
    add_field(response, "X-Content-Type-Options", "nosniff");
    add_field(response, "X-Request-Id", exchange->reference);
    for (size_t i = 0; i < answer->fields_count; i++)
        add_field(response, answer->fields[i].name, answer->fields[i].value);
    return response;
}

/* Wakes the connection.  Under the lock: once `waiting` is 0 the daemon may be stopped. */
static void wake(struct server *server, struct MHD_Connection *connection)
{
    pthread_mutex_lock(&server->tally.lock);
    MHD_resume_connection(connection);
    server->tally.counts[TALLY_WAITING]--;
    pthread_cond_broadcast(&server->tally.fewer);
    pthread_mutex_unlock(&server->tally.lock);
}

void server_answer(struct exchange *exchange, const struct http_answer *answer)
{
    if (!exchange_claim(exchange))
        return;
    exchange->status = answer->status ? answer->status : 200;
    exchange->response = response_of(exchange, answer);
    traffic_answered(exchange->status, monotonic_ms() - exchange->began_ms);
    if (exchange->waiting)
        wake(exchange->server, exchange->connection);
}

/* From here on somebody waits for the answer, also when the server stops. */
static void make_busy(struct exchange *exchange)
{
    struct server *server = exchange->server;

    if (exchange->busy)
        return;
    exchange->busy = true;
    tally_change(&server->tally, TALLY_BUSY, 1);
}

static enum MHD_Result send_answer(struct exchange *exchange, struct link *link)
{
    struct server *server = exchange->server;

    make_busy(exchange);
    if (exchange->last || atomic_load(&server->quiet))
        add_field(exchange->response, "Connection", "close");
    watch_set(server->watch, &link->watched, server->plan.limits.send_ms);
    return MHD_queue_response(exchange->connection, (unsigned)exchange->status, exchange->response);
}

/* ---- what is past its time ---- */

static void link_late(struct watched *watched)
{
    const struct link *link = (struct link *)watched; /* its first member */

    traffic_dropped(DROP_SLOW);
    (void)shutdown(link->fd, SHUT_RDWR); /* the library sees the end, and closes */
}

static void exchange_late(struct watched *watched)
{
    void *const whole = (char *)watched - offsetof(struct exchange, watched);

    traffic_dropped(DROP_LATE);
    exchange_refuse(whole, 504, "that took too long", NULL, NULL);
}

/* ---- a request, step by step, on the server's thread ---- */

static struct link *link_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void *on_first_line(void *subject, const char *target, struct MHD_Connection *connection)
{
    struct server *server = subject;
    struct exchange *exchange = exchange_new(server, connection, target);

    if (!exchange)
        return NULL;
    exchange->watched.late = exchange_late;
    exchange->request.subject = server->plan.subject;
    watch_set(server->watch, &link_of(connection)->watched, server->plan.limits.header_ms);
    tally_change(&server->tally, TALLY_IN_HAND, 1);
    return exchange;
}

struct header {
    struct guard_field fields[GUARD_FIELDS_MOST + 1];
    size_t count;
    struct lines lines;
};

static enum MHD_Result note_field(void *subject, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t value_length)
{
    struct header *header = subject;

    (void)kind;
    if (header->count == LENGTH(header->fields))
        return MHD_NO;
    header->fields[header->count++] = (struct guard_field){
        { (const unsigned char *)name, name_length },
        { (const unsigned char *)value, value_length },
    };
    lines_field(&header->lines, name, name_length, value, value_length);
    return MHD_YES;
}

static const struct guard_refusal *look_at_header(struct exchange *exchange,
                                                  const struct first_line *first,
                                                  struct guard_framing *framing)
{
    struct MHD_Connection *connection = exchange->connection;
    const struct bytes target = bytes_of(exchange->target);
    struct header header = {
        .lines = lines_begin(first->method, first->url, target.length, first->version),
    };

    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, note_field, &header);
    lines_end(&header.lines,
              first->method +
                  MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
                      ->header_size);
    const struct guard_request request = {
        .target = target,
        .version_1_1 = strcmp(first->version, "HTTP/1.1") == 0,
        .ragged = LIBRARY_IS_LENIENT && header.lines.ragged,
        .fields = header.fields,
        .fields_count = header.count,
    };
    const struct guard_refusal *refusal = guard_request(&request, framing);
    if (!refusal)
        exchange_set_header(exchange, first->method, header.fields, header.count);
    return refusal;
}

static void find_route(struct exchange *exchange, const char *method,
                       const struct guard_framing *framing)
{
    const struct server_plan *plan = &exchange->server->plan;
    struct route_match *match = &exchange->match;

    route_find(&exchange->job.arena, plan->routes, plan->routes_count, method,
               exchange->request.path, match);
    if (!match->route && match->allow[0] == '\0')
        exchange_refuse(exchange, 404, "there is nothing at this address", NULL, NULL);
    else if (!match->route)
        exchange_refuse(exchange, 405, "this address knows other methods", "Allow", match->allow);
    else if (framing->length > match->route->body_most)
        exchange_refuse(exchange, 413, "that is more than this address takes", NULL, NULL);
}

/* The header is here, the body is not.  What is answered now ends the connection; so a refusal
 * of a request without a body waits for the next call. */
static enum MHD_Result begin(struct exchange *exchange, const struct first_line *first)
{
    struct link *link = link_of(exchange->connection);
    struct guard_framing framing = { 0 };
    const struct guard_refusal *refusal = look_at_header(exchange, first, &framing);

    exchange->begun = true;
    if (refusal) {
        traffic_dropped(DROP_GUARD);
        exchange->last = true;
        exchange_refuse(exchange, refusal->status, refusal->why, NULL, NULL);
        return send_answer(exchange, link);
    }
    exchange->request.address = listener_peer(
        &exchange->job.arena,
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
            ->client_addr);
    find_route(exchange, first->method, &framing);
    exchange->last = framing.chunked || (exchange->response && framing.length > 0);
    if (exchange->response && exchange->last)
        return send_answer(exchange, link);
    watch_set(exchange->server->watch, &link->watched, exchange->server->plan.limits.body_ms);
    return MHD_YES;
}

/* Puts the connection to sleep, first: a worker may answer before task_offer() returns. */
static void hand_over(struct exchange *exchange)
{
    struct server *server = exchange->server;
    bool refusing;

    make_busy(exchange);
    pthread_mutex_lock(&server->tally.lock);
    MHD_suspend_connection(exchange->connection);
    server->tally.counts[TALLY_WAITING]++;
    refusing = server->refusing;
    pthread_mutex_unlock(&server->tally.lock);
    exchange->waiting = true;
    watch_set(server->watch, &link_of(exchange->connection)->watched, -1);
    watch_add(server->watch, &exchange->watched);
    watch_set(server->watch, &exchange->watched, exchange->match.route->answer_ms + LATE_MS);
    atomic_fetch_add(&exchange->holders, 1);
    if (!refusing && task_offer(server->plan.workers, &exchange->task))
        return;
    exchange_release(exchange);
    traffic_dropped(DROP_BUSY);
    exchange_refuse(exchange, 503, "we are busy; please try again soon", "Retry-After", "1");
}

static enum MHD_Result go_on(struct exchange *exchange)
{
    if (exchange->response)
        return send_answer(exchange, link_of(exchange->connection));
    if (exchange->body_too_large) {
        exchange->last = true;
        exchange_refuse(exchange, 413, "that is more than this address takes", NULL, NULL);
        return send_answer(exchange, link_of(exchange->connection));
    }
    exchange_ready(exchange);
    if (exchange->match.route->place == ROUTE_WORKER) {
        hand_over(exchange);
        return MHD_YES;
    }
    exchange_carry(exchange);
    return send_answer(exchange, link_of(exchange->connection));
}

/* NOLINTNEXTLINE(readability-function-size): the library wants so many parameters */
static enum MHD_Result on_request(void *subject, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *piece,
                                  size_t *length, void **context)
{
    struct exchange *exchange = *context;

    (void)subject;
    (void)connection;
    if (!exchange)
        return MHD_NO;
    if (!exchange->begun)
        return begin(exchange, &(struct first_line){ method, url, version });
    if (*length == 0)
        return go_on(exchange);
    if (!exchange->response)
        exchange_take(exchange, piece, *length);
    *length = 0;
    return MHD_YES;
}

static void on_end(void *subject, struct MHD_Connection *connection, void **context,
                   enum MHD_RequestTerminationCode code)
{
    struct server *server = subject;
    struct exchange *exchange = *context;

    (void)code;
    if (!exchange)
        return;
    *context = NULL;
    watch_remove(server->watch, &exchange->watched);
    watch_set(server->watch, &link_of(connection)->watched, server->plan.limits.idle_ms);
    if (exchange->response)
        MHD_destroy_response(exchange->response);
    if (exchange->busy)
        tally_change(&server->tally, TALLY_BUSY, -1);
    tally_change(&server->tally, TALLY_IN_HAND, -1);
    exchange_release(exchange);
}

static struct link *link_new(void)
{
    struct link *link = calloc(1, sizeof(*link));

    if (!link)
        abort(); /* no memory, as in the arena */
    link->watched.late = link_late;
    return link;
}

static void on_connection(void *subject, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct server *server = subject;
    struct link *link = *context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        link = link_new();
        link->fd =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        watch_add(server->watch, &link->watched);
        watch_set(server->watch, &link->watched, server->plan.limits.header_ms);
        traffic_connected(1);
        *context = link;
        return;
    }
    /* Comes before the socket is closed, so its number is nobody else's yet. */
    watch_remove(server->watch, &link->watched);
    traffic_connected(-1);
    free(link);
    *context = NULL;
}

/* ---- beginning and end ---- */

/* The address is unescaped by route_find(), where a '/' that was written %2F cannot be taken
 * for one that separates. */
static size_t leave_escaped(void *subject, struct MHD_Connection *connection, char *text)
{
    (void)subject;
    (void)connection;
    return strlen(text);
}

static void start(struct server *server)
{
    const struct server_limits *limits = &server->plan.limits;
    const unsigned connections = listener_connections_most(limits->connections);
    struct MHD_OptionItem options[] = {
        { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)limits->header_bytes, NULL },
        { MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections, NULL },
        { MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)limits->per_address, NULL },
        { MHD_OPTION_CONNECTION_TIMEOUT, 0, NULL }, /* the watch's */
        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_first_line, server },
        { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_end, server },
        { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server },
        { MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    sigset_t all, before;

    /* Signals stay with the thread that waits for them. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    server->watch = watch_new();
    server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                                          MHD_USE_ITC,
                                      0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET,
                                      server->fd, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

static void server_free(struct server *server)
{
    watch_free(server->watch);
    if (server->fd >= 0)
        close(server->fd);
    tally_end(&server->tally);
    free(server);
}

static struct server *server_new(const struct server_plan *plan)
{
    struct server *server = calloc(1, sizeof(*server));

    if (!server)
        abort();
    server->plan = *plan;
    server->fd = -1;
    tally_begin(&server->tally);
    return server;
}

enum fault server_open(struct job *job, const struct server_plan *plan, struct server **out)
{
    struct server *server = server_new(plan);
    enum fault fault = listener_open(job, plan->host, plan->port, &server->fd, &server->port);

    traffic_open();
    if (!fault)
        start(server);
    if (!fault && !server->daemon)
        fault = fail(job, FAULT_BUSY, "the HTTP server cannot start");
    if (fault) {
        server_free(server);
        return fault;
    }
    *out = server;
    return FAULT_NONE;
}

void server_quiesce(struct server *server)
{
    if (atomic_exchange(&server->quiet, true))
        return;
    (void)MHD_quiesce_daemon(server->daemon);
    /* Refuses newcomers; closed when the daemon's thread, which may still look at it, is gone. */
    (void)shutdown(server->fd, SHUT_RDWR);
}

void server_settle(struct server *server)
{
    const struct server_plan *plan = &server->plan;

    server_quiesce(server);
    if (!server->daemon)
        return;
    pthread_mutex_lock(&server->tally.lock);
    tally_wait(&server->tally, TALLY_IN_HAND, GRACE_MS);
    server->refusing = true;
    tally_wait(&server->tally, TALLY_BUSY,
               route_longest_ms(plan->routes, plan->routes_count) + LATE_MS + GRACE_MS);
    assert(server->tally.counts[TALLY_WAITING] == 0); /* the watch answers what no worker does */
    pthread_mutex_unlock(&server->tally.lock);
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}

void server_close(struct server *server)
{
    if (!server)
        return;
    server_settle(server);
    server_free(server);
}
