#include "app/board.h"

#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/talk/message.h"
#include "domain/talk/phrase.h"
#include "outbound/discord/discord.h"
#include "store/guilds.h"
#include "store/store.h"

enum { COLOUR = 0x2563eb, ROWS = 2, NONCE_BYTES_MOST = 25 };

static const struct {
    size_t row;
    enum button_style style;
    enum phrase label;
    const char *id;
    const char *emoji;
} shown[] = {
    { 0, BUTTON_SUCCESS, PHRASE_button_clock_in, "timeclock:clock_in", "▶️" },
    { 0, BUTTON_SECONDARY, PHRASE_button_break_start, "timeclock:break_start", "☕" },
    { 0, BUTTON_PRIMARY, PHRASE_button_break_end, "timeclock:break_end", "🔁" },
    { 0, BUTTON_DANGER, PHRASE_button_clock_out, "timeclock:clock_out", "⏹️" },
    { 1, BUTTON_SECONDARY, PHRASE_button_my_hours, "timeclock:my_hours", NULL },
    { 1, BUTTON_SECONDARY, PHRASE_button_onclock, "timeclock:onclock", NULL },
    { 1, BUTTON_SECONDARY, PHRASE_button_help, "timeclock:help", NULL },
};

static struct message board_message(struct job *job)
{
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    struct row *rows = arena_take_many(&job->arena, ROWS, sizeof(*rows));
    struct button *buttons = arena_take_many(&job->arena, LENGTH(shown), sizeof(*buttons));

    *embed = (struct embed){
        .title = phrase_words(PHRASE_board_title),
        .text = phrase_words(PHRASE_board_text),
        .colour = COLOUR,
    };
    for (size_t i = 0; i < LENGTH(shown); i++) {
        struct row *row = &rows[shown[i].row];
        buttons[i] = (struct button){ shown[i].style, phrase_words(shown[i].label), shown[i].id,
                                      shown[i].emoji, false };
        row->buttons = row->buttons ? row->buttons : &buttons[i];
        row->buttons_count++;
    }
    return (struct message){ .embeds = embed, .embeds_count = 1, .rows = rows, .rows_count = ROWS };
}

/* What of the request's key fits: its end, which is what tells requests apart. */
static const char *nonce_of(const struct call *call)
{
    const size_t length = strlen(call->request_key);

    return call->request_key + (length > NONCE_BYTES_MOST ? length - NONCE_BYTES_MOST : 0);
}

static enum fault send(struct job *job, const struct app *app, const struct call *call,
                       struct channel_id channel, struct message_id *message)
{
    const struct message board = board_message(job);
    struct bytes body;
    const char *type;
    const enum fault fault = discord_post_write(job, &board, nonce_of(call), &body, &type);

    return fault ? fault : discord_message_create(job, app->discord, channel, body, type, message);
}

static enum fault remember(struct job *job, const struct app *app, const struct call *call,
                           struct channel_id channel, struct message_id message)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = guilds_set_panel(job, &change, call->person.guild, channel, message)))
        return fault;
    return store_keep(job, &change);
}

/* The one before: gone already is as good, and one that stays does no harm. */
static void take_away(struct job *job, const struct app *app, const struct guild *guild,
                      struct message_id posted)
{
    if (guild->panel_message.snowflake == 0 || guild->panel_message.snowflake == posted.snowflake)
        return;
    if (discord_message_delete(job, app->discord, guild->panel_channel, guild->panel_message) !=
        FAULT_NONE)
        log_info(job, "the panel before could not be taken away",
                 NUMBER("guild", guild->id.snowflake), TEXT("why", job->why));
    job->why = NULL;
}

enum fault board_post(struct job *job, const struct app *app, const struct call *call,
                      struct channel_id channel, enum board_answer *answer)
{
    struct message_id message;
    enum fault fault = send(job, app, call, channel, &message);

    if (fault == FAULT_DENIED || fault == FAULT_MISSING) {
        job->why = NULL;
        *answer = fault == FAULT_DENIED ? BOARD_FORBIDDEN : BOARD_MISSING;
        return FAULT_NONE;
    }
    if (!fault)
        fault = remember(job, app, call, channel, message);
    if (fault)
        return fault;
    take_away(job, app, call->guild, message);
    log_info(job, "panel posted", NUMBER("guild", call->person.guild.snowflake),
             NUMBER("channel", channel.snowflake));
    *answer = BOARD_POSTED;
    return FAULT_NONE;
}

const char *board_answer_text(struct job *job, enum board_answer answer, struct channel_id channel)
{
    static const enum phrase words[BOARD_ANSWERS] = { PHRASE_board_posted, PHRASE_board_forbidden,
                                                      PHRASE_board_missing };
    const struct blank blanks[] = {
        BLANK("channel", arena_print(&job->arena, "%" PRIu64, channel.snowflake)),
        { 0 },
    };

    return phrase_fill(&job->arena, words[answer], blanks);
}
