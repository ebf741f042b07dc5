#include "store/verify.h"

#include <inttypes.h>

#include "base/job.h"
#include "store/chain.h"
#include "store/guilds.h"
#include "store/query.h"
#include "store/session_rows.h"

enum { GUILDS_PAGE = 500, UNFOUNDED_MOST = 100 };

/* What one run carries from server to server. */
struct run {
    struct job *job;
    struct link *link;
    verify_found *found;
    void *context;
    struct verify_summary verified;
    struct rebuild_summary rebuilt;
};

typedef enum fault one_guild(struct run *run, struct guild_id guild);

static enum fault each_guild(struct run *run, struct guild_id guild, one_guild *one)
{
    struct guild_ids page = { &guild, 1 };
    struct guild_id last = { 0 };
    enum fault fault = FAULT_NONE;

    if (guild.snowflake != 0)
        return one(run, guild);
    do {
        fault = guilds_known(run->job, run->link, last, GUILDS_PAGE, &page);
        for (size_t i = 0; !fault && i < page.count; i++) {
            last = page.ids[i];
            fault = one(run, last);
        }
    } while (!fault && page.count == GUILDS_PAGE);
    return fault;
}

typedef enum fault one_member(struct run *run, const struct chain *chain, struct user_id member);

static enum fault each_member(struct run *run, const struct chain *chain, one_member *one)
{
    const struct user_id *members;
    struct user_id last = { 0 };
    size_t count;
    enum fault fault;

    do {
        fault = chain_members(run->job, run->link, chain->guild, last, &members, &count);
        for (size_t i = 0; !fault && i < count; i++) {
            last = members[i];
            fault = one(run, chain, last);
        }
    } while (!fault && count == CHAIN_MEMBERS);
    return fault;
}

static void report(struct run *run, const struct finding *finding)
{
    run->verified.findings++;
    if (run->found)
        run->found(run->context, finding);
}

static const char *difference_text(const struct difference *difference)
{
    if (!difference->stored)
        return "this session is missing, the punches tell of it";
    if (!difference->told)
        return "no punch tells of this session";
    return "this session is not what the punches tell";
}

static enum fault verify_member(struct run *run, const struct chain *chain, struct user_id member)
{
    AUTO(arena_empty) struct arena scratch = { 0 };
    struct comparison comparison;
    const enum fault fault = chain_compare(run->job, run->link, &scratch, chain, member,
                                           &comparison);

    if (fault)
        return fault;
    run->verified.sessions += comparison.sessions;
    if (comparison.misfit)
        report(run, &(struct finding){ FINDING_SESSION, chain->guild, comparison.misfit,
                                       "this punch fits no session" });
    for (size_t i = 0; i < comparison.count; i++)
        report(run, &(struct finding){ FINDING_SESSION, chain->guild,
                                       comparison.differences[i].session_id,
                                       difference_text(&comparison.differences[i]) });
    return FAULT_NONE;
}

/* The punches of who asked to be forgotten are stones, which tell no more than where a session
 * began. */
static enum fault verify_pseudonyms(struct run *run, struct guild_id guild)
{
    struct rows rows;
    const enum fault fault = query_rows(
        run->job, run->link, SQL_personal_unfounded, UNFOUNDED_MOST, &rows,
        VALUES(value_id(guild.snowflake), value_whole(UNFOUNDED_MOST)));

    for (size_t i = 0; !fault && i < rows.count; i++)
        report(run, &(struct finding){ FINDING_SESSION, guild, row_whole(rows_row(&rows, i), 0),
                                       "no stone tells of this session of somebody forgotten" });
    return fault;
}

static enum fault verify_guild(struct run *run, struct guild_id guild)
{
    AUTO(store_undo) struct change change = { 0 };
    struct chain chain;
    enum fault fault;

    if ((fault = query_begin(run->job, run->link, CHANGE_SNAPSHOT, &change)) ||
        (fault = chain_walk(run->job, run->link, guild, &chain)))
        return fault;
    run->verified.guilds++;
    run->verified.punches += chain.punches;
    if (chain.broken)
        report(run, &chain.finding);
    fault = verify_pseudonyms(run, guild);
    return fault ? fault : each_member(run, &chain, verify_member);
}

