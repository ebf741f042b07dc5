#include "inbound/registration.h"

#include <inttypes.h>
#include <string.h>

#include "app/command.h"
#include "app/registrations.h"
#include "base/hash.h"
#include "base/job.h"
#include "base/log.h"
#include "outbound/discord/discord.h"
#include "wire/discord/command.h"

enum { LEVEL_OPTIONS_MOST = 25 }; /* Discord's, at every level */

/* The table's numbers of kinds are Discord's own. */
_Static_assert((int)OPTION_TEXT == (int)OPTION_TYPE_TEXT, "one number");
_Static_assert((int)OPTION_WHOLE == (int)OPTION_TYPE_WHOLE, "one number");
_Static_assert((int)OPTION_FLAG == (int)OPTION_TYPE_FLAG, "one number");
_Static_assert((int)OPTION_USER == (int)OPTION_TYPE_USER, "one number");
_Static_assert((int)OPTION_CHANNEL == (int)OPTION_TYPE_CHANNEL, "one number");
_Static_assert((int)OPTION_ROLE == (int)OPTION_TYPE_ROLE, "one number");

/* Of "roles employee add": whether `prefix` is "", "roles" or "roles employee". */
static bool is_below(const char *path, const char *prefix)
{
    const size_t length = strlen(prefix);

    return length == 0 || (strncmp(path, prefix, length) == 0 && path[length] == ' ');
}

/* The path as far as one word below the prefix: "roles" below "", "roles employee" below
 * "roles". */
static const char *step_below(struct job *job, const char *path, const char *prefix)
{
    const size_t skip = *prefix ? strlen(prefix) + 1 : 0;
    const size_t length = skip + strcspn(path + skip, " ");

    return arena_print(&job->arena, "%.*s", (int)length, path);
}

static const char *last_word(const char *path)
{
    const char *blank = strrchr(path, ' ');

    return blank ? blank + 1 : path;
}

static void define_choices(struct job *job, const struct command_option *row,
                           struct option_definition *option)
{
    struct choice_definition *choices = arena_take_many(&job->arena, LEVEL_OPTIONS_MOST,
                                                        sizeof(*choices));

    for (size_t i = 0; i < command_choices_count; i++) {
        const struct command_choice *choice = &command_choices[i];
        if (choice->command != row->command || strcmp(choice->option, row->name) != 0)
            continue;
        if (option->choices_count < LEVEL_OPTIONS_MOST)
            choices[option->choices_count] = (struct choice_definition){
                .name = choice->label,
                .value = choice->value,
            };
        option->choices_count++;
    }
    option->choices = choices;
}

static void define_bounds(const struct command_option *row, struct option_definition *option)
{
    const struct command_bounds *bounds = command_bounds_find(row);

    option->bounded = bounds != NULL;
    option->least = bounds ? bounds->least : 0;
    option->most = bounds ? bounds->most : 0;
}

/* The options of one command.  *count may come out over the limit, which the writer names. */
static const struct option_definition *define_options(struct job *job,
                                                      const struct command *command, size_t *count)
{
    struct option_definition *options = arena_take_many(&job->arena, LEVEL_OPTIONS_MOST + 1,
                                                        sizeof(*options));

    *count = 0;
    for (size_t i = 0; i < command_options_count && *count <= LEVEL_OPTIONS_MOST; i++) {
        const struct command_option *row = &command_options[i];
        if (&commands[row->command] != command)
            continue;
        struct option_definition *option = &options[(*count)++];
        *option = (struct option_definition){
            .type = (enum option_type)row->kind,
            .name = row->name,
            .description = row->description,
            .required = row->need == REQUIRED,
            .autocomplete = command_completer_find(row) != NULL,
            .channel_types = command_channels_of(row),
        };
        define_bounds(row, option);
        define_choices(job, row, option);
    }
    return options;
}

/* What stands below a prefix, each word once: commands and groups.  Three words is the most
 * Discord knows, so the depth of this recursion is two. */
