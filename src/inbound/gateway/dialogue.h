/* dialogue — what to say to Discord's gateway, and when: one shard's conversation as a state
 * machine without sockets, clock or dice.  Time and luck are told with every turn.
 *
 *              ┌───────────────────────────── the pause is over (and, to identify,
 *              │                              it is our turn): connect
 *              ▼
 *   ┌──> CONNECTING ──opened──> GREETING ──hello──┬─ a session to resume ─> RESUMING ──┐
 *   │                                             │                                    │ resumed
 *   │                                             └─ none ────────────> IDENTIFYING    │
 *   │                                                                        │ ready   │
 *   │                                                                        ▼         ▼
 *   │                                                                        READY  <──┘
 *   │
 *   └── WAITING <── from every state but OVER: not reached, cut, silent, reconnect (op 7),
 *                   invalid session (op 9), a missed ack, a close code that is not the end
 *
 *       OVER    <── from every state: told to stop, or a close code that is the end
 *
 * The heart beats from hello on, in GREETING's successors.  Pauses: the first reconnect after
 * a time of calm is made at once, then 1 s, 2 s, 4 s … 60 s, each times 0.5 … 1 by luck; calm
 * is DIALOGUE_CALM_MS of READY.  A session is kept until the gateway calls it invalid or three
 * resumes in a row led to nothing; when its own address fails twice, it is tried at the base.
 *
 * Source: https://discord.com/developers/docs/events/gateway#connections */
#ifndef INBOUND_GATEWAY_DIALOGUE_H
#define INBOUND_GATEWAY_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mark.h"
#include "inbound/gateway/resume_point.h"

enum {
    DIALOGUE_LUCK = 1024,         /* luck is 0 … DIALOGUE_LUCK - 1 */
    DIALOGUE_CALM_MS = 60 * 1000, /* READY for so long: the troubles before are forgotten */
    DIALOGUE_PAUSE_MOST_MS = 60 * 1000,
    DIALOGUE_CONNECT_MS = 20 * 1000, /* dialing, and so long without an answer: give up */
    DIALOGUE_HELLO_MS = 15 * 1000,   /* connected, and so long without hello: give up */
    DIALOGUE_BEAT_LEAST_MS = 250,    /* heartbeat intervals we believe */
    DIALOGUE_BEAT_MOST_MS = 10 * 60 * 1000,
    DIALOGUE_RESUMES = 3, /* resumes in a row that led to nothing, then identify */
    /* Discord cuts a connection that sends more than 120 commands in 60 s.  Requested beats
     * stop before, so that the regular ones and what we must say always have room. */
    DIALOGUE_SENDS_MOST = 120,
    DIALOGUE_SENDS_ASKED = 100,
    DIALOGUE_SENDS_MS = 60 * 1000,
    /* Our own close code: from 4000 on the session stays (1000 and 1001 would end it). */
    DIALOGUE_CLOSE = 4000,
};

enum dialogue_state {
    DIALOGUE_WAITING,
    DIALOGUE_CONNECTING,
    DIALOGUE_GREETING,
    DIALOGUE_IDENTIFYING,
    DIALOGUE_RESUMING,
    DIALOGUE_READY,
    DIALOGUE_OVER,
};

/* What happened. */
enum dialogue_news {
    NEWS_TICK,      /* time passed; number: 1 when it is our turn to identify */
    NEWS_OPENED,    /* the connection is a WebSocket */
    NEWS_LOST,      /* not reached, cut, or nonsense came; number: seconds the other side asked
                       us to wait (Retry-After), 0: none */
    NEWS_CLOSED,    /* a close frame; number: its code, 0: none */
    NEWS_HELLO,     /* op 10; number: heartbeat interval in ms */
    NEWS_ASKED,     /* op 1: a heartbeat is wanted now */
    NEWS_ACK,       /* op 11 */
    NEWS_RECONNECT, /* op 7 */
    NEWS_INVALID,   /* op 9; number: 1 when the session may be resumed */
    NEWS_READY,     /* op 0 READY; session: what to resume, its sequence included */
    NEWS_RESUMED,   /* op 0 RESUMED */
    NEWS_TAKEN,     /* op 0, handed over; number: its sequence.  READY and RESUMED too */
    NEWS_STOP,
};

struct dialogue_turn {
    enum dialogue_news news;
    int64_t now_ms; /* monotonic */
    int64_t number;
    unsigned luck;
    const struct resume_point *session;
};

/* What to do about it; several at once, in this order. */
enum dialogue_order {
    ORDER_DROP = 1,      /* close the connection with DIALOGUE_CLOSE, if it still is */
    ORDER_CONNECT = 2,   /* to dialogue_address() */
    ORDER_IDENTIFY = 4,  /* send op 2 */
    ORDER_RESUME = 8,    /* send op 6 */
    ORDER_HEARTBEAT = 16 /* send op 1 with the sequence */
};

struct dialogue {
    enum dialogue_state state;
    struct resume_point session; /* no id: there is none */
    const char *why;             /* static: the last reason to leave, or of being over */
    bool fatal;                  /* OVER, and an operator must act: see `why` */

    int64_t due_ms;      /* WAITING: connect then; CONNECTING, GREETING: give up then */
    int64_t beat_ms;     /* when the next heartbeat is due */
    int64_t interval_ms; /* 0: no hello yet */
    int64_t beaten_ms;   /* when the last one was sent */
    int64_t latency_ms;  /* from a beat to its ack; -1: not known */
    bool acked;

    int64_t ready_ms;        /* READY since */
    unsigned troubles;       /* reconnects since the last calm */
    unsigned failed_resumes; /* in a row */
    unsigned failed_address; /* the session's own address, in a row */

    int64_t sends_ms[DIALOGUE_SENDS_MOST]; /* ring: when we sent on this connection */
    size_t sends;                          /* in all; the next place modulo the ring */

    uint64_t resumed, identified, dropped; /* how often, for the metrics */
};

/* WAITING, to connect at once.  `session` may be NULL. */
void dialogue_begin(struct dialogue *dialogue, const struct resume_point *session, int64_t now_ms);

/* Takes one turn; the result is a sum of enum dialogue_order.  News that make no sense in
 * the present state change nothing. */
unsigned dialogue_take(struct dialogue *dialogue, const struct dialogue_turn *turn) MUST_USE;

/* When the next NEWS_TICK is wanted, monotonic; INT64_MAX: only after other news. */
int64_t dialogue_next_ms(const struct dialogue *dialogue);

/* The pause is over and we must identify: NEWS_TICK with number 1 is awaited. */
bool dialogue_wants_turn(const struct dialogue *dialogue, int64_t now_ms);

/* The session's own address, or "" for the base. */
const char *dialogue_address(const struct dialogue *dialogue);

const char *dialogue_state_name(enum dialogue_state state); /* static, "ready" */

#endif
