#include "wire/discord/command.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"

#include "check.h"

#define SLASH(title, text)                                                 \
    {                                                                      \
        .type = COMMAND_TYPE_SLASH, .name = (title), .description = (text) \
    }
#define MENU(of, title, text)                                             \
    {                                                                     \
        .type = COMMAND_TYPE_##of, .name = (title), .description = (text) \
    }

static enum fault write_all(const struct command_definition *commands, size_t count)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct bytes json;

    return commands_write(&job, commands, count, &json);
}

static enum fault write_options(const struct option_definition *options, size_t count)
{
    const struct command_definition command = {
        .type = COMMAND_TYPE_SLASH,
        .name = "a",
        .description = "x",
        .options = options,
        .options_count = count,
    };

    return write_all(&command, 1);
}

static const char *letters(struct job *job, size_t count)
{
    char *text = arena_take(&job->arena, count + 1);

    memset(text, 'x', count);
    return text;
}

static const struct choice_definition ranges[] = { { "Week", "week", 0 }, { "Month", "month", 0 } };
static const struct choice_definition days[] = { { "Seven", NULL, 7 } };
static const struct option_definition hours[] = {
    { .type = OPTION_TYPE_USER, .name = "member", .description = "Who", .required = true },
    { .type = OPTION_TYPE_TEXT,
      .name = "range",
      .description = "R",
      .choices = ranges,
      .choices_count = 2 },
    { .type = OPTION_TYPE_WHOLE,
      .name = "days",
      .description = "D",
      .choices = days,
      .choices_count = 1,
      .bounded = true,
      .least = 1,
      .most = 31 },
    { .type = OPTION_TYPE_TEXT,
      .name = "zone",
      .description = "Z",
      .autocomplete = true,
      .bounded = true,
      .most = 64 },
    { .type = OPTION_TYPE_CHANNEL,
      .name = "to",
      .description = "C",
      .channel_types = 1 << 0 | 1 << 5 },
};
static const struct option_definition role = {
    .type = OPTION_TYPE_ROLE, .name = "role", .description = "R", .required = true
};
static const struct option_definition add = { .type = OPTION_TYPE_SUBCOMMAND,
                                              .name = "add",
                                              .description = "A",
                                              .options = &role,
                                              .options_count = 1 };
static const struct option_definition groups[] = {
    { .type = OPTION_TYPE_GROUP,
      .name = "employee",
      .description = "E",
      .options = &add,
      .options_count = 1 },
    { .type = OPTION_TYPE_SUBCOMMAND, .name = "list", .description = "L" },
};
static const struct command_definition registered[] = {
    { COMMAND_TYPE_SLASH, "hours", "Your hours", hours, LENGTH(hours), 0, COMMAND_IN_GUILD,
      COMMAND_INSTALLED_GUILD },
    { COMMAND_TYPE_SLASH, "roles", "Roles", groups, LENGTH(groups), UINT64_C(1) << 40,
      COMMAND_IN_GUILD | COMMAND_IN_BOT_DM, COMMAND_INSTALLED_GUILD | COMMAND_INSTALLED_USER },
    { .type = COMMAND_TYPE_USER, .name = "View hours" },
};

