/* The report as CSV: one file with everybody, or one a member in a ZIP. */
#include "base/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/reports/report.h"
#include "app/reports/spool.h"
#include "base/job.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/time/duration.h"
#include "domain/time/session.h"
#include "domain/time/timesheet.h"
#include "store/guilds.h"
#include "store/ledger.h"
#include "store/names.h"
#include "store/sessions.h"
#include "store/store.h"

enum { LINE_BYTES_MOST = 4096, ENTRY_NAME_CHARACTERS = 40 };

report_format csv_report, zip_report;

struct writer {
    struct job *job;
    const struct report_ask *ask;
    struct period range;
    struct spool spool;
    bool a_file_each;
    const struct member_name *names;
    size_t names_count;
    char head[HASH_HEX_BYTES];

    struct user_id member; /* whose rows are being written; {0}: nobody's yet */
    const char *name;      /* theirs, in `names` or static */
    bool estimated;        /* one of their rows is */
    int64_t worked_s, break_s;
    int64_t all_worked_s, all_break_s;
    size_t rows, members;
};

static const char *const header[] = {
    "employee", "employee_id",    "date",      "weekday",   "in",          "out", "break",
    "worked",   "worked_decimal", "estimated", "time_zone", "ledger_head", NULL,
};

enum {
    NAME,
    ID,
    DATE,
    WEEKDAY,
    IN,
    OUT,
    BREAK,
    WORKED,
    DECIMAL,
    ESTIMATED,
    ZONE,
    HEAD,
    COLUMNS,
};

/* Each line in an arena of its own, which ends with it. */
static enum fault write_line(struct writer *writer, const char *const *fields)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct text text = text_in(&arena, LINE_BYTES_MOST);
    const char *line;

    csv_line(&text, fields);
    if (!text_done(&text, &line))
        return fail(writer->job, FAULT_BUG, "a line of a report has more than %d bytes",
                    LINE_BYTES_MOST);
    return spool_add(writer->job, &writer->spool, line, text.length);
}

/* The first line of every file. */
static enum fault open_file(struct writer *writer)
{
    const enum fault fault = spool_add(writer->job, &writer->spool, csv_mark, strlen(csv_mark));

    return fault ? fault : write_line(writer, header);
}

/* By nickname or username, as the server decided; who we never met is their id. */
static const char *name_of(const struct writer *writer, struct user_id member)
{
    size_t low = 0, high = writer->names_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (writer->names[middle].member.snowflake < member.snowflake)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == writer->names_count || writer->names[low].member.snowflake != member.snowflake)
        return member.snowflake & PSEUDONYM_BIT ? "(forgotten)" : "";
    const struct member_name *name = &writer->names[low];
    const bool nickname = writer->ask->guild->names == GUILD_NAMES_NICKNAME && name->nickname;
    return nickname ? name->nickname : name->username;
}

static enum fault write_total(struct writer *writer, struct arena *arena, const char *name,
                              const char *id, int64_t worked_s, int64_t break_s)
{
    const char *fields[COLUMNS + 1] = {
        [NAME] = name,
        [ID] = id,
        [DATE] = "total",
        [WEEKDAY] = "",
        [IN] = "",
        [OUT] = "",
        [BREAK] = duration_clock(arena, break_s),
        [WORKED] = duration_clock(arena, worked_s),
        [DECIMAL] = duration_decimal(arena, worked_s),
        [ESTIMATED] = "",
        [ZONE] = zone_name(writer->ask->zone),
        [HEAD] = writer->head,
    };

    return write_line(writer, fields);
}

/* Letters and digits of the name, and the id, which alone makes it unlike any other. */
static const char *entry_name(const struct writer *writer, struct arena *arena)
{
    struct text text = text_in(arena, SPOOL_NAME_BYTES);
    const char *words = "";
    size_t taken = 0;

    for (const char *at = writer->name; *at && taken < ENTRY_NAME_CHARACTERS; at++) {
        const char byte = *at;
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9');
        if (!plain)
            continue;
        text_add_bytes(&text, at, 1);
        taken++;
    }
    text_addf(&text, "%s%" PRIu64 ".csv", taken > 0 ? "-" : "", writer->member.snowflake);
    (void)!text_done(&text, &words);
    return words;
}

/* The rows of a member are over. */
static enum fault end_member(struct writer *writer)
{
    AUTO(arena_empty) struct arena arena = { 0 };

    if (writer->member.snowflake == 0)
        return FAULT_NONE;
    writer->all_worked_s += writer->worked_s;
    writer->all_break_s += writer->break_s;
    const enum fault fault = write_total(writer, &arena, writer->name,
                                         arena_print(&arena, "%" PRIu64, writer->member.snowflake),
                                         writer->worked_s, writer->break_s);
    if (fault || !writer->a_file_each)
        return fault;
    return spool_enter(writer->job, &writer->spool, entry_name(writer, &arena));
}

static enum fault begin_member(struct writer *writer, struct user_id member)
{
    enum fault fault = end_member(writer);

