/* clicks — signed clock-in and clock-out interactions over HTTP, as Discord sends them.
 *
 *     clicks --public-key                         prints the key to give to the server
 *     clicks PORT SECONDS [CONNECTIONS [GUILDS [MEMBERS]]]
 *
 * Each connection carries its own members and presses Clock In and Clock Out in turn, one
 * request after the other; every answer is checked.  Prints one line:
 *
 *     clicks=81234 per_s=8123 p50_ms=1.62 p99_ms=4.10 wrong=0 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>

#include "base/instant.h"
#include "base/mark.h"
#include "base/number.h"

enum {
    CONNECTIONS_MOST = 256,
    SAMPLES_MOST = 2000000,
    BODY_BYTES = 1200,
    REQUEST_BYTES = 2000,
    ANSWER_BYTES = 64 * 1024,
    NS_IN_US = 1000,
    US_IN_S = 1000000,
};

static const uint64_t discord_epoch_ms = 1420070400000;

struct plan {
    int64_t port, seconds, connections, guilds, members;
    int64_t until_ms;
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
};

struct connection {
    const struct plan *plan;
    int64_t number;
    int socket;
    uint64_t last_id;
    uint32_t *samples_us;
    size_t samples;
    size_t wrong;
};

static _Noreturn void give_up(const char *why)
{
    (void)fprintf(stderr, "clicks: %s\n", why);
    exit(1);
}

/* Always the same key: a bench has nothing to hide. */
static void make_keys(unsigned char *public_key, unsigned char *secret_key)
{
    const unsigned char seed[crypto_sign_SEEDBYTES] = { 7 };

    if (sodium_init() < 0 || crypto_sign_seed_keypair(public_key, secret_key, seed) != 0)
        give_up("no keys");
}

static int64_t now_us(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        give_up("no clock");
    return (int64_t)now.tv_sec * US_IN_S + now.tv_nsec / NS_IN_US;
}

/* A snowflake of now, unlike any other and never before the last one. */
static uint64_t next_id(struct connection *connection)
{
    const uint64_t ms = (uint64_t)instant_now().ms - discord_epoch_ms;
    uint64_t id = ms << 22 | (uint64_t)connection->number << 12;

    if (id <= connection->last_id)
        id = connection->last_id + 1;
    connection->last_id = id;
    return id;
}

static int write_body(char body[static BODY_BYTES], uint64_t id, int64_t guild, int64_t member,
                      const char *button)
{
    return snprintf(body, BODY_BYTES,
                    "{\"id\":\"%" PRIu64 "\",\"application_id\":\"42\",\"type\":3,"
                    "\"token\":\"aW50ZXJhY3Rpb246%" PRIu64 "\",\"version\":1,"
                    "\"guild_id\":\"%" PRId64 "\",\"channel_id\":\"77\",\"context\":0,"
                    "\"locale\":\"en-US\",\"guild_locale\":\"en-US\",\"app_permissions\":\"8\","
                    "\"entitlements\":[],\"member\":{\"user\":{\"id\":\"%" PRId64 "\","
                    "\"username\":\"member%" PRId64 "\",\"global_name\":\"Member\"},"
                    "\"nick\":null,\"roles\":[\"88\",\"99\"],\"permissions\":\"8\"},"
                    "\"message\":{\"id\":\"66\",\"flags\":64,\"content\":\"\"},"
                    "\"data\":{\"custom_id\":\"timeclock:%s\",\"component_type\":2}}",
                    id, id, 1000000 + guild, 5000000 + member, member, button);
}

static int write_request(const struct plan *plan, char request[static REQUEST_BYTES],
                         const char *body, int body_length)
{
    unsigned char signature[crypto_sign_BYTES], signed_bytes[BODY_BYTES + 20];
    char hex[2 * crypto_sign_BYTES + 1];
    const int length = snprintf((char *)signed_bytes, sizeof(signed_bytes), "%" PRId64 "%s",
                                instant_s(instant_now()), body);

    (void)crypto_sign_detached(signature, NULL, signed_bytes, (unsigned long long)length,
                               plan->secret_key);
    sodium_bin2hex(hex, sizeof(hex), signature, sizeof(signature));
    return snprintf(request, REQUEST_BYTES,
                    "POST /discord/interactions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    "Content-Type: application/json\r\nX-Signature-Ed25519: %s\r\n"
                    "X-Signature-Timestamp: %.*s\r\nContent-Length: %d\r\n\r\n%s",
                    hex, length - body_length, (const char *)signed_bytes, body_length, body);
}

