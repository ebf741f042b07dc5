#include "inbound/gateway/dialogue.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mark.h"

enum asks { ASKS_KEEP, ASKS_FORGET, ASKS_END };

enum { MS_IN_S = 1000, INVALID_LEAST_MS = 1000, INVALID_SPREAD_MS = 4000, PAUSE_DOUBLINGS = 6 };

static const struct meaning {
    int64_t code;
    enum asks asks;
    const char *words;
} meanings[] = {
#define CLOSE(code, asks, words) { code, ASKS_##asks, words },
#include "inbound/gateway/closes.def"
};

static const char *const state_names[] = {
    [DIALOGUE_WAITING] = "waiting",   [DIALOGUE_CONNECTING] = "connecting",
    [DIALOGUE_GREETING] = "greeting", [DIALOGUE_IDENTIFYING] = "identifying",
    [DIALOGUE_RESUMING] = "resuming", [DIALOGUE_READY] = "ready",
    [DIALOGUE_OVER] = "over",
};

static bool has_session(const struct dialogue *dialogue)
{
    return dialogue->session.session_id[0] != '\0';
}

static void forget(struct dialogue *dialogue)
{
    dialogue->session = (struct resume_point){ .shard = dialogue->session.shard };
    dialogue->failed_resumes = 0;
    dialogue->failed_address = 0;
}

/* The heart beats: hello came, and the connection still is. */
static bool is_alive(const struct dialogue *dialogue)
{
    return dialogue->state == DIALOGUE_IDENTIFYING || dialogue->state == DIALOGUE_RESUMING ||
           dialogue->state == DIALOGUE_READY;
}

static int64_t pause_ms(const struct dialogue *dialogue, unsigned luck)
{
    if (dialogue->troubles == 0)
        return 0;
    const unsigned doublings = dialogue->troubles - 1;
    const int64_t whole = doublings >= PAUSE_DOUBLINGS ? (int64_t)DIALOGUE_PAUSE_MOST_MS
                                                       : (int64_t)MS_IN_S << doublings;
    return whole / 2 + whole * luck / (2 * (int64_t)DIALOGUE_LUCK);
}

/* How the attempt that ends here went: what the next one should try instead. */
static void weigh(struct dialogue *dialogue, int64_t now_ms)
{
    if (dialogue->state == DIALOGUE_READY && now_ms - dialogue->ready_ms >= DIALOGUE_CALM_MS)
        dialogue->troubles = 0;
    if (dialogue->state == DIALOGUE_CONNECTING || dialogue->state == DIALOGUE_GREETING)
        dialogue->failed_address++;
    if (dialogue->state == DIALOGUE_RESUMING && ++dialogue->failed_resumes >= DIALOGUE_RESUMES)
        forget(dialogue);
}

/* Ends the connection and waits before the next, at least for as long as asked. */
static unsigned leave(struct dialogue *dialogue, const struct dialogue_turn *turn, const char *why,
                      int64_t asked_ms)
{
    if (dialogue->state == DIALOGUE_WAITING)
        return 0;
    weigh(dialogue, turn->now_ms);
    const int64_t pause = pause_ms(dialogue, turn->luck);
    dialogue->due_ms = turn->now_ms + (pause > asked_ms ? pause : asked_ms);
    dialogue->troubles++;
    dialogue->dropped++;
    dialogue->why = why;
    dialogue->latency_ms = -1;
    dialogue->state = DIALOGUE_WAITING;
    return ORDER_DROP;
}

static unsigned finish(struct dialogue *dialogue, const char *why, bool fatal)
{
    dialogue->why = why;
    dialogue->fatal = fatal;
    dialogue->latency_ms = -1;
    dialogue->state = DIALOGUE_OVER;
    return ORDER_DROP;
}

