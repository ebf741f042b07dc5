#include "inbound/gateway/shard.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/random.h"
#include "inbound/gateway/presences.h"
#include "inbound/gateway/uplink.h"

static void tell(struct shard *shard, struct shard_common *common, enum dialogue_news news,
                 int64_t number, int64_t now_ms);

/* Among the processes that share the bot; alone we always agree with ourselves. */
static bool share_turn(const struct shard *shard, const struct shard_common *common, int64_t ms)
{
    const struct gateway_plan *plan = &common->plan;

    return !plan->share_turn ||
           plan->share_turn(plan->share_subject, turns_bucket(&common->turns, shard->id), ms);
}

static void take_turn(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    if (!turns_take(&common->turns, shard->id, now_ms))
        return;
    shard->has_turn = share_turn(shard, common, GATEWAY_TURN_MS);
    if (!shard->has_turn)
        turns_put_off(&common->turns, shard->id, now_ms + SHARD_TURN_AGAIN_MS);
}

static void give_turn_back(struct shard *shard, struct shard_common *common)
{
    if (!shard->has_turn)
        return;
    turns_give(&common->turns, shard->id);
    (void)share_turn(shard, common, 0);
    shard->has_turn = false;
}

static void drop(struct shard *shard, struct shard_common *common)
{
    give_turn_back(shard, common);
    shard->holding = false;
    if (!shard->uplink)
        return;
    /* Unsaid is fine: a connection that just ends keeps its session, too. */
    uplink_close(shard->uplink, DIALOGUE_CLOSE);
    uplink_free(shard->uplink);
    shard->uplink = NULL;
}

static void connect_to(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    struct address address = common->base;

    /* A session's own address was checked when it came; "" is none and stays the base. */
    if (!address_read(dialogue_address(&shard->dialogue), &address))
        address = common->base;
    shard->uplink = uplink_open(common->multi, &address);
    if (!shard->uplink)
        tell(shard, common, NEWS_LOST, 0, now_ms);
}

static void say(struct shard *shard, struct shard_common *common, enum fault fault,
                struct bytes bytes, int64_t now_ms)
{
    if (fault || !uplink_say(shard->uplink, bytes))
        tell(shard, common, NEWS_LOST, 0, now_ms);
}

static void identify(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    const struct identify as = {
        .token = common->plan.token,
        .intents = common->plan.intents,
        .shard = shard->id,
        .shards = common->plan.shards,
        .activity = common->plan.activity,
    };
    struct bytes bytes = BYTES_NONE;

    turns_spend(&common->turns, shard->id, now_ms);
    shard->has_turn = false;
    const enum fault fault = frame_identify(&common->scratch, &as, &bytes);
    say(shard, common, fault, bytes, now_ms);
    (void)share_turn(shard, common, TURNS_APART_MS);
}

static void resume(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    const struct resume_point *session = &shard->dialogue.session;
    struct bytes bytes = BYTES_NONE;
    const enum fault fault = frame_resume(&common->scratch, common->plan.token, session->session_id,
                                          session->sequence, &bytes);

    say(shard, common, fault, bytes, now_ms);
}

static void heartbeat(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    const struct resume_point *session = &shard->dialogue.session;
    const int64_t sequence = session->session_id[0] ? session->sequence : -1;
    struct bytes bytes = BYTES_NONE;
    const enum fault fault = frame_heartbeat(&common->scratch, sequence, &bytes);

    say(shard, common, fault, bytes, now_ms);
}

static void log_state(const struct shard *shard, enum dialogue_state before)
{
    const struct dialogue *dialogue = &shard->dialogue;

    if (dialogue->state == before)
        return;
    if (dialogue->state == DIALOGUE_READY)
        log_info(NULL, "gateway shard is ready", NUMBER("shard", shard->id),
                 TEXT("by", before == DIALOGUE_RESUMING ? "resume" : "identify"));
    if (dialogue->state == DIALOGUE_WAITING)
        log_warn(NULL, "gateway shard lost its connection", NUMBER("shard", shard->id),
                 TEXT("state", dialogue_state_name(before)), TEXT("why", dialogue->why),
                 TEXT("detail", shard->uplink ? uplink_why(shard->uplink) : ""),
                 NUMBER("attempts", dialogue->troubles));
}

