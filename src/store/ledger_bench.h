/* What tests of the ledger share: a member presses, as the app room would carry it out. */
#ifndef STORE_LEDGER_BENCH_H
#define STORE_LEDGER_BENCH_H

#include "store/ledger.h"

struct job;
struct store;

struct press {
    struct guild_id guild;
    struct user_id member;
    enum punch_kind kind;
    int64_t made_at;
    const char *key;
    bool device_unknown;
};

struct outcome {
    enum refusal refusal;
    bool again;         /* the key was known */
    struct punch punch; /* the one that stands; meaningful without a refusal */
    struct ledger ledger;
};

/* One attempt. */
enum fault press_once(struct job *job, struct store *store, const struct press *press,
                      struct outcome *outcome);
/* As many as a job may have; each in a job of its own. */
enum fault press_clock(struct store *store, const struct press *press, struct outcome *outcome);

#endif
