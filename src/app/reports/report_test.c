/* Reports, from the command to the bytes of the file. */
#include "app/reports/report.h"

#include <string.h>

#include "base/csv.h"
#include "store/grants.h"
#include "store/store.h"

#include "app_bench.h"
#include "check.h"

static const struct given_option november[] = {
    { .name = "from", .kind = OPTION_TEXT, .text = "2025-11-01" },
    { .name = "to", .kind = OPTION_TEXT, .text = "2025-11-30" },
};

static const char *report_of(struct bench *bench, const struct person *person, const char *from,
                             const char *to)
{
    const struct given_option options[] = { text_option("from", from), text_option("to", to) };
    struct call call = { .kind = CALL_COMMAND,
                         .what = "report",
                         .person = *person,
                         .options = options,
                         .options_count = LENGTH(options),
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms } };

    return carry(bench, &call);
}

static struct reply ask(struct bench *bench, const struct given_option *options, size_t count,
                        int64_t after_ms)
{
    struct call call = { .kind = CALL_COMMAND,
                         .what = "report",
                         .person = olivia,
                         .options = options,
                         .options_count = count,
                         .request_key = "test:report",
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms + after_ms } };
    struct reply reply;

    dispatch(&bench->job, &bench->app, &call, &reply);
    return reply;
}

static const char *text_of(struct bench *bench, const struct reply *reply)
{
    EQUAL(reply->message.files_count, 1);
    const struct file *file = &reply->message.files[0];
    return arena_print(&bench->job.arena, "%.*s", (int)file->content.length,
                       (const char *)file->content.at);
}

/* A click of somebody with a name. */
static void punch(struct bench *bench, const struct person *person, const char *name,
                  const char *id, int64_t after_ms)
{
    struct call call = { .kind = CALL_COMPONENT,
                         .what = id,
                         .person = *person,
                         .username = name,
                         .source = SOURCE_BUTTON,
                         .on_private_message = true,
                         .made_at = { monday_ms + after_ms } };

    (void)carry(bench, &call);
}

static void open_company(struct bench *bench)
{
    bench_open(bench);
    make_staff_employees(bench);
}

CHECK(a_report_has_a_row_a_day_totals_and_nothing_that_a_spreadsheet_would_run)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench);
    punch(&bench, &emil, "=HYPERLINK(\"x\"),\"Emil\"", "timeclock:clock_in", 14 * HOUR_MS);
    punch(&bench, &emil, "=HYPERLINK(\"x\"),\"Emil\"", "timeclock:break_start",
          14 * HOUR_MS + 1000);
    punch(&bench, &emil, "=HYPERLINK(\"x\"),\"Emil\"", "timeclock:break_end", 14 * HOUR_MS + 61000);
    punch(&bench, &emil, "=HYPERLINK(\"x\"),\"Emil\"", "timeclock:clock_out", 16 * HOUR_MS);
    punch(&bench, &olivia, "Olivia", "timeclock:clock_in", 20 * HOUR_MS);
    const struct reply reply = ask(&bench, november, LENGTH(november), 21 * HOUR_MS);
    expect(reply.message.text, "2 people, 3 entries, **2 h 59 min** worked");
    SAME(reply.message.files[0].name, "hours_2025-11-01_2025-11-30.csv");
    const char *words = text_of(&bench, &reply);
    HOLDS(strncmp(words, csv_mark, strlen(csv_mark)) == 0, "it begins with U+FEFF");
    expect(words, "employee,employee_id,date,weekday,in,out,break,worked,worked_decimal,estimated,"
                  "time_zone,ledger_head\r\n");
    expect(words, "\"'=HYPERLINK(\"\"x\"\"),\"\"Emil\"\"\",1,2025-11-03,Monday,23:00,24:00,0:01:00,"
                  "0:59:00,0.98,no,Europe/Berlin,");
    expect(words, ",1,2025-11-04,Tuesday,00:00,01:00,0:00:00,1:00:00,1.00,no,");
    expect(words, ",1,total,,,,0:01:00,1:59:00,1.98,,Europe/Berlin,");
    expect(words, "Olivia,2,2025-11-04,Tuesday,05:00,,0:00:00,1:00:00,1.00,no,");
    expect(words, "everyone,,total,,,,0:01:00,2:59:00,2.98,,");
}

CHECK(a_session_partly_in_the_range_is_clipped_to_it)
{
    AUTO(bench_close) struct bench bench;
    const struct given_option tuesday[] = { text_option("from", "2025-11-04"),
                                            text_option("to", "2025-11-04") };

    open_company(&bench);
    punch(&bench, &emil, "Emil", "timeclock:clock_in", 14 * HOUR_MS);
    punch(&bench, &emil, "Emil", "timeclock:clock_out", 16 * HOUR_MS);
    const struct reply reply = ask(&bench, tuesday, LENGTH(tuesday), 20 * HOUR_MS);
    expect(text_of(&bench, &reply), "Emil,1,total,,,,0:00:00,1:00:00,1.00");
    expect_not(text_of(&bench, &reply), "2025-11-03,Monday");
}

