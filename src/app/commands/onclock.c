/* /onclock: who is on the clock now, a page at a time. */
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/turning.h"
#include "app/when.h"
#include "base/job.h"
#include "base/text.h"
#include "base/zone.h"
#include "domain/talk/phrase.h"
#include "domain/time/duration.h"
#include "domain/time/session.h"
#include "store/sessions.h"
#include "store/store.h"

enum { PAGE_SIZE = 20, PAGE_BYTES_MOST = 4000 };
enum { COLOUR_SOMEBODY = 0x16a34a, COLOUR_NOBODY = 0x6b7280 };

/* The button's id ends with the page it leads to, so that it needs no memory of ours. */
static const char page_id[] = "timeclock:onclock_page:";

struct page {
    int64_t number; /* from 1 */
    int64_t last;
    struct sessions sessions;
    uint64_t total;
};

static enum fault find_page(struct job *job, const struct app *app, const struct call *call,
                            struct page *page)
{
    AUTO(store_return) struct link link = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = sessions_open(job, &link, call->person.guild, (page->number - 1) * PAGE_SIZE,
                              PAGE_SIZE, &page->sessions, &page->total);
    if (fault)
        return fault;
    page->last = page->total == 0 ? 1 : (int64_t)(page->total - 1) / PAGE_SIZE + 1;
    return FAULT_NONE;
}

static const char *member_line(struct job *job, const struct call *call,
                               const struct session *session)
{
    struct arena *arena = &job->arena;
    const bool paused = session_state(session, call->made_at) == CLOCK_ON_BREAK;
    const struct blank blanks[] = {
        BLANK("member", arena_print(arena, "%" PRIu64, session->member.snowflake)),
        BLANK("since", when_text(job, call, session->began_at)),
        BLANK("worked", duration_words(arena, session_worked_s(session, call->made_at))),
        BLANK("paused",
              paused ? when_text(job, call, session->breaks[session->breaks_count - 1].began_at)
                     : ""),
        { 0 },
    };

    return phrase_fill(arena, paused ? PHRASE_onclock_break : PHRASE_onclock_working, blanks);
}

static const char *number_words(struct job *job, uint64_t number)
{
    return arena_print(&job->arena, "%" PRIu64, number);
}

static enum fault fill(struct job *job, const struct call *call, const struct page *page,
                       struct message *message)
{
    struct arena *arena = &job->arena;
    struct embed *embed = arena_take(arena, sizeof(*embed));
    struct text text = text_in(arena, PAGE_BYTES_MOST);
    const struct blank blanks[] = {
        BLANK("count", number_words(job, page->total)),
        BLANK("page", number_words(job, (uint64_t)page->number)),
        BLANK("pages", number_words(job, (uint64_t)page->last)),
        BLANK("zone", zone_name(call->zone)),
        { 0 },
    };

    for (size_t i = 0; i < page->sessions.count; i++) {
        text_add(&text, member_line(job, call, &page->sessions.list[i]));
        text_add(&text, "\n");
    }
    if (page->total == 0)
        text_add(&text, phrase_words(PHRASE_onclock_nobody));
    if (!text_done(&text, &embed->text))
        return fail(job, FAULT_BUG, "a page of /onclock takes more than %d bytes", PAGE_BYTES_MOST);
    embed->title = phrase_fill(
        arena, page->total ? PHRASE_onclock_title : PHRASE_onclock_nobody_title, blanks);
    embed->colour = page->total ? COLOUR_SOMEBODY : COLOUR_NOBODY;
    embed->footer = phrase_fill(arena, page->last > 1 ? PHRASE_onclock_page : PHRASE_onclock_zone,
                                blanks);
    *message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    if (page->last > 1)
        turning_add(job, page_id, page->number, page->last, message);
    return FAULT_NONE;
}

static enum fault show(struct job *job, const struct app *app, const struct call *call,
                       int64_t number, struct message *message)
{
    struct page page = { .number = number };
    enum fault fault = find_page(job, app, call, &page);

    /* Somebody clocked out since: there are fewer pages now. */
    if (!fault && page.number > page.last) {
        page.number = page.last;
        fault = find_page(job, app, call, &page);
    }
    return fault ? fault : fill(job, call, &page, message);
}

enum fault onclock_run(struct job *job, const struct app *app, const struct call *call,
                       struct reply *reply)
{
    return show(job, app, call, 1, &reply->message);
}

enum fault onclock_page_run(struct job *job, const struct app *app, const struct call *call,
                            struct reply *reply)
{
    const int64_t number = turning_asked(call, page_id);

    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    return show(job, app, call, number, &reply->message);
}
