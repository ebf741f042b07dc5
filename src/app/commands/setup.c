/* /setup: the guided set-up.  Each step is done at once and kept, and the server remembers at
 * which step it is, so that it can be left and resumed, by another admin too, and a restart in
 * the middle is not noticed:
 *
 *     zone ─▶ employees ─▶ admins ─▶ panel ─▶ recipient ─▶ done
 *      ▲◀──────── Back ◀──────┘                              │
 *      └─────────────────────── Start over ──────────────────┘
 *
 * A choice that was refused stays at its step and says why. */
#include <string.h>

#include "app/app.h"
#include "app/board.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/roles.h"
#include "app/settings.h"
#include "app/setup_page.h"
#include "base/job.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"

enum { NOTE_BYTES_MOST = 1900, ZONE_CHARACTERS_MOST = 63 };

static const char go_id[] = "setup:go:";
static const char zone_entry[] = "zone";

static enum fault show(struct job *job, const struct app *app, const struct call *call,
                       enum setup_step step, const char *note, struct reply *reply)
{
    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    return setup_page(job, app, call, step, note, &reply->message);
}

enum fault setup_run(struct job *job, const struct app *app, const struct call *call,
                     struct reply *reply)
{
    const int step = call->guild->setup_step;

    return show(job, app, call,
                step >= SETUP_ZONE && step <= SETUP_DONE ? (enum setup_step)step : SETUP_ZONE, NULL,
                reply);
}

enum fault setup_go_run(struct job *job, const struct app *app, const struct call *call,
                        struct reply *reply)
{
    int64_t step = SETUP_ZONE;

    /* An id that somebody made up begins at the beginning. */
    (void)!number_read_within(call->what + strlen(go_id), SETUP_ZONE, SETUP_DONE, &step);
    return show(job, app, call, (enum setup_step)step, NULL, reply);
}

static enum fault set_zone(struct job *job, const struct app *app, const struct call *call,
                           const char *zone, struct reply *reply)
{
    struct text text = text_in(&job->arena, NOTE_BYTES_MOST);
    const char *words;
    bool known;
    const enum fault fault = settings_zone(job, app, call->person.guild, zone, &known);

    if (fault)
        return fault;
    if (known)
        return show(job, app, call, SETUP_EMPLOYEES, NULL, reply);
    text_add_markdown(&text, text_clip(&job->arena, zone, ZONE_CHARACTERS_MOST));
    if (!text_done(&text, &words))
        words = "";
    return show(job, app, call, SETUP_ZONE,
                SAY(&job->arena, settings_zone_unknown, BLANK("zone", words)), reply);
}

enum fault setup_zone_run(struct job *job, const struct app *app, const struct call *call,
                          struct reply *reply)
{
    return set_zone(job, app, call, call->values_count > 0 ? call->values[0] : "", reply);
}

enum fault setup_zone_type_run(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    struct modal *modal = arena_take(&job->arena, sizeof(*modal));
    struct entry *entry = arena_take(&job->arena, sizeof(*entry));

    (void)app;
    *entry = (struct entry){
        .id = zone_entry,
        .label = phrase_words(PHRASE_setup_zone_entry),
        .value = call->guild->zone,
        .least = 1,
        .most = ZONE_CHARACTERS_MOST,
        .required = true,
    };
    *modal = (struct modal){
        .id = "setup:typed_zone",
        .title = phrase_words(PHRASE_setup_zone_type),
        .entries = entry,
        .entries_count = 1,
    };
    *reply = (struct reply){ .kind = REPLY_MODAL, .modal = modal };
    return FAULT_NONE;
}

enum fault setup_zone_typed_run(struct job *job, const struct app *app, const struct call *call,
                                struct reply *reply)
{
    return set_zone(job, app, call, call_entry(call, zone_entry), reply);
}

/* Adds what was chosen; *note says what was refused, and is NULL when nothing was. */
static enum fault add_roles(struct job *job, const struct app *app, const struct call *call,
                            enum duty duty, const char **note)
{
    struct text text = text_in(&job->arena, NOTE_BYTES_MOST);
    struct team_change wanted = {
        .guild = call->person.guild,
        .duty = duty,
        .wish = TEAM_ADD,
        .by = call->person.user,
    };

    for (size_t i = 0; i < call->values_count; i++) {
        enum team_answer answer;
        if (!call_value_id(call, i, &wanted.role.snowflake))
            continue;
        const enum fault fault = team_change(job, app, &wanted, NULL, &answer);
        if (fault)
            return fault;
        if (answer != TEAM_DONE && answer != TEAM_ALREADY)
            text_addf(&text, "%s%s", text.length ? "\n" : "",
                      team_answer_text(job, &wanted, answer));
    }
    *note = NULL;
    if (text.length > 0 && !text_done(&text, note))
        *note = phrase_words(PHRASE_roles_unreadable);
    return FAULT_NONE;
}

static enum fault choose_roles(struct job *job, const struct app *app, const struct call *call,
                               enum duty duty, enum setup_step step, struct reply *reply)
{
    const char *note = NULL;
    const enum fault fault = add_roles(job, app, call, duty, &note);

    return fault ? fault
                 : show(job, app, call, note ? step : (enum setup_step)(step + 1), note, reply);
}

enum fault setup_employees_run(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    return choose_roles(job, app, call, DUTY_EMPLOYEE, SETUP_EMPLOYEES, reply);
}

enum fault setup_admins_run(struct job *job, const struct app *app, const struct call *call,
                            struct reply *reply)
{
    return choose_roles(job, app, call, DUTY_ADMIN, SETUP_ADMINS, reply);
}

enum fault setup_panel_run(struct job *job, const struct app *app, const struct call *call,
                           struct reply *reply)
{
    struct channel_id channel = { 0 };
    enum board_answer answer;

    if (!call_value_id(call, 0, &channel.snowflake))
        return show(job, app, call, SETUP_PANEL, NULL, reply);
    const enum fault fault = board_post(job, app, call, channel, &answer);
    if (fault)
        return fault;
    return show(job, app, call, answer == BOARD_POSTED ? SETUP_RECIPIENT : SETUP_PANEL,
                board_answer_text(job, answer, channel), reply);
}

enum fault setup_recipient_run(struct job *job, const struct app *app, const struct call *call,
                               struct reply *reply)
{
    struct user_id user = { 0 };
    enum recipients_answer answer = RECIPIENTS_DONE;
    enum fault fault = FAULT_NONE;

    if (!call_value_id(call, 0, &user.snowflake))
        return show(job, app, call, SETUP_RECIPIENT, NULL, reply);
    fault = settings_recipient(job, app, call->person.guild, user, true, call->received_at,
                               &answer);
    if (fault)
        return fault;
    if (answer == RECIPIENTS_FULL)
        return show(job, app, call, SETUP_RECIPIENT,
                    SAY(&job->arena, recipient_full,
                        BLANK("count", arena_print(&job->arena, "%d", RECIPIENTS_MOST))),
                    reply);
    return show(job, app, call, SETUP_DONE, NULL, reply);
}
