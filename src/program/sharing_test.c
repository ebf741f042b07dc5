/* What processes on one database decide, and what they keep for each other. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "program/duties.h"
#include "program/resume_points.h"
#include "program/shard_share.h"

#include "check.h"

enum { SHARDS = 8, BOTS_MOST = 4, NOW_MS = 100000 };

/* Leases as one would write them: "bbbb.c-d" means shard 0 … 3 are b's, 4 is free, 5 c's, 6 was
 * c's and ran out, 7 d's.  An upper-case holder's lease has run out. */
struct board {
    struct lease bots[BOTS_MOST], held[SHARDS];
    char names[SHARDS][32], bot_names[BOTS_MOST][16], holders[BOTS_MOST + SHARDS][2];
    struct shard_view view;
};

static struct lease lease_of(char holder, const char *name, char *text)
{
    static const char upper[] = "ABCD", lower[] = "abcd";
    const char *over = strchr(upper, holder);

    text[0] = holder;
    if (over)
        text[0] = lower[over - upper];
    return (struct lease){ name, text, { over ? NOW_MS : NOW_MS + 1 }, 1 };
}

static struct shard_view *board_set(struct board *board, const char *us, const char *bots,
                                    const char *held)
{
    *board = (struct board){ 0 };
    for (size_t i = 0; bots[i]; i++) {
        (void)snprintf(board->bot_names[i], sizeof(board->bot_names[i]), "bot:8:%c", bots[i]);
        board->bots[i] = lease_of(bots[i], board->bot_names[i], board->holders[i]);
    }
    size_t count = 0;
    for (size_t i = 0; held[i]; i++) {
        if (held[i] == '.')
            continue;
        (void)snprintf(board->names[count], sizeof(board->names[0]), "shard:%zu", i);
        board->held[count] = lease_of(held[i], board->names[count],
                                      board->holders[BOTS_MOST + count]);
        count++;
    }
    board->view = (struct shard_view){ us,          { NOW_MS },   SHARDS,      SHARDS,
                                       board->bots, strlen(bots), board->held, count };
    return &board->view;
}

CHECK(each_process_gets_its_part_and_touches_nobody_elses)
{
    /* acts: . leave, k keep, g give, t take */
    static const struct {
        const char *us, *bots, *held;
        uint32_t part;
        const char *acts;
    } cases[] = {
        { "a", "", "........", 8, "tttttttt" }, /* not yet announced, alone */
        { "a", "a", "aaaaaaaa", 8, "kkkkkkkk" },
        { "a", "ab", "aaaaaaaa", 4, "kkkkgggg" }, /* another came */
        { "b", "ab", "aaaaaaaa", 4, "........" }, /* which takes nothing that is held */
        { "b", "ab", "aaaa....", 4, "....tttt" },
        { "a", "ab", "aaaa....", 4, "kkkk...." },
        { "a", "aB", "aaaabbbb", 8, "kkkk...." }, /* gone, its leases not yet run out */
        { "a", "aB", "aaaaBBBB", 8, "kkkktttt" },
        { "a", "abc", "aaaabbbb", 3, "kkkg...." }, /* 3 + 3 + 2, by name */
        { "b", "abc", "aaaabbbb", 3, "....kkkg" },
        { "c", "abc", "aaa.bbb.", 2, "...t...t" },
        { "a", "bcd", "bbccdd..", 2, "......tt" }, /* announced by its view of itself */
        { "b", "ab", "AAAAAAAA", 4, "tttttttt" },  /* it stalled: all is free */
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct board board;
        enum shard_act acts[SHARDS];
        char got[SHARDS + 1] = "";
        const struct shard_view *view = board_set(&board, cases[i].us, cases[i].bots,
                                                  cases[i].held);

        HOLDS(shard_share(view, acts) == cases[i].part, "case %zu", i);
        for (size_t s = 0; s < SHARDS; s++)
            got[s] = ".kgt"[acts[s]];
        HOLDS(strcmp(got, cases[i].acts) == 0, "case %zu: %s", i, got);
    }
}

CHECK(the_parts_of_all_processes_add_up)
{
    static const char *const crowds[] = { "a", "ab", "abc", "abcd" };
    struct board board;
    enum shard_act acts[SHARDS];

    for (size_t i = 0; i < LENGTH(crowds); i++) {
        uint32_t sum = 0;
        for (const char *us = crowds[i]; *us; us++) {
            const char name[] = { *us, '\0' };
            sum += shard_share(board_set(&board, name, crowds[i], ""), acts);
        }
        HOLDS(sum == SHARDS, "%s: %u", crowds[i], sum);
    }
}

