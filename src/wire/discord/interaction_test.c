#include "wire/discord/interaction.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/snowflake.h"

#include "check.h"

#define ENVELOPE                                                                                  \
    "\"id\":\"1100000000000000001\",\"application_id\":\"42\",\"token\":\"aW50\",\"version\":1,"  \
    "\"guild_id\":\"500\",\"channel_id\":\"600\",\"channel\":{\"id\":\"600\",\"type\":0},"        \
    "\"locale\":\"de\",\"guild_locale\":\"en-US\",\"app_permissions\":\"2147483648\","            \
    "\"context\":0,\"entitlements\":[{\"sku_id\":\"71\"},{\"sku_id\":null},{\"sku_id\":\"72\"}]," \
    "\"authorizing_integration_owners\":{\"0\":\"500\"},\"attachment_size_limit\":10485760"

#define MEMBER                                                                           \
    ",\"member\":{\"user\":{\"id\":\"9\",\"username\":\"ada\",\"global_name\":\"Ada\"}," \
    "\"nick\":null,\"roles\":[\"31\",\"32\"],\"permissions\":\"18446744073709551615\"}"

static enum fault read(struct job *job, const char *text, struct interaction *interaction)
{
    return interaction_read(job, bytes_of(text), interaction);
}

CHECK(a_ping_needs_nobody)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":1,\"id\":\"1\",\"application_id\":\"2\",\"token\":\"t\",\"version\":1,"
               "\"user\":{\"id\":\"3\"}}",
               &got),
          FAULT_NONE);
    EQUAL(got.type, INTERACTION_PING);
    EQUAL(got.id.snowflake, 1);
    EQUAL(got.guild.snowflake + got.person.user.snowflake, 0);
    EQUAL(got.context, INTERACTION_IN_UNKNOWN);
}

CHECK(a_slash_command_is_read_whole)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":2," ENVELOPE MEMBER
               ",\"data\":{\"id\":\"77\",\"name\":\"hours\",\"type\":1,\"options\":["
               "{\"name\":\"member\",\"type\":6,\"value\":\"12\"},"
               "{\"name\":\"range\",\"type\":3,\"value\":\"week\"},"
               "{\"name\":\"days\",\"type\":4,\"value\":-7},"
               "{\"name\":\"share\",\"type\":10,\"value\":0.5},"
               "{\"name\":\"all\",\"type\":5,\"value\":true},"
               "{\"name\":\"future\",\"type\":99,\"value\":{\"x\":1}}],"
               "\"resolved\":{\"users\":{\"12\":{\"id\":\"12\",\"username\":\"bob\",\"bot\":true}},"
               "\"members\":{\"12\":{\"nick\":\"Bobby\",\"roles\":[\"33\"],"
               "\"permissions\":\"8\"}}}}}",
               &got),
          FAULT_NONE);
    EQUAL(got.type, INTERACTION_COMMAND);
    EQUAL(got.id.snowflake, INT64_C(1100000000000000001));
    EQUAL(got.application.snowflake, 42);
    SAME(got.token, "aW50");
    EQUAL(got.guild.snowflake, 500);
    EQUAL(got.channel.snowflake, 600);
    EQUAL(got.context, INTERACTION_IN_GUILD);
    EQUAL(got.app_permissions, INT64_C(2147483648));
    SAME(got.locale, "de");
    SAME(got.guild_locale, "en-US");
    EQUAL(got.skus_count, 2);
    EQUAL(got.skus[1], 72);

    EQUAL(got.person.user.snowflake, 9);
    SAME(got.person.username, "ada");
    SAME(got.person.global_name, "Ada");
    EQUAL(got.person.nick == NULL && got.person.member && !got.person.bot, true);
    EQUAL(got.person.roles_count, 2);
    EQUAL(got.person.roles[1].snowflake, 32);
    EQUAL(got.person.permissions == UINT64_MAX, true);

    EQUAL(got.command_type, COMMAND_TYPE_SLASH);
    EQUAL(got.command.snowflake, 77);
    SAME(got.name, "hours");
    SAME(got.path, "hours");
    EQUAL(got.options_count, 5);
    EQUAL(interaction_option(&got, "member")->snowflake, 12);
    SAME(interaction_option(&got, "range")->text, "week");
    EQUAL(interaction_option(&got, "days")->whole, -7);
    EQUAL(interaction_option(&got, "share")->number > 0.4, true);
    EQUAL(interaction_option(&got, "all")->flag, true);
    EQUAL(interaction_option(&got, "future") == NULL, true);

    const struct interaction_person *bob = interaction_person(&got, (struct user_id){ 12 });
    SAME(bob->nick, "Bobby");
    EQUAL(bob->bot && bob->member && bob->permissions == 8 && bob->roles[0].snowflake == 33, true);
    EQUAL(interaction_person(&got, (struct user_id){ 13 }) == NULL, true);
}

