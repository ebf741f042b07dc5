/* /owner broadcast: a letter to every server, typed, looked at, then sent.
 *
 *     form ──typed──▶ how it looks, and to how many ──Send──▶ on its way
 *                                                    ▲   └──too many for once──▶ Go on
 *                                                    └──────────────────────────────┘ */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/broadcast.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "store/broadcasts.h"
#include "store/servers.h"
#include "store/store.h"

enum { ENTRIES = 2 };

/* The button's id ends with the broadcast's key. */
static const char send_id[] = "owner:broadcast:send:";

enum fault owner_broadcast_run(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    struct modal *modal = arena_take(&job->arena, sizeof(*modal));
    struct entry *entries = arena_take_many(&job->arena, ENTRIES, sizeof(*entries));

    (void)app;
    (void)call;
    entries[0] = (struct entry){
        .id = "title",
        .label = phrase_words(PHRASE_broadcast_title),
        .least = 1,
        .most = BROADCAST_TITLE_CHARACTERS_MOST,
        .required = true,
    };
    entries[1] = (struct entry){
        .id = "text",
        .label = phrase_words(PHRASE_broadcast_words),
        .description = phrase_words(PHRASE_broadcast_words_hint),
        .least = 1,
        .most = BROADCAST_WORDS_CHARACTERS_MOST,
        .paragraph = true,
        .required = true,
    };
    *modal = (struct modal){
        .id = "owner:broadcast",
        .title = phrase_words(PHRASE_broadcast_form),
        .entries = entries,
        .entries_count = ENTRIES,
    };
    *reply = (struct reply){ .kind = REPLY_MODAL, .modal = modal };
    return FAULT_NONE;
}

static void say(struct reply *reply, const char *words)
{
    reply->message = (struct message){ .text = words, .ephemeral = true };
}

static const struct row *one_button(struct job *job, const char *key, enum button_style style,
                                    const char *label)
{
    struct row *row = arena_take(&job->arena, sizeof(*row));
    struct button *button = arena_take(&job->arena, sizeof(*button));

    *button = (struct button){
        .style = style,
        .label = label,
        .id = arena_print(&job->arena, "%s%s", send_id, key),
    };
    *row = (struct row){ .buttons = button, .buttons_count = 1 };
    return row;
}

static enum fault keep_typed(struct job *job, const struct app *app, const struct call *call,
                             const struct broadcast *broadcast, uint64_t *present)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct servers servers;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = broadcasts_add(job, &change, broadcast, call->person.user, call->received_at)) ||
        (fault = servers_page(job, &link, 0, 1, &servers)) || (fault = store_keep(job, &change)))
        return fault;
    *present = servers.present;
    return FAULT_NONE;
}

enum fault owner_broadcast_typed_run(struct job *job, const struct app *app,
                                     const struct call *call, struct reply *reply)
{
    const struct broadcast broadcast = {
        .key = call->request_key,
        .title = text_clip(&job->arena, call_entry(call, "title"), BROADCAST_TITLE_CHARACTERS_MOST),
        .words = text_clip(&job->arena, call_entry(call, "text"), BROADCAST_WORDS_CHARACTERS_MOST),
    };
    uint64_t present = 0;
    bool readable;
    struct message *message = broadcast_message(job, &broadcast, &readable);
    enum fault fault = FAULT_NONE;

    if (!readable) {
        say(reply, phrase_words(PHRASE_broadcast_empty));
        return FAULT_NONE;
    }
    if ((fault = keep_typed(job, app, call, &broadcast, &present)))
        return fault;
    if (present == 0) {
        say(reply, phrase_words(PHRASE_broadcast_nowhere));
        return FAULT_NONE;
    }
    const struct blank blanks[] = {
        BLANK("count", arena_print(&job->arena, "%" PRIu64, present)),
        { 0 },
    };
    message->text = phrase_fill(&job->arena, PHRASE_broadcast_ask, blanks);
    message->rows = one_button(job, broadcast.key, BUTTON_DANGER,
                               phrase_fill(&job->arena, PHRASE_broadcast_send, blanks));
    message->rows_count = 1;
    message->ephemeral = true;
    reply->message = *message;
    return FAULT_NONE;
}

static enum fault find(struct job *job, const struct app *app, const char *key, bool *found,
                       struct broadcast *broadcast)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault : broadcasts_load(job, &link, key, found, broadcast);
}

enum fault owner_broadcast_send_run(struct job *job, const struct app *app, const struct call *call,
                                    struct reply *reply)
{
    const char *key = call->what + strlen(send_id);
    struct broadcast broadcast = { 0 };
    bool found = false;
    enum fault fault = FAULT_NONE;

    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    if (strlen(key) <= BROADCAST_KEY_BYTES_MOST)
        fault = find(job, app, key, &found, &broadcast);
    if (!fault && found)
        fault = broadcast_send(job, app, &broadcast, call->received_at);
    if (fault)
        return fault;
    if (!found) {
        say(reply, phrase_words(PHRASE_broadcast_unknown));
        return FAULT_NONE;
    }
    const struct blank blanks[] = {
        BLANK("count", arena_print(&job->arena, "%" PRId64, broadcast.letters)),
        { 0 },
    };
    say(reply,
        phrase_fill(&job->arena, broadcast.done ? PHRASE_broadcast_done : PHRASE_broadcast_so_far,
                    blanks));
    if (!broadcast.done) {
        reply->message.rows = one_button(job, key, BUTTON_PRIMARY,
                                         phrase_words(PHRASE_broadcast_go_on));
        reply->message.rows_count = 1;
    }
    log_info(job, "broadcast written", TEXT("broadcast", key), NUMBER("letters", broadcast.letters),
             NUMBER("user", call->person.user.snowflake));
    return FAULT_NONE;
}