CHECK(no_process_has_more_than_it_can_carry)
{
    struct board board;
    enum shard_act acts[SHARDS];
    struct shard_view *view = board_set(&board, "a", "a", "aaaaa...");

    view->most = 4;
    EQUAL(shard_share(view, acts), 4);
    EQUAL(acts[3], SHARD_KEEP);
    EQUAL(acts[4], SHARD_GIVE);
    EQUAL(acts[5], SHARD_LEAVE);
}

CHECK(the_division_of_those_who_live_stands)
{
    static const struct instant now = { NOW_MS };
    static const struct {
        const char *name;
        int64_t until_ms;
        uint32_t total;
    } cases[] = {
        { "bot:16:h.1.f00", NOW_MS + 1, 16 },
        { "bot:4096:h", NOW_MS + 1, 4096 },
        { "bot:16:h.1.f00", NOW_MS, 0 },
        { "bot:4097:h", NOW_MS + 1, 0 },
        { "bot:0:h", NOW_MS + 1, 0 },
        { "bot::h", NOW_MS + 1, 0 },
        { "bot:99999999999999:h", NOW_MS + 1, 0 },
        { "shard:16", NOW_MS + 1, 0 },
        { "bot:16", NOW_MS + 1, 0 },
    };

    EQUAL(shard_share_total(NULL, 0, now), 0);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct lease bot = { cases[i].name, "h", { cases[i].until_ms }, 1 };
        HOLDS(shard_share_total(&bot, 1, now) == cases[i].total, "%s", cases[i].name);
    }
}

CHECK(a_point_is_saved_as_it_was_a_while_ago)
{
    static struct resume_keeper keeper;
    struct resume_point present[] = { { 0, "s0", "", 5, { 0 } }, { 1, "s1", "", 50, { 0 } } };
    struct resume_point chosen[2];
    const int64_t begin_ms = 77;

    /* New sessions at once. */
    EQUAL(resume_keeper_choose(&keeper, present, 2, begin_ms, chosen), 2);
    EQUAL(chosen[1].sequence, 50);
    present[0].sequence = 6;
    EQUAL(resume_keeper_choose(&keeper, present, 2, begin_ms + RESUME_POINTS_AGE_MS - 1, chosen),
          0);
    /* Then as they were, and what is now is for the next time. */
    present[0].sequence = 7;
    EQUAL(resume_keeper_choose(&keeper, present, 2, begin_ms + RESUME_POINTS_AGE_MS, chosen), 2);
    EQUAL(chosen[0].sequence, 5);
    present[0].sequence = 8;
    EQUAL(resume_keeper_choose(&keeper, present, 1, begin_ms + (int64_t)2 * RESUME_POINTS_AGE_MS,
                               chosen),
          1);
    EQUAL(chosen[0].sequence, 7);
    /* One that identified anew has nothing older. */
    present[0] = (struct resume_point){ 0, "s9", "", 1, { 0 } };
    EQUAL(resume_keeper_choose(&keeper, present, 1,
                               begin_ms + (int64_t)2 * RESUME_POINTS_AGE_MS + 1, chosen),
          1);
    SAME(chosen[0].session_id, "s9");
}

CHECK(duties_are_words_with_commas_between)
{
    static const struct {
        const char *words;
        unsigned duties; /* 0: refused */
    } cases[] = {
        { "bot", DUTY_BOT },
        { "web", DUTY_WEB },
        { "jobs,bot", DUTY_JOBS | DUTY_BOT },
        { "bot,bot", DUTY_BOT },
        { "bot,web,jobs", DUTY_ALL },
        { "", 0 },
        { "bots", 0 },
        { "bo", 0 },
        { "bot,", 0 },
        { ",bot", 0 },
        { "bot web", 0 },
    };
    AUTO(arena_empty) struct arena arena = { 0 };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        unsigned duties = 0;
        HOLDS(duties_add(cases[i].words, &duties) == (cases[i].duties != 0), "%s", cases[i].words);
        HOLDS(duties == cases[i].duties, "%s", cases[i].words);
    }
    SAME(duties_words(&arena, DUTY_ALL | DUTY_ALONE), "bot web jobs");
    SAME(duties_words(&arena, DUTY_JOBS), "jobs");
}