CHECK(commands_are_written_for_registration)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct bytes json, again;

    EQUAL(commands_write(&job, registered, LENGTH(registered), &json), FAULT_NONE);
    SAME((const char *)json.at,
         "[{\"type\":1,\"name\":\"hours\",\"description\":\"Your hours\",\"options\":["
         "{\"type\":6,\"name\":\"member\",\"description\":\"Who\",\"required\":true},"
         "{\"type\":3,\"name\":\"range\",\"description\":\"R\",\"choices\":["
         "{\"name\":\"Week\",\"value\":\"week\"},{\"name\":\"Month\",\"value\":\"month\"}]},"
         "{\"type\":4,\"name\":\"days\",\"description\":\"D\",\"min_value\":1,\"max_value\":31,"
         "\"choices\":[{\"name\":\"Seven\",\"value\":7}]},"
         "{\"type\":3,\"name\":\"zone\",\"description\":\"Z\",\"autocomplete\":true,"
         "\"min_length\":0,\"max_length\":64},"
         "{\"type\":7,\"name\":\"to\",\"description\":\"C\",\"channel_types\":[0,5]}],"
         "\"default_member_permissions\":null,\"contexts\":[0],\"integration_types\":[0]},"
         "{\"type\":1,\"name\":\"roles\",\"description\":\"Roles\",\"options\":["
         "{\"type\":2,\"name\":\"employee\",\"description\":\"E\",\"options\":["
         "{\"type\":1,\"name\":\"add\",\"description\":\"A\",\"options\":["
         "{\"type\":8,\"name\":\"role\",\"description\":\"R\",\"required\":true}]}]},"
         "{\"type\":1,\"name\":\"list\",\"description\":\"L\"}],"
         "\"default_member_permissions\":\"1099511627776\",\"contexts\":[0,1],"
         "\"integration_types\":[0,1]},"
         "{\"type\":2,\"name\":\"View hours\",\"default_member_permissions\":null}]");
    EQUAL(commands_write(&job, registered, LENGTH(registered), &again), FAULT_NONE);
    EQUAL(bytes_equal(json, again), true);
}

CHECK(names_and_descriptions_have_limits)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const char *longest[] = { letters(&job, 32), letters(&job, 33) };
    const char *longest_text[] = { letters(&job, 100), letters(&job, 101) };
    const struct {
        struct command_definition fine, bad;
    } cases[] = {
        { SLASH(longest[0], "x"), SLASH(longest[1], "x") },
        { SLASH("a", longest_text[0]), SLASH("a", longest_text[1]) },
        { SLASH("a", "x"), SLASH("", "x") },
        { SLASH("a", "x"), SLASH(NULL, "x") },
        { SLASH("a-1_", "x"), SLASH("A", "x") },
        { SLASH("ab", "x"), SLASH("a b", "x") },
        { SLASH("a", "x"), SLASH("a", NULL) },
        { MENU(USER, longest[0], NULL), MENU(USER, longest[1], NULL) },
        { MENU(MESSAGE, "A b", NULL), MENU(MESSAGE, " ", NULL) },
        { MENU(MESSAGE, "A", NULL), MENU(MESSAGE, "A", "x") },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        HOLDS(write_all(&cases[i].fine, 1) == FAULT_NONE, "case %zu", i);
        HOLDS(write_all(&cases[i].bad, 1) == FAULT_BUG, "case %zu", i);
    }
}

/* `count` commands "a1", "a2" … of one type. */
static enum fault write_many(enum command_type type, size_t count)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct command_definition *commands = arena_take_many(&job.arena, count, sizeof(commands[0]));

    for (size_t i = 0; i < count; i++)
        commands[i] = (struct command_definition){
            .type = type,
            .name = arena_print(&job.arena, "a%zu", i),
            .description = type == COMMAND_TYPE_SLASH ? "x" : NULL,
        };
    return write_all(commands, count);
}

CHECK(so_many_commands_of_a_type_and_no_more)
{
    EQUAL(write_many(COMMAND_TYPE_SLASH, 100), FAULT_NONE);
    EQUAL(write_many(COMMAND_TYPE_SLASH, 101), FAULT_BUG);
    EQUAL(write_many(COMMAND_TYPE_USER, 15), FAULT_NONE);
    EQUAL(write_many(COMMAND_TYPE_USER, 16), FAULT_BUG);
    EQUAL(write_many(COMMAND_TYPE_MESSAGE, 15), FAULT_NONE);
    EQUAL(write_many(COMMAND_TYPE_MESSAGE, 16), FAULT_BUG);
    EQUAL(write_many(COMMAND_TYPE_SLASH, 0), FAULT_NONE);
}

CHECK(one_name_twice_is_fine_only_for_two_types)
{
    const struct command_definition commands[] = {
        { .type = COMMAND_TYPE_SLASH, .name = "a", .description = "x" },
        { .type = COMMAND_TYPE_USER, .name = "a" },
        { .type = COMMAND_TYPE_SLASH, .name = "a", .description = "y" },
    };

    EQUAL(write_all(commands, 2), FAULT_NONE);
    EQUAL(write_all(commands, 3), FAULT_BUG);
}

