/* What the gateway sends, from frames to the state machine.  First byte even: the rest are the
 * bytes off the socket.  Odd: the rest are JSON messages, a line each, that are deflated and
 * framed here; that leads deeper than luck would. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "inbound/gateway/dialogue.h"
#include "inbound/gateway/events.h"
#include "inbound/gateway/websocket.h"
#include "wire/discord/frame.h"

#include "../test/gateway_side.h"

enum { STREAM_MOST = 1 << 24, STEP_MS = 700 };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

struct stream {
    struct bytes bytes;
    size_t at;
};

static ssize_t read_stream(void *subject, unsigned char *out, size_t room)
{
    struct stream *stream = subject;
    const size_t left = stream->bytes.length - stream->at;
    const size_t count = left < room ? left : room;

    if (count == 0)
        return -1;
    memcpy(out, stream->bytes.at + stream->at, count);
    stream->at += count;
    return (ssize_t)count;
}

static void write_frames(struct text *text, const unsigned char *data, size_t size)
{
    struct side side;

    side_begin(&side);
    while (size > 0) {
        const unsigned char *end = memchr(data, '\n', size);
        const size_t length = end ? (size_t)(end - data) : size;
        char *line = strndup((const char *)data, length);
        if (!line)
            abort();
        side_say(&side, text, line);
        free(line);
        data += end ? length + 1 : length;
        size -= end ? length + 1 : length;
    }
    side_end(&side);
}

static void tell(struct dialogue *dialogue, struct dialogue_turn turn)
{
    const bool over = dialogue->state == DIALOGUE_OVER;
    const unsigned orders = dialogue_take(dialogue, &turn);

    assert(!over || orders == 0);
    assert(!(orders & ORDER_RESUME) || dialogue->session.session_id[0]);
    assert(!(orders & ORDER_IDENTIFY) || !dialogue->session.session_id[0]);
    assert(dialogue->state <= DIALOGUE_OVER);
    if (dialogue->state == DIALOGUE_WAITING)
        assert(dialogue_next_ms(dialogue) <= turn.now_ms + DIALOGUE_PAUSE_MOST_MS);
}

static struct dialogue_turn turn_of_ready(struct job *job, const struct frame *frame,
                                          struct resume_point *session)
{
    struct frame_ready ready;

    if (frame_ready(job, frame->data, &ready) ||
        strlen(ready.session) >= sizeof(session->session_id))
        return (struct dialogue_turn){ .news = NEWS_LOST };
    (void)snprintf(session->session_id, sizeof(session->session_id), "%s", ready.session);
    session->sequence = frame->sequence;
    return (struct dialogue_turn){ .news = NEWS_READY, .session = session };
}

static struct dialogue_turn turn_of_hello(struct job *job, const struct frame *frame)
{
    int64_t interval_ms;

    if (frame_hello(job, frame->data, &interval_ms))
        return (struct dialogue_turn){ .news = NEWS_LOST };
    return (struct dialogue_turn){ .news = NEWS_HELLO, .number = interval_ms };
}

static struct dialogue_turn turn_of_dispatch(struct job *job, const struct frame *frame,
                                             struct resume_point *session)
{
    if (strcmp(frame->event, "READY") == 0)
        return turn_of_ready(job, frame, session);
    if (strcmp(frame->event, "RESUMED") == 0)
        return (struct dialogue_turn){ .news = NEWS_RESUMED };
    const enum event_kind kind = event_find(frame->event);
    assert(kind == EVENT_COUNT || strcmp(event_name(kind), frame->event) == 0);
    return (struct dialogue_turn){ .news = NEWS_TAKEN, .number = frame->sequence };
}

static struct dialogue_turn turn_of(struct job *job, struct bytes message,
                                    struct resume_point *session)
{
    struct frame frame;

    if (!frame_read(message, &frame))
        return (struct dialogue_turn){ .news = NEWS_LOST };
    switch (frame.op) {
    case FRAME_DISPATCH: return turn_of_dispatch(job, &frame, session);
    case FRAME_HEARTBEAT: return (struct dialogue_turn){ .news = NEWS_ASKED };
    case FRAME_RECONNECT: return (struct dialogue_turn){ .news = NEWS_RECONNECT };
    case FRAME_HELLO: return turn_of_hello(job, &frame);
    case FRAME_INVALID_SESSION:
        return (struct dialogue_turn){ .news = NEWS_INVALID,
                                       .number = frame_resumable(frame.data) };
    case FRAME_HEARTBEAT_ACK: return (struct dialogue_turn){ .news = NEWS_ACK };
    default: return (struct dialogue_turn){ .news = NEWS_TICK, .number = 1 };
    }
}

/* Every message is a turn, and between two some time passes and the connection is made. */
static void talk(struct websocket *websocket, struct dialogue *dialogue)
{
    struct bytes message = BYTES_NONE;
    enum websocket_news news;
    int64_t now_ms = 0;

    for (;;) {
        news = websocket_next(websocket, &message);
        if (news == WEBSOCKET_LATER)
            continue;
        if (news != WEBSOCKET_MESSAGE)
            break;
        struct job job = { .name = "fuzz" };
        struct resume_point session = { 0 };
        const unsigned luck = (unsigned)message.length % DIALOGUE_LUCK;
        tell(dialogue, (struct dialogue_turn){ NEWS_TICK, now_ms, 1, luck, NULL });
        tell(dialogue, (struct dialogue_turn){ NEWS_OPENED, now_ms, 0, luck, NULL });
        struct dialogue_turn turn = turn_of(&job, message, &session);
        turn.now_ms = now_ms;
        turn.luck = luck;
        tell(dialogue, turn);
        job_end(&job);
        now_ms += STEP_MS;
    }
    assert(news == WEBSOCKET_CLOSED || websocket_why(websocket)[0]);
    if (news == WEBSOCKET_CLOSED)
        tell(dialogue,
             (struct dialogue_turn){ NEWS_CLOSED, now_ms, websocket_code(websocket), 0, NULL });
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct job job = { .name = "fuzz" };
    struct dialogue dialogue;

    if (size == 0)
        return 0;
    struct text text = text_in(&job.arena, STREAM_MOST);
    if (data[0] % 2)
        write_frames(&text, data + 1, size - 1);
    struct stream stream = {
        .bytes = data[0] % 2 ? text_bytes(&text) : (struct bytes){ data + 1, size - 1 },
    };
    const struct websocket_source source = { read_stream, &stream };
    struct websocket *websocket = websocket_new(&source);
    dialogue_begin(&dialogue, NULL, 0);
    talk(websocket, &dialogue);
    websocket_free(websocket);
    job_end(&job);
    return 0;
}
