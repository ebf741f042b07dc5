/* ontheclock settings — what can be configured, as the table of docs/configuration.md. */
#include <stdio.h>

#include "program/subcommand.h"

static int print_settings(struct config *config, int count, char **words)
{
    (void)config;
    (void)words;
    if (count != 1)
        return subcommand_misused(&subcommand_settings);
    (void)printf("| variable | default | meaning |\n|---|---|---|\n");
    for (size_t i = 0; i < SETTING_COUNT; i++)
        (void)printf("| `%s` | %s%s%s | %s |\n", settings[i].variable,
                     settings[i].standard ? "`" : "",
                     settings[i].standard ? settings[i].standard : "",
                     settings[i].standard ? "`" : "", settings[i].words);
    return STATUS_DONE;
}

const struct subcommand subcommand_settings = {
    .name = "settings",
    .arguments = "",
    .words = "list what can be configured",
    .run = print_settings,
};
