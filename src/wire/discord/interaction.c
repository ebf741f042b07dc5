#include "wire/discord/interaction.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/discord/component.h"
#include "wire/discord/field.h"
#include "wire/discord/message.h"
#include "wire/discord/resolved.h"
#include "wire/json.h"

/* Room for three names of a path and the blanks between them. */
enum { PATH_BYTES_MOST = 3 * INTERACTION_NAME_MOST * 4 + 2 };

/* ---- commands ---- */

/* While a person is still typing, Discord sends a number as the text it is so far. */
static bool read_value(const struct json *value, struct interaction_option *option)
{
    option->text = json_as_text(value);
    switch (option->type) {
    case OPTION_TYPE_TEXT: return option->text != NULL;
    case OPTION_TYPE_WHOLE: return json_as_whole(value, &option->whole) || option->focused;
    case OPTION_TYPE_NUMBER: return json_as_number(value, &option->number) || option->focused;
    case OPTION_TYPE_FLAG: return json_as_flag(value, &option->flag);
    case OPTION_TYPE_USER:
    case OPTION_TYPE_CHANNEL:
    case OPTION_TYPE_ROLE:
    case OPTION_TYPE_MENTIONABLE:
    case OPTION_TYPE_ATTACHMENT: return json_as_snowflake(value, &option->snowflake);
    case OPTION_TYPE_SUBCOMMAND:
    case OPTION_TYPE_GROUP: break;
    }
    return false;
}

static enum fault read_option(struct job *job, const struct json *json,
                              struct interaction_option *option)
{
    int64_t type = 0;
    enum fault fault;

    if ((fault = field_text(job, json, "name", INTERACTION_NAME_MOST, &option->name)) ||
        (fault = field_whole(job, json, "type", OPTION_TYPE_SUBCOMMAND, INT16_MAX, &type)))
        return fault;
    option->type = (enum option_type)type;
    if (!json_flag(json, "focused", &option->focused))
        option->focused = false;
    return FAULT_NONE;
}

/* Kinds we do not know are passed over; so are, while a person is still typing, values that
 * are not whole yet. */
static enum fault read_options(struct job *job, const struct json *list,
                               struct interaction *interaction)
{
    struct interaction_option *options = arena_take_many(&job->arena, json_count(list),
                                                         sizeof(options[0]));
    size_t count = 0;

    for (const struct json *item = json_items(list); item; item = json_next(item)) {
        struct interaction_option option = { 0 };
        const enum fault fault = read_option(job, item, &option);
        if (fault)
            return fault;
        if (option.type > OPTION_TYPE_ATTACHMENT)
            continue;
        if (read_value(json_at(item, "value"), &option))
            options[count++] = option;
        else if (interaction->type != INTERACTION_AUTOCOMPLETE)
            return fail(job, FAULT_INPUT, "discord: the value of an option is not of its type");
    }
    interaction->options = options;
    interaction->options_count = count;
    return FAULT_NONE;
}

/* The subcommand or group in that list: then it stands there alone. */
static const struct json *next_on_path(const struct json *list)
{
    const struct json *first = json_items(list);
    int64_t type;

    if (json_count(list) != 1 || !json_whole(first, "type", &type) ||
        (type != OPTION_TYPE_SUBCOMMAND && type != OPTION_TYPE_GROUP))
        return NULL;
    return first;
}

/* From "roles" over its group "employee" and subcommand "add" to the options of that one. */
static enum fault read_path(struct job *job, const struct json *data,
                            struct interaction *interaction)
{
    struct text path = text_in(&job->arena, PATH_BYTES_MOST);
    const struct json *list = NULL, *step;
    enum fault fault = field_may_list(job, data, "options", INTERACTION_OPTIONS_MOST, &list);

    text_add(&path, interaction->name);
    for (int depth = 1; !fault && depth < 3 && (step = next_on_path(list)); depth++) {
        const char *name = NULL;
        fault = field_text(job, step, "name", INTERACTION_NAME_MOST, &name);
        if (fault)
            break;
        text_addf(&path, " %s", name);
        list = NULL;
        fault = field_may_list(job, step, "options", INTERACTION_OPTIONS_MOST, &list);
    }
    if (fault)
        return fault;
    if (!text_done(&path, &interaction->path))
        return fail(job, FAULT_INPUT, "discord: the path of the command is too long");
    return read_options(job, list, interaction);
}

static enum fault read_command(struct job *job, const struct json *data,
                               struct interaction *interaction)
{
    int64_t type = 0;
    enum fault fault;

    if ((fault = field_snowflake(job, data, "id", &interaction->command.snowflake)) ||
        (fault = field_text(job, data, "name", INTERACTION_NAME_MOST, &interaction->name)) ||
        (fault = field_whole(job, data, "type", COMMAND_TYPE_SLASH, COMMAND_TYPE_MESSAGE, &type)))
        return fault;
    interaction->command_type = (enum command_type)type;
    if (type != COMMAND_TYPE_SLASH &&
        (fault = field_snowflake(job, data, "target_id", &interaction->target)))
        return fault;
    return read_path(job, data, interaction);
}