/* One turn of the dialogue, and what it orders. */
static void take(struct shard *shard, struct shard_common *common, const struct dialogue_turn *turn)
{
    const enum dialogue_state before = shard->dialogue.state;
    const unsigned orders = dialogue_take(&shard->dialogue, turn);

    log_state(shard, before);
    if (orders & ORDER_DROP)
        drop(shard, common);
    if (orders & ORDER_CONNECT)
        connect_to(shard, common, turn->now_ms);
    if (orders & ORDER_IDENTIFY)
        identify(shard, common, turn->now_ms);
    if (orders & ORDER_RESUME)
        resume(shard, common, turn->now_ms);
    if (orders & ORDER_HEARTBEAT)
        heartbeat(shard, common, turn->now_ms);
}

static void tell(struct shard *shard, struct shard_common *common, enum dialogue_news news,
                 int64_t number, int64_t now_ms)
{
    const struct dialogue_turn turn = {
        .news = news,
        .now_ms = now_ms,
        .number = number,
        .luck = random_below(DIALOGUE_LUCK),
    };

    take(shard, common, &turn);
}

/* The session's own address may not take us, and our token, from wss to ws. */
static bool is_trusted(const struct shard_common *common, const char *url)
{
    struct address address;

    return address_read(url, &address) && address.secure == common->base.secure;
}

static void take_ready(struct shard *shard, struct shard_common *common, const struct frame *frame,
                       int64_t now_ms)
{
    struct resume_point session = { .sequence = frame->sequence };
    struct frame_ready ready;

    if (frame_ready(&common->scratch, frame->data, &ready) ||
        strlen(ready.session) >= sizeof(session.session_id) || !ready.session[0]) {
        tell(shard, common, NEWS_LOST, 0, now_ms);
        return;
    }
    (void)snprintf(session.session_id, sizeof(session.session_id), "%s", ready.session);
    if (is_trusted(common, ready.resume_url))
        (void)snprintf(session.url, sizeof(session.url), "%s", ready.resume_url);

    const struct dialogue_turn turn = {
        .news = NEWS_READY,
        .now_ms = now_ms,
        .session = &session,
    };
    take(shard, common, &turn);
}

/* Hands an event over, or holds it; its sequence counts only when it is gone. */
static void offer(struct shard *shard, struct shard_common *common, const struct frame *frame,
                  struct instant received_at, int64_t now_ms)
{
    struct gateway_metrics *metrics = &common->metrics;
    const enum event_kind kind = event_find(frame->event);

    switch (
        event_offer(common->plan.workers, &common->plan.handlers, kind, frame->data, received_at)) {
    case EVENT_TAKEN: metrics->taken[kind]++; break;
    case EVENT_IGNORED: metrics->ignored++; break;
    case EVENT_MISSED:
        metrics->missed++;
        log_warn(NULL, "workers are busy, an event is let go", TEXT("event", event_name(kind)));
        break;
    case EVENT_HELD:
        metrics->held += !shard->holding;
        shard->held = *frame;
        shard->held_at = received_at;
        shard->holding = true;
        return;
    }
    shard->holding = false;
    tell(shard, common, NEWS_TAKEN, frame->sequence, now_ms);
}

static void dispatch(struct shard *shard, struct shard_common *common, const struct frame *frame,
                     int64_t now_ms)
{
    const enum dialogue_state state = shard->dialogue.state;

    if (strcmp(frame->event, "READY") == 0) {
        take_ready(shard, common, frame, now_ms);
        /* Somebody wants to know which servers are left. */
        if (shard->dialogue.state == DIALOGUE_READY)
            offer(shard, common, frame, instant_now(), now_ms);
    } else if (strcmp(frame->event, "RESUMED") == 0) {
        tell(shard, common, NEWS_RESUMED, 0, now_ms);
        tell(shard, common, NEWS_TAKEN, frame->sequence, now_ms);
    } else if (state == DIALOGUE_READY || state == DIALOGUE_RESUMING) {
        if (common->plan.presences && presences_take(common->plan.presences, frame)) {
            common->metrics.presences++;
            tell(shard, common, NEWS_TAKEN, frame->sequence, now_ms);
            return;
        }
        offer(shard, common, frame, instant_now(), now_ms);
    }
}

