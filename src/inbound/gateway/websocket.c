#include "inbound/gateway/websocket.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <wslay/wslay.h>

#include "base/random.h"
#include "inbound/gateway/inflater.h"

enum { CONTROL_MOST = 125, CODE_BYTES = 2, BYTE_BITS = 8 };

struct websocket {
    wslay_frame_context_ptr frames;
    struct websocket_source source;
    struct inflater *inflater;

    bool in_frame;        /* its header was seen, its end not */
    uint64_t frame_got;   /* bytes of its payload */
    bool in_message;      /* a data frame was seen, the final one not ended */
    uint64_t message_got; /* compressed bytes */
    unsigned char control[CONTROL_MOST];
    size_t control_length;

    bool cut;                 /* the source has ended */
    enum websocket_news last; /* CLOSED or BROKEN, once it is */
    const char *why;
    uint16_t code;

    unsigned char out[WEBSOCKET_OUT_MOST];
    size_t out_length;
};

static ssize_t on_read(uint8_t *out, size_t room, int flags, void *subject)
{
    struct websocket *websocket = subject;

    (void)flags;
    const ssize_t count = websocket->source.read(websocket->source.subject, out, room);
    websocket->cut |= count < 0;
    return count > 0 ? count : -1; /* wslay knows "later" and "never" as the same */
}

static ssize_t on_write(const uint8_t *bytes, size_t length, int flags, void *subject)
{
    struct websocket *websocket = subject;

    (void)flags;
    if (length > WEBSOCKET_OUT_MOST - websocket->out_length)
        return -1;
    memcpy(websocket->out + websocket->out_length, bytes, length);
    websocket->out_length += length;
    return (ssize_t)length;
}

static int on_mask(uint8_t *out, size_t length, void *subject)
{
    (void)subject;
    random_bytes(out, length);
    return 0;
}

struct websocket *websocket_new(const struct websocket_source *source)
{
    static const struct wslay_frame_callbacks callbacks = { on_write, on_read, on_mask };
    struct websocket *websocket = calloc(1, sizeof(*websocket));

    if (!websocket || wslay_frame_context_init(&websocket->frames, &callbacks, websocket) != 0)
        abort();
    websocket->source = *source;
    websocket->inflater = inflater_new();
    return websocket;
}

void websocket_free(struct websocket *websocket)
{
    if (!websocket)
        return;
    wslay_frame_context_free(websocket->frames);
    inflater_free(websocket->inflater);
    explicit_bzero(websocket->out, sizeof(websocket->out)); /* our token may be in there */
    free(websocket);
}

static enum websocket_news broken(struct websocket *websocket, const char *why)
{
    websocket->why = why;
    return websocket->last = WEBSOCKET_BROKEN;
}

/* Room is checked before, so that no half of a frame is left when there is none. */
static bool frame_out(struct websocket *websocket, uint8_t opcode, struct bytes payload)
{
    enum { HEADER_MOST = 14 };
    struct wslay_frame_iocb frame = {
        .fin = 1,
        .opcode = opcode,
        .mask = 1,
        .payload_length = payload.length,
        .data = payload.at,
        .data_length = payload.length,
    };

    if (payload.length + HEADER_MOST > WEBSOCKET_OUT_MOST - websocket->out_length)
        return false;
    const ssize_t sent = wslay_frame_send(websocket->frames, &frame);
    assert(sent >= 0 && (size_t)sent == payload.length);
    return true;
}

static enum websocket_news end_control(struct websocket *websocket, uint8_t opcode)
{
    const struct bytes payload = { websocket->control, websocket->control_length };

    if (opcode == WSLAY_PING && !frame_out(websocket, WSLAY_PONG, payload))
        return broken(websocket, "pings came faster than pongs could leave");
    if (opcode != WSLAY_CONNECTION_CLOSE)
        return WEBSOCKET_LATER;
    if (payload.length >= CODE_BYTES)
        websocket->code = (uint16_t)(payload.at[0] << BYTE_BITS | payload.at[1]);
    return websocket->last = WEBSOCKET_CLOSED;
}

/* What may not be in a frame's header; NULL when all is well. */
static const char *find_fault(const struct websocket *websocket,
                              const struct wslay_frame_iocb *frame)
{
    if (frame->mask || frame->rsv)
        return "a frame was masked or extended";
    switch (frame->opcode) {
    case WSLAY_CONNECTION_CLOSE:
    case WSLAY_PING:
    case WSLAY_PONG: return NULL;
    case WSLAY_BINARY_FRAME: return websocket->in_message ? "a message began inside another" : NULL;
    case WSLAY_CONTINUATION_FRAME:
        return websocket->in_message ? NULL : "a message went on that never began";
    case WSLAY_TEXT_FRAME: return "a message was not compressed";
    default: return "a frame of an unknown kind came";
    }
}