/* ---- components and modals ---- */

static enum fault read_component(struct job *job, const struct json *data,
                                 struct interaction *interaction)
{
    int64_t type = 0;
    enum fault fault;

    if ((fault = field_text(job, data, "custom_id", INTERACTION_CUSTOM_ID_MOST,
                            &interaction->custom_id)) ||
        (fault = field_whole(job, data, "component_type", 1, INT16_MAX, &type)))
        return fault;
    interaction->component_type = (int)type;
    return field_texts(job, data, "values", INTERACTION_VALUES_MOST, &interaction->values,
                       &interaction->values_count);
}

/* The field in a label or in a row.  One without a custom_id (a text display) is none. */
static enum fault add_entry(struct job *job, const struct json *json,
                            struct interaction_entry *entries, size_t *count)
{
    struct interaction_entry entry = { .text = json_text(json, "value") };
    enum fault fault;

    if (!json_at(json, "custom_id"))
        return FAULT_NONE;
    if (*count == INTERACTION_ENTRIES_MOST)
        return fail(job, FAULT_INPUT, "discord: more than %d entries", INTERACTION_ENTRIES_MOST);
    if ((fault = field_text(job, json, "custom_id", INTERACTION_CUSTOM_ID_MOST,
                            &entry.custom_id)) ||
        (fault = field_texts(job, json, "values", INTERACTION_VALUES_MOST, &entry.values,
                             &entry.values_count)))
        return fault;
    entries[(*count)++] = entry;
    return FAULT_NONE;
}

/* A label holds one field, a row (as modals had before) a list of them. */
static enum fault add_entries(struct job *job, const struct json *part,
                              struct interaction_entry *entries, size_t *count)
{
    const struct json *list = NULL;
    int64_t type;
    enum fault fault;

    if (json_whole(part, "type", &type) && type == COMPONENT_LABEL)
        return add_entry(job, json_at(part, "component"), entries, count);
    if (!json_whole(part, "type", &type) || type != COMPONENT_ROW)
        return FAULT_NONE;
    fault = field_may_list(job, part, "components", INTERACTION_ENTRIES_MOST, &list);
    for (const struct json *item = json_items(list); !fault && item; item = json_next(item))
        fault = add_entry(job, item, entries, count);
    return fault;
}

static enum fault read_modal(struct job *job, const struct json *data,
                             struct interaction *interaction)
{
    const struct json *list = NULL;
    enum fault fault;

    if ((fault = field_text(job, data, "custom_id", INTERACTION_CUSTOM_ID_MOST,
                            &interaction->custom_id)) ||
        (fault = field_may_list(job, data, "components", INTERACTION_ENTRIES_MOST, &list)))
        return fault;

    struct interaction_entry *entries = arena_take_many(&job->arena, INTERACTION_ENTRIES_MOST,
                                                        sizeof(entries[0]));
    for (const struct json *part = json_items(list); !fault && part; part = json_next(part))
        fault = add_entries(job, part, entries, &interaction->entries_count);
    interaction->entries = entries;
    return fault;
}

/* ---- what all of them have ---- */

static enum fault read_message(struct job *job, const struct json *root,
                               struct interaction *interaction)
{
    const struct json *message = json_at(root, "message");
    int64_t flags = 0;

    if (json_kind(message) != JSON_OBJECT)
        return interaction->type == INTERACTION_COMPONENT
                   ? fail(job, FAULT_INPUT, "discord: a component without its message")
                   : FAULT_NONE;
    interaction->message_ephemeral = json_whole(message, "flags", &flags) &&
                                     (flags & MESSAGE_FLAG_EPHEMERAL);
    return field_snowflake(job, message, "id", &interaction->message.snowflake);
}

static enum fault read_data(struct job *job, const struct json *root,
                            struct interaction *interaction)
{
    const struct json *data = NULL, *resolved = NULL;
    enum fault fault;

    if ((fault = field_object(job, root, "data", &data)) ||
        (fault = field_may_map(job, data, "resolved", JSON_VALUES_MOST, &resolved)) ||
        (fault = resolved_read(job, resolved, &interaction->resolved)) ||
        (fault = read_message(job, root, interaction)))
        return fault;
    switch (interaction->type) {
    case INTERACTION_COMMAND:
    case INTERACTION_AUTOCOMPLETE: return read_command(job, data, interaction);
    case INTERACTION_COMPONENT: return read_component(job, data, interaction);
    case INTERACTION_MODAL: return read_modal(job, data, interaction);
    case INTERACTION_PING: break;
    }
    return FAULT_NONE;
}