CHECK(an_option_keeps_the_rules_of_its_type)
{
    static const struct choice_definition choice = { "a", "a", 1 };
    static const struct option_definition child = { .type = OPTION_TYPE_FLAG,
                                                    .name = "b",
                                                    .description = "x" };
    static const struct {
        struct option_definition fine, bad;
    } cases[] = {
        { { .type = OPTION_TYPE_WHOLE, .choices = &choice, .choices_count = 1 },
          { .type = OPTION_TYPE_FLAG, .choices = &choice, .choices_count = 1 } },
        { { .type = OPTION_TYPE_TEXT, .choices = &choice, .choices_count = 1 },
          { .type = OPTION_TYPE_TEXT,
            .choices = &choice,
            .choices_count = 1,
            .autocomplete = true } },
        { { .type = OPTION_TYPE_WHOLE, .autocomplete = true },
          { .type = OPTION_TYPE_USER, .autocomplete = true } },
        { { .type = OPTION_TYPE_CHANNEL, .channel_types = 1 },
          { .type = OPTION_TYPE_USER, .channel_types = 1 } },
        { { .type = OPTION_TYPE_TEXT, .bounded = true, .most = 6000 },
          { .type = OPTION_TYPE_TEXT, .bounded = true, .most = 6001 } },
        { { .type = OPTION_TYPE_TEXT, .bounded = true, .most = 1 },
          { .type = OPTION_TYPE_TEXT, .bounded = true, .most = 0 } },
        { { .type = OPTION_TYPE_TEXT, .bounded = true, .least = 0, .most = 5 },
          { .type = OPTION_TYPE_TEXT, .bounded = true, .least = -1, .most = 5 } },
        { { .type = OPTION_TYPE_WHOLE, .bounded = true, .least = 5, .most = 5 },
          { .type = OPTION_TYPE_WHOLE, .bounded = true, .least = 6, .most = 5 } },
        { { .type = OPTION_TYPE_WHOLE, .bounded = true, .most = INT64_C(9007199254740991) },
          { .type = OPTION_TYPE_WHOLE, .bounded = true, .most = INT64_C(9007199254740992) } },
        { { .type = OPTION_TYPE_WHOLE, .bounded = true, .least = -INT64_C(9007199254740991) },
          { .type = OPTION_TYPE_WHOLE, .bounded = true, .least = -INT64_C(9007199254740992) } },
        { { .type = OPTION_TYPE_WHOLE, .bounded = true, .most = 1 },
          { .type = OPTION_TYPE_ROLE, .bounded = true, .most = 1 } },
        { { .type = OPTION_TYPE_SUBCOMMAND, .options = &child, .options_count = 1 },
          { .type = OPTION_TYPE_ROLE, .options = &child, .options_count = 1 } },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct option_definition fine = cases[i].fine, bad = cases[i].bad;
        fine.name = bad.name = "a";
        fine.description = bad.description = "x";
        HOLDS(write_options(&fine, 1) == FAULT_NONE, "case %zu", i);
        HOLDS(write_options(&bad, 1) == FAULT_BUG, "case %zu", i);
    }
}

CHECK(a_choice_has_a_hundred_characters)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct choice_definition choices[] = { { letters(&job, 100 + over), "a", 0 },
                                                     { "a", letters(&job, 100 + over), 0 } };
        for (size_t i = 0; i < LENGTH(choices); i++) {
            const struct option_definition option = { .type = OPTION_TYPE_TEXT,
                                                      .name = "a",
                                                      .description = "x",
                                                      .choices = &choices[i],
                                                      .choices_count = 1 };
            EQUAL(write_options(&option, 1), over ? FAULT_BUG : FAULT_NONE);
        }
    }
}

