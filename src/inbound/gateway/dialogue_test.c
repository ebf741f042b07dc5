#include "inbound/gateway/dialogue.h"

#include <string.h>

#include "check.h"

static const struct resume_point session_7 = {
    .shard = 3,
    .session_id = "s7",
    .url = "wss://near.example",
    .sequence = 7,
};

static unsigned tell(struct dialogue *dialogue, enum dialogue_news news, int64_t number,
                     int64_t now_ms)
{
    const struct dialogue_turn turn = {
        .news = news,
        .now_ms = now_ms,
        .number = number,
        .luck = DIALOGUE_LUCK / 2,
        .session = &session_7,
    };

    return dialogue_take(dialogue, &turn);
}

/* To one state by the shortest way, all at `now_ms`; beats are due every 40 s. */
static void lead_to(struct dialogue *dialogue, enum dialogue_state state, int64_t now_ms)
{
    const bool resume = state == DIALOGUE_RESUMING;

    dialogue_begin(dialogue, resume ? &session_7 : NULL, now_ms);
    if (state == DIALOGUE_WAITING)
        return;
    EQUAL(tell(dialogue, NEWS_TICK, 1, now_ms), ORDER_CONNECT);
    if (state == DIALOGUE_CONNECTING)
        return;
    EQUAL(tell(dialogue, NEWS_OPENED, 0, now_ms), 0);
    if (state == DIALOGUE_GREETING)
        return;
    EQUAL(tell(dialogue, NEWS_HELLO, 40000, now_ms), resume ? ORDER_RESUME : ORDER_IDENTIFY);
    if (state == DIALOGUE_READY)
        EQUAL(tell(dialogue, NEWS_READY, 0, now_ms), 0);
    if (state == DIALOGUE_OVER)
        EQUAL(tell(dialogue, NEWS_STOP, 0, now_ms), ORDER_DROP);
    EQUAL(dialogue->state, state);
}

enum { ANY_TIME = 5000 };

CHECK(every_news_in_every_state_leads_where_the_drawing_says)
{
    enum { W, C, G, I, R, Y, O, STATES };
    static const char codes[] = "WCGIRYO";
    /* In the order of enum dialogue_state; the letter is where it goes. */
    static const struct {
        enum dialogue_news news;
        int64_t number;
        const char *to;
    } cases[] = {
        { NEWS_TICK, 0, "WCGIRYO" },      { NEWS_TICK, 1, "CCGIRYO" },
        { NEWS_OPENED, 0, "WGGIRYO" },    { NEWS_LOST, 0, "WWWWWWO" },
        { NEWS_CLOSED, 0, "WWWWWWO" },    { NEWS_CLOSED, 4004, "OOOOOOO" },
        { NEWS_HELLO, 40000, "WCIIRYO" }, { NEWS_HELLO, 0, "WCWIRYO" },
        { NEWS_HELLO, -1, "WCWIRYO" },    { NEWS_HELLO, 86400000, "WCWIRYO" },
        { NEWS_ASKED, 0, "WCGIRYO" },     { NEWS_ACK, 0, "WCGIRYO" },
        { NEWS_RECONNECT, 0, "WWWWWWO" }, { NEWS_INVALID, 0, "WCGWWWO" },
        { NEWS_INVALID, 1, "WCGWWWO" },   { NEWS_READY, 0, "WCGYRYO" },
        { NEWS_RESUMED, 0, "WCGIYYO" },   { NEWS_TAKEN, 9, "WCGIRYO" },
        { NEWS_STOP, 0, "OOOOOOO" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        for (int from = W; from < STATES; from++) {
            struct dialogue dialogue;
            lead_to(&dialogue, (enum dialogue_state)from, ANY_TIME);
            (void)tell(&dialogue, cases[i].news, cases[i].number, ANY_TIME);
            HOLDS(codes[dialogue.state] == cases[i].to[from], "case %zu from %c went to %c", i,
                  codes[from], codes[dialogue.state]);
        }
}

CHECK(every_close_code_is_taken_as_documented)
{
    enum { KEEP, FORGET, END };
    static const struct {
        int64_t code;
        int wanted;
    } cases[] = {
        { 0, KEEP },    { 1000, KEEP },   { 1001, KEEP },   { 1006, KEEP },   { 1011, KEEP },
        { 4000, KEEP }, { 4001, KEEP },   { 4002, KEEP },   { 4003, FORGET }, { 4004, END },
        { 4005, KEEP }, { 4006, FORGET }, { 4007, FORGET }, { 4008, KEEP },   { 4009, FORGET },
        { 4010, END },  { 4011, END },    { 4012, END },    { 4013, END },    { 4014, END },
        { 4015, KEEP }, { 4999, KEEP },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct dialogue dialogue;
        lead_to(&dialogue, DIALOGUE_READY, 0);
        const unsigned orders = tell(&dialogue, NEWS_CLOSED, cases[i].code, 1000);
        const bool kept = dialogue.session.session_id[0] != '\0';
        const bool over = dialogue.state == DIALOGUE_OVER;
        HOLDS(orders == ORDER_DROP && kept == (cases[i].wanted == KEEP) &&
                  over == (cases[i].wanted == END) && dialogue.fatal == over && dialogue.why[0],
              "code %d", (int)cases[i].code);
    }
}

CHECK(a_lost_connection_resumes_where_it_stood)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_READY, 0);
    EQUAL(tell(&dialogue, NEWS_TAKEN, 8, 10), 0);
    EQUAL(tell(&dialogue, NEWS_TAKEN, 9, 11), 0);
    EQUAL(tell(&dialogue, NEWS_LOST, 0, 20), ORDER_DROP);
    EQUAL(dialogue_next_ms(&dialogue), 20);
    EQUAL(dialogue_wants_turn(&dialogue, 20), false);
    SAME(dialogue_address(&dialogue), "wss://near.example");
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 20), ORDER_CONNECT);
    EQUAL(tell(&dialogue, NEWS_OPENED, 0, 30), 0);
    EQUAL(tell(&dialogue, NEWS_HELLO, 40000, 40), ORDER_RESUME);
    EQUAL(dialogue.session.sequence, 9);
    EQUAL(tell(&dialogue, NEWS_TAKEN, 10, 50), 0);
    EQUAL(tell(&dialogue, NEWS_RESUMED, 0, 60), 0);
    EQUAL(dialogue.state, DIALOGUE_READY);
    EQUAL(dialogue.session.sequence, 10);
    EQUAL(dialogue.resumed, 1);
}

