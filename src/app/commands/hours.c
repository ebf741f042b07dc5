/* /hours: today, this week, this month, and the shifts of a range. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/when.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "domain/time/calendar.h"
#include "domain/time/duration.h"
#include "domain/time/session.h"
#include "store/guilds.h"
#include "store/sessions.h"
#include "store/store.h"

enum {
    LIST_MOST = 15,         /* shifts shown */
    LIST_BYTES_MOST = 3800, /* an embed's text holds 4096 characters */
    HOURS_COLOUR = 0x2563eb,
    TOTALS = 3,
};

/* What is asked: whose hours, and which of them are listed. */
struct question {
    struct user_id member;
    bool own;
    enum phrase label;   /* of the listed range */
    struct period range; /* what is listed */
};

/* What was found.  One read serves the totals and the list. */
struct finding {
    struct sessions sessions;
    struct period totals[TOTALS]; /* today, this week, this month */
    struct instant now;
};

static struct period today(const struct call *call)
{
    return calendar_today(call->zone, call->made_at);
}

static struct period this_week(const struct call *call)
{
    return calendar_this_week(call->zone, call->made_at, (enum weekday)call->guild->week_start);
}

static struct period last_week(const struct call *call)
{
    return calendar_last_week(call->zone, call->made_at, (enum weekday)call->guild->week_start);
}

static struct period this_month(const struct call *call)
{
    return calendar_this_month(call->zone, call->made_at);
}

static struct period last_month(const struct call *call)
{
    return calendar_last_month(call->zone, call->made_at);
}

static const enum phrase total_labels[TOTALS] = {
    PHRASE_hours_today,
    PHRASE_hours_week,
    PHRASE_hours_month,
};

/* The choices of the option `range`. */
static const struct {
    const char *value;
    enum phrase label;
    struct period (*period)(const struct call *call);
} ranges[] = {
    { "today", PHRASE_hours_today, today },
    { "week", PHRASE_hours_week, this_week },
    { "month", PHRASE_hours_month, this_month },
    { "last_week", PHRASE_hours_last_week, last_week },
    { "last_month", PHRASE_hours_last_month, last_month },
};

static void choose_range(const struct call *call, struct question *question)
{
    const struct given_option *option = call_option(call, "range");

    for (size_t i = 0; option && i < LENGTH(ranges); i++) {
        if (strcmp(option->text, ranges[i].value) != 0)
            continue;
        question->label = ranges[i].label;
        question->range = ranges[i].period(call);
        return;
    }
    /* Without a choice: the last shifts, of this month and the one before. */
    question->label = PHRASE_hours_recent;
    question->range = (struct period){ last_month(call).from, this_month(call).until };
}

static struct question question_of(const struct call *call)
{
    const struct given_option *member = call_option(call, "member");
    struct question question = { .member = call->person.user, .own = true };
    const uint64_t asked = member ? member->snowflake : call->target.snowflake;

    if (asked != 0 && asked != call->person.user.snowflake) {
        question.member = (struct user_id){ asked };
        question.own = false;
    }
    choose_range(call, &question);
    return question;
}

static int64_t earlier_ms(struct instant one, struct instant other)
{
    return instant_compare(one, other) < 0 ? one.ms : other.ms;
}

static enum fault find(struct job *job, const struct app *app, const struct call *call,
                       const struct question *question, struct finding *finding)
{
    AUTO(store_return) struct link link = { 0 };
    struct instant from = question->range.from;
    enum fault fault;

    finding->now = call->made_at;
    finding->totals[0] = today(call);
    finding->totals[1] = this_week(call);
    finding->totals[2] = this_month(call);
    for (size_t i = 0; i < TOTALS; i++)
        from.ms = earlier_ms(from, finding->totals[i].from);

    fault = store_borrow(job, app->store, &link);
    if (fault)
        return fault;
    return sessions_of(job, &link, call->person.guild, question->member, from,
                       (struct instant){ call->made_at.ms + 1 }, &finding->sessions);
}

static int64_t worked_in(const struct finding *finding, struct period period)
{
    int64_t total = 0;

    for (size_t i = 0; i < finding->sessions.count; i++)
        total += session_worked_within_s(&finding->sessions.list[i], period.from, period.until,
                                         finding->now);
    return total;
}

static bool touches(const struct session *session, struct period period, struct instant now)
{
    const bool running = session_state(session, now) != CLOCK_OFF;

    return instant_compare(session->began_at, period.until) < 0 &&
           (running || instant_compare(session->ended_at, period.from) > 0);
}

