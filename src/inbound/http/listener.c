#include "inbound/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/job.h"
#include "base/log.h"

enum {
    WAITING_MOST = 1024,   /* connections the system holds until we take them */
    FILES_FOR_OTHERS = 256 /* for the store, Discord, logs */
};

static uint16_t port_of(int fd)
{
    struct sockaddr_storage address = { 0 };
    socklen_t length = sizeof(address);
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0)
        return 0;
    memcpy(&four, &address, sizeof(four));
    memcpy(&six, &address, sizeof(six));
    return ntohs(address.ss_family == AF_INET6 ? six.sin6_port : four.sin_port);
}

static int listen_on(const struct addrinfo *address)
{
    const int on = 1;
    const int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return -1;
    /* A restart must not wait for the connections of the last run to fade. */
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, WAITING_MOST) == 0)
        return fd;
    const int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static struct addrinfo *find(const char *host, const char *port)
{
    const struct addrinfo hints = {
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *found = NULL;

    return getaddrinfo(host, port, &hints, &found) == 0 ? found : NULL;
}

enum fault listener_open(struct job *job, const char *host, uint16_t wanted, int *fd,
                         uint16_t *port)
{
    char digits[6];

    (void)snprintf(digits, sizeof(digits), "%u", (unsigned)wanted);
    struct addrinfo *address = find(host, digits);
    if (!address)
        return fail(job, FAULT_INPUT, "\"%s\" is no IPv4 or IPv6 address", host);
    const int opened = listen_on(address);
    freeaddrinfo(address);
    if (opened < 0)
        return fail(job, FAULT_BUSY, "cannot listen on %s port %s: %s", host, digits,
                    strerrordesc_np(errno));
    *port = port_of(opened);
    *fd = opened;
    return FAULT_NONE;
}

void listener_raise_files(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        log_warn(NULL, "number of open files not raised");
}

unsigned listener_connections_most(unsigned wanted)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return wanted;
    /* With very few files allowed, half of them. */
    const rlim_t most = files.rlim_cur / 2 > FILES_FOR_OTHERS ? files.rlim_cur - FILES_FOR_OTHERS
                                                              : files.rlim_cur / 2;
    return wanted < most ? wanted : (unsigned)most;
}

const char *listener_peer(struct arena *arena, const struct sockaddr *address)
{
    char *text = arena_take(arena, INET6_ADDRSTRLEN);
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof(six));
        (void)inet_ntop(AF_INET6, &six.sin6_addr, text, INET6_ADDRSTRLEN);
    } else {
        memcpy(&four, address, sizeof(four));
        (void)inet_ntop(AF_INET, &four.sin_addr, text, INET6_ADDRSTRLEN);
    }
    return text;
}

bool listener_is_loopback(const char *host)
{
    return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}
