#include "app/reports/personal.h"

#include <inttypes.h>

#include "app/app.h"
#include "app/reports/spool.h"
#include "base/gregorian.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/time/punch.h"
#include "domain/time/session.h"
#include "store/guilds.h"
#include "store/personal.h"
#include "store/sessions.h"
#include "store/store.h"

/* The longest is a session with all its breaks. */
enum { ITEM_BYTES_MOST = 8 * 1024 * 1024, MS_IN_S = 1000, S_IN_DAY = 24 * 60 * 60 };

struct writer {
    struct job *job;
    struct spool spool;
    size_t sessions, punches;
};

static enum fault add(struct writer *writer, const struct text *text)
{
    const char *words;

    if (!text_done(text, &words))
        return fail(writer->job, FAULT_BUG, "an item of somebody's data has more than %d bytes",
                    ITEM_BYTES_MOST);
    return spool_add(writer->job, &writer->spool, words, text->length);
}

/* Behind a name; null when it is not so. */
static void add_instant(struct text *text, const char *name, bool is, struct instant instant)
{
    const int64_t s = divide_down(instant.ms, MS_IN_S);
    const struct date date = day_date((struct day){ (int32_t)divide_down(s, S_IN_DAY) });
    const int of_day = (int)divide_rest(s, S_IN_DAY);

    text_addf(text, "\"%s\": ", name);
    if (!is) {
        text_add(text, "null");
        return;
    }
    text_addf(text, "\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"", date.year, date.month, date.day,
              of_day / 3600, of_day / 60 % 60, of_day % 60, (int)divide_rest(instant.ms, MS_IN_S));
}

static void add_flag(struct text *text, const char *name, bool flag)
{
    text_addf(text, ", \"%s\": %s", name, flag ? "true" : "false");
}

static void add_known(struct text *text, const char *before, const char *name,
                      struct instant instant)
{
    text_add(text, before);
    add_instant(text, name, instant.ms != 0, instant);
}

static enum fault write_facts(struct writer *writer, const struct report_ask *ask,
                              const struct personal_facts *facts)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct text text = text_in(&arena, ITEM_BYTES_MOST);

    text_addf(&text,
              "{\n  \"server\": \"%" PRIu64 "\",\n  \"server_name\": ", ask->guild->id.snowflake);
    text_add_json(&text, ask->guild->name);
    text_addf(&text, ",\n  \"member\": \"%" PRIu64 "\"", ask->member.snowflake);
    add_known(&text, ",\n  ", "exported_at", ask->as_of);
    text_add(&text, ",\n  \"name\": ");
    text_add_json(&text, facts->username);
    text_add(&text, ",\n  \"nickname\": ");
    text_add_json(&text, facts->nickname);
    add_known(&text, ",\n  ", "names_seen_at", facts->seen_at);
    add_known(&text, ",\n  ", "banned_at", facts->banned_at);
    add_known(&text, ",\n  ", "ban_until", facts->ban_until);
    add_known(&text, ",\n  ", "ban_lifted_at", facts->ban_lifted_at);
    add_known(&text, ",\n  ", "warned_at", facts->warned_at);
    add_known(&text, ",\n  ", "gets_clock_out_messages_since", facts->recipient_since);
    text_add(&text, ",\n  \"sessions\": [");
    return add(writer, &text);
}

static enum fault write_session(void *context, const struct session *session)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct text text = text_in(&arena, ITEM_BYTES_MOST);
    struct writer *writer = context;

    text_addf(&text, "%s\n    {\"id\": %" PRId64 ", ", writer->sessions++ > 0 ? "," : "",
              session->id);
    add_instant(&text, "began_at", true, session->began_at);
    text_add(&text, ", ");
    add_instant(&text, "ended_at", session->ended, session->ended_at);
    add_flag(&text, "estimated", session->estimated);
    add_flag(&text, "device_unknown", session->device_unknown);
    text_add(&text, ", \"breaks\": [");
    for (size_t i = 0; i < session->breaks_count; i++) {
        const struct pause *pause = &session->breaks[i];
        text_add(&text, i > 0 ? ", {" : "{");
        add_instant(&text, "began_at", true, pause->began_at);
        text_add(&text, ", ");
        add_instant(&text, "ended_at", pause->ended, pause->ended_at);
        text_add(&text, "}");
    }
    text_add(&text, "]}");
    return add(writer, &text);
}

static enum fault write_punch(void *context, const struct punch *punch)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct text text = text_in(&arena, ITEM_BYTES_MOST);
    struct writer *writer = context;

    text_addf(&text, "%s\n    {\"sequence\": %" PRId64 ", \"session\": %" PRId64,
              writer->punches++ > 0 ? "," : "", punch->sequence, punch->session);
    text_addf(&text, ", \"kind\": \"%s\", \"source\": \"%s\"", punch_kind_name(punch->kind),
              punch_source_name(punch->source));
    add_flag(&text, "by_yourself", punch->actor.snowflake == punch->member.snowflake);
    text_add(&text, ", ");
    add_instant(&text, "made_at", true, punch->made_at);
    text_add(&text, ", ");
    add_instant(&text, "received_at", true, punch->received_at);
    text_add(&text, ", \"request\": ");
    text_add_json(&text, punch->request_key);
    add_flag(&text, "estimated", punch->estimated);
    add_flag(&text, "device_unknown", punch->device_unknown);
    text_add(&text, "}");
    return add(writer, &text);
}

static enum fault write_words(struct writer *writer, const char *words)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct text text = text_in(&arena, ITEM_BYTES_MOST);

    text_add(&text, words);
    return add(writer, &text);
}

static enum fault write_all(struct job *job, const struct app *app, const struct report_ask *ask,
                            struct writer *writer)
{
    static const struct period ever = { { 0 }, { INT64_MAX } };
    AUTO(store_return) struct link link = { 0 };
    const struct guild_id guild = ask->guild->id;
    struct personal_facts facts;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = personal_facts(job, &link, guild, ask->member, &facts)) ||
        (fault = write_facts(writer, ask, &facts)) ||
        (fault = sessions_each(job, &link, guild, ask->member, ever, write_session, writer)) ||
        (fault = write_words(writer, "\n  ],\n  \"punches\": [")) ||
        (fault = personal_punches(job, &link, guild, ask->member, write_punch, writer)))
        return fault;
    return write_words(writer, "\n  ]\n}\n");
}

static void end_writer(struct writer *writer)
{
    spool_end(&writer->spool);
}

enum fault personal_report_write(struct job *job, const struct app *app,
                                 const struct report_ask *ask, struct personal_report *report)
{
    AUTO(end_writer)
    struct writer writer = {
        .job = job,
        .spool = { .name = "mydata", .type = "application/json" },
    };
    enum fault fault = write_all(job, app, ask, &writer);

    if (fault)
        return fault;
    *report = (struct personal_report){ .sessions = writer.sessions, .punches = writer.punches };
    fault = spool_finish(job, &writer.spool, "mydata.json", &report->files, &report->files_count);
    report->too_large = writer.spool.too_large;
    return fault;
}
