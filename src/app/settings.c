#include "app/settings.h"

#include "app/app.h"
#include "base/job.h"
#include "base/zone.h"
#include "store/guilds.h"
#include "store/store.h"

enum fault settings_zone(struct job *job, const struct app *app, struct guild_id guild,
                         const char *zone, bool *known)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    *known = zone_find(zone) != NULL;
    if (!*known)
        return FAULT_NONE;
    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) ||
        (fault = guilds_set_zone(job, &change, guild, zone)))
        return fault;
    return store_keep(job, &change);
}
