/* The round that closes forgotten shifts: a session that is longer than its server allows ends
 * at the limit, marked as an estimate, and those concerned are told.
 *
 * Each in a change of its own under the key "system:maxshift:<session>": whoever is killed in
 * between, or runs beside another process, closes no session twice and leaves none out. */
#include <inttypes.h>
#include <stdio.h>

#include "app/announce.h"
#include "app/app.h"
#include "app/outbox.h"
#include "app/rounds/handlers.h"
#include "base/job.h"
#include "base/log.h"
#include "base/zone.h"
#include "domain/time/punch.h"
#include "store/guilds.h"
#include "store/ledger.h"
#include "store/sessions.h"
#include "store/store.h"

enum { AT_A_TIME = 200, DAY_MS = 24 * 60 * 60 * 1000 };

static struct punch punch_of(const struct overlong *overlong, const struct ledger *ledger,
                             struct instant now)
{
    struct punch punch = {
        .guild = overlong->guild,
        .member = overlong->member,
        .kind = PUNCH_OUT,
        .source = SOURCE_SYSTEM,
        .made_at = overlong->limit_at,
        .received_at = now,
        .estimated = true,
    };

    /* Never before what the member did last: a break may have begun after the limit. */
    if (instant_compare(punch.made_at, ledger->standing.last_at) < 0)
        punch.made_at = ledger->standing.last_at;
    (void)snprintf(punch.request_key, sizeof(punch.request_key), "system:maxshift:%" PRId64,
                   overlong->session);
    return punch;
}

/* *closed stays false when the member was faster. */
static enum fault close_in_change(struct job *job, const struct app *app, struct change *change,
                                  const struct overlong *overlong, struct instant now, bool *closed)
{
    const char *key = arena_print(&job->arena, "system:maxshift:%" PRId64, overlong->session);
    struct ledger ledger;
    struct guild guild;
    bool told = false;
    enum fault fault;

    if ((fault = ledger_open(job, change, overlong->guild, overlong->member, key,
                             (struct instant){ now.ms - DAY_MS }, &ledger)) ||
        (fault = guilds_load(job, change->link, overlong->guild, &guild)))
        return fault;
    if (ledger.answered || !ledger.open || ledger.open->id != overlong->session)
        return FAULT_NONE;

    const struct zone *zone = guild.zone ? zone_find(guild.zone) : NULL;
    struct punch punch = punch_of(overlong, &ledger, now);
    if ((fault = ledger_append(job, change, &ledger, &punch)) ||
        (fault = announce_punch(job, change, &guild, zone ? zone : app->zone, &punch,
                                &ledger.recent[ledger.recent_count - 1], &told)))
        return fault;
    *closed = true;
    return store_keep(job, change);
}

/* A job each: what one needed is not kept for the next, and a fault of one is told by itself. */
static enum fault close_one(const struct app *app, const struct overlong *overlong,
                            int64_t deadline_ms, struct instant now)
{
    AUTO(job_end) struct job job = { .name = "forgotten shift", .deadline_ms = deadline_ms };
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    bool closed = false;
    enum fault fault = store_borrow(&job, app->store, &link);

    if (!fault)
        fault = store_begin(&job, &link, &change);
    if (!fault)
        fault = close_in_change(&job, app, &change, overlong, now, &closed);
    if (!fault && closed)
        log_info(&job, "forgotten shift closed", NUMBER("guild", overlong->guild.snowflake),
                 NUMBER("user", overlong->member.snowflake), NUMBER("session", overlong->session));
    job_log_fault(&job, fault);
    return fault;
}

static enum fault find(struct job *job, const struct app *app, struct instant now,
                       const struct overlong **found, size_t *count)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault : sessions_overlong(job, &link, now, AT_A_TIME, found, count);
}

enum fault maxshift_round(struct job *job, const struct app *app, struct instant now, bool *more)
{
    const struct overlong *found = NULL;
    size_t count = 0, failed = 0;
    const enum fault fault = find(job, app, now, &found, &count);

    if (fault)
        return fault;
    for (size_t i = 0; i < count && !job_late(job); i++)
        failed += close_one(app, &found[i], job->deadline_ms, now) != FAULT_NONE;
    if (count > 0)
        outbox_ring(app);
    *more = count == AT_A_TIME && failed == 0;
    if (failed > 0)
        return fail(job, FAULT_STORE, "%zu of %zu forgotten shifts could not be closed", failed,
                    count);
    return FAULT_NONE;
}
