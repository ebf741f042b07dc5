#include "domain/time/session.h"

#include "base/job.h"

#include "check.h"

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)

static struct instant at(int64_t ms)
{
    return (struct instant){ ms };
}

static struct punch punch_of(enum punch_kind kind, int64_t made_at)
{
    return (struct punch){
        .guild = { 7 },
        .sequence = kind == PUNCH_IN ? 5 : 6,
        .session = 5,
        .member = { 42 },
        .actor = { 42 },
        .kind = kind,
        .source = SOURCE_BUTTON,
        .made_at = { made_at },
        .received_at = { made_at },
        .request_key = "k",
    };
}

/* 8 h, with breaks from 2 h to 2 h 30 min and from 5 h to 6 h. */
static struct session example(struct arena *arena)
{
    static const struct {
        enum punch_kind kind;
        int64_t made_at;
    } steps[] = {
        { PUNCH_BREAK_START, 2 * HOUR }, { PUNCH_BREAK_END, 2 * HOUR + 30 * MINUTE },
        { PUNCH_BREAK_START, 5 * HOUR }, { PUNCH_BREAK_END, 6 * HOUR },
        { PUNCH_OUT, 8 * HOUR },
    };
    const struct punch in = punch_of(PUNCH_IN, 0);
    struct session session = session_begin(&in);

    for (size_t i = 0; i < LENGTH(steps); i++) {
        const struct punch punch = punch_of(steps[i].kind, steps[i].made_at);
        EQUAL(session_apply(arena, &session, &punch), true);
    }
    return session;
}

CHECK(punches_make_a_session)
{
    AUTO(job_end) struct job job = { 0 };
    const struct session session = example(&job.arena);

    EQUAL(session.guild.snowflake, 7);
    EQUAL(session.member.snowflake, 42);
    EQUAL(session.id, 5);
    EQUAL(session.began_at.ms, 0);
    EQUAL(session.ended, true);
    EQUAL(session.ended_at.ms, 8 * HOUR);
    EQUAL(session.estimated, false);
    EQUAL(session.breaks_count, 2);
    EQUAL(session.breaks[0].began_at.ms, 2 * HOUR);
    EQUAL(session.breaks[0].ended, true);
    EQUAL(session.breaks[0].ended_at.ms, 2 * HOUR + 30 * MINUTE);
    EQUAL(session.breaks[1].ended_at.ms, 6 * HOUR);
}

CHECK(the_same_question_has_the_same_answer_later)
{
    static const struct {
        int64_t as_of;
        enum clock_state state;
        int64_t worked_s, break_s;
    } cases[] = {
        { -1, CLOCK_OFF, 0, 0 },
        { 0, CLOCK_WORKING, 0, 0 },
        { 999, CLOCK_WORKING, 0, 0 },
        { HOUR, CLOCK_WORKING, 3600, 0 },
        { 2 * HOUR - 1, CLOCK_WORKING, 7199, 0 },
        { 2 * HOUR, CLOCK_ON_BREAK, 7200, 0 },
        { 2 * HOUR + 10 * MINUTE, CLOCK_ON_BREAK, 7200, 600 },
        { 2 * HOUR + 30 * MINUTE, CLOCK_WORKING, 7200, 1800 },
        { 5 * HOUR + 1000, CLOCK_ON_BREAK, 16200, 1801 },
        { 7 * HOUR, CLOCK_WORKING, 19800, 5400 },
        { 8 * HOUR, CLOCK_OFF, 23400, 5400 },
        { 1000 * HOUR, CLOCK_OFF, 23400, 5400 },
    };
    AUTO(job_end) struct job job = { 0 };
    const struct session session = example(&job.arena);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct instant as_of = at(cases[i].as_of);
        HOLDS(session_state(&session, as_of) == cases[i].state, "case %zu", i);
        HOLDS(session_worked_s(&session, as_of) == cases[i].worked_s, "case %zu", i);
        HOLDS(session_break_s(&session, as_of) == cases[i].break_s, "case %zu", i);
    }
}

CHECK(what_lies_in_a_range_is_clipped_to_it)
{
    static const struct {
        int64_t from, until, as_of;
        int64_t worked_s, break_s;
    } cases[] = {
        { 0, 8 * HOUR, 9 * HOUR, 23400, 5400 },
        { -5 * HOUR, 100 * HOUR, 9 * HOUR, 23400, 5400 },
        { HOUR, 2 * HOUR, 9 * HOUR, 3600, 0 },
        { 2 * HOUR, 2 * HOUR + 15 * MINUTE, 9 * HOUR, 0, 900 },
        { 2 * HOUR + 15 * MINUTE, 3 * HOUR, 9 * HOUR, 1800, 900 },
        { 8 * HOUR, 9 * HOUR, 9 * HOUR, 0, 0 },
        { -2 * HOUR, 0, 9 * HOUR, 0, 0 },
        { 3 * HOUR, 2 * HOUR, 9 * HOUR, 0, 0 }, /* no range at all */
        { 4 * HOUR, 8 * HOUR, 5 * HOUR + 30 * MINUTE, 3600, 1800 },
        { 4 * HOUR, 8 * HOUR, 3 * HOUR, 0, 0 },
    };
    AUTO(job_end) struct job job = { 0 };
    const struct session session = example(&job.arena);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct instant from = at(cases[i].from), until = at(cases[i].until);
        const struct instant as_of = at(cases[i].as_of);
        HOLDS(session_worked_within_s(&session, from, until, as_of) == cases[i].worked_s,
              "case %zu", i);
        HOLDS(session_break_within_s(&session, from, until, as_of) == cases[i].break_s, "case %zu",
              i);
    }
}