CHECK(a_subcommand_has_its_path_and_options)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":2," ENVELOPE MEMBER
               ",\"data\":{\"id\":\"77\",\"name\":\"roles\",\"type\":1,\"options\":["
               "{\"name\":\"employee\",\"type\":2,\"options\":[{\"name\":\"add\",\"type\":1,"
               "\"options\":[{\"name\":\"role\",\"type\":8,\"value\":\"90\"}]}]}],"
               "\"resolved\":{\"roles\":{\"90\":{\"id\":\"90\",\"name\":\"Cooks\","
               "\"managed\":true,\"permissions\":\"1024\"}},"
               "\"channels\":{\"60\":{\"id\":\"60\",\"name\":\"general\",\"type\":0}},"
               "\"attachments\":{\"61\":{\"id\":\"61\",\"filename\":\"a.csv\",\"size\":12,"
               "\"url\":\"https://cdn/a.csv\",\"content_type\":\"text/csv\"}}}}}",
               &got),
          FAULT_NONE);
    SAME(got.path, "roles employee add");
    EQUAL(got.options_count, 1);
    EQUAL(got.options[0].type, OPTION_TYPE_ROLE);

    const struct interaction_role *role = interaction_role(&got, (struct role_id){ 90 });
    SAME(role->name, "Cooks");
    EQUAL(role->managed && role->permissions == 1024, true);
    EQUAL(interaction_role(&got, (struct role_id){ 91 }) == NULL, true);
    SAME(got.resolved.channels[0].name, "general");
    SAME(got.resolved.files[0].name, "a.csv");
    EQUAL(got.resolved.files[0].size, 12);
}

CHECK(a_subcommand_without_options_is_fine)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":2," ENVELOPE MEMBER
               ",\"data\":{\"id\":\"77\",\"name\":\"roles\",\"type\":1,\"options\":["
               "{\"name\":\"list\",\"type\":1}]}}",
               &got),
          FAULT_NONE);
    SAME(got.path, "roles list");
    EQUAL(got.options_count, 0);
}

CHECK(the_menus_of_users_and_messages_have_a_target)
{
    static const struct {
        const char *data;
        enum command_type type;
    } cases[] = {
        { "{\"id\":\"7\",\"name\":\"View hours\",\"type\":2,\"target_id\":\"12\"}",
          COMMAND_TYPE_USER },
        { "{\"id\":\"7\",\"name\":\"View hours\",\"type\":3,\"target_id\":\"12\"}",
          COMMAND_TYPE_MESSAGE },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct interaction got;
        const char *text = arena_print(&job.arena, "{\"type\":2,%s,\"data\":%s}", ENVELOPE MEMBER,
                                       cases[i].data);
        EQUAL(read(&job, text, &got), FAULT_NONE);
        EQUAL(got.command_type, cases[i].type);
        SAME(got.path, "View hours");
        EQUAL(got.target, 12);
    }
}

CHECK(while_typing_values_may_be_half_there)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":4," ENVELOPE MEMBER
               ",\"data\":{\"id\":\"7\",\"name\":\"x\",\"type\":1,\"options\":["
               "{\"name\":\"zone\",\"type\":3,\"value\":\"Eur\",\"focused\":true},"
               "{\"name\":\"days\",\"type\":4,\"value\":\"1\",\"focused\":true},"
               "{\"name\":\"who\",\"type\":6,\"value\":\"\"}]}}",
               &got),
          FAULT_NONE);
    EQUAL(got.type, INTERACTION_AUTOCOMPLETE);
    EQUAL(got.options_count, 2);
    EQUAL(got.options[0].focused, true);
    SAME(got.options[0].text, "Eur");
    SAME(got.options[1].text, "1");
}

CHECK(a_pressed_button_has_its_message)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":3," ENVELOPE MEMBER
               ",\"message\":{\"id\":\"88\",\"flags\":64,\"content\":\"x\"},"
               "\"data\":{\"custom_id\":\"timeclock:clock_in\",\"component_type\":2}}",
               &got),
          FAULT_NONE);
    SAME(got.custom_id, "timeclock:clock_in");
    EQUAL(got.component_type, 2);
    EQUAL(got.message.snowflake, 88);
    EQUAL(got.message_ephemeral, true);
    EQUAL(got.values_count, 0);
}

CHECK(a_select_has_its_values)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":3," ENVELOPE MEMBER ",\"message\":{\"id\":\"88\"},"
               "\"data\":{\"custom_id\":\"s\",\"component_type\":6,\"values\":[\"5\",\"6\"],"
               "\"resolved\":{\"roles\":{\"5\":{\"id\":\"5\"},\"6\":{\"id\":\"6\"}}}}}",
               &got),
          FAULT_NONE);
    EQUAL(got.message_ephemeral, false);
    EQUAL(got.values_count, 2);
    SAME(got.values[1], "6");
    EQUAL(got.resolved.roles_count, 2);
}