CHECK(options_stand_in_order_and_apart)
{
    const struct option_definition may = { .type = OPTION_TYPE_FLAG,
                                           .name = "a",
                                           .description = "x" };
    const struct option_definition must = {
        .type = OPTION_TYPE_FLAG, .name = "b", .description = "x", .required = true
    };
    const struct option_definition twin = { .type = OPTION_TYPE_ROLE,
                                            .name = "a",
                                            .description = "y" };

    EQUAL(write_options((struct option_definition[]){ must, may }, 2), FAULT_NONE);
    EQUAL(write_options((struct option_definition[]){ may, must }, 2), FAULT_BUG);
    EQUAL(write_options((struct option_definition[]){ may, twin }, 2), FAULT_BUG);
}

CHECK(groups_hold_subcommands_and_subcommands_options)
{
    const struct option_definition flag = { .type = OPTION_TYPE_FLAG,
                                            .name = "f",
                                            .description = "x" };
    const struct option_definition sub = { .type = OPTION_TYPE_SUBCOMMAND,
                                           .name = "s",
                                           .description = "x" };
    const struct option_definition branches[] = {
        { .type = OPTION_TYPE_GROUP,
          .name = "g",
          .description = "x",
          .options = &sub,
          .options_count = 1 },
        { .type = OPTION_TYPE_GROUP,
          .name = "g",
          .description = "x",
          .options = &flag,
          .options_count = 1 },
        { .type = OPTION_TYPE_GROUP, .name = "g", .description = "x" },
        { .type = OPTION_TYPE_SUBCOMMAND,
          .name = "g",
          .description = "x",
          .options = &flag,
          .options_count = 1 },
        { .type = OPTION_TYPE_SUBCOMMAND,
          .name = "g",
          .description = "x",
          .options = &sub,
          .options_count = 1 },
    };
    static const enum fault wanted[] = { FAULT_NONE, FAULT_BUG, FAULT_BUG, FAULT_NONE, FAULT_BUG };

    for (size_t i = 0; i < LENGTH(branches); i++)
        HOLDS(write_options(&branches[i], 1) == wanted[i], "case %zu", i);
    EQUAL(write_options((struct option_definition[]){ sub, branches[0] }, 2), FAULT_NONE);
    EQUAL(write_options((struct option_definition[]){ sub, flag }, 2), FAULT_BUG);
    EQUAL(write_options((struct option_definition[]){ flag, sub }, 2), FAULT_BUG);
}

CHECK(options_and_choices_are_counted)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct option_definition options[26];
        struct choice_definition choices[26];
        for (size_t i = 0; i < 26; i++) {
            options[i] = (struct option_definition){
                .type = OPTION_TYPE_FLAG,
                .name = arena_print(&job.arena, "o%zu", i),
                .description = "x",
            };
            choices[i] = (struct choice_definition){ "x", "y", 0 };
        }
        EQUAL(write_options(options, 25 + over), over ? FAULT_BUG : FAULT_NONE);
        options[0].type = OPTION_TYPE_TEXT;
        options[0].choices = choices;
        options[0].choices_count = 25 + over;
        EQUAL(write_options(options, 1), over ? FAULT_BUG : FAULT_NONE);
    }
}

/* 2 characters of the command itself, 2 + 24 × 200 + 150 and 2 + 15 × 200 of two options with
 * choices, 44 of the last one. */
CHECK(one_command_has_eight_thousand_characters_at_most)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const char *hundred = letters(&job, 100);
        struct choice_definition choices[25];
        for (size_t i = 0; i < LENGTH(choices); i++)
            choices[i] = (struct choice_definition){ hundred, hundred, 0 };
        choices[24].value = letters(&job, 50 + over);
        const struct option_definition options[] = {
            { .type = OPTION_TYPE_TEXT,
              .name = "a",
              .description = "x",
              .choices = choices,
              .choices_count = 25 },
            { .type = OPTION_TYPE_TEXT,
              .name = "b",
              .description = "x",
              .choices = choices,
              .choices_count = 15 },
            { .type = OPTION_TYPE_TEXT, .name = "c", .description = letters(&job, 43) },
        };
        EQUAL(write_options(options, 3), over ? FAULT_BUG : FAULT_NONE);
    }
}
