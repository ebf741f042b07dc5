#include "app/panel.h"

#include "app/call.h"
#include "app/punches.h"
#include "app/when.h"
#include "base/job.h"
#include "base/zone.h"
#include "domain/talk/message.h"
#include "domain/talk/phrase.h"
#include "domain/time/duration.h"

enum { COLOUR_OFF = 0x6b7280, COLOUR_WORKING = 0x16a34a, COLOUR_BREAK = 0xd97706 };
enum { FIELDS_MOST = 3, PUNCH_BUTTONS_MOST = 2, OTHER_BUTTONS = 3, ROWS = 2 };

static const struct button button_in = { BUTTON_SUCCESS, NULL, "timeclock:clock_in", "▶️",
                                         false };
static const struct button button_out = { BUTTON_DANGER, NULL, "timeclock:clock_out", "⏹️",
                                          false };
static const struct button button_pause = { BUTTON_SECONDARY, NULL, "timeclock:break_start", "☕",
                                            false };
static const struct button button_resume = { BUTTON_PRIMARY, NULL, "timeclock:break_end", "🔁",
                                             false };

static struct button labelled(struct button button, enum phrase label)
{
    button.label = phrase_words(label);
    return button;
}

/* The buttons of a state: what the state machine of domain/time/punch.h allows from it. */
static size_t punch_buttons(enum clock_state state,
                            struct button buttons[static PUNCH_BUTTONS_MOST])
{
    switch (state) {
    case CLOCK_OFF: buttons[0] = labelled(button_in, PHRASE_button_clock_in); return 1;
    case CLOCK_WORKING: buttons[0] = labelled(button_pause, PHRASE_button_break_start); break;
    case CLOCK_ON_BREAK: buttons[0] = labelled(button_resume, PHRASE_button_break_end); break;
    }
    buttons[1] = labelled(button_out, PHRASE_button_clock_out);
    return PUNCH_BUTTONS_MOST;
}

static void fill_rows(struct job *job, enum clock_state state, struct message *message)
{
    struct row *rows = arena_take_many(&job->arena, ROWS, sizeof(*rows));
    struct button *punches = arena_take_many(&job->arena, PUNCH_BUTTONS_MOST, sizeof(*punches));
    struct button *others = arena_take_many(&job->arena, OTHER_BUTTONS, sizeof(*others));

    others[0] = (struct button){ BUTTON_SECONDARY, phrase_words(PHRASE_button_my_hours),
                                 "timeclock:my_hours", NULL, false };
    others[1] = (struct button){ BUTTON_SECONDARY, phrase_words(PHRASE_button_onclock),
                                 "timeclock:onclock", NULL, false };
    others[2] = (struct button){ BUTTON_SECONDARY, phrase_words(PHRASE_button_help),
                                 "timeclock:help", NULL, false };
    rows[0] = (struct row){ .buttons = punches, .buttons_count = punch_buttons(state, punches) };
    rows[1] = (struct row){ .buttons = others, .buttons_count = OTHER_BUTTONS };
    message->rows = rows;
    message->rows_count = ROWS;
}

static const char *session_words(struct job *job, const struct call *call,
                                 const struct outcome *outcome, enum clock_state state)
{
    const struct session *session = outcome->session;
    struct arena *arena = &job->arena;
    const char *began = when_text(job, call, session->began_at);

    if (state == CLOCK_WORKING)
        return SAY(arena, panel_working, BLANK("since", began),
                   BLANK("ago", when_ago(job, session->began_at)));
    if (state == CLOCK_ON_BREAK) {
        const struct instant paused = session->breaks[session->breaks_count - 1].began_at;
        return SAY(arena, panel_break, BLANK("since", when_text(job, call, paused)),
                   BLANK("ago", when_ago(job, paused)), BLANK("began", began));
    }

    const int64_t break_s = session_break_s(session, outcome->as_of);
    const char *ended = when_text(job, call, session->ended_at);
    const char *worked = duration_words(arena, session_worked_s(session, outcome->as_of));
    return break_s == 0
               ? SAY(arena, panel_out, BLANK("began", began), BLANK("ended", ended),
                     BLANK("worked", worked))
               : SAY(arena, panel_out_breaks, BLANK("began", began), BLANK("ended", ended),
                     BLANK("worked", worked), BLANK("breaks", duration_words(arena, break_s)));
}

static void fill_fields(struct job *job, const struct outcome *outcome, enum clock_state state,
                        struct embed *embed)
{
    struct embed_field *fields = arena_take_many(&job->arena, FIELDS_MOST, sizeof(*fields));
    size_t count = 0;

    if (state != CLOCK_OFF) {
        const int64_t break_s = session_break_s(outcome->session, outcome->as_of);
        fields[count++] = (struct embed_field){
            phrase_words(PHRASE_panel_this_session),
            duration_words(&job->arena, session_worked_s(outcome->session, outcome->as_of)), true
        };
        if (break_s > 0)
            fields[count++] = (struct embed_field){ phrase_words(PHRASE_panel_breaks),
                                                    duration_words(&job->arena, break_s), true };
    }
    fields[count++] = (struct embed_field){ phrase_words(PHRASE_panel_today),
                                            duration_words(&job->arena, outcome->today_s), true };
    embed->fields = fields;
    embed->fields_count = count;
}

void panel_fill(struct job *job, const struct call *call, const struct outcome *outcome,
                struct message *message)
{
    static const struct {
        enum phrase title;
        uint32_t colour;
    } looks[] = {
        [CLOCK_OFF] = { PHRASE_panel_off_title, COLOUR_OFF },
        [CLOCK_WORKING] = { PHRASE_panel_working_title, COLOUR_WORKING },
        [CLOCK_ON_BREAK] = { PHRASE_panel_break_title, COLOUR_BREAK },
    };
    const enum clock_state state = outcome->session
                                       ? session_state(outcome->session, outcome->as_of)
                                       : CLOCK_OFF;
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));

    embed->title = phrase_words(looks[state].title);
    embed->colour = looks[state].colour;
    embed->text = phrase_words(PHRASE_panel_off);
    if (outcome->session) {
        embed->text = session_words(job, call, outcome, state);
        if (state == CLOCK_OFF)
            embed->title = phrase_words(PHRASE_panel_out_title);
    }
    embed->footer = SAY(&job->arena, panel_zone, BLANK("zone", zone_name(call->zone)));
    fill_fields(job, outcome, state, embed);
    if (outcome->refusal != REFUSAL_NONE)
        message->text = refusal_text(outcome->refusal);
    message->embeds = embed;
    message->embeds_count = 1;
    fill_rows(job, state, message);
}
