/* /owner servers: every server, a page at a time. */
#include <inttypes.h>

#include "app/app.h"
#include "app/call.h"
#include "app/handlers.h"
#include "app/plans.h"
#include "app/reply.h"
#include "app/turning.h"
#include "app/when.h"
#include "base/job.h"
#include "base/text.h"
#include "domain/talk/phrase.h"
#include "store/servers.h"
#include "store/store.h"

/* A name may be 100 characters, which escaped are twice as many: ten of them fit an embed. */
enum { PAGE_SIZE = 10, PAGE_BYTES_MOST = 12000, NAME_BYTES_MOST = 2100 };
enum { SERVERS_COLOUR = 0x2563eb };

/* The button's id ends with the page it leads to. */
static const char page_id[] = "owner:servers:";

struct page {
    int64_t number; /* from 1 */
    int64_t last;
    struct servers servers;
    struct entitlement *plans; /* one a server */
};

static enum fault read_page(struct job *job, const struct app *app, const struct call *call,
                            struct link *link, struct page *page)
{
    struct servers *servers = &page->servers;
    enum fault fault = servers_page(job, link, (size_t)(page->number - 1) * PAGE_SIZE, PAGE_SIZE,
                                    servers);

    if (fault)
        return fault;
    page->last = servers->known == 0 ? 1 : (int64_t)(servers->known - 1) / PAGE_SIZE + 1;
    page->plans = arena_take_many(&job->arena, servers->count, sizeof(*page->plans));
    for (size_t i = 0; i < servers->count && !fault; i++)
        fault = plans_now(job, app, link, servers->list[i].id, call->made_at, &page->plans[i]);
    return fault;
}

static enum fault find_page(struct job *job, const struct app *app, const struct call *call,
                            struct page *page)
{
    AUTO(store_return) struct link link = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = read_page(job, app, call, &link, page);
    if (fault || page->number <= page->last)
        return fault;
    page->number = page->last;
    return read_page(job, app, call, &link, page);
}

static const char *number_words(struct job *job, uint64_t number)
{
    return arena_print(&job->arena, "%" PRIu64, number);
}

static const char *name_words(struct job *job, const struct server *server)
{
    struct text text = text_in(&job->arena, NAME_BYTES_MOST);
    const char *words;

    text_add_markdown(&text, server->name);
    if (!text_done(&text, &words) || *words == '\0')
        return phrase_words(PHRASE_owner_server_unnamed);
    return words;
}

static const char *server_line(struct job *job, const struct server *server,
                               const struct entitlement *is)
{
    const struct blank blanks[] = {
        BLANK("name", name_words(job, server)),
        BLANK("server", number_words(job, server->id.snowflake)),
        BLANK("plan", plan_terms(is->plan)->name),
        BLANK("members", number_words(job, server->members)),
        BLANK("open", number_words(job, server->open)),
        BLANK("last", server->active ? when_ago(job, server->last_at)
                                     : phrase_words(PHRASE_owner_server_never)),
        { 0 },
    };

    return phrase_fill(&job->arena,
                       server->present ? PHRASE_owner_server : PHRASE_owner_server_absent, blanks);
}

static enum fault fill(struct job *job, const struct page *page, struct message *message)
{
    struct arena *arena = &job->arena;
    struct embed *embed = arena_take(arena, sizeof(*embed));
    struct text text = text_in(arena, PAGE_BYTES_MOST);
    const struct servers *servers = &page->servers;

    for (size_t i = 0; i < servers->count; i++) {
        text_add(&text, server_line(job, &servers->list[i], &page->plans[i]));
        text_add(&text, "\n");
    }
    if (!text_done(&text, &embed->text))
        return fail(job, FAULT_BUG, "a page of servers takes more than %d bytes", PAGE_BYTES_MOST);
    embed->title = SAY(arena, owner_servers_title,
                       BLANK("present", number_words(job, servers->present)),
                       BLANK("known", number_words(job, servers->known)),
                       BLANK("open", number_words(job, servers->open)));
    embed->footer = SAY(arena, owner_servers_page,
                        BLANK("page", number_words(job, (uint64_t)page->number)),
                        BLANK("pages", number_words(job, (uint64_t)page->last)));
    embed->colour = SERVERS_COLOUR;
    *message = (struct message){ .embeds = embed, .embeds_count = 1, .ephemeral = true };
    if (page->last > 1)
        turning_add(job, page_id, page->number, page->last, message);
    return FAULT_NONE;
}

static enum fault show(struct job *job, const struct app *app, const struct call *call,
                       int64_t number, struct message *message)
{
    struct page page = { .number = number };
    const enum fault fault = find_page(job, app, call, &page);

    return fault ? fault : fill(job, &page, message);
}

enum fault owner_servers_run(struct job *job, const struct app *app, const struct call *call,
                             struct reply *reply)
{
    return show(job, app, call, 1, &reply->message);
}

enum fault owner_servers_page_run(struct job *job, const struct app *app, const struct call *call,
                                  struct reply *reply)
{
    const int64_t number = turning_asked(call, page_id);

    reply->kind = call->on_private_message ? REPLY_UPDATE : REPLY_MESSAGE;
    return show(job, app, call, number, &reply->message);
}
