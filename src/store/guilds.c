#include "store/guilds.h"

#include <assert.h>
#include <string.h>

#include "base/job.h"
#include "base/zone.h"
#include "store/query.h"
#include "store/roles.h"

/* The columns of guild_load. */
enum {
    NAME,
    ZONE,
    WEEK_START,
    NAMES,
    MAX_SHIFT,
    JOINED_AT,
    LEFT_AT,
    VERSION,
    WORKDAY_END,
    LOG_CHANNEL,
    PANEL_CHANNEL,
    PANEL_MESSAGE,
    SETUP_STEP,
    MOBILE,
};

/* One duty's roles out of a list that is ordered by duty. */
static const struct role_id *pick_roles(struct arena *arena, const struct guild_role *roles,
                                        size_t count, enum duty duty, size_t *picked)
{
    struct role_id *ids = arena_take_many(arena, count, sizeof(*ids));

    *picked = 0;
    for (size_t i = 0; i < count; i++)
        if (roles[i].duty == duty)
            ids[(*picked)++] = roles[i].id;
    return ids;
}

static struct team read_team(struct arena *arena, const struct guild_role *roles, size_t count)
{
    struct team team = { 0 };
    size_t main_count;

    team.employee_roles = pick_roles(arena, roles, count, DUTY_EMPLOYEE,
                                     &team.employee_roles_count);
    team.admin_roles = pick_roles(arena, roles, count, DUTY_ADMIN, &team.admin_roles_count);
    const struct role_id *main_role = pick_roles(arena, roles, count, DUTY_MAIN_ADMIN, &main_count);
    if (main_count > 0)
        team.main_admin_role = main_role[0];
    return team;
}

static struct guild read_guild(struct guild_id id, struct row row)
{
    return (struct guild){
        .id = id,
        .known = true,
        .name = row_text(row, NAME) ? row_text(row, NAME) : "",
        .zone = row_text(row, ZONE),
        .week_start = (enum weekday)row_whole(row, WEEK_START),
        .names = (enum guild_names)row_whole(row, NAMES),
        .max_shift_s = row_whole(row, MAX_SHIFT),
        .present = row_has(row, JOINED_AT) && !row_has(row, LEFT_AT),
        .joined_at = row_instant(row, JOINED_AT),
        .left_at = row_instant(row, LEFT_AT),
        .settings_version = row_whole(row, VERSION),
        .workday_end_min = (int)row_whole(row, WORKDAY_END),
        .log_channel = { row_id(row, LOG_CHANNEL) },
        .panel_channel = { row_id(row, PANEL_CHANNEL) },
        .panel_message = { row_id(row, PANEL_MESSAGE) },
        .setup_step = (int)row_whole(row, SETUP_STEP),
        .mobile = (enum mobile_rule)row_whole(row, MOBILE),
    };
}

enum fault guilds_send(struct job *job, struct link *link, struct guild_id id)
{
    const enum fault fault = query_send(job, link, SQL_guild_load, 1,
                                        VALUES(value_id(id.snowflake)));

    return fault ? fault : roles_send(job, link, id);
}

enum fault guilds_take(struct job *job, struct link *link, struct guild_id id, struct guild *guild)
{
    const struct guild_role *roles;
    struct rows rows;
    size_t roles_count;
    enum fault fault;

    if ((fault = query_take(job, link, &rows)) ||
        (fault = roles_take(job, link, &roles, &roles_count)))
        return fault;
    *guild = rows.count > 0 ? read_guild(id, rows_row(&rows, 0))
                            : (struct guild){
                                  .id = id,
                                  .name = "",
                                  .week_start = MONDAY,
                                  .max_shift_s = GUILD_MAX_SHIFT_S,
                                  .workday_end_min = GUILD_WORKDAY_END_MIN,
                              };
    guild->team = read_team(&job->arena, roles, roles_count);
    return FAULT_NONE;
}

enum fault guilds_load(struct job *job, struct link *link, struct guild_id id, struct guild *guild)
{
    const enum fault fault = guilds_send(job, link, id);

    return fault ? fault : guilds_take(job, link, id, guild);
}

enum fault guilds_set_zone(struct job *job, struct change *change, struct guild_id id,
                           const char *zone)
{
    return query_run(job, change->link, SQL_guild_set_zone, NULL,
                     VALUES(value_id(id.snowflake), value_text(zone)));
}

enum fault guilds_set_week_start(struct job *job, struct change *change, struct guild_id id,
                                 enum weekday week_start)
{
    return query_run(job, change->link, SQL_guild_set_week_start, NULL,
                     VALUES(value_id(id.snowflake), value_whole((int64_t)week_start)));
}

enum fault guilds_set_names(struct job *job, struct change *change, struct guild_id id,
                            enum guild_names names)
{
    return query_run(job, change->link, SQL_guild_set_names, NULL,
                     VALUES(value_id(id.snowflake), value_whole(names)));
}

