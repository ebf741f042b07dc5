#include "inbound/gateway/inflater.h"

#include <stdlib.h>
#include <string.h>

#include "base/job.h"

#include "check.h"
#include "gateway_side.h"

enum { TEXT_MOST = 64 * 1024 * 1024 };

static void end_inflater(struct inflater **inflater)
{
    inflater_free(*inflater);
}

/* `count` times 'a' with a NUL. */
static char *many(struct arena *arena, size_t count)
{
    char *text = arena_take(arena, count + 1);

    memset(text, 'a', count);
    return text;
}

static enum inflated feed(struct inflater *inflater, const struct text *text)
{
    return inflater_feed(inflater, text_bytes(text));
}

CHECK(one_stream_carries_many_messages_in_pieces_of_any_size)
{
    static const char *const messages[] = { "{\"op\":10}", "{}", "{\"op\":11}", "{\"op\":10}" };
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(end_inflater) struct inflater *inflater = inflater_new();
    AUTO(side_end) struct side side;

    side_begin(&side);
    for (size_t i = 0; i < LENGTH(messages); i++) {
        struct text text = text_in(&job.arena, TEXT_MOST);
        struct bytes message = BYTES_NONE;
        side_deflate(&side, &text, messages[i]);
        for (size_t at = 0; at < text.length; at++) {
            EQUAL(inflater_whole(inflater, &message), false);
            EQUAL(inflater_feed(inflater, (struct bytes){ text_bytes(&text).at + at, 1 }),
                  INFLATED_SOME);
        }
        EQUAL(inflater_whole(inflater, &message), true);
        HOLDS(bytes_equal(message, bytes_of(messages[i])), "message %zu", i);
        EQUAL(inflater_whole(inflater, &message), false);
    }
}

CHECK(the_limit_is_exact)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(end_inflater) struct inflater *inflater = inflater_new();
        AUTO(side_end) struct side side;
        struct text text = text_in(&job.arena, TEXT_MOST);
        struct bytes message = BYTES_NONE;
        side_begin(&side);
        side_deflate(&side, &text, many(&job.arena, INFLATER_BYTES_MOST + over));
        EQUAL(feed(inflater, &text), over ? INFLATED_TOO_LARGE : INFLATED_SOME);
        EQUAL(inflater_whole(inflater, &message), !over);
        EQUAL(message.length, over ? 0 : INFLATER_BYTES_MOST);
    }
}

CHECK(a_bomb_in_many_small_pieces_does_not_pass)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(end_inflater) struct inflater *inflater = inflater_new();
    AUTO(side_end) struct side side;
    struct text text = text_in(&job.arena, TEXT_MOST);
    enum inflated inflated = INFLATED_SOME;
    size_t at = 0;

    side_begin(&side);
    side_deflate(&side, &text, many(&job.arena, 4 * (size_t)INFLATER_BYTES_MOST));
    for (; at < text.length && inflated == INFLATED_SOME; at++)
        inflated = inflater_feed(inflater, (struct bytes){ text_bytes(&text).at + at, 1 });
    EQUAL(inflated, INFLATED_TOO_LARGE);
    HOLDS(at < text.length / 3, "after %zu of %zu bytes", at, text.length);
}

CHECK(a_large_message_is_followed_by_a_small_one)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(end_inflater) struct inflater *inflater = inflater_new();
    AUTO(side_end) struct side side;
    struct text large = text_in(&job.arena, TEXT_MOST), small = text_in(&job.arena, TEXT_MOST);
    struct bytes message = BYTES_NONE;

    side_begin(&side);
    side_deflate(&side, &large, many(&job.arena, 1000000));
    side_deflate(&side, &small, "{}");
    EQUAL(feed(inflater, &large), INFLATED_SOME);
    EQUAL(inflater_whole(inflater, &message), true);
    EQUAL(message.length, 1000000);
    EQUAL(feed(inflater, &small), INFLATED_SOME);
    EQUAL(inflater_whole(inflater, &message), true);
    EQUAL(message.length, 2);
}

CHECK(what_is_no_stream_is_broken)
{
    unsigned char ended[64], garbage[] = "this is not zlib";
    uLongf length = sizeof(ended);
    AUTO(end_inflater) struct inflater *first = inflater_new();
    AUTO(end_inflater) struct inflater *second = inflater_new();
    /* A stream that asks for a preset dictionary, and one of stored garbage after a header. */
    static const unsigned char dictionary[] = { 0x78, 0xBB, 0x00, 0x00, 0x00, 0x01 };
    AUTO(end_inflater) struct inflater *third = inflater_new();

    EQUAL(compress(ended, &length, (const unsigned char *)"{}", 2), Z_OK);
    EQUAL(inflater_feed(first, (struct bytes){ garbage, sizeof(garbage) }), INFLATED_BROKEN);
    EQUAL(inflater_feed(second, (struct bytes){ ended, length }), INFLATED_BROKEN);
    EQUAL(inflater_feed(third, (struct bytes){ dictionary, sizeof(dictionary) }), INFLATED_BROKEN);
}