CHECK(the_first_beat_comes_at_a_random_moment_and_the_next_at_the_interval)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_READY, 1000);
    EQUAL(dialogue_next_ms(&dialogue), 1000 + 20000);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 20999), 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 21000), ORDER_HEARTBEAT);
    EQUAL(tell(&dialogue, NEWS_ACK, 0, 21040), 0);
    EQUAL(dialogue.latency_ms, 40);
    EQUAL(dialogue_next_ms(&dialogue), 61000);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 61000), ORDER_HEARTBEAT);
}

CHECK(a_beat_without_an_ack_means_a_dead_connection_and_the_session_is_resumed)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_READY, 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 20000), ORDER_HEARTBEAT);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 59999), 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 60000), ORDER_DROP);
    EQUAL(dialogue.state, DIALOGUE_WAITING);
    SAME(dialogue.session.session_id, "s7");
    EQUAL(dialogue.latency_ms, -1);
}

CHECK(a_beat_that_was_asked_for_is_sent_at_once_and_is_no_reason_to_give_up)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_READY, 0);
    EQUAL(tell(&dialogue, NEWS_ASKED, 0, 19999), ORDER_HEARTBEAT);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 20000), ORDER_HEARTBEAT);
}

CHECK(no_more_is_sent_than_discord_allows)
{
    struct dialogue dialogue;
    int sent = 1; /* identify */

    lead_to(&dialogue, DIALOGUE_READY, 0);
    for (int i = 0; i < 1000; i++)
        sent += tell(&dialogue, NEWS_ASKED, 0, 10000 + i) == ORDER_HEARTBEAT;
    EQUAL(sent, DIALOGUE_SENDS_ASKED);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, 20000), ORDER_HEARTBEAT);
    EQUAL(tell(&dialogue, NEWS_ASKED, 0, 59000), 0);
    EQUAL(tell(&dialogue, NEWS_ASKED, 0, 71000), ORDER_HEARTBEAT);
}

CHECK(an_invalid_session_waits_one_to_five_seconds)
{
    static const unsigned lucks[] = { 0, DIALOGUE_LUCK / 2, DIALOGUE_LUCK - 1 };

    for (int64_t resumable = 0; resumable <= 1; resumable++)
        for (size_t i = 0; i < LENGTH(lucks); i++) {
            struct dialogue dialogue;
            lead_to(&dialogue, DIALOGUE_RESUMING, 0);
            const struct dialogue_turn turn = { .news = NEWS_INVALID,
                                                .number = resumable,
                                                .luck = lucks[i] };
            EQUAL(dialogue_take(&dialogue, &turn), ORDER_DROP);
            const int64_t pause_ms = dialogue_next_ms(&dialogue);
            HOLDS(pause_ms >= 1000 && pause_ms <= 5000, "luck %u", lucks[i]);
            EQUAL(dialogue.session.session_id[0] != '\0', resumable);
            EQUAL(dialogue.session.shard, 3);
            EQUAL(dialogue_wants_turn(&dialogue, 5000), !resumable);
        }
}

