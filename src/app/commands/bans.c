/* /bans: who is kept out of the timeclock, and how to let them back in. */
#include <inttypes.h>

#include "app/app.h"
#include "app/bans.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/reply.h"
#include "app/turning.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "store/bans.h"
#include "store/store.h"

enum { PAGE_SIZE = 15, PAGE_BYTES_MOST = 4000 };
enum { COLOUR_SOME = 0xdc2626, COLOUR_NONE = 0x6b7280 };

/* The button's id ends with the page it leads to. */
static const char page_id[] = "timeclock:bans_page:";

struct page {
    int64_t number; /* from 1 */
    int64_t last;
    struct ban_page list;
};

static const char *number_words(struct job *job, uint64_t number)
{
    return arena_print(&job->arena, "%" PRIu64, number);
}

static void say(struct job *job, struct reply *reply, enum phrase phrase, struct user_id member,
                const char *until)
{
    const struct blank blanks[] = {
        BLANK("member", number_words(job, member.snowflake)),
        BLANK("until", until),
        { 0 },
    };

    reply->message = (struct message){
        .text = phrase_fill(&job->arena, phrase, blanks),
        .ephemeral = true,
    };
}

static enum fault ban(struct job *job, const struct app *app, const struct call *call,
                      struct user_id member, int64_t hours, struct reply *reply)
{
    struct ban made;
    const enum fault fault = bans_make(job, app, call, member, hours, &made);

    if (!fault)
        say(job, reply, hours ? PHRASE_bans_added : PHRASE_bans_added_for_ever, member,
            ban_end_words(job, &made));
    return fault;
}

enum fault bans_add_run(struct job *job, const struct app *app, const struct call *call,
                        struct reply *reply)
{
    const struct given_option *hours = call_option(call, "hours"),
                              *permanent = call_option(call, "permanent");
    const struct user_id member = { call_option(call, "member")->snowflake };

    if (permanent && permanent->whole)
        return ban(job, app, call, member, 0, reply);
    return ban(job, app, call, member, hours ? hours->whole : BAN_HOURS, reply);
}

enum fault ban_menu_run(struct job *job, const struct app *app, const struct call *call,
                        struct reply *reply)
{
    return ban(job, app, call, call->target, BAN_HOURS, reply);
}

enum fault bans_lift_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    const struct user_id member = { call_option(call, "member")->snowflake };
    bool lifted = false;
    const enum fault fault = bans_end(job, app, call, member, &lifted);

    if (!fault)
        say(job, reply, lifted ? PHRASE_bans_lifted : PHRASE_bans_not_banned, member, "");
    return fault;
}

static enum fault find_page(struct job *job, const struct app *app, const struct call *call,
                            struct page *page)
{
    AUTO(store_return) struct link link = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = bans_list(job, &link, call->person.guild, call->made_at,
                          (page->number - 1) * PAGE_SIZE, PAGE_SIZE, &page->list);
    if (fault)
        return fault;
    page->last = page->list.total == 0 ? 1 : (int64_t)(page->list.total - 1) / PAGE_SIZE + 1;
    return FAULT_NONE;
}

static const char *ban_line(struct job *job, const struct ban *ban)
{
    const struct blank blanks[] = {
        BLANK("member", number_words(job, ban->member.snowflake)),
        BLANK("until", ban_end_words(job, ban)),
        BLANK("by", number_words(job, ban->by.snowflake)),
        { 0 },
    };

    return phrase_fill(&job->arena, ban->by.snowflake ? PHRASE_bans_line : PHRASE_bans_line_spam,
                       blanks);
}

static enum fault fill(struct job *job, const struct page *page, struct message *message)
{
    struct embed *embed = arena_take(&job->arena, sizeof(*embed));
    struct text text = text_in(&job->arena, PAGE_BYTES_MOST);

    for (size_t i = 0; i < page->list.count; i++) {
        text_add(&text, ban_line(job, &page->list.bans[i]));
        text_add(&text, "\n");
    }
    if (page->list.total == 0)
        text_add(&text, phrase_words(PHRASE_bans_nobody));
    if (!text_done(&text, &embed->text))
        return fail(job, FAULT_BUG, "a page of /bans takes more than %d bytes", PAGE_BYTES_MOST);
    embed->title = SAY(&job->arena, bans_title,
                       BLANK("count", number_words(job, page->list.total)));
    embed->colour = page->list.total ? COLOUR_SOME : COLOUR_NONE;
    embed->footer = SAY(&job->arena, bans_page,
                        BLANK("page", number_words(job, (uint64_t)page->number)),
                        BLANK("pages", number_words(job, (uint64_t)page->last)));
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

    /* Some ended since: there are fewer pages now. */
    if (!fault && page.number > page.last) {
        page.number = page.last;
        fault = find_page(job, app, call, &page);
    }
    return fault ? fault : fill(job, &page, message);
}

enum fault bans_list_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    return show(job, app, call, 1, &reply->message);
}

enum fault bans_page_run(struct job *job, const struct app *app, const struct call *call,
                         struct reply *reply)
{
    const int64_t number = turning_asked(call, page_id);

    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    return show(job, app, call, number, &reply->message);
}
