#include "app/notices/guild.h"

#include <stdlib.h>

#include "app/app.h"
#include "app/notices/welcome.h"
#include "app/outbox.h"
#include "base/job.h"
#include "base/log.h"
#include "outbound/discord/servers.h"
#include "store/guilds.h"
#include "store/store.h"

enum { PAGE = 500, WELCOME_WITHIN_MS = 24 * 60 * 60 * 1000 };

/* A new database in an old server is no reason to say hello. */
static bool wants_welcome(const struct arrival *arrival, bool is_new, struct instant now)
{
    return arrival && is_new && now.ms - arrival->joined_at.ms < WELCOME_WITHIN_MS;
}

enum fault guild_met(struct job *job, const struct app *app, const struct server *server,
                     const struct arrival *arrival, struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct server seen = *server;
    bool is_new = false;
    enum fault fault;

    if (arrival)
        seen.place = arrival->place;
    servers_put(app->servers, &seen);
    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = guilds_joined(job, &change, server->id, server->name, now, &is_new)))
        return fault;
    const bool welcome = wants_welcome(arrival, is_new, now);
    if (welcome)
        fault = welcome_write(job, &change, server, arrival, now);
    if (!fault)
        fault = store_keep(job, &change);
    if (fault)
        return fault;
    if (is_new)
        log_info(job, "server joined", NUMBER("guild", server->id.snowflake));
    if (welcome)
        outbox_ring(app);
    return FAULT_NONE;
}

enum fault guild_lost(struct job *job, const struct app *app, struct guild_id guild,
                      struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    servers_drop(app->servers, guild);
    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = guilds_left(job, &change, guild, now)) || (fault = store_keep(job, &change)))
        return fault;
    log_info(job, "server left", NUMBER("guild", guild.snowflake));
    return FAULT_NONE;
}

static int by_id(const void *one, const void *other)
{
    const struct guild_id *a = one, *b = other;

    return a->snowflake < b->snowflake ? -1 : a->snowflake > b->snowflake;
}

static enum fault present_after(struct job *job, const struct app *app, struct guild_id after,
                                struct guild_ids *found)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault : guilds_present(job, &link, after, PAGE, found);
}

enum fault guilds_call_roll(struct job *job, const struct app *app, const struct roll_call *call,
                            struct instant now)
{
    struct guild_id *here = arena_take_many(&job->arena, call->count, sizeof(*here));
    struct guild_ids found = { .count = PAGE };
    struct guild_id after = { 0 };
    enum fault fault;

    for (size_t i = 0; i < call->count; i++)
        here[i] = call->guilds[i];
    qsort(here, call->count, sizeof(*here), by_id);
    while (found.count == PAGE) {
        if ((fault = present_after(job, app, after, &found)))
            return fault;
        for (size_t i = 0; i < found.count; i++) {
            after = found.ids[i];
            if (!call->is_ours(call, after) ||
                bsearch(&after, here, call->count, sizeof(*here), by_id))
                continue;
            if ((fault = guild_lost(job, app, after, now)))
                return fault;
        }
    }
    return FAULT_NONE;
}
