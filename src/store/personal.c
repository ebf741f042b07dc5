#include "store/personal.h"

#include "base/job.h"
#include "base/random.h"
#include "store/erasure.h"
#include "store/query.h"
#include "store/session_rows.h"

enum fault personal_facts(struct job *job, struct link *link, struct guild_id guild,
                          struct user_id member, struct personal_facts *facts)
{
    enum { USERNAME, NICKNAME, SEEN, BANNED, UNTIL, LIFTED, WARNED, RECIPIENT };
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, SQL_personal_facts, 1, &rows,
        VALUES(value_id(guild.snowflake), value_id(member.snowflake)));

    if (fault)
        return fault;
    const struct row row = rows_row(&rows, 0);
    *facts = (struct personal_facts){
        .username = row_text(row, USERNAME),
        .nickname = row_text(row, NICKNAME),
        .seen_at = row_instant(row, SEEN),
        .banned_at = row_instant(row, BANNED),
        .ban_until = row_instant(row, UNTIL),
        .ban_lifted_at = row_instant(row, LIFTED),
        .warned_at = row_instant(row, WARNED),
        .recipient_since = row_instant(row, RECIPIENT),
    };
    return FAULT_NONE;
}

struct telling {
    struct guild_id guild;
    personal_visit *each;
    void *context;
};

static enum fault tell(void *context, struct row row)
{
    const struct telling *telling = context;
    const struct punch punch = punch_from_row(telling->guild, row);

    return telling->each(telling->context, &punch);
}

enum fault personal_punches(struct job *job, struct link *link, struct guild_id guild,
                            struct user_id member, personal_visit *each, void *context)
{
    struct telling telling = { guild, each, context };

    return query_each(
        job, link, SQL_punches_of_member, tell, &telling,
        VALUES(value_id(guild.snowflake), value_id(member.snowflake), value_whole(0)));
}

enum fault personal_count(struct job *job, struct link *link, const struct farewell *farewell,
                          struct farewell_count *count)
{
    enum { OPEN, COMPLETED, KEPT };
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, SQL_personal_count, 1, &rows,
        VALUES(value_id(farewell->guild.snowflake), value_id(farewell->member.snowflake),
               value_instant(farewell->kept_from), value_instant(farewell->asked_at)));

    if (fault)
        return fault;
    const struct row row = rows_row(&rows, 0);
    *count = (struct farewell_count){
        .on_the_clock = row_whole(row, OPEN) > 0,
        .deleted = (uint64_t)(row_whole(row, COMPLETED) - row_whole(row, KEPT)),
        .pseudonymised = (uint64_t)row_whole(row, KEPT),
    };
    return FAULT_NONE;
}

static struct user_id new_pseudonym(void)
{
    struct user_id id;

    random_bytes(&id.snowflake, sizeof(id.snowflake));
    id.snowflake |= PSEUDONYM_BIT;
    return id;
}

/* The punches become stones before the sessions lose the name by which these are found. */
static enum fault pseudonymise(struct job *job, struct link *link, const struct farewell *farewell,
                               struct instant now)
{
    const struct value server = value_id(farewell->guild.snowflake);
    const struct value who = value_id(farewell->member.snowflake);
    const struct value until = value_instant(farewell->asked_at);
    enum fault fault;

    if ((fault = query_run(job, link, SQL_erasure_stones, NULL,
                           VALUES(server, who, until, value_instant(now)))) ||
        (fault = query_run(job, link, SQL_erasure_punches, NULL, VALUES(server, who, until))))
        return fault;
    return query_run(job, link, SQL_personal_pseudonymise, NULL,
                     VALUES(server, who, until, value_id(new_pseudonym().snowflake)));
}

static enum fault forget_rest(struct job *job, struct link *link, const struct farewell *farewell)
{
    const struct value server = value_id(farewell->guild.snowflake);
    const struct value who = value_id(farewell->member.snowflake);
    enum fault fault;

    if ((fault = query_run(job, link, SQL_personal_forget_name, NULL, VALUES(server, who))) ||
        (fault = query_run(job, link, SQL_personal_forget_ban, NULL,
                           VALUES(server, who, value_instant(farewell->asked_at)))) ||
        (fault = query_run(job, link, SQL_warning_forget, NULL, VALUES(server, who))) ||
        (fault = query_run(job, link, SQL_recipient_remove, NULL, VALUES(server, who))))
        return fault;
    return query_run(job, link, SQL_personal_forget_letters, NULL, VALUES(server, who));
}

enum fault personal_forget(struct job *job, struct change *change, const struct farewell *farewell,
                           struct instant now, struct farewell_count *count)
{
    struct link *link = change->link;
    const struct erasure old = { farewell->guild, farewell->member, farewell->kept_from };
    struct rows rows;
    uint64_t deleted = 0;
    enum fault fault;

    if ((fault = query_rows(job, link, SQL_guild_lock, 1, &rows,
                            VALUES(value_id(farewell->guild.snowflake)))) ||
        (fault = personal_count(job, link, farewell, count)) || count->on_the_clock)
        return fault;
    if ((fault = erasure_run(job, change, &old, now, &deleted)) ||
        (fault = pseudonymise(job, link, farewell, now)))
        return fault;
    return forget_rest(job, link, farewell);
}