CHECK(a_modal_gives_its_entries_in_rows_and_labels)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":5," ENVELOPE MEMBER ",\"data\":{\"custom_id\":\"purge\",\"components\":["
               "{\"type\":1,\"components\":[{\"type\":4,\"custom_id\":\"old\",\"value\":\"a\"}]},"
               "{\"type\":18,\"id\":1,\"component\":{\"type\":4,\"id\":2,\"custom_id\":\"name\","
               "\"value\":\"Kitchen\"}},"
               "{\"type\":18,\"component\":{\"type\":3,\"custom_id\":\"pick\","
               "\"values\":[\"x\",\"y\"]}},"
               "{\"type\":10,\"id\":9},{\"type\":77,\"component\":{\"custom_id\":\"no\"}}]}}",
               &got),
          FAULT_NONE);
    SAME(got.custom_id, "purge");
    EQUAL(got.entries_count, 3);
    SAME(interaction_entry(&got, "old")->text, "a");
    SAME(interaction_entry(&got, "name")->text, "Kitchen");
    EQUAL(interaction_entry(&got, "pick")->text == NULL, true);
    EQUAL(interaction_entry(&got, "pick")->values_count, 2);
    EQUAL(interaction_entry(&got, "no") == NULL, true);
    EQUAL(got.message.snowflake, 0);
}

CHECK(in_a_dm_the_person_is_no_member)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job,
               "{\"type\":3,\"id\":\"1\",\"application_id\":\"2\",\"token\":\"t\","
               "\"channel_id\":\"4\",\"context\":1,\"user\":{\"id\":\"9\",\"username\":\"ada\"},"
               "\"message\":{\"id\":\"5\"},\"data\":{\"custom_id\":\"c\",\"component_type\":2}}",
               &got),
          FAULT_NONE);
    EQUAL(got.guild.snowflake, 0);
    EQUAL(got.person.user.snowflake, 9);
    EQUAL(got.person.member, false);
    EQUAL(got.person.permissions, 0);
    EQUAL(got.context, INTERACTION_IN_BOT_DM);
}

static const char good_one[] =
    "{\"type\":2,\"id\":\"1\",\"application_id\":\"2\",\"token\":\"t\",\"guild_id\":\"3\","
    "\"channel_id\":\"4\",\"app_permissions\":\"5\",\"member\":{\"user\":{\"id\":\"9\"},"
    "\"roles\":[\"7\"],\"permissions\":\"8\"},\"entitlements\":[],\"data\":{\"id\":\"6\","
    "\"name\":\"a\",\"type\":1,\"options\":[{\"name\":\"o\",\"type\":3,\"value\":\"v\"}]}}";