static int open_socket(int64_t port)
{
    const int one = 1;
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_port = htons((uint16_t)port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int opened = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (opened < 0 || connect(opened, (const struct sockaddr *)&address, sizeof(address)) != 0)
        give_up("the server does not listen there");
    (void)setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    return opened;
}

/* One whole answer, NUL-terminated. */
static bool read_answer(int from, char answer[static ANSWER_BYTES])
{
    size_t length = 0, wanted = SIZE_MAX;

    while (length < wanted) {
        const ssize_t got = recv(from, answer + length, ANSWER_BYTES - 1 - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        answer[length] = '\0';
        const char *end = strstr(answer, "\r\n\r\n");
        const char *field = strstr(answer, "Content-Length: ");
        if (wanted == SIZE_MAX && end && field)
            wanted = (size_t)(end + 4 - answer) + strtoul(field + 16, NULL, 10);
        if (length == ANSWER_BYTES - 1)
            return false;
    }
    return true;
}

static void press(struct connection *connection, int64_t guild, int64_t member, bool in)
{
    char body[BODY_BYTES], request[REQUEST_BYTES];
    static _Thread_local char answer[ANSWER_BYTES];
    const int body_length = write_body(body, next_id(connection), guild, member,
                                       in ? "clock_in" : "clock_out");
    const int length = write_request(connection->plan, request, body, body_length);
    const int64_t began_us = now_us();

    if (send(connection->socket, request, (size_t)length, MSG_NOSIGNAL) != length ||
        !read_answer(connection->socket, answer))
        give_up("the connection broke");
    if (connection->samples < SAMPLES_MOST)
        connection->samples_us[connection->samples++] = (uint32_t)(now_us() - began_us);
    if (!strstr(answer, in ? "You are on the clock" : "You are clocked out"))
        connection->wrong++;
}

static void *connection_main(void *subject)
{
    struct connection *connection = subject;
    const struct plan *plan = connection->plan;
    bool in = true;

    /* Every member of this connection clocks in, then every one out, and so on. */
    for (; monotonic_ms() < plan->until_ms || !in; in = !in)
        for (int64_t i = connection->number; i < plan->guilds * plan->members;
             i += plan->connections)
            press(connection, i % plan->guilds, i / plan->guilds, in);
    return NULL;
}

static int compare_samples(const void *one, const void *other)
{
    const uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;

    return (a > b) - (a < b);
}

static void report(const struct connection *connections, const struct plan *plan, double took_s)
{
    size_t count = 0, wrong = 0;
    uint32_t *all = calloc((size_t)plan->connections, SAMPLES_MOST * sizeof(*all));

    if (!all)
        give_up("no memory");
    for (int64_t i = 0; i < plan->connections; i++) {
        memcpy(all + count, connections[i].samples_us, connections[i].samples * sizeof(*all));
        count += connections[i].samples;
        wrong += connections[i].wrong;
    }
    qsort(all, count, sizeof(*all), compare_samples);
    (void)printf("clicks=%zu per_s=%.0f p50_ms=%.2f p99_ms=%.2f wrong=%zu\n", count,
                 (double)count / took_s, all[count / 2] / 1000.0, all[count * 99 / 100] / 1000.0,
                 wrong);
    free(all);
}

static void run(struct plan *plan)
{
    static struct connection connections[CONNECTIONS_MOST];
    static pthread_t threads[CONNECTIONS_MOST];
    const int64_t began_ms = monotonic_ms();

    plan->until_ms = began_ms + plan->seconds * 1000;
    for (int64_t i = 0; i < plan->connections; i++) {
        connections[i] = (struct connection){ .plan = plan, .number = i };
        connections[i].socket = open_socket(plan->port);
        connections[i].samples_us = calloc(SAMPLES_MOST, sizeof(uint32_t));
        if (!connections[i].samples_us ||
            pthread_create(&threads[i], NULL, connection_main, &connections[i]) != 0)
            give_up("no memory or no thread");
    }
    for (int64_t i = 0; i < plan->connections; i++)
        pthread_join(threads[i], NULL);
    report(connections, plan, (double)(monotonic_ms() - began_ms) / 1000.0);
}

int main(int count, char **words)
{
    struct plan plan = { .connections = 16, .guilds = 200, .members = 20 };
    int64_t *const numbers[] = { &plan.port, &plan.seconds, &plan.connections, &plan.guilds,
                                 &plan.members };
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    char hex[2 * crypto_sign_PUBLICKEYBYTES + 1];

    make_keys(public_key, plan.secret_key);
    if (count == 2 && strcmp(words[1], "--public-key") == 0) {
        (void)puts(sodium_bin2hex(hex, sizeof(hex), public_key, sizeof(public_key)));
        return 0;
    }
    if (count < 3 || (size_t)count > LENGTH(numbers) + 1)
        give_up("usage: clicks PORT SECONDS [CONNECTIONS [GUILDS [MEMBERS]]]");
    for (int i = 1; i < count; i++)
        if (!number_read_within(words[i], 1, 1000000, numbers[i - 1]))
            give_up("every argument is a whole number");
    if (plan.connections > CONNECTIONS_MOST)
        give_up("too many connections");
    run(&plan);
    return 0;
}