    if (!fault && (writer->a_file_each || writer->members == 0))
        fault = open_file(writer);
    writer->member = member;
    writer->name = name_of(writer, member);
    writer->worked_s = writer->break_s = 0;
    writer->members++;
    return fault;
}

static enum fault write_row(struct writer *writer, struct arena *arena,
                            const struct session *session, const struct timesheet_row *row)
{
    static const char *const weekdays[] = {
        [MONDAY] = "Monday",     [TUESDAY] = "Tuesday", [WEDNESDAY] = "Wednesday",
        [THURSDAY] = "Thursday", [FRIDAY] = "Friday",   [SATURDAY] = "Saturday",
        [SUNDAY] = "Sunday",
    };
    const struct zone *zone = writer->ask->zone;
    const bool runs = !row->ends && instant_compare(row->until, writer->ask->as_of) == 0;
    /* Midnight at a row's end is 24:00 of its day, not 00:00 of the next. */
    const bool cut = !row->ends && !runs;
    const char *fields[COLUMNS + 1] = {
        [NAME] = writer->name,
        [ID] = arena_print(arena, "%" PRIu64, writer->member.snowflake),
        [DATE] = day_iso(arena, row->day),
        [WEEKDAY] = weekdays[day_weekday(row->day)],
        [IN] = calendar_time_text(arena, zone, row->from),
        [OUT] = runs  ? ""
                : cut ? "24:00"
                      : calendar_time_text(arena, zone, row->until),
        [BREAK] = duration_clock(arena, row->break_s),
        [WORKED] = duration_clock(arena, row->worked_s),
        [DECIMAL] = duration_decimal(arena, row->worked_s),
        [ESTIMATED] = session->estimated && row->ends ? "yes" : "no",
        [ZONE] = zone_name(zone),
        [HEAD] = writer->head,
    };

    writer->worked_s += row->worked_s;
    writer->break_s += row->break_s;
    writer->rows++;
    return write_line(writer, fields);
}

static enum fault write_session(void *context, const struct session *session)
{
    struct writer *writer = context;
    struct timesheet_cut cut = timesheet_cut(writer->ask->zone, session, writer->range,
                                             writer->ask->as_of);
    struct timesheet_row row;
    enum fault fault = FAULT_NONE;

    while (!fault && !writer->spool.too_large && timesheet_next(&cut, &row)) {
        AUTO(arena_empty) struct arena arena = { 0 };
        if (writer->member.snowflake != session->member.snowflake)
            fault = begin_member(writer, session->member);
        if (!fault)
            fault = write_row(writer, &arena, session, &row);
    }
    return fault;
}

static enum fault write_all(struct job *job, const struct app *app, struct writer *writer)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(arena_empty) struct arena arena = { 0 };
    const struct report_ask *ask = writer->ask;
    struct hash head;
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = names_all(job, &link, ask->guild->id, &writer->names, &writer->names_count)) ||
        (fault = ledger_head(job, &link, ask->guild->id, &head)))
        return fault;
    hash_hex(&head, writer->head);
    if ((fault = sessions_each(job, &link, ask->guild->id, ask->member, writer->range,
                               write_session, writer)) ||
        (fault = end_member(writer)))
        return fault;
    if (writer->a_file_each || writer->members == 0 || ask->member.snowflake != 0)
        return FAULT_NONE;
    return write_total(writer, &arena, "everyone", "", writer->all_worked_s, writer->all_break_s);
}

static void end_writer(struct writer *writer)
{
    spool_end(&writer->spool);
}

static enum fault write_report(struct job *job, const struct app *app, const struct report_ask *ask,
                               bool a_file_each, struct report *report)
{
    AUTO(end_writer)
    struct writer writer = {
        .job = job,
        .ask = ask,
        .range = calendar_days(ask->zone, ask->first, (struct day){ ask->last.number + 1 }),
        .a_file_each = a_file_each,
        .spool.type = "text/csv; charset=utf-8",
    };
    enum fault fault;

    writer.spool.name = arena_print(&job->arena, "hours_%s_%s", day_iso(&job->arena, ask->first),
                                    day_iso(&job->arena, ask->last));
    fault = write_all(job, app, &writer);
    if (fault)
        return fault;
    *report = (struct report){
        .rows = writer.rows,
        .members = writer.members,
        .worked_s = writer.all_worked_s,
    };
    if (writer.rows == 0)
        return FAULT_NONE;
    fault = spool_finish(job, &writer.spool, arena_print(&job->arena, "%s.csv", writer.spool.name),
                         &report->files, &report->files_count);
    report->too_large = writer.spool.too_large;
    return fault;
}

enum fault csv_report(struct job *job, const struct app *app, const struct report_ask *ask,
                      struct report *report)
{
    return write_report(job, app, ask, false, report);
}

enum fault zip_report(struct job *job, const struct app *app, const struct report_ask *ask,
                      struct report *report)
{
    return write_report(job, app, ask, true, report);
}