enum fault guilds_set_max_shift(struct job *job, struct change *change, struct guild_id id,
                                int64_t max_shift_s)
{
    assert(max_shift_s >= 0 && max_shift_s <= GUILD_MAX_SHIFT_S_MOST);
    return query_run(job, change->link, SQL_guild_set_max_shift, NULL,
                     VALUES(value_id(id.snowflake), value_whole(max_shift_s)));
}

enum fault guilds_set_workday_end(struct job *job, struct change *change, struct guild_id id,
                                  int minute)
{
    assert(minute >= 0 && minute < 24 * 60);
    return query_run(job, change->link, SQL_guild_set_workday_end, NULL,
                     VALUES(value_id(id.snowflake), value_whole(minute)));
}

/* What is not there is null, so that nobody takes 0 for an id. */
static struct value id_or_none(uint64_t snowflake)
{
    return snowflake == 0 ? value_none() : value_id(snowflake);
}

enum fault guilds_set_log_channel(struct job *job, struct change *change, struct guild_id id,
                                  struct channel_id channel)
{
    return query_run(job, change->link, SQL_guild_set_log_channel, NULL,
                     VALUES(value_id(id.snowflake), id_or_none(channel.snowflake)));
}

enum fault guilds_set_panel(struct job *job, struct change *change, struct guild_id id,
                            struct channel_id channel, struct message_id message)
{
    return query_run(job, change->link, SQL_guild_set_panel, NULL,
                     VALUES(value_id(id.snowflake), id_or_none(channel.snowflake),
                            id_or_none(message.snowflake)));
}

enum fault guilds_set_setup_step(struct job *job, struct change *change, struct guild_id id,
                                 int step)
{
    assert(step >= 0 && step <= GUILD_SETUP_STEPS_MOST);
    return query_run(job, change->link, SQL_guild_set_setup_step, NULL,
                     VALUES(value_id(id.snowflake), value_whole(step)));
}

enum fault guilds_set_mobile(struct job *job, struct change *change, struct guild_id id,
                             enum mobile_rule mobile)
{
    return query_run(job, change->link, SQL_guild_set_mobile, NULL,
                     VALUES(value_id(id.snowflake), value_whole(mobile)));
}

enum fault guilds_joined(struct job *job, struct change *change, struct guild_id id,
                         const char *name, struct instant now, bool *is_new)
{
    enum { LOCKED_JOINED_AT = 2, LOCKED_LEFT_AT = 3 };
    struct link *link = change->link;
    struct rows rows;
    enum fault fault = query_rows(job, link, SQL_guild_lock, 1, &rows,
                                  VALUES(value_id(id.snowflake)));

    if (fault)
        return fault;
    const struct row was = rows_row(&rows, 0);
    const bool again = row_has(was, LOCKED_JOINED_AT) && !row_has(was, LOCKED_LEFT_AT);
    const struct instant joined_at = again ? row_instant(was, LOCKED_JOINED_AT) : now;
    fault = query_run(job, link, SQL_guild_joined, NULL,
                      VALUES(value_id(id.snowflake), value_text(name), value_instant(joined_at)));
    if (!fault)
        *is_new = !again;
    return fault;
}

enum fault guilds_left(struct job *job, struct change *change, struct guild_id id,
                       struct instant now)
{
    return query_run(job, change->link, SQL_guild_left, NULL,
                     VALUES(value_id(id.snowflake), value_instant(now)));
}

static enum fault list(struct job *job, struct link *link, enum statement_id id,
                       struct guild_id after, size_t limit, struct guild_ids *found)
{
    struct rows rows;
    const enum fault fault = query_rows(
        job, link, id, limit, &rows,
        VALUES(value_id(after.snowflake), value_whole((int64_t)limit)));

    if (fault)
        return fault;
    struct guild_id *ids = arena_take_many(&job->arena, rows.count, sizeof(*ids));
    for (size_t i = 0; i < rows.count; i++)
        ids[i].snowflake = row_id(rows_row(&rows, i), 0);
    *found = (struct guild_ids){ ids, rows.count };
    return FAULT_NONE;
}

enum fault guilds_present(struct job *job, struct link *link, struct guild_id after, size_t limit,
                          struct guild_ids *found)
{
    return list(job, link, SQL_guilds_present, after, limit, found);
}

enum fault guilds_known(struct job *job, struct link *link, struct guild_id after, size_t limit,
                        struct guild_ids *found)
{
    return list(job, link, SQL_guilds_known, after, limit, found);
}

enum fault guilds_restricted(struct job *job, struct link *link, struct guild_id after,
                             size_t limit, struct guild_ids *found)
{
    return list(job, link, SQL_guilds_restricted, after, limit, found);
}
