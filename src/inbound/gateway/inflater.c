#include "inbound/gateway/inflater.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#define ZLIB_CONST /* next_in points to const */
#include <zlib.h>

enum {
    ROOM_LEAST = 16 * 1024,
    ROOM_KEPT = 256 * 1024, /* a larger one is given back after its message */
    FEED_MOST = 1 << 20,    /* zlib counts in unsigned int */
};

static const uint32_t sync_flush = 0x0000FFFF;

struct inflater {
    z_stream stream;
    unsigned char *out;
    size_t length, room; /* of out */
    uint32_t tail;       /* the last four bytes that were fed */
    bool got;            /* out holds a message that was given out */
    enum inflated state; /* once not SOME, it stays */
};

struct inflater *inflater_new(void)
{
    struct inflater *inflater = calloc(1, sizeof(*inflater));

    if (!inflater)
        abort();
    inflater->room = ROOM_LEAST;
    inflater->out = malloc(inflater->room);
    if (!inflater->out || inflateInit(&inflater->stream) != Z_OK)
        abort();
    return inflater;
}

void inflater_free(struct inflater *inflater)
{
    if (!inflater)
        return;
    inflateEnd(&inflater->stream);
    free(inflater->out);
    free(inflater);
}

static void resize(struct inflater *inflater, size_t room)
{
    unsigned char *out = realloc(inflater->out, room);

    if (!out)
        abort();
    inflater->out = out;
    inflater->room = room;
}

static void begin(struct inflater *inflater)
{
    inflater->got = false;
    inflater->length = 0;
    inflater->tail = ~sync_flush;
    if (inflater->room > ROOM_KEPT)
        resize(inflater, ROOM_KEPT);
}

/* One step of zlib into the room that is left. */
static int step(struct inflater *inflater)
{
    z_stream *stream = &inflater->stream;

    stream->next_out = inflater->out + inflater->length;
    stream->avail_out = (uInt)(inflater->room - inflater->length);
    const int result = inflate(stream, Z_SYNC_FLUSH);
    inflater->length = inflater->room - stream->avail_out;
    return result;
}

static enum inflated inflate_all(struct inflater *inflater)
{
    for (;;) {
        const int result = step(inflater);

        if (result != Z_OK && result != Z_BUF_ERROR)
            return INFLATED_BROKEN;
        if (inflater->length < inflater->room)
            return inflater->stream.avail_in == 0 ? INFLATED_SOME : INFLATED_BROKEN;
        if (inflater->room > INFLATER_BYTES_MOST)
            return INFLATED_TOO_LARGE;
        /* One byte past the limit tells "too large" from "just fits". */
        const size_t twice = inflater->room * 2;
        resize(inflater, twice > INFLATER_BYTES_MOST ? INFLATER_BYTES_MOST + 1 : twice);
    }
}

enum inflated inflater_feed(struct inflater *inflater, struct bytes more)
{
    if (inflater->got)
        begin(inflater);
    if (inflater->state != INFLATED_SOME)
        return inflater->state;
    for (size_t i = more.length < 4 ? 0 : more.length - 4; i < more.length; i++)
        inflater->tail = inflater->tail << 8 | more.at[i];

    for (size_t at = 0; at < more.length;) {
        const size_t left = more.length - at;
        const size_t part = left < FEED_MOST ? left : FEED_MOST;
        inflater->stream.next_in = more.at + at;
        inflater->stream.avail_in = (uInt)part;
        inflater->state = inflate_all(inflater);
        if (inflater->state != INFLATED_SOME)
            return inflater->state;
        at += part;
    }
    return INFLATED_SOME;
}

bool inflater_whole(struct inflater *inflater, struct bytes *message)
{
    if (inflater->got || inflater->state != INFLATED_SOME || inflater->tail != sync_flush)
        return false;
    inflater->got = true;
    *message = (struct bytes){ inflater->out, inflater->length };
    return true;
}
