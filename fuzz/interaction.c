/* Whatever interaction_read() takes keeps what its header promises. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/job.h"
#include "base/utf8.h"
#include "wire/discord/interaction.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_options(const struct interaction *got)
{
    assert(got->options_count <= INTERACTION_OPTIONS_MOST);
    assert(got->path && got->name && strncmp(got->path, got->name, strlen(got->name)) == 0);
    for (size_t i = 0; i < got->options_count; i++) {
        const struct interaction_option *option = &got->options[i];
        assert(option->name && interaction_option(got, option->name));
        assert(option->type >= OPTION_TYPE_TEXT && option->type <= OPTION_TYPE_ATTACHMENT);
        assert(option->type != OPTION_TYPE_TEXT || option->text);
        assert(option->type < OPTION_TYPE_USER || option->type == OPTION_TYPE_NUMBER ||
               option->snowflake != 0);
    }
}

static void check_entries(const struct interaction *got)
{
    assert(got->entries_count <= INTERACTION_ENTRIES_MOST);
    for (size_t i = 0; i < got->entries_count; i++) {
        const struct interaction_entry *entry = &got->entries[i];
        assert(utf8_length(entry->custom_id) <= INTERACTION_CUSTOM_ID_MOST);
        assert(interaction_entry(got, entry->custom_id));
        for (size_t v = 0; v < entry->values_count; v++)
            assert(entry->values[v]);
    }
}

static void check_person(const struct interaction_person *person)
{
    assert(person->user.snowflake != 0);
    assert(person->roles_count <= INTERACTION_ROLES_MOST);
    for (size_t i = 0; i < person->roles_count; i++)
        assert(person->roles[i].snowflake != 0);
}

static void check_resolved(const struct interaction *got)
{
    const struct interaction_resolved *resolved = &got->resolved;

    for (size_t i = 0; i < resolved->people_count; i++) {
        check_person(&resolved->people[i]);
        assert(interaction_person(got, resolved->people[i].user));
    }
    for (size_t i = 0; i < resolved->roles_count; i++)
        assert(interaction_role(got, resolved->roles[i].role));
    for (size_t i = 0; i < resolved->files_count; i++)
        assert(resolved->files[i].name && resolved->files[i].url && resolved->files[i].size >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(job_end) struct job job = { .name = "fuzz" };
    struct interaction got;
    const enum fault fault = interaction_read(&job, (struct bytes){ data, size }, &got);

    assert(fault == FAULT_NONE || (fault == FAULT_INPUT && job.why));
    if (fault)
        return 0;
    assert(got.id.snowflake != 0 && got.application.snowflake != 0 && *got.token);
    check_resolved(&got);
    if (got.type == INTERACTION_PING)
        return 0;
    check_person(&got.person);
    assert(got.person.member == (got.guild.snowflake != 0));
    if (got.type == INTERACTION_COMMAND || got.type == INTERACTION_AUTOCOMPLETE)
        check_options(&got);
    else
        assert(utf8_length(got.custom_id) >= 1);
    assert(got.type != INTERACTION_COMPONENT || got.message.snowflake != 0);
    check_entries(&got);
    return 0;
}
