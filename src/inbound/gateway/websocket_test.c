#include "inbound/gateway/websocket.h"

#include <string.h>

#include "base/job.h"

#include "check.h"
#include "gateway_side.h"

enum { TEXT_MOST = 64 * 1024 * 1024 };

/* Gives what the text holds in pieces; then nothing, or the end. */
struct feed {
    struct bytes bytes;
    size_t at, piece;
    bool ends;
    bool pause; /* between two pieces there is nothing for once */
};

static ssize_t read_feed(void *subject, unsigned char *out, size_t room)
{
    struct feed *feed = subject;
    size_t count = feed->bytes.length - feed->at;

    feed->pause = !feed->pause;
    if (count == 0)
        return feed->ends ? -1 : 0;
    if (feed->pause)
        return 0;
    count = count < feed->piece ? count : feed->piece;
    count = count < room ? count : room;
    memcpy(out, feed->bytes.at + feed->at, count);
    feed->at += count;
    return (ssize_t)count;
}

static void end_websocket(struct websocket **websocket)
{
    websocket_free(*websocket);
}

static struct websocket *on_feed(struct feed *feed, const struct text *text, size_t piece)
{
    *feed = (struct feed){ .bytes = text_bytes(text), .piece = piece, .ends = true };
    return websocket_new(&(struct websocket_source){ read_feed, feed });
}

/* The next that is not LATER. */
static enum websocket_news await_news(struct websocket *websocket, struct bytes *message)
{
    enum websocket_news news;

    while ((news = websocket_next(websocket, message)) == WEBSOCKET_LATER)
        continue;
    return news;
}

/* "One" in three fragments with a ping between them, "two" over two messages, a close. */
static void tell_all(struct arena *arena, struct text *text)
{
    AUTO(side_end) struct side side;
    struct text one = text_in(arena, TEXT_MOST), two = text_in(arena, TEXT_MOST);

    side_begin(&side);
    side_deflate(&side, &one, "{\"one\":1}");
    const struct bytes whole = text_bytes(&one);
    side_frame(text, BINARY, (struct bytes){ whole.at, 3 });
    side_frame(text, FIN | PING, bytes_of("beep"));
    side_frame(text, CONTINUED, BYTES_NONE);
    side_frame(text, FIN | CONTINUED, (struct bytes){ whole.at + 3, whole.length - 3 });
    side_deflate(&side, &two, "{\"two\":2}");
    const struct bytes rest = text_bytes(&two);
    side_frame(text, FIN | BINARY, (struct bytes){ rest.at, 5 });
    side_frame(text, FIN | BINARY, (struct bytes){ rest.at + 5, rest.length - 5 });
    side_frame(text, FIN | CLOSED, bytes_of("\x0f\xa9going"));
}

CHECK(messages_come_out_whole_however_they_were_cut)
{
    for (size_t piece = 1; piece <= 200; piece += 3) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct text text = text_in(&job.arena, TEXT_MOST);
        struct bytes message = BYTES_NONE;
        struct feed feed;
        tell_all(&job.arena, &text);
        AUTO(end_websocket) struct websocket *websocket = on_feed(&feed, &text, piece);
        EQUAL(await_news(websocket, &message), WEBSOCKET_MESSAGE);
        EQUAL(bytes_equal(message, bytes_of("{\"one\":1}")), true);
        EQUAL(websocket_waiting(websocket).length, 2 + 4 + 4); /* the pong, masked */
        EQUAL(await_news(websocket, &message), WEBSOCKET_MESSAGE);
        EQUAL(bytes_equal(message, bytes_of("{\"two\":2}")), true);
        EQUAL(await_news(websocket, &message), WEBSOCKET_CLOSED);
        EQUAL(websocket_code(websocket), 4009);
        EQUAL(await_news(websocket, &message), WEBSOCKET_CLOSED);
    }
}

CHECK(what_we_say_is_masked_and_one_frame)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text none = text_in(&job.arena, TEXT_MOST);
    struct feed feed;
    AUTO(end_websocket) struct websocket *websocket = on_feed(&feed, &none, 1);
    unsigned char payload[8];

    EQUAL(websocket_say(websocket, bytes_of("{\"op\":1}")), true);
    const struct bytes out = websocket_waiting(websocket);
    EQUAL(out.length, 2 + 4 + 8);
    EQUAL(out.at[0], FIN | TEXTUAL);
    EQUAL(out.at[1], 0x80 | 8);
    for (size_t i = 0; i < sizeof(payload); i++)
        payload[i] = out.at[6 + i] ^ out.at[2 + i % 4];
    EQUAL(bytes_equal((struct bytes){ payload, sizeof(payload) }, bytes_of("{\"op\":1}")), true);

    websocket_sent(websocket, out.length - 1);
    EQUAL(websocket_waiting(websocket).length, 1);
    websocket_sent(websocket, 1);
    EQUAL(websocket_close(websocket, 4000), true);
    EQUAL(websocket_waiting(websocket).length, 2 + 4 + 2);
}