static const char *shift_line(struct job *job, const struct call *call,
                              const struct session *session)
{
    const bool running = session_state(session, call->made_at) != CLOCK_OFF;
    const int64_t break_s = session_break_s(session, call->made_at);
    static const enum phrase lines[2][2] = {
        { PHRASE_hours_line, PHRASE_hours_line_breaks },
        { PHRASE_hours_line_running, PHRASE_hours_line_running_breaks },
    };
    const struct blank blanks[] = {
        BLANK("day", day_text(&job->arena, calendar_day_of(call->zone, session->began_at))),
        BLANK("from", calendar_time_text(&job->arena, call->zone, session->began_at)),
        BLANK("until", running ? "" : when_beside(job, call, session->ended_at, session->began_at)),
        BLANK("worked", duration_words(&job->arena, session_worked_s(session, call->made_at))),
        BLANK("breaks", duration_words(&job->arena, break_s)),
        { 0 },
    };

    return phrase_fill(&job->arena, lines[running][break_s > 0], blanks);
}

/* Newest first, as many as fit; the rest is counted. */
static enum fault list_shifts(struct job *job, const struct call *call,
                              const struct question *question, const struct finding *finding,
                              const char **list)
{
    struct text text = text_in(&job->arena, LIST_BYTES_MOST);
    size_t listed = 0, more = 0;

    for (size_t i = finding->sessions.count; i-- > 0;) {
        const struct session *session = &finding->sessions.list[i];
        if (!touches(session, question->range, call->made_at))
            continue;
        if (listed == LIST_MOST) {
            more++;
            continue;
        }
        listed++;
        text_addf(&text, "%s%s", shift_line(job, call, session),
                  session->estimated ? phrase_words(PHRASE_hours_estimated) : "");
        text_add(&text, "\n");
    }
    if (listed == 0)
        text_add(&text, phrase_words(question->own ? PHRASE_hours_none : PHRASE_hours_none_of));
    if (more > 0)
        text_add(&text, SAY(&job->arena, hours_more,
                            BLANK("count", arena_print(&job->arena, "%zu", more))));
    if (!text_done(&text, list))
        return fail(job, FAULT_BUG, "the shifts take more than %d bytes", LIST_BYTES_MOST);
    return FAULT_NONE;
}

static const char *heading(struct job *job, const struct question *question,
                           const struct finding *finding)
{
    if (question->label == PHRASE_hours_recent)
        return phrase_words(PHRASE_hours_recent);
    return SAY(&job->arena, hours_listed, BLANK("range", phrase_words(question->label)),
               BLANK("total", duration_words(&job->arena, worked_in(finding, question->range))));
}

static const char *whose(struct job *job, const struct question *question)
{
    if (question->own)
        return "";
    return SAY(
        &job->arena, hours_of,
        BLANK("member", arena_print(&job->arena, "<@%" PRIu64 ">\n", question->member.snowflake)));
}

static enum fault fill(struct job *job, const struct call *call, const struct question *question,
                       const struct finding *finding, struct reply *reply)
{
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    struct embed_field *fields = arena_take_many(&job->arena, TOTALS, sizeof(*fields));
    const char *shifts;
    const enum fault fault = list_shifts(job, call, question, finding, &shifts);

    if (fault)
        return fault;
    for (size_t i = 0; i < TOTALS; i++)
        fields[i] = (struct embed_field){
            phrase_words(total_labels[i]),
            duration_words(&job->arena, worked_in(finding, finding->totals[i])), true
        };
    embed->title = phrase_words(question->own ? PHRASE_hours_title : PHRASE_hours_title_of);
    embed->text = arena_print(&job->arena, "%s**%s**\n%s", whose(job, question),
                              heading(job, question, finding), shifts);
    embed->footer = SAY(&job->arena, panel_zone, BLANK("zone", zone_name(call->zone)));
    embed->colour = HOURS_COLOUR;
    embed->fields = fields;
    embed->fields_count = TOTALS;
    reply->message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    return FAULT_NONE;
}

enum fault hours_run(struct job *job, const struct app *app, const struct call *call,
                     struct reply *reply)
{
    const struct question question = question_of(call);
    struct finding finding;
    enum fault fault;

    if (!question.own && !call_may(call, RIGHT_ADMIN)) {
        reply->message = (struct message){ .text = phrase_words(PHRASE_others_hours),
                                           .ephemeral = true };
        return FAULT_NONE;
    }
    fault = find(job, app, call, &question, &finding);
    if (fault)
        return fault;
    return fill(job, call, &question, &finding, reply);
}

/* The menu over a member. */
enum fault view_hours_run(struct job *job, const struct app *app, const struct call *call,
                          struct reply *reply)
{
    return hours_run(job, app, call, reply);
}
