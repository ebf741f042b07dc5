#include "inbound/gateway/uplink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "inbound/gateway/address.h"
#include "inbound/gateway/handshake.h"
#include "inbound/gateway/websocket.h"

/* Version and encoding are part of what a session is: the same on every connection. */
#define GATEWAY_QUERY "?v=10&encoding=json&compress=zlib-stream"

enum { REQUEST_BYTES = 1024, TARGET_BYTES = RESUME_URL_BYTES + 64, READ_BYTES = 4096 };

enum uplink_state { DIALING, ASKING, OPEN, GONE };

struct uplink {
    enum uplink_state state;
    CURLM *multi;
    CURL *easy;
    curl_socket_t socket;
    struct handshake handshake;
    char request[REQUEST_BYTES];
    size_t request_left; /* bytes at the end of `request` still to be sent */
    size_t request_length;
    struct websocket *websocket;

    /* Frames that came in one piece with the head of the answer. */
    unsigned char early[READ_BYTES];
    size_t early_at, early_length;

    size_t budget; /* bytes that may still be read in this turn */
    bool drained;  /* the last read found nothing */
    uint64_t received;

    enum uplink_news last; /* CLOSED or LOST, once it is GONE */
    int64_t number;
    char why[CURL_ERROR_SIZE];
};

static bool is_ok(CURLcode first, CURLcode second)
{
    return first == CURLE_OK && second == CURLE_OK;
}

/* A proxy from the environment serves wss, which it tunnels; ws is for what is near. */
static bool set_options(struct uplink *uplink, const struct address *address)
{
    CURL *easy = uplink->easy;

    return is_ok(curl_easy_setopt(easy, CURLOPT_URL, address->url),
                 curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L)) &&
           is_ok(curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, address->secure ? "https" : "http"),
                 curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)UPLINK_DIAL_S)) &&
           is_ok(curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L),
                 curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2)) &&
           is_ok(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L),
                 /* else a name server that hangs holds the loop when we give up */
                 curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L)) &&
           is_ok(curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L),
                 curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, uplink->why)) &&
           is_ok(curl_easy_setopt(easy, CURLOPT_PRIVATE, uplink),
                 address->secure ? CURLE_OK : curl_easy_setopt(easy, CURLOPT_PROXY, ""));
}

/* Writes the request now: the address need not be kept. */
static bool prepare(struct uplink *uplink, const struct address *address)
{
    unsigned char nonce[HANDSHAKE_NONCE_BYTES];
    char target[TARGET_BYTES];

    random_bytes(nonce, sizeof(nonce));
    handshake_begin(&uplink->handshake, nonce);
    (void)snprintf(target, sizeof(target), "%s" GATEWAY_QUERY, address->path);
    if (!handshake_request(&uplink->handshake, address->host, target, uplink->request,
                           sizeof(uplink->request)))
        return false;
    uplink->request_length = uplink->request_left = strlen(uplink->request);
    return true;
}

static ssize_t read_socket(struct uplink *uplink, unsigned char *out, size_t room)
{
    size_t count = 0;

    if (uplink->budget == 0)
        return 0;
    const CURLcode result = curl_easy_recv(uplink->easy, out,
                                           room < uplink->budget ? room : uplink->budget, &count);
    if (result == CURLE_AGAIN) {
        uplink->drained = true;
        return 0;
    }
    if (result != CURLE_OK || count == 0)
        return -1;
    uplink->budget -= count;
    uplink->received += count;
    return (ssize_t)count;
}

/* For the WebSocket: first what came early. */
static ssize_t read_frames(void *subject, unsigned char *out, size_t room)
{
    struct uplink *uplink = subject;
    const size_t left = uplink->early_length - uplink->early_at;
    const size_t count = left < room ? left : room;

    if (count == 0)
        return read_socket(uplink, out, room);
    memcpy(out, uplink->early + uplink->early_at, count);
    uplink->early_at += count;
    return (ssize_t)count;
}

struct uplink *uplink_open(CURLM *multi, const struct address *address)
{
    struct uplink *uplink = calloc(1, sizeof(*uplink));

    if (!uplink)
        abort();
    const struct websocket_source source = { read_frames, uplink };
    uplink->multi = multi;
    uplink->socket = CURL_SOCKET_BAD;
    uplink->websocket = websocket_new(&source);
    uplink->easy = curl_easy_init();
    if (uplink->easy && set_options(uplink, address) && prepare(uplink, address) &&
        curl_multi_add_handle(multi, uplink->easy) == CURLM_OK)
        return uplink;
    uplink_free(uplink);
    return NULL;
}

void uplink_free(struct uplink *uplink)
{
    if (!uplink)
        return;
    if (uplink->easy) {
        (void)curl_multi_remove_handle(uplink->multi, uplink->easy);
        curl_easy_cleanup(uplink->easy);
    }
    websocket_free(uplink->websocket);
    free(uplink);
}

static enum uplink_news lose(struct uplink *uplink, const char *why)
{
    if (!uplink->why[0])
        (void)snprintf(uplink->why, sizeof(uplink->why), "%s", why);
    uplink->state = GONE;
    return uplink->last = UPLINK_LOST;
}

