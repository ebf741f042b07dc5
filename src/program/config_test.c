#include "program/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "program/env_file.h"

#include "check.h"

CHECK(an_env_file_is_read_as_a_shell_would)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct env_file file;
    static const struct {
        const char *text, *name, *value;
    } cases[] = {
        { "A=1", "A", "1" },
        { "A=1\r\nB=2\r\n", "A", "1" },
        { "# A=1\n\n  export A = 1", "A", NULL },
        { "export A=1  \t", "A", "1" },
        { "A=x=y z", "A", "x=y z" },
        { "A=\"two\\nlines \\\"\\$\\\\\"  ", "A", "two\nlines \"$\\" },
        { "A='as \\n it is'", "A", "as \\n it is" },
        { "A=1\nA=2", "A", "2" },
        { "A=", "A", "" },
        { "A=1\nB=2", "C", NULL },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const enum fault fault = env_file_parse(&job, cases[i].text, &file);
        const char *value = fault ? NULL : env_file_value(&file, cases[i].name);
        HOLDS(cases[i].value ? value && strcmp(value, cases[i].value) == 0 : !value,
              "case %zu gives %s", i, value ? value : "nothing");
    }
}

CHECK(a_wrong_line_is_named_and_not_repeated)
{
    static const char *const wrong[] = { "A=1\nsecret", "A=1\n1A=x", "A=1\nA=\"open",
                                         "A=1\nA='x' y", "A=1\n=x" };

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct env_file file;
        HOLDS(env_file_parse(&job, wrong[i], &file) == FAULT_INPUT, "case %zu", i);
        HOLDS(strstr(job.why, "line 2") && !strstr(job.why, "secret"), "%s", job.why);
    }
}

CHECK(a_file_that_is_not_there_is_empty)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct env_file file = { .count = 7 };

    EQUAL(env_file_read(&job, "/nonexistent/.env", &file), FAULT_NONE);
    EQUAL(file.count, 0);
    EQUAL(env_file_read(&job, "/", &file), FAULT_INPUT);
}

/* Sets one variable, reads, and puts the environment back as it was. */
static enum fault read_with(struct job *job, const char *variable, const char *value,
                            struct config *config)
{
    EQUAL(setenv(variable, value, 1), 0);
    const enum fault fault = config_read(job, NULL, config);
    EQUAL(unsetenv(variable), 0);
    return fault;
}

CHECK(each_kind_of_setting_is_checked_and_named)
{
    static const struct {
        const char *variable, *value;
        enum fault fault;
    } cases[] = {
        { "PORT", "0", FAULT_NONE },
        { "PORT", "65536", FAULT_INPUT },
        { "PORT", "80x", FAULT_INPUT },
        { "WORKERS", "0", FAULT_INPUT },
        { "WORKERS", "100", FAULT_NONE },
        { "DISCORD_CLIENT_ID", "123", FAULT_NONE },
        { "DISCORD_CLIENT_ID", "12a", FAULT_INPUT },
        { "DISCORD_API_BASE", "http://127.0.0.1:7070/api/v10", FAULT_NONE },
        { "DISCORD_API_BASE", "ftp://x", FAULT_INPUT },
        { "DISCORD_API_BASE", "https://x/", FAULT_INPUT },
        { "DISCORD_API_BASE", "https://user:pass@x", FAULT_INPUT },
        { "DISCORD_PUBLIC_KEY", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
          FAULT_NONE },
        { "DISCORD_PUBLIC_KEY", "0011", FAULT_INPUT },
        { "DISCORD_TRANSPORT", "http", FAULT_NONE },
        { "DISCORD_TRANSPORT", "pigeon", FAULT_INPUT },
        { "LOG_LEVEL", "loud", FAULT_INPUT },
        { "BOT_OWNER_IDS", "7, 18446744073709551615 ,9", FAULT_NONE },
        { "BOT_OWNER_IDS", ", ", FAULT_INPUT },
        { "BOT_OWNER_IDS", "7;9", FAULT_INPUT },
        { "BOT_OWNER_IDS", "0", FAULT_INPUT },
        { "BOT_OWNER_IDS", "184467440737095516150", FAULT_INPUT },
        { "BOT_OWNER_IDS", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", FAULT_INPUT },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(config_end) struct config config = { 0 };
        const enum fault fault = read_with(&job, cases[i].variable, cases[i].value, &config);
        HOLDS(fault == cases[i].fault, "%s=%s", cases[i].variable, cases[i].value);
        HOLDS(!fault || strstr(job.why, cases[i].variable), "%s", job.why ? job.why : "-");
    }
}

CHECK(ids_are_parted_at_commas)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(config_end) struct config config = { 0 };

    EQUAL(read_with(&job, "BOT_OWNER_IDS", "7, 8,9", &config), FAULT_NONE);
    EQUAL(config.operators.ids_count, 3);
    EQUAL(config.operators.ids[0], 7);
    EQUAL(config.operators.ids[2], 9);
    EQUAL(config.operator_guilds.ids_count, 0);
}

CHECK(what_is_needed_and_not_set_is_named)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(config_end) struct config config = { 0 };

    EQUAL(config_read(&job, NULL, &config), FAULT_NONE);
    SAME(config.host.text, "127.0.0.1");
    EQUAL(config.port.whole, 5000);
    SAME(secret_reveal(&config.database_url.secret), "sqlite:ontheclock.db");
    EQUAL(config_need(&job, &config.token, SETTING_INDEX_token), FAULT_INPUT);
    HOLDS(strstr(job.why, "DISCORD_TOKEN"), "%s", job.why);
}
