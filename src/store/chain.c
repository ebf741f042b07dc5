#include "store/chain.h"

#include <assert.h>
#include <inttypes.h>

#include "base/job.h"
#include "store/query.h"
#include "store/session_rows.h"

/* The columns of chain_state. */
enum { HEAD_SEQUENCE, HEAD_HASH, CHECKPOINT_SEQUENCE, CHECKPOINT_HASH };

static void break_chain(struct chain *chain, enum finding_kind kind, int64_t sequence,
                        const char *text)
{
    chain->broken = true;
    chain->finding = (struct finding){ kind, chain->guild, sequence, text };
}

/* A punch that was erased: its hash is all there is, and the next link stands on it. */
static void on_stone(struct chain *chain, struct row row)
{
    const int64_t sequence = row_whole(row, PUNCH_SEQUENCE);

    if (sequence != chain->sequence + 1)
        break_chain(chain, FINDING_MISSING, chain->sequence + 1, "this punch is missing");
    else if (!row_hash(row, PUNCH_HASH, &chain->hash))
        break_chain(chain, FINDING_CHANGED, sequence, "the stone of this punch has no hash");
    chain->sequence = sequence;
}

static enum fault on_punch(void *context, struct row row)
{
    struct chain *chain = context;

    if (!chain->broken && !row_has(row, PUNCH_KIND)) {
        on_stone(chain, row);
        return FAULT_NONE;
    }
    const struct punch punch = punch_from_row(chain->guild, row);
    const struct hash hash = punch_hash(&chain->hash, &punch);
    struct hash stored;

    if (chain->broken)
        return FAULT_NONE;
    if (punch.sequence != chain->sequence + 1)
        break_chain(chain, FINDING_MISSING, chain->sequence + 1, "this punch is missing");
    else if (!row_hash(row, PUNCH_HASH, &stored) || !hash_equal(&stored, &hash))
        break_chain(chain, FINDING_CHANGED, punch.sequence,
                    "this punch is not the one that was written");
    chain->sequence = punch.sequence;
    chain->hash = hash;
    chain->punches++;
    return FAULT_NONE;
}

static void check_head(struct chain *chain, struct row state)
{
    const int64_t head = row_whole(state, HEAD_SEQUENCE);
    struct hash hash = punch_genesis(chain->guild);

    if (chain->broken)
        return;
    if (chain->sequence < head)
        break_chain(chain, FINDING_MISSING, chain->sequence + 1,
                    "this punch is missing: the server's head is further on");
    else if (chain->sequence > head || (head > 0 && !row_hash(state, HEAD_HASH, &hash)) ||
             !hash_equal(&hash, &chain->hash))
        break_chain(chain, FINDING_HEAD, chain->sequence,
                    "the server's head is not its last punch");
}

static void begin(struct chain *chain, struct row state)
{
    chain->hash = punch_genesis(chain->guild);
    if (!row_has(state, CHECKPOINT_SEQUENCE))
        return;
    chain->start = chain->sequence = row_whole(state, CHECKPOINT_SEQUENCE);
    if (!row_hash(state, CHECKPOINT_HASH, &chain->hash) ||
        chain->start > row_whole(state, HEAD_SEQUENCE))
        break_chain(chain, FINDING_CHECKPOINT, chain->start,
                    "the checkpoint does not belong to this chain");
}

enum fault chain_walk(struct job *job, struct link *link, struct guild_id guild,
                      struct chain *walked)
{
    struct chain chain = { .guild = guild };
    struct rows state;
    enum fault fault = query_rows(job, link, SQL_chain_state, 1, &state,
                                  VALUES(value_id(guild.snowflake)));

    if (fault)
        return fault;
    if (state.count == 0)
        return fail(job, FAULT_MISSING, "we know no server %" PRIu64, guild.snowflake);
    begin(&chain, rows_row(&state, 0));
    fault = query_each(job, link, SQL_punches_after, on_punch, &chain,
                       VALUES(value_id(guild.snowflake), value_whole(chain.start)));
    if (fault)
        return fault;
    check_head(&chain, rows_row(&state, 0));
    *walked = chain;
    return FAULT_NONE;
}

struct telling {
    struct session_list list;
    int64_t misfit;
};

static enum fault tell(void *context, struct row row)
{
    struct telling *telling = context;
    const struct punch punch = punch_from_row(telling->list.guild, row);

    if (punch.kind == PUNCH_IN) {
        session_list_add(&telling->list, session_begin(&punch));
        return FAULT_NONE;
    }
    struct session *session = session_list_find(&telling->list, punch.session);
    if ((!session || !session_apply(telling->list.arena, session, &punch)) && telling->misfit == 0)
        telling->misfit = punch.sequence;
    return FAULT_NONE;
}

static enum fault add_stored(void *context, struct row row)
{
    session_list_add_row(context, row);
    return FAULT_NONE;
}

/* The session at `at`, when it is the one that comes next of both lists. */
static const struct session *next_of(const struct session_list *list, size_t at,
                                     const struct session_list *other, size_t other_at)
{
    if (at == list->count)
        return NULL;
    if (other_at < other->count && other->sessions[other_at].id < list->sessions[at].id)
        return NULL;
    return &list->sessions[at];
}

/* Both lists are by id. */
static void find_differences(struct arena *arena, const struct session_list *told,
                             const struct session_list *stored, struct comparison *comparison)
{
    struct difference *list = arena_take_many(arena, told->count + stored->count, sizeof(*list));
    size_t t = 0, s = 0;

    comparison->differences = list;
    comparison->sessions = told->count;
    while (t < told->count || s < stored->count) {
        const struct session *one = next_of(told, t, stored, s);
        const struct session *other = next_of(stored, s, told, t);
        assert(one || other);
        t += one != NULL;
        s += other != NULL;
        if (one && other && sessions_equal(one, other))
            continue;
        list[comparison->count++] = (struct difference){ one ? one->id : other->id, other, one };
    }
}

enum fault chain_compare(struct job *job, struct link *link, struct arena *arena,
                         const struct chain *chain, struct user_id member,
                         struct comparison *compared)
{
    const struct value server = value_id(chain->guild.snowflake);
    const struct value who = value_id(member.snowflake);
    struct telling told = { .list = { .arena = arena, .guild = chain->guild } };
    struct session_list stored = { .arena = arena, .guild = chain->guild };
    struct comparison comparison = { 0 };
    enum fault fault;

    if ((fault = query_each(job, link, SQL_punches_of_member, tell, &told,
                            VALUES(server, who, value_whole(chain->start)))) ||
        (fault = query_each(job, link, SQL_sessions_ever, add_stored, &stored,
                            VALUES(server, who))))
        return fault;
    find_differences(arena, &told.list, &stored, &comparison);
    comparison.misfit = told.misfit;
    *compared = comparison;
    return FAULT_NONE;
}

enum fault chain_members(struct job *job, struct link *link, struct guild_id guild,
                         struct user_id after, const struct user_id **members, size_t *count)
{
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, SQL_members_after, CHAIN_MEMBERS, &rows,
        VALUES(value_id(guild.snowflake), value_id(after.snowflake), value_whole(CHAIN_MEMBERS)));

    if (fault)
        return fault;
    struct user_id *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++)
        list[i].snowflake = row_id(rows_row(&rows, i), 0);
    *members = list;
    *count = rows.count;
    return FAULT_NONE;
}