CHECK(a_clock_out_ends_the_break_too)
{
    AUTO(job_end) struct job job = { 0 };
    const struct punch in = punch_of(PUNCH_IN, 0);
    const struct punch pause = punch_of(PUNCH_BREAK_START, HOUR);
    struct punch out = punch_of(PUNCH_OUT, 3 * HOUR);
    struct session session = session_begin(&in);

    EQUAL(session_apply(&job.arena, &session, &pause), true);
    EQUAL(session_worked_s(&session, at(2 * HOUR)), 3600); /* it runs, and so does its break */
    EQUAL(session_break_s(&session, at(2 * HOUR)), 3600);
    out.estimated = true;
    out.device_unknown = true;
    EQUAL(session_apply(&job.arena, &session, &out), true);
    EQUAL(session.estimated, true);
    EQUAL(session.device_unknown, true);
    EQUAL(session.breaks[0].ended, true);
    EQUAL(session.breaks[0].ended_at.ms, 3 * HOUR);
    EQUAL(session_worked_s(&session, at(9 * HOUR)), 3600);
}

CHECK(an_older_state_of_a_session_stays_what_it_was)
{
    AUTO(job_end) struct job job = { 0 };
    const struct punch in = punch_of(PUNCH_IN, 0);
    const struct punch pause = punch_of(PUNCH_BREAK_START, HOUR);
    const struct punch on = punch_of(PUNCH_BREAK_END, 2 * HOUR);
    struct session session = session_begin(&in);

    EQUAL(session_apply(&job.arena, &session, &pause), true);
    const struct session before = session;
    EQUAL(session_apply(&job.arena, &session, &on), true);
    EQUAL(before.breaks[0].ended, false);
    EQUAL(session.breaks[0].ended, true);
}

CHECK(a_punch_that_does_not_fit_changes_nothing)
{
    AUTO(job_end) struct job job = { 0 };
    const struct punch in = punch_of(PUNCH_IN, HOUR);
    const struct session fresh = session_begin(&in);
    struct punch misfits[] = {
        punch_of(PUNCH_IN, 2 * HOUR),           punch_of(PUNCH_BREAK_END, 2 * HOUR),
        punch_of(PUNCH_OUT, HOUR - 1), /* before it began */
        punch_of(PUNCH_OUT, 2 * HOUR), /* of another server, member, session: below */
        punch_of(PUNCH_OUT, 2 * HOUR),          punch_of(PUNCH_OUT, 2 * HOUR),
        punch_of((enum punch_kind)0, 2 * HOUR), punch_of((enum punch_kind)5, 2 * HOUR),
    };

    misfits[3].guild.snowflake = 8;
    misfits[4].member.snowflake = 43;
    misfits[5].session = 4;
    for (size_t i = 0; i < LENGTH(misfits); i++) {
        struct session session = fresh;
        HOLDS(!session_apply(&job.arena, &session, &misfits[i]), "misfit %zu", i);
        HOLDS(!session.ended && session.breaks_count == 0, "misfit %zu", i);
    }

    struct session over = example(&job.arena);
    const struct punch again = punch_of(PUNCH_OUT, 9 * HOUR);
    const struct punch pause = punch_of(PUNCH_BREAK_START, 9 * HOUR);
    EQUAL(session_apply(&job.arena, &over, &again), false);
    EQUAL(session_apply(&job.arena, &over, &pause), false);
    EQUAL(over.ended_at.ms, 8 * HOUR);
}

CHECK(parts_of_a_second_never_appear_nor_vanish)
{
    AUTO(job_end) struct job job = { 0 };
    const struct punch in = punch_of(PUNCH_IN, 999);
    const struct punch out = punch_of(PUNCH_OUT, 2001);
    struct session session = session_begin(&in);

    EQUAL(session_apply(&job.arena, &session, &out), true);
    EQUAL(session_worked_s(&session, at(5000)), 2); /* from second 0 to second 2 */
    for (int64_t cut = 0; cut <= 3000; cut++)
        HOLDS(session_worked_within_s(&session, at(0), at(cut), at(5000)) +
                      session_worked_within_s(&session, at(cut), at(5000), at(5000)) ==
                  2,
              "cut at %ld", (long)cut);
}
