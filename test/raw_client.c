#include "raw_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/number.h"

#include "check.h"

enum { HEARD_BYTES = 64 * 1024 };

int dial(uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr = { htonl(INADDR_LOOPBACK) },
    };
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    HOLDS(fd >= 0, "errno %d", errno);
    HOLDS(connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0, "errno %d", errno);
    return fd;
}

void say_bytes(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* closed on us; the answer tells */
        bytes += sent;
        length -= (size_t)sent;
    }
}

void say(int fd, const char *text)
{
    say_bytes(fd, text, strlen(text));
}

const char *hear_until(int fd, const char *until)
{
    static char heard[HEARD_BYTES];
    const int64_t end_ms = monotonic_ms() + PATIENCE_MS;
    size_t length = 0;

    heard[0] = '\0';
    while (length < sizeof(heard) - 1 && !(until && strstr(heard, until))) {
        struct pollfd poll_one = { .fd = fd, .events = POLLIN };
        const int64_t left_ms = end_ms - monotonic_ms();
        if (left_ms <= 0 || poll(&poll_one, 1, (int)left_ms) <= 0)
            break;
        const ssize_t got = recv(fd, heard + length, sizeof(heard) - 1 - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
        heard[length] = '\0';
    }
    return heard;
}

const char *hear(int fd)
{
    return hear_until(fd, NULL);
}

int status_of(const char *answer)
{
    static const char begin[] = "HTTP/1.1 ";
    char digits[4] = { 0 };
    int64_t status;

    if (strncmp(answer, begin, sizeof(begin) - 1) != 0)
        return 0;
    for (size_t i = 0; i < 3 && answer[sizeof(begin) - 1 + i]; i++)
        digits[i] = answer[sizeof(begin) - 1 + i];
    return number_read(digits, &status) ? (int)status : 0;
}

int answers_in(const char *heard)
{
    int count = 0;

    for (const char *at = heard; (at = strstr(at, "HTTP/1.1 ")) != NULL; at++)
        count++;
    return count;
}

const char *ask_bytes(uint16_t port, const char *bytes, size_t length)
{
    const int fd = dial(port);

    say_bytes(fd, bytes, length);
    const char *answer = hear(fd);
    close(fd);
    return answer;
}

const char *ask(uint16_t port, const char *text)
{
    return ask_bytes(port, text, strlen(text));
}