static const struct option_definition *define_below(struct job *job, const char *prefix,
                                                    size_t *count)
{
    struct option_definition *options = arena_take_many(&job->arena, LEVEL_OPTIONS_MOST + 1,
                                                        sizeof(*options));

    *count = 0;
    for (size_t i = 0; i < COMMAND_COUNT && *count <= LEVEL_OPTIONS_MOST; i++) {
        if (commands[i].kind != KIND_SLASH || !is_below(commands[i].path, prefix))
            continue;
        const char *step = step_below(job, commands[i].path, prefix);
        const struct command *command = command_find(step);
        if (*count > 0 && strcmp(options[*count - 1].name, last_word(step)) == 0)
            continue; /* its group was made by the row before */
        struct option_definition *option = &options[(*count)++];
        option->name = last_word(step);
        option->type = command ? OPTION_TYPE_SUBCOMMAND : OPTION_TYPE_GROUP;
        option->description = command ? command->description
                                      : command_group_find(step)->description;
        option->options = command ? define_options(job, command, &option->options_count)
                                  : define_below(job, step, &option->options_count);
    }
    return options;
}

static struct command_definition define(struct job *job, const char *name)
{
    const struct command *command = command_find(name);
    struct command_definition definition = {
        .type = COMMAND_TYPE_SLASH,
        .name = name,
        .description = command ? command->description : command_group_find(name)->description,
        .contexts = COMMAND_IN_GUILD,
        .installs = COMMAND_INSTALLED_GUILD,
        .permissions = command_shown_to(name),
    };

    if (command && command->kind == KIND_USER_MENU) {
        definition.type = COMMAND_TYPE_USER;
        definition.description = NULL;
        return definition;
    }
    definition.options = command ? define_options(job, command, &definition.options_count)
                                 : define_below(job, name, &definition.options_count);
    return definition;
}

enum fault registration_write(struct job *job, enum audience audience, struct bytes *json)
{
    struct command_definition *definitions = arena_take_many(&job->arena, COMMAND_COUNT,
                                                             sizeof(*definitions));
    size_t count = 0;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if ((commands[i].right == RIGHT_OPERATOR) != (audience == AUDIENCE_OPERATORS))
            continue;
        const bool slash = commands[i].kind == KIND_SLASH;
        const char *name = slash ? step_below(job, commands[i].path, "") : commands[i].path;
        if (count > 0 && strcmp(definitions[count - 1].name, name) == 0)
            continue;
        definitions[count++] = define(job, name);
    }
    return commands_write(job, definitions, count, json);
}

/* scope: under which name we remember what Discord was told. */
static enum fault tell(struct job *job, const struct app *app, struct discord *discord,
                       struct application_id application, struct guild_id guild,
                       enum audience audience, const char *scope)
{
    struct bytes json;
    bool due;
    enum fault fault = registration_write(job, audience, &json);

    if (fault)
        return fault;
    const struct hash hash = hash_of(&json, 1);
    fault = registrations_due(job, app, scope, &hash, &due);
    if (fault || !due)
        return fault;
    fault = discord_commands_put(job, discord, application, guild, json);
    if (!fault)
        fault = registrations_done(job, app, scope, &hash, instant_now());
    if (!fault)
        log_info(job, "commands registered", TEXT("scope", scope), NUMBER("bytes", json.length));
    return fault;
}

enum fault registration_run(struct job *job, const struct app *app, struct discord *discord,
                            struct application_id application)
{
    const char *scope = arena_print(&job->arena, "global:%" PRIu64, application.snowflake);

    return tell(job, app, discord, application, (struct guild_id){ 0 }, AUDIENCE_EVERYBODY, scope);
}

enum fault registration_run_operators(struct job *job, const struct app *app,
                                      struct discord *discord, struct application_id application,
                                      struct guild_id guild)
{
    const char *scope = arena_print(&job->arena, "guild:%" PRIu64 ":%" PRIu64,
                                    application.snowflake, guild.snowflake);

    return tell(job, app, discord, application, guild, AUDIENCE_OPERATORS, scope);
}
