#include "base/log.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/job.h"
#include "base/redact.h"
#include "base/utf8.h"

#include "check.h"

/* Stands in for standard error while something is logged. */
static int real_stderr, stand_in;

static void catch_log(enum log_format format, enum log_level least)
{
    stand_in = memfd_create("log", MFD_CLOEXEC);
    real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    EQUAL(stand_in >= 0 && real_stderr >= 0, true);
    EQUAL(dup2(stand_in, STDERR_FILENO), STDERR_FILENO);
    log_open(format, least);
}

/* What was logged since, in the job's arena, each line without what comes before `from`
 * in it: the time differs from run to run. */
static const char *caught(struct job *job, const char *from)
{
    char *all = arena_take(&job->arena, 65536);
    const ssize_t length = pread(stand_in, all, 65535, 0);

    (void)dup2(real_stderr, STDERR_FILENO);
    (void)close(real_stderr);
    (void)close(stand_in);
    log_open(LOG_LOGFMT, LOG_INFO);
    EQUAL(length >= 0, true);
    all[length] = '\0';
    const char *found = strstr(all, from);
    return found ? found : all;
}

CHECK(a_line_is_logfmt_or_json)
{
    static const struct {
        enum log_format format;
        const char *line;
    } cases[] = {
        { LOG_LOGFMT, "level=info event=\"clocked in\" job=\"button\" guild=42 role=\"cook\" "
                      "note=null mail=\"[redacted]\" body=\"[redacted]\"\n" },
        { LOG_JSON, "\"level\":\"info\",\"event\":\"clocked in\",\"job\":\"button\",\"guild\":42,"
                    "\"role\":\"cook\",\"note\":null,\"mail\":\"[redacted]\","
                    "\"body\":\"[redacted]\"}\n" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "button" };
        catch_log(cases[i].format, LOG_INFO);
        log_info(&job, "clocked in", NUMBER("guild", 42), TEXT("role", "cook"), TEXT("note", NULL),
                 TEXT("mail", "someone"), HIDDEN("body"));
        SAME(caught(&job, cases[i].format == LOG_JSON ? "\"level" : "level"), cases[i].line);
    }
}

CHECK(a_line_begins_with_its_time)
{
    static const char pattern[] = "ts=dddd-dd-ddTdd:dd:dd.dddZ level=warn event=\"late\"\n";
    AUTO(job_end) struct job job = { 0 };

    catch_log(LOG_LOGFMT, LOG_INFO);
    log_warn(NULL, "late");
    const char *line = caught(&job, "ts=");
    EQUAL(strlen(line), sizeof(pattern) - 1);
    for (size_t i = 0; i < sizeof("ts=dddd-dd-ddTdd:dd:dd.dddZ") - 1; i++) {
        const bool is_digit = line[i] >= '0' && line[i] <= '9';
        HOLDS(pattern[i] == 'd' ? is_digit : line[i] == pattern[i], "%s", line);
    }
    SAME(line + strlen("ts=dddd-dd-ddTdd:dd:dd.dddZ"),
         pattern + strlen("ts=dddd-dd-ddTdd:dd:dd.dddZ"));
}

CHECK(what_is_below_the_threshold_is_not_printed)
{
    AUTO(job_end) struct job job = { 0 };

    catch_log(LOG_LOGFMT, LOG_WARN);
    log_debug(NULL, "one");
    log_info(NULL, "two");
    log_warn(NULL, "three");
    log_error(NULL, "four");
    const char *lines = caught(&job, "ts=");
    EQUAL(strstr(lines, "one") || strstr(lines, "two"), false);
    EQUAL(strstr(lines, "three") && strstr(lines, "four"), true);
}

