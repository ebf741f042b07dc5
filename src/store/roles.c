#include "store/roles.h"

#include "base/job.h"
#include "store/query.h"

enum fault roles_send(struct job *job, struct link *link, struct guild_id guild)
{
    return query_send(job, link, SQL_roles_list, GUILD_ROLES_MOST,
                      VALUES(value_id(guild.snowflake), value_whole(GUILD_ROLES_MOST)));
}

enum fault roles_take(struct job *job, struct link *link, const struct guild_role **roles,
                      size_t *count)
{
    struct rows rows;
    const enum fault fault = query_take(job, link, &rows);

    if (fault)
        return fault;
    struct guild_role *list = arena_take_many(&job->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++) {
        const struct row row = rows_row(&rows, i);
        list[i] = (struct guild_role){ { row_id(row, 0) }, (enum duty)row_whole(row, 1) };
    }
    *roles = list;
    *count = rows.count;
    return FAULT_NONE;
}

enum fault roles_list(struct job *job, struct link *link, struct guild_id guild,
                      const struct guild_role **roles, size_t *count)
{
    const enum fault fault = roles_send(job, link, guild);

    return fault ? fault : roles_take(job, link, roles, count);
}

/* Locks the server, so that the count stays what it is, and lets its version grow.  A wish that
 * changes nothing costs a version too: caches look again, nothing more. */
static enum fault lock(struct job *job, struct change *change, struct guild_id guild,
                       int64_t *count)
{
    struct link *link = change->link;
    struct rows rows;
    enum fault fault;

    if ((fault = query_send(job, link, SQL_guild_settings_changed, 0,
                            VALUES(value_id(guild.snowflake)))) ||
        (fault = query_send(job, link, SQL_roles_count, 1, VALUES(value_id(guild.snowflake)))) ||
        (fault = query_take(job, link, &rows)) || (fault = query_take(job, link, &rows)))
        return fault;
    *count = row_whole(rows_row(&rows, 0), 0);
    return FAULT_NONE;
}

static enum fault put(struct job *job, struct change *change, struct guild_id guild,
                      struct role_id role, enum duty duty, int64_t count, enum roles_answer *answer)
{
    uint64_t changed = 0;
    const enum fault fault = query_run(
        job, change->link, SQL_role_add, &changed,
        VALUES(value_id(guild.snowflake), value_id(role.snowflake), value_whole(duty)));

    if (fault)
        return fault;
    *answer = changed > 0 ? ROLES_DONE : ROLES_ALREADY;
    if (changed > 0 && count >= GUILD_ROLES_MOST) {
        *answer = ROLES_FULL;
        return query_run(
            job, change->link, SQL_role_remove, NULL,
            VALUES(value_id(guild.snowflake), value_id(role.snowflake), value_whole(duty)));
    }
    return FAULT_NONE;
}

enum fault roles_add(struct job *job, struct change *change, struct guild_id guild,
                     struct role_id role, enum duty duty, enum roles_answer *answer)
{
    int64_t count = 0;
    const enum fault fault = lock(job, change, guild, &count);

    return fault ? fault : put(job, change, guild, role, duty, count, answer);
}

enum fault roles_remove(struct job *job, struct change *change, struct guild_id guild,
                        struct role_id role, enum duty duty, enum roles_answer *answer)
{
    uint64_t changed = 0;
    int64_t count = 0;
    enum fault fault;

    if ((fault = lock(job, change, guild, &count)) ||
        (fault = query_run(
             job, change->link, SQL_role_remove, &changed,
             VALUES(value_id(guild.snowflake), value_id(role.snowflake), value_whole(duty)))))
        return fault;
    *answer = changed > 0 ? ROLES_DONE : ROLES_ALREADY;
    return FAULT_NONE;
}

enum fault roles_set_main(struct job *job, struct change *change, struct guild_id guild,
                          struct role_id role, enum roles_answer *answer)
{
    uint64_t removed = 0;
    int64_t count = 0;
    enum fault fault;

    if ((fault = lock(job, change, guild, &count)) ||
        (fault = query_run(job, change->link, SQL_roles_remove_main, &removed,
                           VALUES(value_id(guild.snowflake), value_id(role.snowflake)))))
        return fault;
    if (role.snowflake != 0)
        return put(job, change, guild, role, DUTY_MAIN_ADMIN, count - (int64_t)removed, answer);
    *answer = removed > 0 ? ROLES_DONE : ROLES_ALREADY;
    return FAULT_NONE;
}
