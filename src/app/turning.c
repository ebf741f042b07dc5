#include "app/turning.h"

#include <inttypes.h>
#include <string.h>

#include "app/call.h"
#include "base/job.h"
#include "base/number.h"
#include "domain/talk/message.h"
#include "domain/talk/phrase.h"

enum { TURN_BUTTONS = 2 };

static struct button turn_button(struct job *job, enum phrase label, const char *page_id,
                                 int64_t to, bool possible)
{
    return (struct button){
        .style = BUTTON_SECONDARY,
        .label = phrase_words(label),
        .id = arena_print(&job->arena, "%s%" PRId64, page_id, to),
        .disabled = !possible,
    };
}

void turning_add(struct job *job, const char *page_id, int64_t number, int64_t last,
                 struct message *message)
{
    struct row *row = arena_take(&job->arena, sizeof(*row));
    struct button *buttons = arena_take_many(&job->arena, TURN_BUTTONS, sizeof(*buttons));

    buttons[0] = turn_button(job, PHRASE_button_previous, page_id, number - 1, number > 1);
    buttons[1] = turn_button(job, PHRASE_button_next, page_id, number + 1, number < last);
    *row = (struct row){ .buttons = buttons, .buttons_count = TURN_BUTTONS };
    message->rows = row;
    message->rows_count = 1;
}

int64_t turning_asked(const struct call *call, const char *page_id)
{
    int64_t number = 1;

    (void)!number_read_within(call->what + strlen(page_id), 1, PAGES_MOST, &number);
    return number;
}
