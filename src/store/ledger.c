#include "store/ledger.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/job.h"
#include "store/names.h"
#include "store/query.h"
#include "store/session_rows.h"

enum { HEAD_SEQUENCE, HEAD_HASH };

static enum fault send_questions(struct job *job, struct link *link, struct guild_id guild,
                                 struct user_id member, const char *request_key,
                                 struct instant recent_from)
{
    const struct value server = value_id(guild.snowflake), who = value_id(member.snowflake);
    enum fault fault;

    if ((fault = query_send(job, link, SQL_guild_lock, 1, VALUES(server))) ||
        (fault = query_send(job, link, SQL_punch_by_key, 1,
                            VALUES(server, value_text(request_key)))) ||
        (fault = query_send(job, link, SQL_punch_last_at, 1, VALUES(server, who))))
        return fault;
    return query_send(
        job, link, SQL_sessions_recent, LEDGER_ROWS_MOST,
        VALUES(server, who, value_instant(recent_from), value_whole(LEDGER_ROWS_MOST)));
}

static const struct punch *read_answered(struct arena *arena, struct guild_id guild,
                                         const struct rows *rows)
{
    struct punch *punch;

    if (rows->count == 0)
        return NULL;
    punch = arena_take(arena, sizeof(*punch));
    *punch = punch_from_row(guild, rows_row(rows, 0));
    return punch;
}

static enum fault read_head(struct job *job, struct ledger *ledger, struct row row)
{
    ledger->sequence = row_whole(row, HEAD_SEQUENCE);
    ledger->head = punch_genesis(ledger->guild);
    if (ledger->sequence > 0 && !row_hash(row, HEAD_HASH, &ledger->head))
        return fail(job, FAULT_STORE, "the chain head of server %" PRIu64 " is no hash",
                    ledger->guild.snowflake);
    return FAULT_NONE;
}

/* The rows came newest first.  When they filled the limit, the oldest session may lack breaks
 * and is left out. */
static void read_sessions(struct arena *arena, struct ledger *ledger, const struct rows *rows)
{
    struct session_list list = session_list_of(arena, ledger->guild, rows);
    const size_t whole = rows->count == LEDGER_ROWS_MOST && list.count > 1 ? list.count - 1
                                                                           : list.count;

    for (size_t i = 0; i < whole / 2; i++) {
        const struct session other = list.sessions[i];
        list.sessions[i] = list.sessions[whole - 1 - i];
        list.sessions[whole - 1 - i] = other;
    }
    ledger->recent = list.sessions;
    ledger->recent_count = whole;
}

/* Who is off the clock, works or is on break follows from the newest session. */
static void judge_standing(struct ledger *ledger)
{
    const struct session *newest = ledger->recent_count ? &ledger->recent[ledger->recent_count - 1]
                                                        : NULL;

    ledger->open = newest && !newest->ended ? newest : NULL;
    ledger->standing.state = CLOCK_OFF;
    if (!ledger->open)
        return;
    const size_t breaks = ledger->open->breaks_count;
    ledger->standing.state = breaks > 0 && !ledger->open->breaks[breaks - 1].ended ? CLOCK_ON_BREAK
                                                                                   : CLOCK_WORKING;
}

enum fault ledger_open(struct job *job, struct change *change, struct guild_id guild,
                       struct user_id member, const char *request_key, struct instant recent_from,
                       struct ledger *opened)
{
    struct ledger ledger = { .guild = guild, .member = member };
    struct link *link = change->link;
    struct rows head, answered, last, sessions;
    enum fault fault;

    assert(strlen(request_key) < PUNCH_KEY_BYTES);
    if ((fault = send_questions(job, link, guild, member, request_key, recent_from)) ||
        (fault = query_take(job, link, &head)) || (fault = query_take(job, link, &answered)) ||
        (fault = query_take(job, link, &last)) || (fault = query_take(job, link, &sessions)) ||
        (fault = read_head(job, &ledger, rows_row(&head, 0))))
        return fault;
    ledger.answered = read_answered(&job->arena, guild, &answered);
    ledger.standing.punched = row_has(rows_row(&last, 0), 0);
    if (ledger.standing.punched)
        ledger.standing.last_at = row_instant(rows_row(&last, 0), 0);
    read_sessions(&job->arena, &ledger, &sessions);
    judge_standing(&ledger);
    *opened = ledger;
    return FAULT_NONE;
}

/* The member's sessions with what the punch makes of them: a new one at the end, or another
 * last one. */