/* One thing of the good one, what takes its place, and what the fault names. */
static const struct {
    const char *from, *to, *named;
} spoilt[] = {
    { "\"type\":2", "\"type\":6", "type" },
    { "\"type\":2", "\"type\":\"2\"", "type" },
    { "\"type\":2", "\"type\":2.5", "type" },
    { "\"type\":2,", "", "type" },
    { "\"id\":\"1\"", "\"id\":1", "id" },
    { "\"id\":\"1\"", "\"id\":\"0\"", "id" },
    { "\"application_id\":\"2\"", "\"application_id\":null", "application_id" },
    { "\"token\":\"t\"", "\"token\":\"\"", "token" },
    { "\"token\":\"t\"", "\"token\":[\"t\"]", "token" },
    { "\"guild_id\":\"3\"", "\"guild_id\":3", "guild_id" },
    { "\"channel_id\":\"4\"", "\"channel_id\":\"x\"", "channel_id" },
    { "\"app_permissions\":\"5\"", "\"app_permissions\":\"-5\"", "app_permissions" },
    { "\"member\":{", "\"nember\":{", "member" },
    { "\"user\":{\"id\":\"9\"}", "\"user\":\"9\"", "user" },
    { "\"user\":{\"id\":\"9\"}", "\"user\":{\"id\":\"\"}", "id" },
    { "\"roles\":[\"7\"]", "\"roles\":[7]", "roles" },
    { "\"roles\":[\"7\"]", "\"roles\":{}", "roles" },
    { "\"roles\":[\"7\"]", "\"roles\":null", "roles" },
    { "\"permissions\":\"8\"", "\"permissions\":\"18446744073709551616\"", "permissions" },
    { ",\"permissions\":\"8\"", "", "permissions" },
    { "\"entitlements\":[]", "\"entitlements\":5", "entitlements" },
    { "\"data\":{", "\"date\":{", "data" },
    { "\"id\":\"6\"", "\"id\":true", "id" },
    { "\"name\":\"a\"", "\"name\":\"\"", "name" },
    { "\"name\":\"a\"", "\"name\":\"a\",\"resolved\":[]", "resolved" },
    { "\"name\":\"a\"", "\"name\":\"a\",\"resolved\":{\"users\":[]}", "users" },
    { "\"name\":\"a\"", "\"name\":\"a\",\"resolved\":{\"users\":{\"1\":5}}", "id" },
    { "\"name\":\"a\"", "\"name\":\"a\",\"resolved\":{\"roles\":{\"1\":null}}", "id" },
    { "\"name\":\"a\",\"type\":1", "\"name\":\"a\",\"type\":4", "type" },
    { "\"name\":\"a\",\"type\":1", "\"name\":\"a\",\"type\":2", "target_id" },
    { "\"options\":[", "\"options\":{\"x\":1},\"o\":[", "options" },
    { "\"name\":\"o\"", "\"name\":5", "name" },
    { "\"type\":3", "\"type\":null", "type" },
    { "\"type\":3", "\"type\":0", "type" },
    { "\"value\":\"v\"", "\"value\":5", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":4,\"value\":1.5", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":4,\"value\":\"1\"", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":5,\"value\":1", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":6,\"value\":\"me\"", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":6,\"value\":17", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":10,\"value\":\"1\"", "value" },
    { "\"type\":3,\"value\":\"v\"", "\"type\":3", "value" },
    { "{\"name\":\"o\",\"type\":3,\"value\":\"v\"}",
      "{\"name\":\"o\",\"type\":1},{\"name\":\"p\",\"type\":1}", "value" },
    { "{\"name\":\"o\",\"type\":3,\"value\":\"v\"}", "null", "name" },
    { "\"id\":\"1\"", "\"id\":\"1\",\"id\":\"1\"", "twice" },
};

CHECK(a_needed_field_that_is_not_right_is_named)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct interaction got;

    EQUAL(read(&job, good_one, &got), FAULT_NONE);
    for (size_t i = 0; i < LENGTH(spoilt); i++) {
        AUTO(job_end) struct job other = { .name = "test" };
        const char *at = strstr(good_one, spoilt[i].from);
        HOLDS(at != NULL, "%s is not in it", spoilt[i].from);
        const char *text = arena_print(&other.arena, "%.*s%s%s", (int)(at - good_one), good_one,
                                       spoilt[i].to, at + strlen(spoilt[i].from));
        HOLDS(read(&other, text, &got) == FAULT_INPUT && strstr(other.why, spoilt[i].named),
              "%s: %s", spoilt[i].to, other.why ? other.why : "(taken)");
    }
}

CHECK(components_and_modals_need_their_fields)
{
    static const struct {
        int type;
        const char *rest, *named;
    } cases[] = {
        { 3, "\"data\":{\"custom_id\":\"c\",\"component_type\":2}", "message" },
        { 3, "\"message\":{\"id\":\"x\"},\"data\":{\"custom_id\":\"c\",\"component_type\":2}",
          "id" },
        { 3, "\"message\":{\"id\":\"1\"},\"data\":{\"component_type\":2}", "custom_id" },
        { 3, "\"message\":{\"id\":\"1\"},\"data\":{\"custom_id\":\"c\"}", "component_type" },
        { 3,
          "\"message\":{\"id\":\"1\"},"
          "\"data\":{\"custom_id\":\"c\",\"component_type\":3,\"values\":[1]}",
          "values" },
        { 5, "\"data\":{\"custom_id\":5}", "custom_id" },
        { 5, "\"data\":{\"custom_id\":\"c\",\"components\":{\"a\":1}}", "components" },
        { 5, "\"data\":{\"custom_id\":\"c\",\"components\":[{\"type\":1,\"components\":3}]}",
          "components" },
        { 5,
          "\"data\":{\"custom_id\":\"c\",\"components\":[{\"type\":18,\"component\":"
          "{\"custom_id\":\"\"}}]}",
          "custom_id" },
        { 5,
          "\"data\":{\"custom_id\":\"c\",\"components\":[{\"type\":18,\"component\":"
          "{\"custom_id\":\"a\",\"values\":[null]}}]}",
          "values" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct interaction got;
        const char *text = arena_print(&job.arena, "{\"type\":%d,%s,%s}", cases[i].type,
                                       ENVELOPE MEMBER, cases[i].rest);
        HOLDS(read(&job, text, &got) == FAULT_INPUT && strstr(job.why, cases[i].named), "%s: %s",
              cases[i].rest, job.why ? job.why : "(taken)");
    }
}