void uplink_dialed(struct uplink *uplink, CURLcode result)
{
    if (uplink->state != DIALING)
        return;
    if (result != CURLE_OK ||
        curl_easy_getinfo(uplink->easy, CURLINFO_ACTIVESOCKET, &uplink->socket) != CURLE_OK ||
        uplink->socket == CURL_SOCKET_BAD) {
        (void)lose(uplink, curl_easy_strerror(result));
        return;
    }
    uplink->state = ASKING;
    (void)uplink_flush(uplink);
}

void uplink_refresh(struct uplink *uplink)
{
    uplink->budget = UPLINK_READ_MOST;
    uplink->drained = false;
}

/* As much as the socket takes; the rest stays. */
static size_t send_some(struct uplink *uplink, const void *bytes, size_t length)
{
    size_t sent = 0;
    const CURLcode result = curl_easy_send(uplink->easy, bytes, length, &sent);

    if (result == CURLE_OK)
        return sent;
    /* A broken socket: reading finds out soon and tells why. */
    return 0;
}

bool uplink_flush(struct uplink *uplink)
{
    if (uplink->state != ASKING && uplink->state != OPEN)
        return true;
    if (uplink->request_left > 0) {
        const char *rest = uplink->request + uplink->request_length - uplink->request_left;
        uplink->request_left -= send_some(uplink, rest, uplink->request_left);
        return uplink->request_left == 0;
    }
    struct bytes waiting = websocket_waiting(uplink->websocket);
    if (waiting.length > 0)
        websocket_sent(uplink->websocket, send_some(uplink, waiting.at, waiting.length));
    return websocket_waiting(uplink->websocket).length == 0;
}

static enum uplink_news refused(struct uplink *uplink)
{
    char why[64];

    (void)snprintf(why, sizeof(why), "the gateway answered with HTTP status %d",
                   uplink->handshake.status);
    uplink->number = uplink->handshake.retry_after_s;
    return lose(uplink, why);
}

static enum uplink_news take_answer(struct uplink *uplink, size_t count)
{
    size_t used;

    switch (handshake_take(&uplink->handshake, (struct bytes){ uplink->early, count }, &used)) {
    case HANDSHAKE_MORE: return UPLINK_LATER;
    case HANDSHAKE_BROKEN: return lose(uplink, "the answer is no WebSocket's");
    case HANDSHAKE_REFUSED: return refused(uplink);
    case HANDSHAKE_DONE: break;
    }
    uplink->early_at = used;
    uplink->early_length = count;
    uplink->state = OPEN;
    return UPLINK_OPENED;
}

static enum uplink_news ask(struct uplink *uplink)
{
    for (;;) {
        const ssize_t count = read_socket(uplink, uplink->early, sizeof(uplink->early));

        if (count == 0)
            return UPLINK_LATER;
        if (count < 0)
            return lose(uplink, "the connection was cut before it was a WebSocket");
        const enum uplink_news news = take_answer(uplink, (size_t)count);
        if (news != UPLINK_LATER)
            return news;
    }
}

static enum uplink_news talk(struct uplink *uplink, struct bytes *message)
{
    switch (websocket_next(uplink->websocket, message)) {
    case WEBSOCKET_LATER: return UPLINK_LATER;
    case WEBSOCKET_MESSAGE: return UPLINK_MESSAGE;
    case WEBSOCKET_BROKEN: return lose(uplink, websocket_why(uplink->websocket));
    case WEBSOCKET_CLOSED: break;
    }
    uplink->number = websocket_code(uplink->websocket);
    uplink->state = GONE;
    return uplink->last = UPLINK_CLOSED;
}

enum uplink_news uplink_next(struct uplink *uplink, struct bytes *message, int64_t *number)
{
    enum uplink_news news = uplink->last;

    if (uplink->state == ASKING)
        news = ask(uplink);
    else if (uplink->state == OPEN)
        news = talk(uplink, message);
    *number = uplink->number;
    return news;
}

const char *uplink_why(const struct uplink *uplink)
{
    return uplink->why;
}

bool uplink_say(struct uplink *uplink, struct bytes text)
{
    const bool said = uplink->state == OPEN && websocket_say(uplink->websocket, text);

    (void)uplink_flush(uplink);
    return said;
}

void uplink_close(struct uplink *uplink, uint16_t code)
{
    if (uplink->state == OPEN && websocket_close(uplink->websocket, code))
        (void)uplink_flush(uplink);
}

bool uplink_poll(const struct uplink *uplink, struct curl_waitfd *wait)
{
    if (uplink->state != ASKING && uplink->state != OPEN)
        return false;
    const bool sending = uplink->request_left > 0 ||
                         websocket_waiting(uplink->websocket).length > 0;
    *wait = (struct curl_waitfd){
        .fd = uplink->socket,
        .events = (short)(CURL_WAIT_POLLIN | (sending ? CURL_WAIT_POLLOUT : 0)),
    };
    return true;
}

bool uplink_has_more(const struct uplink *uplink)
{
    return uplink->state == GONE ||
           ((uplink->state == ASKING || uplink->state == OPEN) && !uplink->drained);
}

uint64_t uplink_received(const struct uplink *uplink)
{
    return uplink->received;
}
