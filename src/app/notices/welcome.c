#include "app/notices/welcome.h"

#include <inttypes.h>

#include "app/app.h"
#include "app/outbox.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/message.h"
#include "domain/talk/phrase.h"
#include "outbound/discord/servers.h"
#include "store/guilds.h"
#include "store/store.h"

enum { COLOUR = 0x2563eb, NAME_CHARACTERS_MOST = 100, NAME_BYTES_MOST = 4000 };

static const char *safe_name(struct job *job, const char *name)
{
    struct text text = text_in(&job->arena, NAME_BYTES_MOST);
    const char *words;

    text_add_markdown(&text, text_clip(&job->arena, name, NAME_CHARACTERS_MOST));
    return text_done(&text, &words) ? words : "";
}

static struct message *plain(struct job *job, const char *title, const char *words)
{
    struct message *message = arena_take(&job->arena, sizeof(*message));
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));

    *embed = (struct embed){ .title = title, .text = words, .colour = COLOUR };
    *message = (struct message){ .embeds = embed, .embeds_count = 1 };
    return message;
}

static struct message *with_buttons(struct job *job, struct message *message)
{
    static const struct {
        enum button_style style;
        enum phrase label;
        const char *id;
    } shown[] = {
        { BUTTON_PRIMARY, PHRASE_button_setup, "setup:show_instructions" },
        { BUTTON_SECONDARY, PHRASE_button_help, "timeclock:help" },
    };
    struct button *buttons = arena_take_many(&job->arena, LENGTH(shown), sizeof(*buttons));
    struct row *row = arena_take(&job->arena, sizeof(*row));

    for (size_t i = 0; i < LENGTH(shown); i++)
        buttons[i] = (struct button){
            .style = shown[i].style,
            .label = phrase_words(shown[i].label),
            .id = shown[i].id,
        };
    *row = (struct row){ .buttons = buttons, .buttons_count = LENGTH(shown) };
    message->rows = row;
    message->rows_count = 1;
    return message;
}

enum fault welcome_write(struct job *job, struct change *change, const struct server *server,
                         const struct arrival *arrival, struct instant now)
{
    const char *name = safe_name(job, server->name);
    struct letter letter = {
        .guild = server->id,
        .key = arena_print(&job->arena, "welcome:%" PRId64, arrival->joined_at.ms),
        .user = server->owner,
        .message = plain(job, phrase_words(PHRASE_welcome_title),
                         SAY(&job->arena, welcome_owner, BLANK("server", name))),
    };
    enum fault fault = outbox_write(job, change, &letter, now);

    if (fault || arrival->place.snowflake == 0)
        return fault;
    letter.user = (struct user_id){ 0 };
    letter.channel = arrival->place;
    letter.message = with_buttons(
        job, plain(job, phrase_words(PHRASE_welcome_title), phrase_words(PHRASE_welcome_server)));
    return outbox_write(job, change, &letter, now);
}

enum fault access_activated_write(struct job *job, const struct app *app, struct change *change,
                                  struct guild_id id, const char *plan, const char *key,
                                  struct instant now)
{
    struct guild guild;
    struct server server;
    struct letter letter = {
        .guild = id,
        .key = arena_print(&job->arena, "active:%s", key),
        .message = plain(job, phrase_words(PHRASE_active_title),
                         SAY(&job->arena, active, BLANK("plan", plan))),
    };
    enum fault fault = guilds_load(job, change->link, id, &guild);

    if (fault)
        return fault;
    letter.channel = guild.panel_channel;
    if (letter.channel.snowflake != 0)
        fault = outbox_write(job, change, &letter, now);
    if (fault || !servers_know(job, app->servers, id, &server))
        return fault;
    letter.channel = (struct channel_id){ 0 };
    letter.user = server.owner;
    return outbox_write(job, change, &letter, now);
}
