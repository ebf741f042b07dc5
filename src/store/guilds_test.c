#include "store/guilds.h"

#include <pthread.h>
#include <string.h>

#include "base/job.h"
#include "store/gateway_sessions.h"
#include "store/names.h"
#include "store/registrations.h"
#include "store/roles.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"

static const struct guild_id diner = { 700 };

/* A link and a change on it, for what is tried here one after the other. */
struct desk {
    struct link link;
    struct change change;
};

static void desk_open(struct bench *bench, struct desk *desk)
{
    EQUAL(store_borrow(&bench->job, bench->store, &desk->link), FAULT_NONE);
    EQUAL(store_begin(&bench->job, &desk->link, &desk->change), FAULT_NONE);
}

static void desk_keep(struct bench *bench, struct desk *desk)
{
    EQUAL(store_keep(&bench->job, &desk->change), FAULT_NONE);
    store_return(&desk->link);
}

static struct guild load(struct bench *bench)
{
    AUTO(store_return) struct link link = { 0 };
    struct guild guild;

    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(guilds_load(&bench->job, &link, diner, &guild), FAULT_NONE);
    return guild;
}

ON_EVERY_ENGINE(what_was_set_up_is_kept_and_can_be_taken_back)
{
    struct desk desk = { 0 };

    desk_open(bench, &desk);
    EQUAL(guilds_set_workday_end(&bench->job, &desk.change, diner, 1050), FAULT_NONE);
    EQUAL(guilds_set_log_channel(&bench->job, &desk.change, diner, (struct channel_id){ 8 }),
          FAULT_NONE);
    EQUAL(guilds_set_panel(&bench->job, &desk.change, diner, (struct channel_id){ UINT64_MAX },
                           (struct message_id){ 9 }),
          FAULT_NONE);
    EQUAL(guilds_set_setup_step(&bench->job, &desk.change, diner, 3), FAULT_NONE);
    desk_keep(bench, &desk);
    struct guild guild = load(bench);
    EQUAL(guild.workday_end_min, 1050);
    EQUAL(guild.log_channel.snowflake, 8);
    EQUAL(guild.panel_channel.snowflake, UINT64_MAX);
    EQUAL(guild.panel_message.snowflake, 9);
    EQUAL(guild.setup_step, 3);
    EQUAL(guild.settings_version, 3);

    desk = (struct desk){ 0 };
    desk_open(bench, &desk);
    EQUAL(guilds_set_log_channel(&bench->job, &desk.change, diner, (struct channel_id){ 0 }),
          FAULT_NONE);
    EQUAL(guilds_set_panel(&bench->job, &desk.change, diner, (struct channel_id){ 0 },
                           (struct message_id){ 0 }),
          FAULT_NONE);
    desk_keep(bench, &desk);
    guild = load(bench);
    EQUAL(guild.log_channel.snowflake, 0);
    EQUAL(guild.panel_channel.snowflake, 0);
}

ON_EVERY_ENGINE(a_server_we_never_met_has_the_defaults)
{
    const struct guild guild = load(bench);

    EQUAL(guild.known, false);
    EQUAL(guild.present, false);
    SAME(guild.name, "");
    EQUAL(guild.zone == NULL, true);
    EQUAL(guild.week_start, MONDAY);
    EQUAL(guild.names, GUILD_NAMES_USERNAME);
    EQUAL(guild.max_shift_s, GUILD_MAX_SHIFT_S);
    EQUAL(guild.workday_end_min, GUILD_WORKDAY_END_MIN);
    EQUAL(guild.team.employee_roles_count, 0);
    EQUAL(guild.team.main_admin_role.snowflake, 0);
}

