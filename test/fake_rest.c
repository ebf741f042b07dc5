#include "fake_rest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/number.h"

enum { LINES_MOST = 32, REQUEST_BYTES = 16 * 1024, HEARD_MOST = 64 };

struct line {
    char bytes[REQUEST_BYTES + 1];
    size_t length;
};

struct fake_rest {
    const struct fake_reply *replies;
    size_t replies_count;
    uint16_t port;
    pthread_t thread;
    int stop[2]; /* a pipe: closed when it is over */
    struct pollfd fds[2 + LINES_MOST];
    struct line lines[2 + LINES_MOST]; /* beside fds */
    nfds_t fds_count;

    pthread_mutex_t lock; /* guards everything below */
    char *heard[HEARD_MOST];
    size_t count, connections;
};

/* How long the whole request at the beginning of the line is; 0: not whole yet. */
static size_t whole(const struct line *line)
{
    const char *end = strstr(line->bytes, "\r\n\r\n");
    const char *field = strcasestr(line->bytes, "\r\nContent-Length: ");
    char digits[20] = { 0 };
    int64_t body = 0;

    if (!end)
        return 0;
    if (field && field < end) {
        field += sizeof("\r\nContent-Length: ") - 1;
        for (size_t i = 0; i + 1 < sizeof(digits) && *field != '\r'; i++)
            digits[i] = *field++;
        if (!number_read(digits, &body))
            abort();
    }
    const size_t length = (size_t)(end - line->bytes) + 4 + (size_t)body;
    return length <= line->length ? length : 0;
}

static const struct fake_reply *note(struct fake_rest *fake, const struct line *line, size_t length)
{
    pthread_mutex_lock(&fake->lock);
    const size_t n = fake->count++;
    if (n < HEARD_MOST)
        fake->heard[n] = strndup(line->bytes, length);
    pthread_mutex_unlock(&fake->lock);
    return &fake->replies[n < fake->replies_count ? n : fake->replies_count - 1];
}

static void hang_up(struct fake_rest *fake, nfds_t at)
{
    close(fake->fds[at].fd);
    fake->fds[at].fd = -1; /* poll() passes over it */
    fake->lines[at].length = 0;
}

static void say(int fd, const struct fake_reply *reply)
{
    const char *const fields = reply->fields ? reply->fields : "";
    const char *const body = reply->body ? reply->body : "";

    if (reply->raw)
        (void)!send(fd, reply->raw, strlen(reply->raw), MSG_NOSIGNAL);
    else if (reply->status)
        (void)dprintf(
            fd, "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n%s",
            reply->status, fields, strlen(body), body);
}

static void answer(struct fake_rest *fake, nfds_t at, size_t length)
{
    struct line *line = &fake->lines[at];
    const struct fake_reply *reply = note(fake, line, length);

    line->length -= length;
    memmove(line->bytes, line->bytes + length, line->length + 1);
    if (reply->delay_ms > 0)
        usleep((useconds_t)reply->delay_ms * 1000);
    say(fake->fds[at].fd, reply);
    if (reply->hang_up)
        hang_up(fake, at);
}

static void hear(struct fake_rest *fake, nfds_t at)
{
    struct line *line = &fake->lines[at];
    const ssize_t got = recv(fake->fds[at].fd, line->bytes + line->length,
                             REQUEST_BYTES - line->length, 0);

    if (got <= 0) {
        hang_up(fake, at);
        return;
    }
    line->length += (size_t)got;
    line->bytes[line->length] = '\0';
    for (size_t length; fake->fds[at].fd >= 0 && (length = whole(line)) > 0;)
        answer(fake, at, length);
}

static void pick_up(struct fake_rest *fake)
{
    const int fd = accept(fake->fds[1].fd, NULL, NULL);

    if (fd < 0 || fake->fds_count == 2 + LINES_MOST)
        abort();
    fake->fds[fake->fds_count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
    pthread_mutex_lock(&fake->lock);
    fake->connections++;
    pthread_mutex_unlock(&fake->lock);
}

static void *fake_main(void *subject)
{
    struct fake_rest *fake = subject;

    while (poll(fake->fds, fake->fds_count, -1) > 0 && !fake->fds[0].revents) {
        for (nfds_t i = 2; i < fake->fds_count; i++)
            if (fake->fds[i].fd >= 0 && fake->fds[i].revents)
                hear(fake, i);
        if (fake->fds[1].revents)
            pick_up(fake);
    }
    return NULL;
}

struct fake_rest *fake_rest_new(const struct fake_reply *replies, size_t count)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t length = sizeof(address);
    struct fake_rest *fake = calloc(1, sizeof(*fake));
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (!fake || fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(fd, LINES_MOST) != 0 || getsockname(fd, (struct sockaddr *)&address, &length) != 0 ||
        pipe(fake->stop) != 0)
        abort();
    fake->replies = replies;
    fake->replies_count = count;
    fake->port = ntohs(address.sin_port);
    fake->fds[0] = (struct pollfd){ .fd = fake->stop[0], .events = POLLIN };
    fake->fds[1] = (struct pollfd){ .fd = fd, .events = POLLIN };
    fake->fds_count = 2;
    pthread_mutex_init(&fake->lock, NULL);
    if (pthread_create(&fake->thread, NULL, fake_main, fake) != 0)
        abort();
    return fake;
}

void fake_rest_free(struct fake_rest *fake)
{
    close(fake->stop[1]);
    pthread_join(fake->thread, NULL);
    for (nfds_t i = 0; i < fake->fds_count; i++)
        if (fake->fds[i].fd >= 0)
            close(fake->fds[i].fd);
    for (size_t i = 0; i < HEARD_MOST; i++)
        free(fake->heard[i]);
    pthread_mutex_destroy(&fake->lock);
    free(fake);
}

uint16_t fake_rest_port(const struct fake_rest *fake)
{
    return fake->port;
}

size_t fake_rest_count(struct fake_rest *fake)
{
    pthread_mutex_lock(&fake->lock);
    const size_t count = fake->count;
    pthread_mutex_unlock(&fake->lock);
    return count;
}

const char *fake_rest_heard(struct fake_rest *fake, size_t n)
{
    pthread_mutex_lock(&fake->lock);
    const char *heard = n < HEARD_MOST && fake->heard[n] ? fake->heard[n] : "";
    pthread_mutex_unlock(&fake->lock);
    return heard;
}

size_t fake_rest_connections(struct fake_rest *fake)
{
    pthread_mutex_lock(&fake->lock);
    const size_t connections = fake->connections;
    pthread_mutex_unlock(&fake->lock);
    return connections;
}
