#include "store/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/job.h"
#include "store/store.h"

#include "check.h"
#include "engines.h"
#include "ledger_bench.h"

/* Two servers, some of whose people work; 8 punches in the first. */
static void fill(struct bench *bench)
{
    static const struct {
        uint64_t guild, member;
        enum punch_kind kind;
    } presses[] = {
        { 700, 1, PUNCH_IN },          { 700, 2, PUNCH_IN },        { 800, 1, PUNCH_IN },
        { 700, 1, PUNCH_BREAK_START }, { 700, 1, PUNCH_BREAK_END }, { 700, 2, PUNCH_OUT },
        { 700, 1, PUNCH_BREAK_START }, { 700, 1, PUNCH_OUT },       { 700, 2, PUNCH_IN },
        { 800, 1, PUNCH_OUT },
    };

    for (size_t i = 0; i < LENGTH(presses); i++) {
        char key[20];
        const struct press press = { { presses[i].guild },
                                     { presses[i].member },
                                     presses[i].kind,
                                     100000 + (int64_t)i * 1000,
                                     key,
                                     i % 2 == 0 };
        struct outcome outcome = { 0 };
        (void)snprintf(key, sizeof(key), "k%zu", i);
        EQUAL(press_clock(bench->store, &press, &outcome), FAULT_NONE);
        EQUAL(outcome.refusal, REFUSAL_NONE);
    }
}

struct found {
    struct finding first;
    size_t count;
};

static void note(void *context, const struct finding *finding)
{
    struct found *found = context;

    if (found->count++ == 0)
        found->first = *finding;
}

static struct found verify(struct bench *bench, struct verify_summary *summary)
{
    struct found found = { 0 };

    bench_next_job(bench);
    const enum fault fault = verify_run(&bench->job, bench->store, (struct guild_id){ 0 }, note,
                                        &found, summary);
    HOLDS(!fault, "verify: %s", bench->job.why);
    EQUAL(found.count, summary->findings);
    return found;
}

static const char keep_words[] = "create table kept_guild as select * from guild;"
                                 "create table kept_punch as select * from punch;"
                                 "create table kept_session as select * from session;"
                                 "create table kept_break as select * from session_break;";

static const char restore_words[] =
    "delete from chain_checkpoint; delete from session_break; delete from session;"
    "delete from punch; delete from guild;"
    "insert into guild select * from kept_guild; insert into punch select * from kept_punch;"
    "insert into session select * from kept_session;"
    "insert into session_break select * from kept_break;";

#define IN_700 " where guild_id = 700 and "

/* What is done to the first server, and what is found there first. */
static const struct {
    const char *words;
    enum finding_kind kind;
    int64_t sequence;
} tamperings[] = {
    { "update punch set member_id = 2" IN_700 "sequence = 3", FINDING_CHANGED, 3 },
    { "update punch set actor_id = 2" IN_700 "sequence = 3", FINDING_CHANGED, 3 },
    { "update punch set kind = 3" IN_700 "sequence = 3", FINDING_CHANGED, 3 },
    { "update punch set source = 2" IN_700 "sequence = 1", FINDING_CHANGED, 1 },
    { "update punch set made_at = made_at + 1" IN_700 "sequence = 8", FINDING_CHANGED, 8 },
    { "update punch set received_at = received_at - 1" IN_700 "sequence = 2", FINDING_CHANGED, 2 },
    { "update punch set request_key = 'k' " IN_700 "sequence = 2", FINDING_CHANGED, 2 },
    { "update punch set session_id = 2" IN_700 "sequence = 3", FINDING_CHANGED, 3 },
    { "update punch set estimated = not estimated" IN_700 "sequence = 5", FINDING_CHANGED, 5 },
    { "update punch set device_unknown = not device_unknown" IN_700 "sequence = 5", FINDING_CHANGED,
      5 },
    { "update punch set hash = (select hash from kept_punch" IN_700 "sequence = 1)" IN_700
      "sequence = 2",
      FINDING_CHANGED, 2 },
    { "update punch set sequence = 900" IN_700 "sequence = 4", FINDING_MISSING, 4 },
    { "delete from punch" IN_700 "sequence = 1", FINDING_MISSING, 1 },
    { "delete from punch" IN_700 "sequence = 4", FINDING_MISSING, 4 },
    { "delete from punch" IN_700 "sequence = 8", FINDING_MISSING, 8 },
    { "delete from punch" IN_700 "sequence > 0", FINDING_MISSING, 1 },
    /* two change places */
    { "update punch set sequence = 900" IN_700 "sequence = 3;"
      "update punch set sequence = 3" IN_700 "sequence = 4;"
      "update punch set sequence = 4" IN_700 "sequence = 900",
      FINDING_CHANGED, 3 },
    /* one comes twice, at the end */
    { "insert into punch (guild_id, sequence, member_id, actor_id, kind, source, made_at,"
      " received_at, request_key, session_id, estimated, device_unknown, hash)"
      " select guild_id, 9, member_id, actor_id, kind, source, made_at, received_at, 'twice',"
      " session_id, estimated, device_unknown, hash from punch" IN_700 "sequence = 8",
      FINDING_CHANGED, 9 },
    /* one of another server */
    { "update punch set guild_id = 700, sequence = 9 where guild_id = 800 and sequence = 2",
      FINDING_CHANGED, 9 },
    { "update guild set head_sequence = 7 where guild_id = 700", FINDING_HEAD, 8 },
    { "update guild set head_sequence = 9 where guild_id = 700", FINDING_MISSING, 9 },
    { "update guild set head_hash = (select hash from punch" IN_700 "sequence = 7)"
      " where guild_id = 700",
      FINDING_HEAD, 8 },
    { "update guild set head_sequence = 0, head_hash = null where guild_id = 700", FINDING_HEAD,
      8 },
    { "insert into chain_checkpoint (guild_id, sequence, hash, made_at)"
      " select guild_id, 3, hash, 1 from punch" IN_700 "sequence = 2",
      FINDING_CHANGED, 4 },
    { "insert into chain_checkpoint (guild_id, sequence, hash, made_at)"
      " select guild_id, 300, hash, 1 from punch" IN_700 "sequence = 2",
      FINDING_CHECKPOINT, 300 },
    { "update session set began_at = began_at - 1" IN_700 "session_id = 2", FINDING_SESSION, 2 },
    { "update session set ended_at = ended_at + 1" IN_700 "session_id = 1", FINDING_SESSION, 1 },
    { "update session set ended_at = null" IN_700 "session_id = 1", FINDING_SESSION, 1 },
    { "update session set member_id = 3" IN_700 "session_id = 1", FINDING_SESSION, 1 },
    { "update session set estimated = not estimated" IN_700 "session_id = 1", FINDING_SESSION, 1 },
    { "update session set device_unknown = not device_unknown" IN_700 "session_id = 1",
      FINDING_SESSION, 1 },
    { "insert into session (guild_id, session_id, member_id, began_at, ended_at, estimated,"
      " device_unknown) values (700, 77, 9, 5, 6, false, false)",
      FINDING_SESSION, 77 },
    { "update session_break set began_at = began_at - 1" IN_700 "session_id = 1 and number = 1",
      FINDING_SESSION, 1 },
    { "delete from session_break" IN_700 "session_id = 1 and number = 1", FINDING_SESSION, 1 },
    { "delete from session_break" IN_700 "session_id = 1; delete from session" IN_700
      "session_id = 1",
      FINDING_SESSION, 1 },
};