CHECK(no_value_forges_a_line_or_a_field)
{
    static const struct {
        const char *value, *written;
    } cases[] = {
        { "a\nts=1 level=error", "\"a\\nts=1 level=error\"" },
        { "a\" forged=\"b", "\"a\\\" forged=\\\"b\"" },
        { "a\\", "\"a\\\\\"" },
        { "a\r\t\x1B[2J\x7F", "\"a\\u000d\\u0009\\u001b[2J\\u007f\"" },
        { "a\xC2\x85\xE2\x80\xA8", "\"a\\u0085\\u2028\"" },
        { "a\xE2\x80\xAE-\xE2\x80\xAC", "\"a\\u202e-\\u202c\"" },
        { "a\xFF\xC3(", "\"a" UTF8_REPLACEMENT UTF8_REPLACEMENT "(\"" },
        { "gr\xC3\xBC\xC3\x9F", "\"gr\xC3\xBC\xC3\x9F\"" },
        { "", "\"\"" },
        { "%s%n", "\"%s%n\"" },
    };

    for (size_t i = 0; i < 2 * LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        const bool json = i % 2;
        const char *prefix = json ? ",\"v\":" : " v=";
        catch_log(json ? LOG_JSON : LOG_LOGFMT, LOG_INFO);
        log_info(NULL, "e", TEXT("v", cases[i / 2].value));
        SAME(caught(&job, prefix) + strlen(prefix),
             arena_print(&job.arena, "%s%s\n", cases[i / 2].written, json ? "}" : ""));
    }
}