CHECK(days_are_read_strictly_and_refused_in_words)
{
    AUTO(bench_close) struct bench bench;
    static const struct {
        const char *from, *to, *words;
    } cases[] = {
        { "2025-11-1", "2025-11-30", "`from`" },
        { "2025-02-30", "2025-11-30", "`from`" },
        { "2025-11-01", "30.11.2025", "`to`" },
        { "2025-11-02", "2025-11-01", "Swap" },
        { "2099-01-01", "2099-01-02", "to come" },
        { "2025-11-01", "2025-11-30", "Nobody worked" },
        { "", "2025-11-30", "`from`" },
    };

    open_company(&bench);
    for (size_t i = 0; i < LENGTH(cases); i++)
        expect(report_of(&bench, &olivia, cases[i].from, cases[i].to), cases[i].words);
    expect(report_of(&bench, &emil, "2025-11-01", "2025-11-30"), "admin");
    expect(report_of(&bench, &sam, "2025-11-01", "2025-11-30"), "admin");
}

CHECK(a_zip_has_a_file_for_each_member)
{
    AUTO(bench_close) struct bench bench;
    const struct given_option options[] = { november[0], november[1],
                                            text_option("format", "zip") };
    struct person other = emil;

    open_company(&bench);
    other.user.snowflake = 77;
    punch(&bench, &emil, "../Emil", "timeclock:clock_in", 0);
    punch(&bench, &other, "Olga", "timeclock:clock_in", 0);
    const struct reply reply = ask(&bench, options, LENGTH(options), HOUR_MS);
    EQUAL(reply.message.files_count, 1);
    const struct file *file = &reply.message.files[0];
    SAME(file->type, "application/zip");
    HOLDS(memmem(file->content.at, file->content.length, "Emil-1.csv", 10) != NULL, "Emil's");
    HOLDS(memmem(file->content.at, file->content.length, "Olga-77.csv", 11) != NULL, "Olga's");
    HOLDS(memmem(file->content.at, file->content.length, "..", 2) == NULL, "no way out");
}

CHECK(the_days_that_are_meant_are_offered_while_typing)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench);
    SAME(suggested(&bench, &olivia, "report", "from", ""),
         " 2025-11-03 2025-10-27 2025-11-02 2025-11-01 2025-10-01 2025-10-31");
    SAME(suggested(&bench, &olivia, "report", "to", "last day"), " 2025-11-02 2025-10-31");
    SAME(suggested(&bench, &emil, "report", "from", ""), "");
}

/* ---- what the plan includes ---- */

static void grant(struct bench *bench, enum plan plan)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    const struct grant given = { .guild = { GUILD },
                                 .plan = plan,
                                 .from = { monday_ms },
                                 .by = { BOSS },
                                 .note = "",
                                 .request_key = "test:grant" };

    EQUAL(store_borrow(&bench->job, bench->app.store, &link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &link, &change), FAULT_NONE);
    EQUAL(grants_add(&bench->job, &change, &given), FAULT_NONE);
    EQUAL(store_keep(&bench->job, &change), FAULT_NONE);
}

static const char *first_line(struct bench *bench, const struct reply *reply)
{
    const char *words = text_of(bench, reply);

    return arena_print(&bench->job.arena, "%.*s", (int)strcspn(words, "\r"), words);
}

CHECK(where_plans_are_sold_a_server_without_one_gets_a_sample_that_says_so)
{
    AUTO(bench_close) struct bench bench;

    open_company(&bench);
    punch(&bench, &emil, "Emil", "timeclock:clock_in", 0);
    punch(&bench, &emil, "Emil", "timeclock:clock_out", HOUR_MS);
    const struct reply own = ask(&bench, november, LENGTH(november), 2 * HOUR_MS);
    bench.app.sells_plans = true;
    const struct reply sample = ask(&bench, november, LENGTH(november), 2 * HOUR_MS);
    expect(sample.message.text, "**sample** with made-up people, because the plan Free");
    SAME(sample.message.files[0].name, "sample.csv");
    expect_not(text_of(&bench, &sample), "Emil");
    SAME(first_line(&bench, &sample), first_line(&bench, &own));
}

CHECK(a_report_reaches_back_as_far_as_the_plan)
{
    AUTO(bench_close) struct bench bench;
    static const struct given_option old[] = {
        { .name = "from", .kind = OPTION_TEXT, .text = "2025-11-01" },
        { .name = "to", .kind = OPTION_TEXT, .text = "2025-11-05" },
    };
    const int64_t day = INT64_C(24) * HOUR_MS;

    open_company(&bench);
    punch(&bench, &emil, "Emil", "timeclock:clock_in", 0);
    punch(&bench, &emil, "Emil", "timeclock:clock_out", HOUR_MS);
    punch(&bench, &emil, "Emil", "timeclock:clock_in", 7 * day);
    punch(&bench, &emil, "Emil", "timeclock:clock_out", 7 * day + HOUR_MS);
    bench.app.sells_plans = true;
    grant(&bench, PLAN_BASIC);
    const struct reply clipped = ask(&bench, november, LENGTH(november), 8 * day);
    expect(clipped.message.text, "1 entries");
    expect(clipped.message.text,
           "The plan Basic has reports of the last 7 days, so this one begins on 2025-11-04.");
    SAME(clipped.message.files[0].name, "hours_2025-11-04_2025-11-30.csv");
    const struct reply late = ask(&bench, old, LENGTH(old), 20 * day);
    expect(late.message.text, "Choose a `to` that is 2025-11-16 or later");
    EQUAL(late.message.files_count, 0);
}