ON_EVERY_ENGINE(whatever_is_changed_is_found)
{
    struct verify_summary summary;

    fill(bench);
    bench_disarm(bench);
    (void)bench_query(bench, keep_words);
    for (size_t i = 0; i < LENGTH(tamperings); i++) {
        (void)bench_query(bench, tamperings[i].words);
        const struct found found = verify(bench, &summary);
        HOLDS(found.count > 0 && found.first.kind == tamperings[i].kind &&
                  found.first.sequence == tamperings[i].sequence &&
                  found.first.guild.snowflake == 700,
              "%s: %zu findings, kind %d at %" PRId64, tamperings[i].words, found.count,
              (int)found.first.kind, found.first.sequence);
        (void)bench_query(bench, restore_words);
        EQUAL(verify(bench, &summary).count, 0);
    }
    EQUAL(summary.guilds, 2);
    EQUAL(summary.punches, 10);
    EQUAL(summary.sessions, 4);
}

ON_EVERY_ENGINE(sessions_that_were_spoilt_are_made_again)
{
    static const struct {
        const char *words;
    } cases[] = {
        { "update session set began_at = began_at - 1" },
        { "delete from session_break; delete from session" },
        { "update session set member_id = 3" IN_700 "session_id = 1" },
        { "update session set member_id = 5, ended_at = null" IN_700 "session_id = 1" },
        { "delete from session_break where number = 0" },
        /* a wrong open one stands where the right one belongs */
        { "delete from session" IN_700 "session_id = 8;"
          "update session set ended_at = null" IN_700 "session_id = 2" },
        { "insert into session (guild_id, session_id, member_id, began_at, ended_at, estimated,"
          " device_unknown) values (700, 77, 9, 5, null, false, false)" },
    };
    struct rebuild_summary rebuilt = { 0 };
    struct verify_summary summary;

    fill(bench);
    EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 0 }, &rebuilt), FAULT_NONE);
    EQUAL(rebuilt.guilds, 2);
    EQUAL(rebuilt.made + rebuilt.changed + rebuilt.removed, 0);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        bench_next_job(bench);
        const char *before = bench_dump(bench);
        (void)bench_query(bench, cases[i].words);
        HOLDS(strcmp(bench_dump(bench), before) != 0, "%s changes something", cases[i].words);
        EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 0 }, &rebuilt), FAULT_NONE);
        HOLDS(rebuilt.made + rebuilt.changed + rebuilt.removed > 0, "%s", cases[i].words);
        SAME(bench_dump(bench), before);
        EQUAL(verify(bench, &summary).count, 0);
    }
}

ON_EVERY_ENGINE(a_broken_chain_is_not_built_upon)
{
    struct rebuild_summary rebuilt = { 0 };

    fill(bench);
    bench_disarm(bench);
    (void)bench_query(bench, "update punch set made_at = 5" IN_700 "sequence = 3");
    EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 700 }, &rebuilt), FAULT_STORE);
    SAME(bench->job.why,
         "the chain of server 700 is broken at 3: this punch is not the one that was written");
    bench_next_job(bench);
    EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 800 }, &rebuilt), FAULT_NONE);
    bench_next_job(bench);
    EQUAL(rebuild_run(&bench->job, bench->store, (struct guild_id){ 9 }, &rebuilt), FAULT_MISSING);
}

/* Retention takes the oldest punches and their sessions and leaves a checkpoint. */
ON_EVERY_ENGINE(the_chain_goes_on_behind_a_checkpoint)
{
    struct verify_summary summary;

    fill(bench);
    (void)bench_query(bench, "insert into chain_checkpoint (guild_id, sequence, hash, made_at)"
                             " select guild_id, sequence, hash, 1 from punch" IN_700 "sequence = 7;"
                             "delete from punch" IN_700 "sequence <= 7;"
                             "delete from session_break" IN_700 "session_id <= 7;"
                             "delete from session" IN_700 "session_id <= 7;");
    EQUAL(verify(bench, &summary).count, 0);
    EQUAL(summary.punches, 3);
}
