#include "app/notices/guild.h"

#include "app/app.h"
#include "base/job.h"
#include "base/log.h"
#include "store/guilds.h"
#include "store/store.h"

enum fault guild_met(struct job *job, const struct app *app, struct guild_id guild,
                     const char *name, struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    bool is_new = false;
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = guilds_joined(job, &change, guild, name, now, &is_new);
    if (!fault)
        fault = store_keep(job, &change);
    if (!fault && is_new)
        log_info(job, "server joined", NUMBER("guild", guild.snowflake));
    return fault;
}

enum fault guild_lost(struct job *job, const struct app *app, struct guild_id guild,
                      struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = guilds_left(job, &change, guild, now);
    if (!fault)
        fault = store_keep(job, &change);
    if (!fault)
        log_info(job, "server left", NUMBER("guild", guild.snowflake));
    return fault;
}
