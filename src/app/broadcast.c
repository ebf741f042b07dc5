#include "app/broadcast.h"

#include <string.h>

#include "app/app.h"
#include "app/outbox.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/message.h"
#include "domain/team/server.h"
#include "outbound/discord/servers.h"
#include "store/broadcasts.h"
#include "store/guilds.h"
#include "store/store.h"

enum { COLOUR = 0x2563eb, TITLE_BYTES_MOST = 2500, WORDS_BYTES_MOST = 36000 };

/* Escaped, a text may be five times as long; Discord's limit of a description. */
enum { SHOWN_CHARACTERS_MOST = 4096, SENDING_MS = 30 * 1000 };

/* Line by line, because an escaped text is one line. */
static const char *lines_of(struct job *job, const char *typed)
{
    struct text text = text_in(&job->arena, WORDS_BYTES_MOST);
    const char *words = "";

    while (*typed) {
        const size_t length = strcspn(typed, "\n");
        text_add_markdown(&text, arena_print(&job->arena, "%.*s", (int)length, typed));
        typed += length;
        if (*typed)
            text_add_bytes(&text, typed++, 1);
    }
    return text_done(&text, &words) ? text_clip(&job->arena, words, SHOWN_CHARACTERS_MOST) : "";
}

static const char *title_of(struct job *job, const char *typed)
{
    struct text text = text_in(&job->arena, TITLE_BYTES_MOST);
    const char *words = "";

    text_add_markdown(&text, text_clip(&job->arena, typed, BROADCAST_TITLE_CHARACTERS_MOST));
    return text_done(&text, &words) ? text_clip(&job->arena, words, 256) : "";
}

static bool is_blank(const char *words)
{
    return words[strspn(words, " \t\r\n")] == '\0';
}

struct message *broadcast_message(struct job *job, const struct broadcast *broadcast,
                                  bool *readable)
{
    struct message *message = arena_take(&job->arena, sizeof(*message));
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));

    *embed = (struct embed){
        .title = title_of(job, broadcast->title),
        .text = lines_of(job, broadcast->words),
        .colour = COLOUR,
    };
    *message = (struct message){ .embeds = embed, .embeds_count = 1 };
    *readable = !is_blank(embed->title) && !is_blank(embed->text);
    return message;
}

/* One step: the servers it is about and the letters to them. */
struct step {
    struct guild_ids guilds;
    struct letter *letters;
    size_t letters_count;
};

static enum fault next_guilds(struct job *job, const struct app *app, struct guild_id after,
                              struct guild_ids *guilds)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault : guilds_present(job, &link, after, BROADCAST_STEP, guilds);
}

/* A server that Discord does not show us any more gets none. */
static enum fault address(struct job *job, const struct app *app, struct guild_id guild,
                          struct letter *letter, bool *there)
{
    struct server server = { 0 };
    const enum fault fault = servers_find(job, app->servers, guild, &server);

    *there = !fault && (server.place.snowflake != 0 || server.owner.snowflake != 0);
    if (fault == FAULT_MISSING || fault == FAULT_DENIED) {
        job->why = NULL;
        return FAULT_NONE;
    }
    letter->guild = guild;
    letter->channel = server.place;
    if (server.place.snowflake == 0)
        letter->user = server.owner;
    return fault;
}

static enum fault prepare(struct job *job, const struct app *app, const struct broadcast *broadcast,
                          struct step *step)
{
    bool there = false, readable;
    enum fault fault = next_guilds(job, app, broadcast->reached, &step->guilds);
    const char *key = arena_print(&job->arena, "broadcast:%s", broadcast->key);
    const struct message *message = broadcast_message(job, broadcast, &readable);

    if (fault)
        return fault;
    step->letters = arena_take_many(&job->arena, step->guilds.count, sizeof(*step->letters));
    for (size_t i = 0; i < step->guilds.count; i++) {
        struct letter letter = { .key = key, .message = message };
        if ((fault = address(job, app, step->guilds.ids[i], &letter, &there)))
            return fault;
        if (there)
            step->letters[step->letters_count++] = letter;
    }
    return FAULT_NONE;
}

static enum fault keep(struct job *job, const struct app *app, const struct broadcast *broadcast,
                       const struct step *step, struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const size_t count = step->guilds.count;
    const struct broadcast_step taken = {
        .to = count > 0 ? step->guilds.ids[count - 1] : broadcast->reached,
        .letters = (int64_t)step->letters_count,
        .last = count < BROADCAST_STEP,
    };
    bool ours = false;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = broadcasts_reach(job, &change, broadcast, &taken, now, &ours)) || !ours)
        return fault;
    for (size_t i = 0; i < step->letters_count && !fault; i++)
        fault = outbox_write(job, &change, &step->letters[i], now);
    return fault ? fault : store_keep(job, &change);
}

static enum fault look_again(struct job *job, const struct app *app, struct broadcast *broadcast)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);
    bool found;

    return fault ? fault : broadcasts_load(job, &link, broadcast->key, &found, broadcast);
}

enum fault broadcast_send(struct job *job, const struct app *app, struct broadcast *broadcast,
                          struct instant now)
{
    const int64_t until_ms = monotonic_ms() + SENDING_MS;
    enum fault fault = FAULT_NONE;

    while (!fault && !broadcast->done && monotonic_ms() < until_ms) {
        struct step step = { 0 };
        fault = prepare(job, app, broadcast, &step);
        if (!fault)
            fault = keep(job, app, broadcast, &step, now);
        if (!fault)
            fault = look_again(job, app, broadcast);
        outbox_ring(app);
    }
    return fault;
}
