#include "inbound/gateway/handshake.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "inbound/gateway/sha1.h"

enum { SWITCHING_PROTOCOLS = 101, STATUS_LEAST = 100, STATUS_MOST = 599 };

/* What the answer's head says of what matters to us. */
struct answer {
    unsigned accepts; /* how many Sec-WebSocket-Accept there are */
    bool accept, upgrade, connection, unasked;
};

static void encode(const unsigned char *bytes, size_t length, char *out, size_t size)
{
    (void)sodium_bin2base64(out, size, bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

void handshake_begin(struct handshake *handshake, const unsigned char nonce[HANDSHAKE_NONCE_BYTES])
{
    /* This text is RFC 6455's; the answer proves that a WebSocket server read our request,
     * no more. */
    static const char salt[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char salted[sizeof(handshake->key) + sizeof(salt)];
    unsigned char digest[SHA1_BYTES];

    *handshake = (struct handshake){ 0 };
    encode(nonce, HANDSHAKE_NONCE_BYTES, handshake->key, sizeof(handshake->key));
    (void)snprintf(salted, sizeof(salted), "%s%s", handshake->key, salt);
    sha1(bytes_of(salted), digest);
    encode(digest, sizeof(digest), handshake->accept, sizeof(handshake->accept));
}

bool handshake_request(const struct handshake *handshake, const char *host, const char *target,
                       char *out, size_t size)
{
    const int length = snprintf(out, size,
                                "GET %s HTTP/1.1\r\n"
                                "Host: %s\r\n"
                                "Upgrade: websocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: %s\r\n"
                                "User-Agent: OnTheClock\r\n"
                                "\r\n",
                                target, host, handshake->key);

    return length > 0 && (size_t)length < size;
}

/* Is `token` one of a list such as "keep-alive, Upgrade"? */
static bool lists(const char *list, const char *token)
{
    const size_t length = strlen(token);

    while (*list) {
        list += strspn(list, " \t,");
        const size_t part = strcspn(list, " \t,");
        if (part == length && strncasecmp(list, token, length) == 0)
            return true;
        list += part;
    }
    return false;
}

static void read_retry(struct handshake *handshake, const char *value)
{
    int64_t seconds;

    /* A date is allowed there, too; our own pause does then. */
    if (!number_read_within(value, 0, INT64_MAX, &seconds))
        return;
    handshake->retry_after_s = seconds < HANDSHAKE_RETRY_MOST_S ? seconds : HANDSHAKE_RETRY_MOST_S;
}

static void read_header(struct handshake *handshake, struct answer *answer, const char *name,
                        const char *value)
{
    if (strcasecmp(name, "upgrade") == 0)
        answer->upgrade = strcasecmp(value, "websocket") == 0;
    else if (strcasecmp(name, "connection") == 0)
        answer->connection |= lists(value, "upgrade");
    else if (strcasecmp(name, "retry-after") == 0)
        read_retry(handshake, value);
    else if (strcasecmp(name, "sec-websocket-extensions") == 0 ||
             strcasecmp(name, "sec-websocket-protocol") == 0)
        answer->unasked = true;
    if (strcasecmp(name, "sec-websocket-accept") == 0) {
        answer->accepts++;
        answer->accept = strcmp(value, handshake->accept) == 0;
    }
}

/* "Name: value", NUL-terminated; false when it is none. */
static bool read_line(struct handshake *handshake, struct answer *answer, char *line)
{
    char *colon = strchr(line, ':');

    if (!colon || colon == line || strcspn(line, " \t") < (size_t)(colon - line))
        return false;
    *colon = '\0';
    char *value = colon + 1 + strspn(colon + 1, " \t");
    size_t length = strlen(value);
    while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
        value[--length] = '\0';
    read_header(handshake, answer, line, value);
    return true;
}

/* "HTTP/1.1 101 Switching Protocols" */
static bool read_status(struct handshake *handshake, char *line)
{
    enum { BEFORE = 9, DIGITS = 3 };
    int64_t status;

    if (strncmp(line, "HTTP/1.1 ", BEFORE) != 0 || strlen(line) < BEFORE + DIGITS ||
        (line[BEFORE + DIGITS] != '\0' && line[BEFORE + DIGITS] != ' '))
        return false;
    line[BEFORE + DIGITS] = '\0';
    if (!number_read_within(line + BEFORE, STATUS_LEAST, STATUS_MOST, &status))
        return false;
    handshake->status = (int)status;
    return true;
}

static enum handshake_state judge(const struct handshake *handshake, const struct answer *answer)
{
    if (handshake->status != SWITCHING_PROTOCOLS)
        return HANDSHAKE_REFUSED;
    return answer->accept && answer->accepts == 1 && answer->upgrade && answer->connection &&
                   !answer->unasked
               ? HANDSHAKE_DONE
               : HANDSHAKE_BROKEN;
}

static enum handshake_state read_head(struct handshake *handshake)
{
    struct answer answer = { 0 };
    char *line = handshake->head;

    for (char *end; (end = strstr(line, "\r\n")) != NULL && end != line; line = end + 2) {
        *end = '\0';
        const bool read = line == handshake->head ? read_status(handshake, line)
                                                  : read_line(handshake, &answer, line);
        if (!read)
            return HANDSHAKE_BROKEN;
    }
    return handshake->status == 0 ? HANDSHAKE_BROKEN : judge(handshake, &answer);
}

/* A bare CR or LF, or a control character, could make two parsers see two different heads. */
static bool fits(const struct handshake *handshake, unsigned char byte)
{
    const bool after_cr = handshake->length > 0 && handshake->head[handshake->length - 1] == '\r';

    if (handshake->length == HANDSHAKE_HEAD_MOST || after_cr != (byte == '\n'))
        return false;
    return byte >= ' ' ? byte != 0x7F : byte == '\r' || byte == '\n' || byte == '\t';
}

static bool is_whole(const struct handshake *handshake)
{
    const size_t length = handshake->length;

    return length >= 4 && memcmp(handshake->head + length - 4, "\r\n\r\n", 4) == 0;
}

enum handshake_state handshake_take(struct handshake *handshake, struct bytes more, size_t *used)
{
    for (*used = 0; *used < more.length;) {
        const unsigned char byte = more.at[(*used)++];

        if (!fits(handshake, byte))
            return HANDSHAKE_BROKEN;
        handshake->head[handshake->length++] = (char)byte;
        handshake->head[handshake->length] = '\0';
        if (is_whole(handshake))
            return read_head(handshake);
    }
    return HANDSHAKE_MORE;
}
