#include "app/setup_page.h"

#include <assert.h>
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/zones.h"
#include "base/job.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/talk/message.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"
#include "store/recipients.h"
#include "store/store.h"

enum {
    COLOUR = 0x2563eb,
    COLOUR_DONE = 0x16a34a,
    STEPS = SETUP_DONE - 1,
    LISTED_MOST = 10, /* roles or people that a page names */
    LIST_BYTES_MOST = 600,
    ROWS_MOST = 2,
    BUTTONS_MOST = 3,
};

/* What is set up, in words. */
struct so_far {
    const char *zone, *employees, *admins, *panel, *recipients;
};

static const struct {
    enum phrase what, text, placeholder;
    enum select_kind select;
    const char *id;
    size_t most;
} steps[] = {
    [SETUP_ZONE] = { PHRASE_setup_zone, PHRASE_setup_zone_text, PHRASE_setup_zone_select,
                     SELECT_TEXT, "setup:zone", 1 },
    [SETUP_EMPLOYEES] = { PHRASE_setup_employees, PHRASE_setup_employees_text,
                          PHRASE_setup_employees_select, SELECT_ROLE, "setup:employees", 10 },
    [SETUP_ADMINS] = { PHRASE_setup_admins, PHRASE_setup_admins_text, PHRASE_setup_admins_select,
                       SELECT_ROLE, "setup:admins", 10 },
    [SETUP_PANEL] = { PHRASE_setup_panel, PHRASE_setup_panel_text, PHRASE_setup_panel_select,
                      SELECT_CHANNEL, "setup:panel", 1 },
    [SETUP_RECIPIENT] = { PHRASE_setup_recipient, PHRASE_setup_recipient_text,
                          PHRASE_setup_recipient_select, SELECT_USER, "setup:recipient", 1 },
};

/* "<@&1>, <@&2> and 3 more" */
static const char *list_words(struct job *job, const char *mark, const uint64_t *ids, size_t count)
{
    struct text text = text_in(&job->arena, LIST_BYTES_MOST);
    const size_t listed = count < LISTED_MOST ? count : LISTED_MOST;
    const char *words;

    if (count == 0)
        return phrase_words(PHRASE_setup_nobody);
    for (size_t i = 0; i < listed; i++)
        text_addf(&text, "%s<%s%" PRIu64 ">", i ? ", " : "", mark, ids[i]);
    if (count > listed)
        text_add(&text, SAY(&job->arena, setup_and_more,
                            BLANK("count", arena_print(&job->arena, "%zu", count - listed))));
    const bool whole = text_done(&text, &words);
    assert(whole);
    return words;
}

_Static_assert(sizeof(struct role_id) == sizeof(uint64_t), "a list of roles is a list of ids");
_Static_assert(sizeof(struct user_id) == sizeof(uint64_t), "a list of people is a list of ids");

static struct so_far so_far_of(struct job *job, const struct app *app, const struct guild *guild,
                               const struct user_id *users, size_t users_count)
{
    const struct team *team = &guild->team;

    return (struct so_far){
        .zone = guild->zone ? guild->zone : zone_name(app->zone),
        .employees = list_words(job, "@&", (const uint64_t *)team->employee_roles,
                                team->employee_roles_count),
        .admins = list_words(job, "@&", (const uint64_t *)team->admin_roles,
                             team->admin_roles_count),
        .panel = guild->panel_channel.snowflake
                     ? arena_print(&job->arena, "<#%" PRIu64 ">", guild->panel_channel.snowflake)
                     : phrase_words(PHRASE_setup_nowhere),
        .recipients = list_words(job, "@", (const uint64_t *)users, users_count),
    };
}

static enum fault keep_step(struct job *job, const struct app *app, const struct call *call,
                            enum setup_step step, struct so_far *so_far)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct user_id *users = NULL;
    struct guild guild;
    size_t users_count = 0;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = guilds_set_setup_step(job, &change, call->person.guild, (int)step)) ||
        (fault = guilds_load(job, &link, call->person.guild, &guild)) ||
        (fault = recipients_list(job, &link, call->person.guild, &users, &users_count)) ||
        (fault = store_keep(job, &change)))
        return fault;
    *so_far = so_far_of(job, app, &guild, users, users_count);
    return FAULT_NONE;
}