ON_EVERY_ENGINE(settings_stay_and_count_their_versions)
{
    struct desk desk = { 0 };

    desk_open(bench, &desk);
    EQUAL(guilds_set_zone(&bench->job, &desk.change, diner, "Europe/Berlin"), FAULT_NONE);
    EQUAL(guilds_set_week_start(&bench->job, &desk.change, diner, SUNDAY), FAULT_NONE);
    EQUAL(guilds_set_names(&bench->job, &desk.change, diner, GUILD_NAMES_NICKNAME), FAULT_NONE);
    EQUAL(guilds_set_max_shift(&bench->job, &desk.change, diner, 0), FAULT_NONE);
    desk_keep(bench, &desk);
    const struct guild guild = load(bench);
    EQUAL(guild.known, true);
    SAME(guild.zone, "Europe/Berlin");
    EQUAL(guild.week_start, SUNDAY);
    EQUAL(guild.names, GUILD_NAMES_NICKNAME);
    EQUAL(guild.max_shift_s, 0);
    EQUAL(guild.settings_version, 4);
}

ON_EVERY_ENGINE(joining_twice_is_news_once_and_coming_back_is_news)
{
    static const struct {
        bool joins;
        const char *name;
        int64_t at;
        bool is_new;
    } steps[] = {
        { true, "Joe's", 1000, true },       { true, "Joe's Diner", 2000, false },
        { false, NULL, 3000, false },        { false, NULL, 4000, false },
        { true, "Joe's again", 5000, true },
    };

    for (size_t i = 0; i < LENGTH(steps); i++) {
        struct desk desk = { 0 };
        const struct instant at = { steps[i].at };
        bool is_new = false;
        desk_open(bench, &desk);
        if (steps[i].joins)
            EQUAL(guilds_joined(&bench->job, &desk.change, diner, steps[i].name, at, &is_new),
                  FAULT_NONE);
        else
            EQUAL(guilds_left(&bench->job, &desk.change, diner, at), FAULT_NONE);
        desk_keep(bench, &desk);
        HOLDS(is_new == steps[i].is_new, "step %zu", i);
        const struct guild guild = load(bench);
        EQUAL(guild.present, steps[i].joins);
        if (i == 1) {
            EQUAL(guild.joined_at.ms, 1000);
            SAME(guild.name, "Joe's Diner");
        }
        if (i == 3)
            EQUAL(guild.left_at.ms, 3000);
    }
    EQUAL(load(bench).joined_at.ms, 5000);
}

ON_EVERY_ENGINE(servers_come_in_pages)
{
    AUTO(store_return) struct link link = { 0 };
    struct guild_ids page;
    bool is_new;

    for (uint64_t id = 1; id <= 5; id++) {
        struct desk desk = { 0 };
        desk_open(bench, &desk);
        EQUAL(guilds_joined(&bench->job, &desk.change, (struct guild_id){ id << 40 }, "x",
                            (struct instant){ 1 }, &is_new),
              FAULT_NONE);
        if (id == 2)
            EQUAL(guilds_left(&bench->job, &desk.change, (struct guild_id){ id << 40 },
                              (struct instant){ 2 }),
                  FAULT_NONE);
        desk_keep(bench, &desk);
    }
    EQUAL(store_borrow(&bench->job, bench->store, &link), FAULT_NONE);
    EQUAL(guilds_present(&bench->job, &link, (struct guild_id){ 0 }, 3, &page), FAULT_NONE);
    EQUAL(page.count, 3);
    EQUAL(page.ids[1].snowflake, UINT64_C(3) << 40);
    EQUAL(guilds_present(&bench->job, &link, page.ids[2], 3, &page), FAULT_NONE);
    EQUAL(page.count, 1);
    EQUAL(guilds_known(&bench->job, &link, (struct guild_id){ 0 }, 10, &page), FAULT_NONE);
    EQUAL(page.count, 5);
}