CHECK(what_waits_to_be_sent_has_a_limit)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, TEXT_MOST);
    struct bytes message = BYTES_NONE;
    struct feed feed;
    char large[WEBSOCKET_OUT_MOST] = { 0 };

    for (int i = 0; i < 5000; i++)
        side_frame(&text, FIN | PING, bytes_of("beep"));
    AUTO(end_websocket) struct websocket *websocket = on_feed(&feed, &text, 4096);
    EQUAL(websocket_say(websocket, (struct bytes){ (unsigned char *)large, sizeof(large) }), false);
    EQUAL(websocket_waiting(websocket).length, 0);
    EQUAL(await_news(websocket, &message), WEBSOCKET_BROKEN);
    SAME(websocket_why(websocket), "pings came faster than pongs could leave");
}

CHECK(frames_that_break_the_protocol_end_it)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *why;
    } cases[] = {
        { "\x82\x81mask?", 7, "a frame was masked or extended" },
        { "\xc2\x01x", 3, "a frame was masked or extended" },
        { "\x81\x02{}", 4, "a message was not compressed" },
        { "\x83\x01x", 3, "a frame of an unknown kind came" },
        { "\x8b\x01x", 3, "a frame of an unknown kind came" },
        { "\x80\x01x", 3, "a message went on that never began" },
        { "\x02\x01\x78\x82\x01x", 6, "a message began inside another" },
        { "\x09\x01x", 3, "a frame breaks the protocol" },         /* a ping in fragments */
        { "\x89\x7e\x00\x7e", 4, "a frame breaks the protocol" },  /* a ping of 126 bytes */
        { "\x82\x7e\x00\x01x", 5, "a frame breaks the protocol" }, /* a length too long */
        { "\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10, "a frame breaks the protocol" },
        { "\x82\x05hello", 7, "what came is no zlib stream" },
        { "\x82\x05hel", 5, "what came is no zlib stream" },
        { "\x82\x05", 2, "the connection was cut" },
        { "", 0, "the connection was cut" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct text text = text_in(&job.arena, TEXT_MOST);
        struct bytes message = BYTES_NONE;
        struct feed feed;
        text_add_bytes(&text, cases[i].bytes, cases[i].length);
        AUTO(end_websocket) struct websocket *websocket = on_feed(&feed, &text, 2);
        EQUAL(await_news(websocket, &message), WEBSOCKET_BROKEN);
        HOLDS(strcmp(websocket_why(websocket), cases[i].why) == 0, "case %zu: %s", i,
              websocket_why(websocket));
    }
}

CHECK(a_close_frame_without_a_code_is_no_trouble)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct text text = text_in(&job.arena, TEXT_MOST);
    struct bytes message = BYTES_NONE;
    struct feed feed;

    side_frame(&text, FIN | CLOSED, BYTES_NONE);
    AUTO(end_websocket) struct websocket *websocket = on_feed(&feed, &text, 1);
    EQUAL(await_news(websocket, &message), WEBSOCKET_CLOSED);
    EQUAL(websocket_code(websocket), 0);
}

CHECK(a_message_that_never_ends_is_cut_off)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(side_end) struct side side;
    struct text text = text_in(&job.arena, TEXT_MOST), bomb = text_in(&job.arena, TEXT_MOST);
    struct bytes message = BYTES_NONE;
    struct feed feed;
    char *large = arena_take(&job.arena, 20000000);

    side_begin(&side);
    memset(large, 'a', 20000000 - 1);
    side_deflate(&side, &bomb, large);
    side_frame(&text, FIN | BINARY, text_bytes(&bomb));
    AUTO(end_websocket) struct websocket *websocket = on_feed(&feed, &text, 4096);
    EQUAL(await_news(websocket, &message), WEBSOCKET_BROKEN);
    SAME(websocket_why(websocket), "a message inflates to too much");
}