static const char *step_words(struct job *job, enum phrase phrase, enum setup_step step,
                              const struct so_far *so_far)
{
    const struct blank blanks[] = {
        BLANK("zone", so_far->zone),
        BLANK("employees", so_far->employees),
        BLANK("admins", so_far->admins),
        BLANK("panel", so_far->panel),
        BLANK("recipients", so_far->recipients),
        BLANK("step", arena_print(&job->arena, "%d", (int)step)),
        BLANK("steps", arena_print(&job->arena, "%d", (int)STEPS)),
        BLANK("what", step < SETUP_DONE ? phrase_words(steps[step].what) : ""),
        { 0 },
    };

    return phrase_fill(&job->arena, phrase, blanks);
}

static const struct select *step_select(struct job *job, enum setup_step step)
{
    struct select *select = arena_take(&job->arena, sizeof(*select));
    size_t count = 0;

    *select = (struct select){
        .kind = steps[step].select,
        .id = steps[step].id,
        .placeholder = phrase_words(steps[step].placeholder),
        .least = 1,
        .most = steps[step].most,
    };
    if (step != SETUP_ZONE)
        return select;
    const char *const *zones = zones_popular(&count);
    struct choice *choices = arena_take_many(&job->arena, count, sizeof(*choices));
    for (size_t i = 0; i < count; i++)
        if (zone_find(zones[i]))
            choices[select->choices_count++] = (struct choice){ zones[i], zones[i], NULL, false };
    select->choices = choices;
    return select;
}

static struct button go(struct job *job, enum button_style style, enum phrase label, int step)
{
    return (struct button){
        .style = style,
        .label = phrase_words(label),
        .id = arena_print(&job->arena, "setup:go:%d", step),
    };
}

static struct row step_buttons(struct job *job, enum setup_step step)
{
    struct button *buttons = arena_take_many(&job->arena, BUTTONS_MOST, sizeof(*buttons));
    size_t count = 0;

    if (step == SETUP_DONE) {
        buttons[count++] = go(job, BUTTON_SECONDARY, PHRASE_button_start_over, SETUP_ZONE);
        return (struct row){ .buttons = buttons, .buttons_count = count };
    }
    if (step > SETUP_ZONE)
        buttons[count++] = go(job, BUTTON_SECONDARY, PHRASE_button_back, (int)step - 1);
    if (step == SETUP_ZONE)
        buttons[count++] = (struct button){
            .style = BUTTON_SECONDARY,
            .label = phrase_words(PHRASE_setup_zone_type),
            .id = "setup:type_zone",
        };
    buttons[count++] = go(job, BUTTON_PRIMARY, PHRASE_button_go_on, (int)step + 1);
    return (struct row){ .buttons = buttons, .buttons_count = count };
}

enum fault setup_page(struct job *job, const struct app *app, const struct call *call,
                      enum setup_step step, const char *note, struct message *message)
{
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    struct row *rows = arena_take_many(&job->arena, ROWS_MOST, sizeof(*rows));
    const bool done = step == SETUP_DONE;
    struct so_far so_far;
    size_t rows_count = 0;
    const enum fault fault = keep_step(job, app, call, step, &so_far);

    if (fault)
        return fault;
    if (!done)
        rows[rows_count++].select = step_select(job, step);
    rows[rows_count++] = step_buttons(job, step);
    *embed = (struct embed){
        .title = step_words(job, done ? PHRASE_setup_done_title : PHRASE_setup_title, step,
                            &so_far),
        .text = step_words(job, done ? PHRASE_setup_done : steps[step].text, step, &so_far),
        .colour = done ? COLOUR_DONE : COLOUR,
    };
    *message = (struct message){
        .text = note,
        .embeds = embed,
        .embeds_count = 1,
        .rows = rows,
        .rows_count = rows_count,
        .ephemeral = true,
    };
    return FAULT_NONE;
}
