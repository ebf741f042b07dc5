#include "app/announce.h"

#include <inttypes.h>

#include "app/outbox.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/message.h"
#include "domain/talk/phrase.h"
#include "domain/time/calendar.h"
#include "domain/time/duration.h"
#include "domain/time/punch.h"
#include "domain/time/session.h"
#include "store/guilds.h"
#include "store/recipients.h"
#include "store/store.h"

enum { NAME_CHARACTERS = 100, NAME_BYTES_MOST = 4000 };

/* What the letters of one punch have in common. */
struct news {
    struct job *job;
    struct change *change;
    const struct guild *guild;
    const struct zone *zone;
    const struct punch *punch;
    const struct session *session;
    const struct blank *blanks;
    const char *key;
    bool *told;
};

static bool is_forced(const struct punch *punch)
{
    return punch->actor.snowflake != 0 && punch->actor.snowflake != punch->member.snowflake;
}

static const char *server_words(struct job *job, const struct guild *guild)
{
    struct text text = text_in(&job->arena, NAME_BYTES_MOST);
    const char *words = NULL;

    text_add_markdown(&text, text_clip(&job->arena, guild->name, NAME_CHARACTERS));
    return text_done(&text, &words) && *words ? words : phrase_words(PHRASE_told_this_server);
}

static const char *id_words(struct job *job, struct user_id user)
{
    return arena_print(&job->arena, "%" PRIu64, user.snowflake);
}

enum { BLANKS = 9 };

static const struct blank *blanks_of(const struct news *news)
{
    struct job *job = news->job;
    struct arena *arena = &job->arena;
    const struct session *session = news->session;
    const struct instant at = news->punch->made_at;
    struct blank *blanks = arena_take_many(arena, BLANKS, sizeof(*blanks));

    blanks[0] = BLANK("member", id_words(job, news->punch->member));
    blanks[1] = BLANK("actor", id_words(job, news->punch->actor));
    blanks[2] = BLANK("server", server_words(job, news->guild));
    blanks[3] = BLANK("began", calendar_text(arena, news->zone, session->began_at));
    blanks[4] = BLANK("ended", calendar_text(arena, news->zone, at));
    blanks[5] = BLANK("at", calendar_text(arena, news->zone, at));
    blanks[6] = BLANK("worked", duration_words(arena, session_worked_s(session, at)));
    blanks[7] = BLANK("breaks", duration_words(arena, session_break_s(session, at)));
    blanks[8] = (struct blank){ 0 };
    return blanks;
}

static enum fault tell(const struct news *news, struct user_id user, struct channel_id channel,
                       enum phrase phrase)
{
    const struct message message = {
        .text = phrase_fill(&news->job->arena, phrase, news->blanks),
    };
    const struct letter letter = { news->guild->id, news->key, user, channel, &message };

    *news->told = true;
    return outbox_write(news->job, news->change, &letter, news->punch->received_at);
}

static enum fault tell_channel(const struct news *news)
{
    static const enum phrase phrases[] = {
        [PUNCH_IN] = PHRASE_log_in,
        [PUNCH_BREAK_START] = PHRASE_log_break_start,
        [PUNCH_BREAK_END] = PHRASE_log_break_end,
        [PUNCH_OUT] = PHRASE_log_out,
    };
    enum phrase phrase = phrases[news->punch->kind];

    if (news->guild->log_channel.snowflake == 0)
        return FAULT_NONE;
    if (news->punch->estimated)
        phrase = PHRASE_log_out_estimated;
    else if (is_forced(news->punch))
        phrase = PHRASE_log_out_forced;
    return tell(news, (struct user_id){ 0 }, news->guild->log_channel, phrase);
}

static enum phrase words_for_recipients(const struct news *news)
{
    if (news->punch->estimated)
        return PHRASE_told_out_estimated;
    return session_break_s(news->session, news->punch->made_at) > 0 ? PHRASE_told_out_breaks
                                                                    : PHRASE_told_out;
}

static enum fault tell_recipients(const struct news *news)
{
    const struct user_id *users = NULL;
    size_t count = 0;
    enum fault fault = recipients_list(news->job, news->change->link, news->guild->id, &users,
                                       &count);

    for (size_t i = 0; i < count && !fault; i++)
        fault = tell(news, users[i], (struct channel_id){ 0 }, words_for_recipients(news));
    return fault;
}

/* In a letter of its own: a member who is also a recipient gets both. */
static enum fault tell_member(const struct news *news)
{
    struct news own = *news;

    if (!news->punch->estimated && !is_forced(news->punch))
        return FAULT_NONE;
    own.key = arena_print(&news->job->arena, "%s:own", news->key);
    return tell(&own, news->punch->member, (struct channel_id){ 0 },
                news->punch->estimated ? PHRASE_told_forgotten : PHRASE_told_forced);
}

enum fault announce_punch(struct job *job, struct change *change, const struct guild *guild,
                          const struct zone *zone, const struct punch *punch,
                          const struct session *session,
                          bool *told) /* NOLINT(readability-non-const-parameter): news has it */
{
    struct news news = { job, change, guild, zone, punch, session, NULL, NULL, told };
    enum fault fault;

    news.blanks = blanks_of(&news);
    news.key = arena_print(&job->arena, "punch:%" PRId64, punch->sequence);
    fault = tell_channel(&news);
    if (fault || punch->kind != PUNCH_OUT)
        return fault;
    fault = tell_recipients(&news);
    return fault ? fault : tell_member(&news);
}