CHECK(numbers_json_readers_get_wrong_are_texts)
{
    static const struct {
        int64_t number;
        const char *written;
    } cases[] = {
        { 0, "0" },
        { -1, "-1" },
        { 9007199254740991, "9007199254740991" },
        { 9007199254740992, "\"9007199254740992\"" },
        { INT64_MIN, "\"-9223372036854775808\"" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        catch_log(LOG_JSON, LOG_INFO);
        log_info(NULL, "e", NUMBER("v", cases[i].number));
        SAME(caught(&job, "\"v\":") + 4, arena_print(&job.arena, "%s}\n", cases[i].written));
    }
}

CHECK(long_values_and_lines_are_cut_cleanly)
{
    AUTO(job_end) struct job job = { 0 };
    char *value = arena_take(&job.arena, 100001);

    for (size_t i = 0; i < 100000; i++)
        value[i] = i % 2 ? '\xBC' : '\xC3';
    for (int json = 0; json < 2; json++) {
        catch_log(json ? LOG_JSON : LOG_LOGFMT, LOG_INFO);
        log_info(NULL, "e", TEXT("a", value), TEXT("b", value), TEXT("c", value), TEXT("d", value),
                 TEXT("e", value), NUMBER("f", 1));
        const char *line = caught(&job, json ? "{\"ts" : "ts=");
        const size_t length = strlen(line);
        HOLDS(length <= LOG_LINE_BYTES && length > 3000, "%zu", length);
        EQUAL(utf8_valid(bytes_of(line)), true);
        EQUAL(strchr(line, '\n') == line + length - 1, true);
        EQUAL(strstr(line, "\xC3\xBC\xE2\x80\xA6\"") != NULL, true);
        SAME(strstr(line, json ? ",\"cut\"" : " cut="), json ? ",\"cut\":true}\n" : " cut=true\n");
    }
}

CHECK(what_looks_like_a_secret_is_left_out)
{
    static const struct {
        const char *text, *written;
    } cases[] = {
        { "nothing here", "nothing here" },
        { "mail ann.lee+x@example.com now", "mail [redacted] now" },
        { "<b\xC3\xB6rg@example.org>", "<[redacted]>" },
        { "a@b", "[redacted]" },
        { "me @ work", "me @ work" },
        { "@ann", "@ann" },
        { "postgresql://bob:p@ss/w0rd@db:5432/x", "postgresql://[redacted]@db:5432/x" },
        { "see https://example.com/a for more", "see https://example.com/a for more" },
        { "smtp bob:hunter2@mail.example.com", "smtp bob:[redacted]" },
        /* in pieces, so that no scanner takes these made-up ones for real */
        { "key sk_"
          "live_51Habc, sk_"
          "test_x",
          "key [redacted], [redacted]" },
        { "whsec"
          "_9f8e7d",
          "[redacted]" },
        { "rk_"
          "live_1 and pk_"
          "live_1",
          "[redacted] and pk_"
          "live_1" },
        { "MTIzNDU2Nzg5MDEyMzQ1Njc4."
          "GabcdE."
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "[redacted]" },
        { "x=MTIzNDU2Nzg5MDEyMzQ1Njc4."
          "GabcdE."
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
          "x=[redacted]!" },
        { "1.2.3 is a version", "1.2.3 is a version" },
        { "/interactions/12/aW50ZXJhY3Rpb246MTI6YWJj/callback", "/interactions/12/[redacted]" },
        { "Authorization: Bearer abcdefgh", "Authorization: Bearer [redacted]" },
        { "authorization: bearer abcdefgh!", "authorization: bearer [redacted]" },
        { "Bot is here", "Bot is here" },
        { "?client_secret=abc&x=1", "?client_secret=[redacted]&x=1" },
        { "{\"access_token\":\"abc\",\"n\":1}", "{\"access_token\":\"[redacted]\",\"n\":1}" },
        { "?code=0123456789abcdef&state=1", "?code=[redacted]&state=1" },
        { "code=404", "code=404" },
        { "password=", "password=" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { 0 };
        struct redaction hidden;
        const struct bytes text = bytes_of(cases[i].text);
        char *written = arena_take(&job.arena, 500);
        size_t at = 0, end = 0;
        while (redact_next(text, at, &hidden)) {
            end += (size_t)snprintf(written + end, 500 - end, "%.*s" REDACTED,
                                    (int)(hidden.begin - at), cases[i].text + at);
            at = hidden.begin + hidden.length;
        }
        (void)snprintf(written + end, 500 - end, "%s", cases[i].text + at);
        SAME(written, cases[i].written);
    }
}

CHECK(the_log_leaves_secrets_out_of_values_and_by_name)
{
    AUTO(job_end) struct job job = { 0 };

    catch_log(LOG_LOGFMT, LOG_INFO);
    log_info(NULL, "e", TEXT("why", "to ann@example.com failed"), TEXT("bot_token", "x"),
             NUMBER("key", 5), TEXT("keys", "x"));
    SAME(caught(&job, " why="), " why=\"to [redacted] failed\" bot_token=\"[redacted]\" "
                                "key=\"[redacted]\" keys=\"x\"\n");
}

CHECK(a_job_that_failed_is_logged_with_its_reference)
{
    static const struct {
        enum fault fault;
        const char *level;
    } cases[] = {
        { FAULT_INPUT, "info" },
        { FAULT_BUSY, "warn" },
        { FAULT_STORE, "error" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "button" };
        EQUAL(fail(&job, cases[i].fault, "it \"broke\""), cases[i].fault);
        catch_log(LOG_LOGFMT, LOG_DEBUG);
        job_log_fault(&job, FAULT_NONE);
        job_log_fault(&job, cases[i].fault);
        SAME(caught(&job, "level="),
             arena_print(&job.arena,
                         "level=%s event=\"job failed\" job=\"button\" reference=%s fault=\"%s\" "
                         "why=\"it \\\"broke\\\"\"\n",
                         cases[i].level, job_reference(&job), fault_name(cases[i].fault)));
    }
}

CHECK(a_reference_is_short_random_and_stays)
{
    AUTO(job_end) struct job job = { 0 };
    AUTO(job_end) struct job other = { 0 };
    const char *reference = job_reference(&job);

    EQUAL(strlen(reference), 9);
    EQUAL(reference[4], '-');
    EQUAL(strspn(reference, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), 9);
    SAME(job_reference(&job), reference);
    HOLDS(strcmp(job_reference(&other), reference) != 0, "%s", reference);
}

CHECK(a_job_knows_how_much_time_is_left)
{
    const struct job endless = { 0 };
    const struct job soon = { .deadline_ms = monotonic_ms() + 60000 };
    const struct job past = { .deadline_ms = monotonic_ms() - 1 };

    EQUAL(job_left_ms(&endless), INT64_MAX);
    EQUAL(job_late(&endless), false);
    EQUAL(job_left_ms(&soon) > 30000 && job_left_ms(&soon) <= 60000, true);
    EQUAL(job_late(&soon), false);
    EQUAL(job_left_ms(&past), 0);
    EQUAL(job_late(&past), true);
}