ON_EVERY_ENGINE(roles_are_added_once_and_removed_once)
{
    static const struct {
        bool add;
        uint64_t role;
        enum duty duty;
        enum roles_answer answer;
    } steps[] = {
        { true, 30, DUTY_EMPLOYEE, ROLES_DONE },     { true, 20, DUTY_EMPLOYEE, ROLES_DONE },
        { true, 30, DUTY_EMPLOYEE, ROLES_ALREADY },  { true, 30, DUTY_ADMIN, ROLES_DONE },
        { false, 30, DUTY_ADMIN, ROLES_DONE },       { false, 30, DUTY_ADMIN, ROLES_ALREADY },
        { false, 99, DUTY_EMPLOYEE, ROLES_ALREADY },
    };

    for (size_t i = 0; i < LENGTH(steps); i++) {
        const struct role_id role = { steps[i].role };
        struct desk desk = { 0 };
        enum roles_answer answer = ROLES_FULL;
        desk_open(bench, &desk);
        EQUAL((steps[i].add ? roles_add : roles_remove)(&bench->job, &desk.change, diner, role,
                                                        steps[i].duty, &answer),
              FAULT_NONE);
        desk_keep(bench, &desk);
        HOLDS(answer == steps[i].answer, "step %zu: %d", i, (int)answer);
    }
    const struct guild guild = load(bench);
    EQUAL(guild.team.employee_roles_count, 2);
    EQUAL(guild.team.employee_roles[0].snowflake, 20);
    EQUAL(guild.team.employee_roles[1].snowflake, 30);
    EQUAL(guild.team.admin_roles_count, 0);
    EQUAL(guild.settings_version, LENGTH(steps));
}

ON_EVERY_ENGINE(there_is_one_main_admin_role)
{
    static const struct {
        uint64_t role;
        enum roles_answer answer;
    } steps[] = {
        { 0, ROLES_ALREADY }, { 5, ROLES_DONE }, { 5, ROLES_ALREADY },
        { 6, ROLES_DONE },    { 0, ROLES_DONE }, { 7, ROLES_DONE },
    };

    for (size_t i = 0; i < LENGTH(steps); i++) {
        struct desk desk = { 0 };
        enum roles_answer answer = ROLES_FULL;
        desk_open(bench, &desk);
        EQUAL(roles_set_main(&bench->job, &desk.change, diner, (struct role_id){ steps[i].role },
                             &answer),
              FAULT_NONE);
        desk_keep(bench, &desk);
        HOLDS(answer == steps[i].answer, "step %zu: %d", i, (int)answer);
        EQUAL(load(bench).team.main_admin_role.snowflake, steps[i].role);
    }
}

ON_EVERY_ENGINE(a_server_has_so_many_roles_and_no_more)
{
    struct desk desk = { 0 };
    const struct guild_role *roles;
    enum roles_answer answer = ROLES_DONE;
    size_t count = 0;

    desk_open(bench, &desk);
    for (uint64_t role = 1; role <= GUILD_ROLES_MOST; role++) {
        EQUAL(roles_add(&bench->job, &desk.change, diner, (struct role_id){ role }, DUTY_EMPLOYEE,
                        &answer),
              FAULT_NONE);
        EQUAL(answer, ROLES_DONE);
    }
    EQUAL(
        roles_add(&bench->job, &desk.change, diner, (struct role_id){ 9999 }, DUTY_ADMIN, &answer),
        FAULT_NONE);
    EQUAL(answer, ROLES_FULL);
    EQUAL(
        roles_add(&bench->job, &desk.change, diner, (struct role_id){ 3 }, DUTY_EMPLOYEE, &answer),
        FAULT_NONE);
    EQUAL(answer, ROLES_ALREADY);
    EQUAL(roles_list(&bench->job, &desk.link, diner, &roles, &count), FAULT_NONE);
    EQUAL(count, GUILD_ROLES_MOST);
    desk_keep(bench, &desk);
}

/* ---- what the program remembers for itself --------------------------------------------- */