/* A person's rights come from here: without their roles and permissions it is no member. */
static enum fault read_person(struct job *job, const struct json *root,
                              struct interaction *interaction)
{
    const struct json *member = NULL, *user = NULL;
    enum fault fault;

    if (interaction->guild.snowflake == 0) {
        fault = field_object(job, root, "user", &user);
        return fault ? fault : person_read(job, user, NULL, &interaction->person);
    }
    if ((fault = field_object(job, root, "member", &member)) ||
        (fault = field_object(job, member, "user", &user)) ||
        (fault = person_read(job, user, member, &interaction->person)) ||
        (fault = field_bits(job, member, "permissions", &interaction->person.permissions)))
        return fault;
    return json_kind(json_at(member, "roles")) == JSON_LIST
               ? FAULT_NONE
               : fail(job, FAULT_INPUT, "discord: a member without roles");
}

static enum fault read_skus(struct job *job, const struct json *root,
                            struct interaction *interaction)
{
    const struct json *list = NULL;
    const enum fault fault = field_may_list(job, root, "entitlements", INTERACTION_SKUS_MOST,
                                            &list);

    if (fault)
        return fault;

    uint64_t *skus = arena_take_many(&job->arena, json_count(list), sizeof(skus[0]));
    for (const struct json *item = json_items(list); item; item = json_next(item))
        if (json_snowflake(item, "sku_id", &skus[interaction->skus_count]))
            interaction->skus_count++;
    interaction->skus = skus;
    return FAULT_NONE;
}

static enum interaction_context read_context(const struct json *root)
{
    int64_t context;

    if (!json_whole(root, "context", &context) || context < INTERACTION_IN_GUILD ||
        context > INTERACTION_IN_PRIVATE)
        return INTERACTION_IN_UNKNOWN;
    return (enum interaction_context)context;
}

static enum fault read_envelope(struct job *job, const struct json *root,
                                struct interaction *interaction)
{
    int64_t type = 0;
    enum fault fault;

    if ((fault = field_whole(job, root, "type", INTERACTION_PING, INTERACTION_MODAL, &type)) ||
        (fault = field_snowflake(job, root, "id", &interaction->id.snowflake)) ||
        (fault = field_snowflake(job, root, "application_id",
                                 &interaction->application.snowflake)) ||
        (fault = field_text(job, root, "token", INTERACTION_TOKEN_MOST, &interaction->token)) ||
        (fault = field_may_snowflake(job, root, "guild_id", &interaction->guild.snowflake)) ||
        (fault = field_may_snowflake(job, root, "channel_id", &interaction->channel.snowflake)) ||
        (fault = field_may_bits(job, root, "app_permissions", &interaction->app_permissions)))
        return fault;
    interaction->type = (enum interaction_type)type;
    interaction->context = read_context(root);
    interaction->locale = json_text(root, "locale");
    interaction->guild_locale = json_text(root, "guild_locale");
    return read_skus(job, root, interaction);
}

enum fault interaction_read(struct job *job, struct bytes bytes, struct interaction *interaction)
{
    struct interaction read = { .type = INTERACTION_PING };
    const struct json *root = NULL;
    enum fault fault;

    if (bytes.length > INTERACTION_JSON_MOST)
        return fail(job, FAULT_INPUT, "discord: an interaction of %zu bytes", bytes.length);
    if ((fault = json_read(job, bytes, INTERACTION_DEPTH_MOST, &root)) ||
        (fault = read_envelope(job, root, &read)))
        return fault;
    if (read.type != INTERACTION_PING &&
        ((fault = read_person(job, root, &read)) || (fault = read_data(job, root, &read))))
        return fault;
    *interaction = read;
    return FAULT_NONE;
}

const struct interaction_option *interaction_option(const struct interaction *interaction,
                                                    const char *name)
{
    for (size_t i = 0; i < interaction->options_count; i++)
        if (strcmp(interaction->options[i].name, name) == 0)
            return &interaction->options[i];
    return NULL;
}

const struct interaction_entry *interaction_entry(const struct interaction *interaction,
                                                  const char *custom_id)
{
    for (size_t i = 0; i < interaction->entries_count; i++)
        if (strcmp(interaction->entries[i].custom_id, custom_id) == 0)
            return &interaction->entries[i];
    return NULL;
}

const struct interaction_person *interaction_person(const struct interaction *interaction,
                                                    struct user_id user)
{
    const struct interaction_resolved *resolved = &interaction->resolved;

    for (size_t i = 0; i < resolved->people_count; i++)
        if (resolved->people[i].user.snowflake == user.snowflake)
            return &resolved->people[i];
    return NULL;
}

const struct interaction_role *interaction_role(const struct interaction *interaction,
                                                struct role_id role)
{
    const struct interaction_resolved *resolved = &interaction->resolved;

    for (size_t i = 0; i < resolved->roles_count; i++)
        if (resolved->roles[i].role.snowflake == role.snowflake)
            return &resolved->roles[i];
    return NULL;
}