enum fault verify_run(struct job *job, struct store *store, struct guild_id guild,
                      verify_found *found, void *context, struct verify_summary *summary)
{
    AUTO(store_return) struct link link = { 0 };
    struct run run = { .job = job, .link = &link, .found = found, .context = context };
    const char *damage = NULL;
    enum fault fault;

    if ((fault = store_borrow(job, store, &link)) || (fault = query_inspect(job, &link, &damage)))
        return fault;
    if (damage)
        report(&run, &(struct finding){ .kind = FINDING_FILE, .text = damage });
    fault = each_guild(&run, guild, verify_guild);
    if (!fault)
        *summary = run.verified;
    return fault;
}

/* What must go first: else a wrong open session would stand in the way of the right one. */
static enum fault remove_wrong(struct run *run, struct guild_id guild,
                               const struct comparison *comparison)
{
    enum fault fault = FAULT_NONE;

    for (size_t i = 0; !fault && i < comparison->count; i++) {
        const struct difference *difference = &comparison->differences[i];
        if (!difference->stored)
            continue;
        fault = query_run(run->job, run->link, SQL_session_remove, NULL,
                          VALUES(value_id(guild.snowflake), value_whole(difference->session_id)));
        if (difference->told)
            run->rebuilt.changed++;
        else
            run->rebuilt.removed++;
    }
    return fault;
}

static enum fault put_told(struct run *run, const struct difference *difference)
{
    struct rows rows;
    size_t sent = 0;
    enum fault fault = session_put(run->job, run->link, difference->told, 0, &sent);

    for (; !fault && sent > 0; sent--)
        fault = query_take(run->job, run->link, &rows);
    if (!difference->stored)
        run->rebuilt.made++;
    return fault;
}

static enum fault rebuild_member(struct run *run, const struct chain *chain, struct user_id member)
{
    AUTO(arena_empty) struct arena scratch = { 0 };
    struct comparison comparison;
    enum fault fault = chain_compare(run->job, run->link, &scratch, chain, member, &comparison);

    if (!fault && comparison.misfit)
        return fail(run->job, FAULT_STORE,
                    "punch %" PRId64 " of server %" PRIu64 " fits no session", comparison.misfit,
                    chain->guild.snowflake);
    if (!fault)
        fault = remove_wrong(run, chain->guild, &comparison);
    for (size_t i = 0; !fault && i < comparison.count; i++)
        if (comparison.differences[i].told)
            fault = put_told(run, &comparison.differences[i]);
    return fault;
}

static enum fault rebuild_guild(struct run *run, struct guild_id guild)
{
    AUTO(store_undo) struct change change = { 0 };
    struct chain chain;
    enum fault fault;

    if ((fault = store_begin(run->job, run->link, &change)) ||
        (fault = query_run(run->job, run->link, SQL_guild_touch, NULL,
                           VALUES(value_id(guild.snowflake)))) ||
        (fault = chain_walk(run->job, run->link, guild, &chain)))
        return fault;
    if (chain.broken)
        return fail(run->job, FAULT_STORE,
                    "the chain of server %" PRIu64 " is broken at %" PRId64 ": %s", guild.snowflake,
                    chain.finding.sequence, chain.finding.text);
    if ((fault = each_member(run, &chain, rebuild_member)) ||
        (fault = store_keep(run->job, &change)))
        return fault;
    run->rebuilt.guilds++;
    return FAULT_NONE;
}

enum fault rebuild_run(struct job *job, struct store *store, struct guild_id guild,
                       struct rebuild_summary *summary)
{
    AUTO(store_return) struct link link = { 0 };
    struct run run = { .job = job, .link = &link };
    enum fault fault;

    if ((fault = store_borrow(job, store, &link)) ||
        (fault = each_guild(&run, guild, rebuild_guild)))
        return fault;
    *summary = run.rebuilt;
    return FAULT_NONE;
}