static unsigned take_close(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    static const struct meaning unlisted = { 0, ASKS_KEEP, "Discord closed the connection" };
    const struct meaning *meaning = &unlisted;

    for (size_t i = 0; i < LENGTH(meanings); i++)
        if (meanings[i].code == turn->number)
            meaning = &meanings[i];
    if (meaning->asks == ASKS_KEEP)
        return leave(dialogue, turn, meaning->words, 0);
    forget(dialogue);
    if (meaning->asks == ASKS_END)
        return finish(dialogue, meaning->words, true);
    return leave(dialogue, turn, meaning->words, 0);
}

static size_t sends_lately(const struct dialogue *dialogue, int64_t now_ms)
{
    const size_t known = dialogue->sends < DIALOGUE_SENDS_MOST ? dialogue->sends
                                                               : DIALOGUE_SENDS_MOST;
    size_t lately = 0;

    for (size_t i = 0; i < known; i++)
        lately += now_ms - dialogue->sends_ms[i] < DIALOGUE_SENDS_MS;
    return lately;
}

static unsigned say(struct dialogue *dialogue, enum dialogue_order order, int64_t now_ms)
{
    dialogue->sends_ms[dialogue->sends++ % DIALOGUE_SENDS_MOST] = now_ms;
    return order;
}

static unsigned take_hello(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (dialogue->state != DIALOGUE_GREETING)
        return 0;
    if (turn->number < DIALOGUE_BEAT_LEAST_MS || turn->number > DIALOGUE_BEAT_MOST_MS)
        return leave(dialogue, turn, "the heartbeat interval makes no sense", 0);

    /* The first beat comes at a random moment, so that a whole fleet that was cut off
     * together does not beat together. */
    dialogue->interval_ms = turn->number;
    dialogue->beat_ms = turn->now_ms + turn->number * turn->luck / DIALOGUE_LUCK;
    dialogue->acked = true;
    dialogue->failed_address = 0;
    if (has_session(dialogue)) {
        dialogue->state = DIALOGUE_RESUMING;
        return say(dialogue, ORDER_RESUME, turn->now_ms);
    }
    dialogue->state = DIALOGUE_IDENTIFYING;
    dialogue->identified++;
    return say(dialogue, ORDER_IDENTIFY, turn->now_ms);
}

static unsigned take_asked(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (!is_alive(dialogue) || sends_lately(dialogue, turn->now_ms) >= DIALOGUE_SENDS_ASKED)
        return 0;
    return say(dialogue, ORDER_HEARTBEAT, turn->now_ms);
}

static unsigned take_ack(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (is_alive(dialogue) && !dialogue->acked) {
        dialogue->latency_ms = turn->now_ms - dialogue->beaten_ms;
        dialogue->acked = true;
    }
    return 0;
}

static unsigned take_invalid(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    const int64_t asked_ms = INVALID_LEAST_MS +
                             (int64_t)INVALID_SPREAD_MS * turn->luck / DIALOGUE_LUCK;

    if (!is_alive(dialogue))
        return 0;
    const unsigned orders = leave(dialogue, turn, "Discord calls the session invalid", asked_ms);
    if (turn->number == 0)
        forget(dialogue);
    return orders;
}

static unsigned take_ready(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (dialogue->state != DIALOGUE_IDENTIFYING)
        return 0;
    const uint32_t shard = dialogue->session.shard;
    dialogue->session = *turn->session;
    dialogue->session.shard = shard;
    dialogue->state = DIALOGUE_READY;
    dialogue->ready_ms = turn->now_ms;
    return 0;
}

static unsigned take_resumed(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (dialogue->state != DIALOGUE_RESUMING)
        return 0;
    dialogue->state = DIALOGUE_READY;
    dialogue->ready_ms = turn->now_ms;
    dialogue->failed_resumes = 0;
    dialogue->resumed++;
    return 0;
}

static unsigned take_taken(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (has_session(dialogue) && turn->number > dialogue->session.sequence)
        dialogue->session.sequence = turn->number;
    return 0;
}

