#include "program/watching.h"

#include <string.h>

#include "app/app.h"
#include "app/devices.h"
#include "base/job.h"
#include "base/log.h"
#include "inbound/gateway/presences.h"
#include "outbound/discord/discord.h"
#include "program/config.h"
#include "store/guilds.h"
#include "store/store.h"

enum { PAGE = 1000 };

/* Discord's flags of an application: the intent is allowed, or allowed in up to 100 servers. */
#define FLAG_PRESENCE         (UINT64_C(1) << 12)
#define FLAG_PRESENCE_LIMITED (UINT64_C(1) << 13)

static enum device_view look(void *subject, struct guild_id guild, struct user_id user)
{
    return presences_look(subject, guild, user);
}

static void watch(void *subject, struct guild_id guild, bool on)
{
    presences_watch(subject, guild, on);
}

static enum fault find_state(struct job *job, const struct config *config, struct app *app)
{
    struct discord_application application;
    enum fault fault;

    if (strcmp(config->transport.text, "gateway") != 0)
        app->devices.state = DEVICES_NO_GATEWAY;
    else if (strcmp(config->presence.text, "on") != 0)
        app->devices.state = DEVICES_NOT_ASKED;
    else {
        fault = discord_application_me(job, app->discord, &application);
        if (fault)
            return fault;
        app->devices.state = application.flags & (FLAG_PRESENCE | FLAG_PRESENCE_LIMITED)
                                 ? DEVICES_SEEN
                                 : DEVICES_NOT_GRANTED;
    }
    if (app->devices.state == DEVICES_NOT_GRANTED)
        log_warn(job, "Discord does not allow presence to this application",
                 TEXT("do", "turn on Presence Intent in the developer portal"));
    return FAULT_NONE;
}

static enum fault watch_all(struct job *job, const struct app *app, struct presences *presences)
{
    AUTO(store_return) struct link link = { 0 };
    struct guild_ids found = { 0 };
    struct guild_id after = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    while (!fault) {
        fault = guilds_restricted(job, &link, after, PAGE, &found);
        if (fault || found.count == 0)
            break;
        for (size_t i = 0; i < found.count; i++)
            presences_watch(presences, found.ids[i], true);
        after = found.ids[found.count - 1];
    }
    return fault;
}

enum fault watching_begin(struct job *job, const struct config *config, struct app *app,
                          struct presences **presences)
{
    const enum fault fault = find_state(job, config, app);

    if (fault || app->devices.state != DEVICES_SEEN)
        return fault;
    *presences = presences_new();
    app->devices.look = look;
    app->devices.watch = watch;
    app->devices.subject = *presences;
    return watch_all(job, app, *presences);
}
