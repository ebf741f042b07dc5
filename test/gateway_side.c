#include "gateway_side.h"

#include <stdlib.h>
#include <string.h>

#include "base/job.h"

enum { PIECE = 4096, MESSAGE_MOST = 64 * 1024 * 1024 };

void side_begin(struct side *side)
{
    *side = (struct side){ 0 };
    if (deflateInit(&side->stream, Z_BEST_SPEED) != Z_OK)
        abort();
}

void side_end(struct side *side)
{
    deflateEnd(&side->stream);
}

void side_deflate(struct side *side, struct text *out, const char *message)
{
    unsigned char piece[PIECE], *copy = malloc(strlen(message) + 1);

    if (!copy)
        abort();
    memcpy(copy, message, strlen(message) + 1);
    side->stream.next_in = copy;
    side->stream.avail_in = (uInt)strlen(message);
    do {
        side->stream.next_out = piece;
        side->stream.avail_out = sizeof(piece);
        (void)deflate(&side->stream, Z_SYNC_FLUSH);
        text_add_bytes(out, (const char *)piece, sizeof(piece) - side->stream.avail_out);
    } while (side->stream.avail_out == 0);
    free(copy);
}

void side_frame(struct text *out, unsigned first, struct bytes payload)
{
    enum { SHORT_MOST = 125, TWO_BYTES = 126, EIGHT_BYTES = 127 };
    unsigned char header[10] = { (unsigned char)first };
    size_t length = 2;

    if (payload.length <= SHORT_MOST)
        header[1] = (unsigned char)payload.length;
    else
        header[1] = payload.length <= UINT16_MAX ? TWO_BYTES : EIGHT_BYTES;
    if (header[1] == TWO_BYTES)
        length = 4;
    if (header[1] == EIGHT_BYTES)
        length = 10;
    for (size_t i = 0; i + 2 < length; i++)
        header[length - 1 - i] = (unsigned char)(payload.length >> (8 * i));
    text_add_bytes(out, (const char *)header, length);
    if (payload.length > 0)
        text_add_bytes(out, (const char *)payload.at, payload.length);
}

void side_say(struct side *side, struct text *out, const char *message)
{
    struct job job = { .name = "side" };
    struct text deflated = text_in(&job.arena, MESSAGE_MOST);

    side_deflate(side, &deflated, message);
    side_frame(out, FIN | BINARY, text_bytes(&deflated));
    job_end(&job);
}

struct bytes text_bytes(const struct text *text)
{
    return (struct bytes){ (const unsigned char *)text->bytes, text->length };
}
