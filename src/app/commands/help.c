/* /help: the rows of the command table that this person may run. */
#include <string.h>

#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "store/guilds.h"

enum { HELP_BYTES_MOST = 4000, HELP_COLOUR = 0x2563eb };

static const char *help_line(struct job *job, const struct command *command)
{
    const struct blank blanks[] = {
        BLANK("command", command->path),
        BLANK("description", command->description),
        { 0 },
    };

    return phrase_fill(&job->arena,
                       command->kind == KIND_SLASH ? PHRASE_help_line : PHRASE_help_menu_line,
                       blanks);
}

enum fault help_run(struct job *job, const struct app *app, const struct call *call,
                    struct reply *reply)
{
    struct text text = text_in(&job->arena, HELP_BYTES_MOST);
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));

    (void)app;
    text_add(&text, phrase_words(PHRASE_help_intro));
    text_add(&text, "\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!call_may(call, commands[i].right))
            continue;
        text_add(&text, "\n");
        text_add(&text, help_line(job, &commands[i]));
    }
    if (!call_may(call, RIGHT_EMPLOYEE)) {
        text_add(&text, "\n\n");
        text_add(&text, phrase_words(PHRASE_help_stranger));
    }
    if (!text_done(&text, &embed->text))
        return fail(job, FAULT_BUG, "/help is longer than %d bytes", HELP_BYTES_MOST);

    embed->title = phrase_words(PHRASE_help_title);
    embed->colour = HELP_COLOUR;
    reply->message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    return FAULT_NONE;
}
