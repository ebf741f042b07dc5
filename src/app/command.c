#include "app/command.h"

#include <string.h>

#include "base/mark.h"

#include "app/bans.h"
#include "app/handlers.h"

const struct command commands[COMMAND_COUNT] = {
#define COMMAND(name, path, right, way, description) \
    [COMMAND_##name] = { KIND_SLASH, path, right, way, description, name##_run },
#define USER_MENU(name, path, right, way, description) \
    [COMMAND_##name] = { KIND_USER_MENU, path, right, way, description, name##_run },
#include "app/commands/table.def"
};

const struct command_option command_options[] = {
#define OPTION(command, kind, name, need, description) \
    { COMMAND_##command, kind, name, need, description },
#include "app/commands/table.def"
};
const size_t command_options_count = LENGTH(command_options);

const struct command_choice command_choices[] = {
#define CHOICE(command, option, label, value) { COMMAND_##command, option, label, value },
#include "app/commands/table.def"
};
const size_t command_choices_count = LENGTH(command_choices);

const struct command_group command_groups[] = {
#define GROUP(path, description) { path, description },
#include "app/commands/table.def"
};
const size_t command_groups_count = LENGTH(command_groups);

/* Each of these may have no rows, so an empty one ends it. */
static const struct command_bounds all_bounds[] = {
#define BOUNDS(command, option, least, most) { COMMAND_##command, option, least, most },
#include "app/commands/table.def"
    { 0 },
};

static const struct command_channels all_channels[] = {
#define CHANNELS(command, option, types) { COMMAND_##command, option, types },
#include "app/commands/table.def"
    { 0 },
};

static const struct command_completer all_completers[] = {
#define COMPLETE(command, option, name) { COMMAND_##command, option, name##_complete },
#include "app/commands/table.def"
    { 0 },
};

static const struct command_shown all_shown[] = {
#define SHOWN_TO(name, permissions) { name, permissions },
#include "app/commands/table.def"
    { 0 },
};

const struct component components[] = {
#define COMPONENT(name, id, match, right, way) { id, match, right, way, name##_run },
#include "app/components/components.def"
};
const size_t components_count = LENGTH(components);

const struct command *command_find(const char *path)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].path, path) == 0)
            return &commands[i];
    return NULL;
}

const struct command_group *command_group_find(const char *path)
{
    for (size_t i = 0; i < command_groups_count; i++)
        if (strcmp(command_groups[i].path, path) == 0)
            return &command_groups[i];
    return NULL;
}

const struct component *component_find(const char *id)
{
    for (size_t i = 0; i < components_count; i++) {
        const struct component *component = &components[i];
        const size_t length = strlen(component->id);
        if (component->match == ID_PREFIX ? strncmp(id, component->id, length) == 0
                                          : strcmp(id, component->id) == 0)
            return component;
    }
    return NULL;
}

const struct command_option *command_option_find(const struct command *command, const char *name)
{
    for (size_t i = 0; i < command_options_count; i++)
        if (&commands[command_options[i].command] == command &&
            strcmp(command_options[i].name, name) == 0)
            return &command_options[i];
    return NULL;
}

static bool is_of(const struct command_option *option, enum command_index command, const char *name)
{
    return option->command == command && strcmp(option->name, name) == 0;
}

const struct command_bounds *command_bounds_find(const struct command_option *option)
{
    for (size_t i = 0; all_bounds[i].option; i++)
        if (is_of(option, all_bounds[i].command, all_bounds[i].option))
            return &all_bounds[i];
    return NULL;
}

completer *command_completer_find(const struct command_option *option)
{
    for (size_t i = 0; all_completers[i].option; i++)
        if (is_of(option, all_completers[i].command, all_completers[i].option))
            return all_completers[i].complete;
    return NULL;
}

uint32_t command_channels_of(const struct command_option *option)
{
    for (size_t i = 0; all_channels[i].option; i++)
        if (is_of(option, all_channels[i].command, all_channels[i].option))
            return all_channels[i].types;
    return 0;
}

uint64_t command_shown_to(const char *name)
{
    for (size_t i = 0; all_shown[i].name; i++)
        if (strcmp(all_shown[i].name, name) == 0)
            return all_shown[i].permissions;
    return 0;
}

/* The words before the last one of a path must each be a group: Discord shows them. */
static bool groups_known(const char *path)
{
    for (const char *blank = strchr(path, ' '); blank; blank = strchr(blank + 1, ' ')) {
        char group[64];
        const size_t length = (size_t)(blank - path);
        if (length >= sizeof(group))
            return false;
        memcpy(group, path, length);
        group[length] = '\0';
        if (!command_group_find(group))
            return false;
    }
    return true;
}

/* The option of that name, of one of these kinds. */
static bool option_fits(enum command_index command, const char *name, unsigned kinds)
{
    const struct command_option *option = command_option_find(&commands[command], name);

    return option && (kinds & (1U << option->kind));
}

static const char *command_flaw(const struct command *command)
{
    if (!command->run)
        return "a command has no handler";
    if (command_find(command->path) != command)
        return "a command's path comes twice";
    if (command->kind == KIND_SLASH && !groups_known(command->path))
        return "a command's path begins with an unknown group";
    return NULL;
}

static const char *menu_flaw(void)
{
    for (size_t i = 0; i < command_options_count; i++)
        if (commands[command_options[i].command].kind != KIND_SLASH)
            return "a menu row has an option";
    return NULL;
}

static const char *option_flaw(void)
{
    enum {
        TEXTS = 1U << OPTION_TEXT,
        NUMBERS = 1U << OPTION_WHOLE,
        CHANNELS_ONLY = 1U << OPTION_CHANNEL,
    };

    for (size_t i = 0; i < command_choices_count; i++)
        if (!option_fits(command_choices[i].command, command_choices[i].option, TEXTS))
            return "a choice belongs to no text";
    for (size_t i = 0; all_bounds[i].option; i++)
        if (!option_fits(all_bounds[i].command, all_bounds[i].option, TEXTS | NUMBERS))
            return "bounds belong to no text or number";
    for (size_t i = 0; all_channels[i].option; i++)
        if (!option_fits(all_channels[i].command, all_channels[i].option, CHANNELS_ONLY))
            return "types of channels belong to no channel";
    return NULL;
}

static const char *completer_flaw(void)
{
    enum { TYPED = 1U << OPTION_TEXT | 1U << OPTION_WHOLE };

    for (size_t i = 0; all_completers[i].option; i++)
        if (!all_completers[i].complete ||
            !option_fits(all_completers[i].command, all_completers[i].option, TYPED))
            return "what completes belongs to no text or number";
    return NULL;
}

const char *commands_flaw(void)
{
    const char *flaw = menu_flaw();

    if (!flaw)
        flaw = option_flaw();
    if (!flaw)
        flaw = completer_flaw();
    for (size_t i = 0; i < COMMAND_COUNT && !flaw; i++)
        flaw = command_flaw(&commands[i]);
    for (size_t i = 0; all_shown[i].name && !flaw; i++)
        if (!command_find(all_shown[i].name) && !command_group_find(all_shown[i].name))
            flaw = "a command that does not exist is shown to somebody";
    for (size_t i = 0; i < components_count && !flaw; i++) {
        if (!components[i].run)
            flaw = "a component has no handler";
        else if (component_find(components[i].id) != &components[i])
            flaw = "a component's id comes twice";
    }
    return flaw;
}