static enum websocket_news take_data(struct websocket *websocket,
                                     const struct wslay_frame_iocb *frame)
{
    websocket->in_message = true;
    websocket->message_got += frame->data_length;
    if (websocket->message_got > INFLATER_BYTES_MOST)
        return broken(websocket, "a message is too large");
    switch (inflater_feed(websocket->inflater, (struct bytes){ frame->data, frame->data_length })) {
    case INFLATED_SOME: return WEBSOCKET_LATER;
    case INFLATED_BROKEN: return broken(websocket, "what came is no zlib stream");
    case INFLATED_TOO_LARGE: return broken(websocket, "a message inflates to too much");
    }
    abort();
}

static enum websocket_news end_frame(struct websocket *websocket,
                                     const struct wslay_frame_iocb *frame, struct bytes *message)
{
    websocket->in_frame = false;
    websocket->frame_got = 0;
    if (wslay_is_ctrl_frame(frame->opcode))
        return end_control(websocket, frame->opcode);
    if (!frame->fin)
        return WEBSOCKET_LATER;
    websocket->in_message = false;
    if (!inflater_whole(websocket->inflater, message))
        return WEBSOCKET_LATER; /* it goes on in the next one */
    websocket->message_got = 0;
    return WEBSOCKET_MESSAGE;
}

/* One piece of a frame, as far as it has come. */
static enum websocket_news take_piece(struct websocket *websocket,
                                      const struct wslay_frame_iocb *frame, struct bytes *message)
{
    const bool control = wslay_is_ctrl_frame(frame->opcode);

    if (!websocket->in_frame) {
        const char *why = find_fault(websocket, frame);
        if (why)
            return broken(websocket, why);
        websocket->in_frame = true;
        websocket->control_length = control ? 0 : websocket->control_length;
    }
    websocket->frame_got += frame->data_length;
    if (control) {
        assert(websocket->control_length + frame->data_length <= CONTROL_MOST);
        memcpy(websocket->control + websocket->control_length, frame->data, frame->data_length);
        websocket->control_length += frame->data_length;
    } else if (take_data(websocket, frame) == WEBSOCKET_BROKEN) {
        return WEBSOCKET_BROKEN;
    }
    if (websocket->frame_got < frame->payload_length)
        return WEBSOCKET_LATER;
    return end_frame(websocket, frame, message);
}

enum websocket_news websocket_next(struct websocket *websocket, struct bytes *message)
{
    while (websocket->last == WEBSOCKET_LATER) {
        struct wslay_frame_iocb frame = { 0 };
        const ssize_t got = wslay_frame_recv(websocket->frames, &frame);

        if (got == WSLAY_ERR_WANT_READ && !websocket->cut)
            return WEBSOCKET_LATER;
        if (got < 0)
            return broken(websocket, websocket->cut ? "the connection was cut"
                                                    : "a frame breaks the protocol");
        const enum websocket_news news = take_piece(websocket, &frame, message);
        if (news != WEBSOCKET_LATER)
            return news;
    }
    return websocket->last;
}

uint16_t websocket_code(const struct websocket *websocket)
{
    return websocket->code;
}

const char *websocket_why(const struct websocket *websocket)
{
    return websocket->why ? websocket->why : "";
}

bool websocket_say(struct websocket *websocket, struct bytes text)
{
    return frame_out(websocket, WSLAY_TEXT_FRAME, text);
}

bool websocket_close(struct websocket *websocket, uint16_t code)
{
    const unsigned char payload[CODE_BYTES] = { (unsigned char)(code >> BYTE_BITS),
                                                (unsigned char)code };

    return frame_out(websocket, WSLAY_CONNECTION_CLOSE, (struct bytes){ payload, sizeof(payload) });
}

struct bytes websocket_waiting(const struct websocket *websocket)
{
    return (struct bytes){ websocket->out, websocket->out_length };
}

void websocket_sent(struct websocket *websocket, size_t count)
{
    assert(count <= websocket->out_length);
    memmove(websocket->out, websocket->out + count, websocket->out_length - count);
    websocket->out_length -= count;
    explicit_bzero(websocket->out + websocket->out_length, count);
}