static void apply(struct arena *arena, struct ledger *ledger, const struct punch *punch)
{
    const size_t count = ledger->recent_count + (punch->kind == PUNCH_IN);
    struct session *sessions = arena_take_many(arena, count, sizeof(*sessions));

    if (ledger->recent_count > 0)
        memcpy(sessions, ledger->recent, ledger->recent_count * sizeof(*sessions));
    if (punch->kind == PUNCH_IN) {
        sessions[count - 1] = session_begin(punch);
    } else {
        const bool fits = session_apply(arena, &sessions[count - 1], punch);
        assert(fits);
    }
    ledger->recent = sessions;
    ledger->recent_count = count;
    ledger->standing.punched = true;
    ledger->standing.last_at = punch->made_at;
    judge_standing(ledger);
}

static enum fault send_punch(struct job *job, struct link *link, const struct punch *punch,
                             const struct hash *hash)
{
    return query_send(job, link, SQL_punch_add, 0,
                      VALUES(value_id(punch->guild.snowflake), value_whole(punch->sequence),
                             value_whole(punch->session), value_id(punch->member.snowflake),
                             value_id(punch->actor.snowflake), value_whole(punch->kind),
                             value_whole(punch->source), value_instant(punch->made_at),
                             value_instant(punch->received_at), value_text(punch->request_key),
                             value_flag(punch->estimated), value_flag(punch->device_unknown),
                             value_hash(hash)));
}

/* The member's name if it is known, the punch, its session, the last of its breaks if any, the
 * head: all in one round trip. */
static enum fault write_all(struct job *job, struct link *link, const struct ledger *ledger,
                            const struct punch *punch)
{
    const struct session *session = &ledger->recent[ledger->recent_count - 1];
    const size_t last_break = session->breaks_count > 0 ? session->breaks_count - 1 : 0;
    struct rows rows = { 0 };
    size_t named = 0, sent = 0;
    enum fault fault;

    if (ledger->name) {
        fault = names_send(job, link, punch->guild, ledger->name, punch->received_at);
        if (fault)
            return fault;
        named = 1;
    }
    if ((fault = send_punch(job, link, punch, &ledger->head)) ||
        (fault = session_put(job, link, session, last_break, &sent)) ||
        (fault = query_send(job, link, SQL_guild_move_head, 0,
                            VALUES(value_id(punch->guild.snowflake), value_whole(punch->sequence),
                                   value_hash(&ledger->head)))))
        return fault;
    for (size_t i = 0; i < named + sent + 2 && !fault; i++)
        fault = query_take(job, link, &rows);
    if (!fault && rows.changed != 1)
        return fail(job, FAULT_RACE, "the chain of server %" PRIu64 " moved on meanwhile",
                    punch->guild.snowflake);
    return fault;
}

enum fault ledger_append(struct job *job, struct change *change, struct ledger *ledger,
                         struct punch *wanted)
{
    struct ledger next = *ledger;
    struct punch punch = *wanted;

    assert((punch.kind == PUNCH_IN) == (ledger->open == NULL));
    assert(!ledger->answered && punch.request_key[0]);
    punch.guild = ledger->guild;
    punch.member = ledger->member;
    punch.sequence = ledger->sequence + 1;
    punch.session = ledger->open ? ledger->open->id : punch.sequence;
    next.sequence = punch.sequence;
    next.head = punch_hash(&ledger->head, &punch);
    apply(&job->arena, &next, &punch);

    const enum fault fault = write_all(job, change->link, &next, &punch);
    if (fault)
        return fault;
    *ledger = next;
    *wanted = punch;
    return FAULT_NONE;
}

enum fault ledger_head(struct job *job, struct link *link, struct guild_id guild, struct hash *head)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_chain_state, 1, &rows,
                                        VALUES(value_id(guild.snowflake)));
    struct hash found = punch_genesis(guild);

    if (fault)
        return fault;
    if (rows.count > 0 && row_has(rows_row(&rows, 0), 1) &&
        !row_hash(rows_row(&rows, 0), 1, &found))
        return fail(job, FAULT_STORE, "the chain head of server %" PRIu64 " is no hash",
                    guild.snowflake);
    *head = found;
    return FAULT_NONE;
}

enum fault ledger_punch_by_key(struct job *job, struct link *link, struct guild_id guild,
                               const char *request_key, const struct punch **punch)
{
    struct rows rows;
    const enum fault fault = query_rows(job, link, SQL_punch_by_key, 1, &rows,
                                        VALUES(value_id(guild.snowflake), value_text(request_key)));

    if (!fault)
        *punch = read_answered(&job->arena, guild, &rows);
    return fault;
}
