/* /purge: all hours of the server, after its owner has typed its name. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/log.h"
#include "domain/talk/phrase.h"
#include "store/erasure.h"
#include "store/guilds.h"
#include "store/store.h"

enum { NAME_CHARACTERS_MOST = 200 };

/* What has to be typed.  Over HTTP nobody tells us the server's name. */
static const char *word_of(const struct call *call)
{
    return *call->guild->name ? call->guild->name : phrase_words(PHRASE_purge_word);
}

enum fault purge_run(struct job *job, const struct app *app, const struct call *call,
                     struct reply *reply)
{
    struct entry *entry = arena_take(&job->arena, sizeof(*entry));
    struct modal *modal = arena_take(&job->arena, sizeof(*modal));

    (void)app;
    *entry = (struct entry){
        .id = "name",
        .label = phrase_words(*call->guild->name ? PHRASE_purge_label : PHRASE_purge_label_unnamed),
        .description = phrase_words(PHRASE_purge_hint),
        .least = 1,
        .most = NAME_CHARACTERS_MOST,
        .required = true,
    };
    *modal = (struct modal){
        .id = "timeclock:purge",
        .title = phrase_words(PHRASE_purge_title),
        .entries = entry,
        .entries_count = 1,
    };
    reply->kind = REPLY_MODAL;
    reply->modal = modal;
    return FAULT_NONE;
}

static enum fault purge(struct job *job, const struct app *app, const struct call *call,
                        bool *again, uint64_t *sessions)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = erasure_purge(job, &change, call->person.guild, call->made_at, again, sessions);
    if (!fault)
        fault = store_keep(job, &change);
    return fault;
}

/* Blanks around it do not count: phones add them. */
static bool same_words(const char *typed, const char *wanted)
{
    const size_t length = strlen(wanted);

    typed += strspn(typed, " ");
    return strncmp(typed, wanted, length) == 0 &&
           typed[length + strspn(typed + length, " ")] == '\0';
}

enum fault purge_do_run(struct job *job, const struct app *app, const struct call *call,
                        struct reply *reply)
{
    uint64_t sessions = 0;
    bool again = false;

    reply->message.ephemeral = true;
    reply->message.text = phrase_words(PHRASE_purge_wrong);
    if (!same_words(call_entry(call, "name"), word_of(call)))
        return FAULT_NONE;
    const enum fault fault = purge(job, app, call, &again, &sessions);
    if (fault)
        return fault;
    reply->message.text = again
                              ? phrase_words(PHRASE_purge_again)
                              : SAY(&job->arena, purge_done,
                                    BLANK("count", arena_print(&job->arena, "%" PRIu64, sessions)));
    if (!again)
        log_info(job, "server purged", NUMBER("guild", call->person.guild.snowflake),
                 NUMBER("user", call->person.user.snowflake), NUMBER("sessions", sessions));
    return FAULT_NONE;
}