static unsigned take_opened(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (dialogue->state != DIALOGUE_CONNECTING)
        return 0;
    dialogue->state = DIALOGUE_GREETING;
    dialogue->due_ms = turn->now_ms + DIALOGUE_HELLO_MS;
    return 0;
}

static unsigned tick_waiting(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (turn->now_ms < dialogue->due_ms || (!has_session(dialogue) && turn->number == 0))
        return 0;
    dialogue->state = DIALOGUE_CONNECTING;
    dialogue->due_ms = turn->now_ms + DIALOGUE_CONNECT_MS;
    dialogue->interval_ms = 0;
    dialogue->sends = 0;
    return ORDER_CONNECT;
}

static unsigned tick_alive(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (turn->now_ms < dialogue->beat_ms)
        return 0;
    if (!dialogue->acked)
        return leave(dialogue, turn, "a heartbeat was not acknowledged", 0);
    dialogue->acked = false;
    dialogue->beaten_ms = turn->now_ms;
    dialogue->beat_ms = turn->now_ms + dialogue->interval_ms;
    return say(dialogue, ORDER_HEARTBEAT, turn->now_ms);
}

static unsigned take_tick(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (dialogue->state == DIALOGUE_WAITING)
        return tick_waiting(dialogue, turn);
    if (is_alive(dialogue))
        return tick_alive(dialogue, turn);
    if (turn->now_ms < dialogue->due_ms)
        return 0;
    return leave(dialogue, turn,
                 dialogue->state == DIALOGUE_GREETING ? "no hello came" : "no answer came", 0);
}

void dialogue_begin(struct dialogue *dialogue, const struct resume_point *session, int64_t now_ms)
{
    *dialogue = (struct dialogue){ .due_ms = now_ms, .latency_ms = -1, .why = "" };
    if (session)
        dialogue->session = *session;
}

unsigned dialogue_take(struct dialogue *dialogue, const struct dialogue_turn *turn)
{
    if (dialogue->state == DIALOGUE_OVER)
        return 0;
    switch (turn->news) {
    case NEWS_TICK: return take_tick(dialogue, turn);
    case NEWS_OPENED: return take_opened(dialogue, turn);
    case NEWS_LOST: return leave(dialogue, turn, "the connection was lost", turn->number * MS_IN_S);
    case NEWS_CLOSED: return take_close(dialogue, turn);
    case NEWS_HELLO: return take_hello(dialogue, turn);
    case NEWS_ASKED: return take_asked(dialogue, turn);
    case NEWS_ACK: return take_ack(dialogue, turn);
    case NEWS_RECONNECT: return leave(dialogue, turn, "Discord asks us to reconnect", 0);
    case NEWS_INVALID: return take_invalid(dialogue, turn);
    case NEWS_READY: return take_ready(dialogue, turn);
    case NEWS_RESUMED: return take_resumed(dialogue, turn);
    case NEWS_TAKEN: return take_taken(dialogue, turn);
    case NEWS_STOP: return finish(dialogue, "told to stop", false);
    }
    abort();
}

int64_t dialogue_next_ms(const struct dialogue *dialogue)
{
    if (is_alive(dialogue))
        return dialogue->beat_ms;
    return dialogue->state == DIALOGUE_OVER ? INT64_MAX : dialogue->due_ms;
}

bool dialogue_wants_turn(const struct dialogue *dialogue, int64_t now_ms)
{
    return dialogue->state == DIALOGUE_WAITING && !has_session(dialogue) &&
           now_ms >= dialogue->due_ms;
}

const char *dialogue_address(const struct dialogue *dialogue)
{
    /* An address that failed twice may be gone; the base knows our session as well. */
    return dialogue->failed_address < 2 ? dialogue->session.url : "";
}

const char *dialogue_state_name(enum dialogue_state state)
{
    _Static_assert(LENGTH(state_names) == DIALOGUE_OVER + 1, "one name each");
    assert(state <= DIALOGUE_OVER);
    return state_names[state];
}