CHECK(pauses_grow_to_a_minute_and_calm_ends_them)
{
    static const int64_t most_s[] = { 0, 1, 2, 4, 8, 16, 32, 60, 60, 60 };
    struct dialogue dialogue;
    int64_t now_ms = 0;

    lead_to(&dialogue, DIALOGUE_READY, 0);
    for (size_t i = 0; i < LENGTH(most_s); i++) {
        EQUAL(tell(&dialogue, NEWS_LOST, 0, now_ms), ORDER_DROP);
        const int64_t pause_ms = dialogue_next_ms(&dialogue) - now_ms;
        HOLDS(pause_ms == most_s[i] * 750, "pause %zu is %d ms", i, (int)pause_ms);
        now_ms += pause_ms;
        EQUAL(tell(&dialogue, NEWS_TICK, 1, now_ms), ORDER_CONNECT);
    }
    EQUAL(tell(&dialogue, NEWS_OPENED, 0, now_ms), 0);
    EQUAL(tell(&dialogue, NEWS_HELLO, 40000, now_ms), ORDER_RESUME);
    EQUAL(tell(&dialogue, NEWS_RESUMED, 0, now_ms), 0);
    EQUAL(tell(&dialogue, NEWS_LOST, 0, now_ms + DIALOGUE_CALM_MS), ORDER_DROP);
    EQUAL(dialogue_next_ms(&dialogue), now_ms + DIALOGUE_CALM_MS);
}

CHECK(the_other_side_may_ask_for_a_longer_pause)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_CONNECTING, 0);
    EQUAL(tell(&dialogue, NEWS_LOST, 30, 100), ORDER_DROP);
    EQUAL(dialogue_next_ms(&dialogue), 30100);
}

CHECK(an_address_that_fails_twice_gives_way_to_the_base_and_the_session_stays)
{
    struct dialogue dialogue;

    dialogue_begin(&dialogue, &session_7, 0);
    for (int64_t failed = 0; failed < 4; failed++) {
        SAME(dialogue_address(&dialogue), failed < 2 ? "wss://near.example" : "");
        EQUAL(tell(&dialogue, NEWS_TICK, 0, failed * 100000), ORDER_CONNECT);
        EQUAL(tell(&dialogue, NEWS_LOST, 0, failed * 100000), ORDER_DROP);
    }
    SAME(dialogue.session.session_id, "s7");
}

CHECK(three_resumes_that_lead_to_nothing_are_enough)
{
    struct dialogue dialogue;

    dialogue_begin(&dialogue, &session_7, 0);
    for (int64_t now_ms = 0; now_ms < 300000; now_ms += 100000) {
        EQUAL(dialogue_wants_turn(&dialogue, now_ms), false);
        EQUAL(tell(&dialogue, NEWS_TICK, 0, now_ms), ORDER_CONNECT);
        EQUAL(tell(&dialogue, NEWS_OPENED, 0, now_ms), 0);
        EQUAL(tell(&dialogue, NEWS_HELLO, 40000, now_ms), ORDER_RESUME);
        EQUAL(tell(&dialogue, NEWS_CLOSED, 4000, now_ms), ORDER_DROP);
    }
    EQUAL(dialogue_wants_turn(&dialogue, 300000), true);
    SAME(dialogue_address(&dialogue), "");
}

CHECK(a_side_that_never_greets_or_never_opens_is_left)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_CONNECTING, 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, DIALOGUE_CONNECT_MS - 1), 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, DIALOGUE_CONNECT_MS), ORDER_DROP);
    lead_to(&dialogue, DIALOGUE_GREETING, 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, DIALOGUE_HELLO_MS - 1), 0);
    EQUAL(tell(&dialogue, NEWS_TICK, 0, DIALOGUE_HELLO_MS), ORDER_DROP);
}

CHECK(stopping_keeps_the_session_and_is_the_last_word)
{
    struct dialogue dialogue;

    lead_to(&dialogue, DIALOGUE_READY, 0);
    EQUAL(tell(&dialogue, NEWS_STOP, 0, 1), ORDER_DROP);
    SAME(dialogue.session.session_id, "s7");
    EQUAL(dialogue.fatal, false);
    EQUAL(dialogue_next_ms(&dialogue), INT64_MAX);
    EQUAL(tell(&dialogue, NEWS_TAKEN, 99, 2), 0);
    EQUAL(dialogue.session.sequence, 7);
}
