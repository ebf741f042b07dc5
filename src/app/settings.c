#include "app/settings.h"

#include <string.h>

#include "app/app.h"
#include "base/job.h"
#include "base/number.h"
#include "base/zone.h"
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

static enum fault keep(struct job *job, struct change *change, struct guild_id guild,
                       const struct settings_wish *wish)
{
    enum fault fault = FAULT_NONE;

    if (wish->week_start)
        fault = guilds_set_week_start(job, change, guild, *wish->week_start);
    if (!fault && wish->workday_end_min)
        fault = guilds_set_workday_end(job, change, guild, *wish->workday_end_min);
    if (!fault && wish->names)
        fault = guilds_set_names(job, change, guild, *wish->names);
    if (!fault && wish->max_shift_s)
        fault = guilds_set_max_shift(job, change, guild, *wish->max_shift_s);
    if (!fault && wish->log_channel)
        fault = guilds_set_log_channel(job, change, guild, *wish->log_channel);
    return fault;
}

enum fault settings_change(struct job *job, const struct app *app, struct guild_id guild,
                           const struct settings_wish *wish)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)) || (fault = keep(job, &change, guild, wish)))
        return fault;
    return store_keep(job, &change);
}

enum fault settings_recipient(struct job *job, const struct app *app, struct guild_id guild,
                              struct user_id user, bool add, struct instant now,
                              enum recipients_answer *answer)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault;

    if ((fault = store_borrow(job, app->store, &link)) ||
        (fault = store_begin(job, &link, &change)))
        return fault;
    fault = add ? recipients_add(job, &change, guild, user, now, answer)
                : recipients_remove(job, &change, guild, user, answer);
    return fault ? fault : store_keep(job, &change);
}

bool settings_read_time(const char *text, int *minute)
{
    char hours[3] = { 0 };
    int64_t hour, rest;
    const size_t digits = strcspn(text, ":");

    if (digits < 1 || digits > 2 || strlen(text) != digits + 3)
        return false;
    memcpy(hours, text, digits);
    if (!number_read_within(hours, 0, 23, &hour) ||
        !number_read_within(text + digits + 1, 0, 59, &rest))
        return false;
    *minute = (int)(hour * 60 + rest);
    return true;
}
