#include "app/command.h"

#include <string.h>

#include "base/mark.h"

#include "app/handlers.h"

const struct command commands[COMMAND_COUNT] = {
#define COMMAND(name, path, right, way, description) \
    [COMMAND_##name] = { path, right, way, description, name##_run },
#define OPTION(...)
#define CHOICE(...)
#define GROUP(...)
#include "app/commands/table.def"
};

const struct command_option command_options[] = {
#define COMMAND(...)
#define OPTION(command, kind, name, need, description) \
    { COMMAND_##command, kind, name, need, description },
#define CHOICE(...)
#define GROUP(...)
#include "app/commands/table.def"
};
const size_t command_options_count = LENGTH(command_options);

const struct command_choice command_choices[] = {
#define COMMAND(...)
#define OPTION(...)
#define CHOICE(command, option, label, value) { COMMAND_##command, option, label, value },
#define GROUP(...)
#include "app/commands/table.def"
};
const size_t command_choices_count = LENGTH(command_choices);

const struct command_group command_groups[] = {
#define COMMAND(...)
#define OPTION(...)
#define CHOICE(...)
#define GROUP(path, description) { path, description },
#include "app/commands/table.def"
};
const size_t command_groups_count = LENGTH(command_groups);

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

static bool option_known(const struct command_choice *choice)
{
    for (size_t i = 0; i < command_options_count; i++)
        if (command_options[i].command == choice->command &&
            strcmp(command_options[i].name, choice->option) == 0)
            return true;
    return false;
}

const char *commands_flaw(void)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!commands[i].run)
            return "a command has no handler";
        if (command_find(commands[i].path) != &commands[i])
            return "a command's path comes twice";
        if (!groups_known(commands[i].path))
            return "a command's path begins with an unknown group";
    }
    for (size_t i = 0; i < command_choices_count; i++)
        if (!option_known(&command_choices[i]))
            return "a choice belongs to no option";
    for (size_t i = 0; i < components_count; i++) {
        if (!components[i].run)
            return "a component has no handler";
        if (component_find(components[i].id) != &components[i])
            return "a component's id comes twice";
    }
    return NULL;
}