ON_EVERY_ENGINE(a_gateway_session_comes_back_for_its_division_only)
{
    const struct gateway_session saved = { 1, 4, "abc", "wss://gateway.example", 42, { 9000 } };
    struct gateway_session session = { 0 };
    struct desk desk = { 0 };
    bool found = true;

    desk_open(bench, &desk);
    EQUAL(gateway_sessions_load(&bench->job, &desk.link, 1, 4, &found, &session), FAULT_NONE);
    EQUAL(found, false);
    EQUAL(gateway_sessions_save(&bench->job, &desk.change, &saved), FAULT_NONE);
    EQUAL(gateway_sessions_save(&bench->job, &desk.change, &saved), FAULT_NONE);
    EQUAL(gateway_sessions_load(&bench->job, &desk.link, 1, 4, &found, &session), FAULT_NONE);
    EQUAL(found, true);
    SAME(session.session_id, "abc");
    SAME(session.resume_url, "wss://gateway.example");
    EQUAL(session.sequence, 42);
    EQUAL(session.saved_at.ms, 9000);
    EQUAL(gateway_sessions_load(&bench->job, &desk.link, 1, 5, &found, &session), FAULT_NONE);
    EQUAL(found, false);
    EQUAL(gateway_sessions_forget(&bench->job, &desk.change, 1), FAULT_NONE);
    EQUAL(gateway_sessions_load(&bench->job, &desk.link, 1, 4, &found, &session), FAULT_NONE);
    EQUAL(found, false);
    desk_keep(bench, &desk);
}

ON_EVERY_ENGINE(a_registration_is_known_by_its_scope)
{
    const struct hash hash = { { 0, 1, 2, 255 } };
    struct hash kept = { { 9 } };
    struct desk desk = { 0 };
    bool found = true;

    desk_open(bench, &desk);
    EQUAL(registrations_load(&bench->job, &desk.link, "global", &found, &kept), FAULT_NONE);
    EQUAL(found, false);
    EQUAL(kept.bytes[0], 9);
    for (int twice = 0; twice < 2; twice++)
        EQUAL(registrations_save(&bench->job, &desk.change, "global", &hash, (struct instant){ 5 }),
              FAULT_NONE);
    EQUAL(registrations_load(&bench->job, &desk.link, "global", &found, &kept), FAULT_NONE);
    EQUAL(found, true);
    EQUAL(hash_equal(&hash, &kept), true);
    desk_keep(bench, &desk);
}

ON_EVERY_ENGINE(members_are_called_as_they_were_last)
{
    static const struct member_name seen[] = {
        { { 1 }, "joe", NULL },    { { 2 }, "ann", "Annie" }, { { 1 }, "joe", "Joe the Cook" },
        { { 2 }, "ann", "Annie" }, { { 2 }, "ann", NULL },    { { 3 }, "Zo\xc3\xab 'x'", NULL },
    };
    static const struct user_id asked[] = { { 3 }, { 99 }, { 1 }, { 2 } };
    const struct member_name *names;
    struct desk desk = { 0 };
    bool is_new;

    desk_open(bench, &desk);
    EQUAL(guilds_joined(&bench->job, &desk.change, diner, "x", (struct instant){ 1 }, &is_new),
          FAULT_NONE);
    for (size_t i = 0; i < LENGTH(seen); i++)
        EQUAL(
            names_save(&bench->job, &desk.change, diner, &seen[i], (struct instant){ (int64_t)i }),
            FAULT_NONE);
    EQUAL(names_of(&bench->job, &desk.link, diner, asked, LENGTH(asked), &names), FAULT_NONE);
    SAME(names[0].username, "Zo\xc3\xab 'x'");
    SAME(names[1].username, "");
    EQUAL(names[1].member.snowflake, 99);
    SAME(names[2].nickname, "Joe the Cook");
    SAME(names[3].username, "ann");
    EQUAL(names[3].nickname == NULL, true);
    desk_keep(bench, &desk);
}