static void take_hello(struct shard *shard, struct shard_common *common, const struct frame *frame,
                       int64_t now_ms)
{
    int64_t interval_ms;

    if (frame_hello(&common->scratch, frame->data, &interval_ms))
        tell(shard, common, NEWS_LOST, 0, now_ms);
    else
        tell(shard, common, NEWS_HELLO, interval_ms, now_ms);
}

static void take_message(struct shard *shard, struct shard_common *common, struct bytes message,
                         int64_t now_ms)
{
    struct frame frame;

    if (!frame_read(message, &frame)) {
        tell(shard, common, NEWS_LOST, 0, now_ms);
        return;
    }
    switch (frame.op) {
    case FRAME_DISPATCH: dispatch(shard, common, &frame, now_ms); break;
    case FRAME_HEARTBEAT: tell(shard, common, NEWS_ASKED, 0, now_ms); break;
    case FRAME_RECONNECT: tell(shard, common, NEWS_RECONNECT, 0, now_ms); break;
    case FRAME_INVALID_SESSION:
        tell(shard, common, NEWS_INVALID, frame_resumable(frame.data), now_ms);
        break;
    case FRAME_HELLO: take_hello(shard, common, &frame, now_ms); break;
    case FRAME_HEARTBEAT_ACK: tell(shard, common, NEWS_ACK, 0, now_ms); break;
    default: break; /* an op of the future */
    }
}

/* One piece of news from the connection; false when there is none, for now. */
static bool listen_once(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    const uint64_t before = uplink_received(shard->uplink);
    struct bytes message = BYTES_NONE;
    int64_t number;
    const enum uplink_news news = uplink_next(shard->uplink, &message, &number);

    common->metrics.received_bytes += uplink_received(shard->uplink) - before;
    switch (news) {
    case UPLINK_LATER: return false;
    case UPLINK_OPENED: tell(shard, common, NEWS_OPENED, 0, now_ms); return true;
    case UPLINK_MESSAGE:
        take_message(shard, common, message, now_ms);
        job_end(&common->scratch);
        return true;
    case UPLINK_CLOSED: tell(shard, common, NEWS_CLOSED, number, now_ms); return true;
    case UPLINK_LOST: tell(shard, common, NEWS_LOST, number, now_ms); return true;
    }
    return false;
}

/* Members whose device a worker waits for. */
static void ask_members(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    struct user_id users[PRESENCES_ASKED_AT_ONCE];
    struct members_request request = { .users = users, .presences = true };
    struct bytes bytes = BYTES_NONE;

    while (shard->dialogue.state == DIALOGUE_READY && shard->uplink &&
           (request.users_count = presences_next_ask(common->plan.presences, shard->id,
                                                     common->plan.shards, now_ms, &request.guild,
                                                     users)) > 0) {
        const enum fault fault = frame_request_members(&common->scratch, &request, &bytes);
        say(shard, common, fault, bytes, now_ms);
    }
}

void shard_turn(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    if (dialogue_wants_turn(&shard->dialogue, now_ms) && !shard->has_turn)
        take_turn(shard, common, now_ms);
    tell(shard, common, NEWS_TICK, shard->has_turn, now_ms);

    if (shard->holding)
        offer(shard, common, &shard->held, shard->held_at, now_ms);
    if (shard->uplink)
        uplink_refresh(shard->uplink);
    while (shard->uplink && !shard->holding && listen_once(shard, common, now_ms))
        continue;
    if (common->plan.presences)
        ask_members(shard, common, now_ms);
    if (shard->uplink)
        (void)uplink_flush(shard->uplink);
    job_end(&common->scratch);
}

int64_t shard_next_ms(const struct shard *shard, const struct shard_common *common, int64_t now_ms)
{
    int64_t next_ms = dialogue_next_ms(&shard->dialogue);

    if (dialogue_wants_turn(&shard->dialogue, now_ms))
        next_ms = turns_next_ms(&common->turns, shard->id);
    if (shard->holding)
        return next_ms < now_ms + SHARD_HOLD_MS ? next_ms : now_ms + SHARD_HOLD_MS;
    return shard->uplink && uplink_has_more(shard->uplink) ? now_ms : next_ms;
}

void shard_stop(struct shard *shard, struct shard_common *common, int64_t now_ms)
{
    tell(shard, common, NEWS_STOP, 0, now_ms);
    drop(shard, common);
}
